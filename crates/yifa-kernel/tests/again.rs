//! What begins again, and what a matter does to its tracks, on a procedure made for it.

use yifa_kernel::definition::{Source, compile, scenario};

const ROLES: &str = "[[role]]\nid = \"head\"\ntitle = \"负责人\"\nen = \"head\"\nscope = \"body\"\n";
const LAW: &str = "title = \"甲法\"\nen = \"Act A\"\nrank = \"law\"\npromulgated = \"2020-01-01\"\nin_force_from = \"2020-02-01\"\narticles = 10\n\n[[article]]\nno = \"1\"\ngist = \"三十日内审核\"\nfigures = [\"30 calendar_day\"]\n";

/// A thing that is checked within thirty days, again after each change, beside a track that ends with it.
const PROCEDURE: &str = r#"
[procedure]
id = "sample"
title = "样例"
en = "Sample"
version = "2021-01-01"
basis = "《甲法》第一条"

[[state]]
id = "open"
title = "在办"
en = "Open"

[[state]]
id = "dropped"
title = "撤销"
en = "Dropped"
final = true

[[action]]
id = "begin"
title = "开始"
en = "Begin"
to = "open"
by = "head"
basis = "《甲法》第一条"

[[action]]
id = "check"
title = "审核"
en = "Check"
from = "open"
by = "head"
basis = "《甲法》第一条"

[[action]]
id = "change"
title = "变更"
en = "Change"
from = "open"
by = "head"
basis = "《甲法》第一条"

[[action]]
id = "drop"
title = "撤销"
en = "Drop"
from = "open"
to = "dropped"
by = "head"
basis = "《甲法》第一条"
does = [{ on = "beside", action = "stop" }]

[[limit]]
id = "checking"
title = "审核"
en = "Check"
kind = "duty"
action = "check"
within = "30 calendar_day"
from = "begin"
roll = "never"
restart = ["change"]
basis = "《甲法》第一条"

[[track]]
id = "beside"
title = "旁事"
en = "Beside"
procedure = "beside"
opens_on = "check"
basis = "《甲法》第一条"
"#;

const BESIDE: &str = r#"
[procedure]
id = "beside"
title = "旁事"
en = "Beside"
version = "2021-01-01"
basis = "《甲法》第一条"
parent = "sample"

[[state]]
id = "open"
title = "在办"
en = "Open"

[[state]]
id = "stopped"
title = "停止"
en = "Stopped"
final = true

[[action]]
id = "open"
title = "开始"
en = "Begin"
to = "open"
by = "law"
basis = "《甲法》第一条"

[[action]]
id = "stop"
title = "停止"
en = "Stop"
from = "open"
to = "stopped"
by = ["law", "head"]
basis = "《甲法》第一条"
"#;

/// Runs scenarios, each a text, and tells what fails.
fn told(scenarios: &[&str]) -> Vec<String> {
    let mut sources = vec![
        Source { path: "roles.toml".into(), text: ROLES.into() },
        Source { path: "instruments/a/2020-01-01.toml".into(), text: LAW.into() },
        Source { path: "procedures/sample/procedure.toml".into(), text: PROCEDURE.into() },
        Source { path: "procedures/beside/procedure.toml".into(), text: BESIDE.into() },
    ];
    let named = scenarios.iter().enumerate().map(|(n, text)| Source {
        path: format!("procedures/sample/scenarios/{n}.toml"),
        text: format!("title = \"样例\"\nbasis = \"《甲法》第一条\"\n{text}"),
    });
    sources.extend(named);
    let registry =
        compile(&sources).map_err(|faults| faults.render()).unwrap_or_else(|told| panic!("{told}"));
    let (count, faults) = scenario::run_all(&registry, &sources);
    assert_eq!(count, scenarios.len());
    faults.iter().map(|fault| fault.says.clone()).collect()
}

#[test]
fn a_clock_that_was_done_runs_again_after_what_restarts_it() {
    let checked_then_changed = r#"
given = ["2026-03-02 begin", "2026-03-09 check", "2026-06-01 change"]
on = "2026-07-10"
[then]
clock = { checking = "2026-07-01" }
level = { checking = "red" }
"#;
    let checked_again = r#"
given = ["2026-03-02 begin", "2026-03-09 check", "2026-06-01 change", "2026-06-08 check"]
on = "2026-07-10"
[then]
clock = { checking = "2026-07-01" }
level = { checking = "none" }
"#;
    let changed_before = r#"
given = ["2026-03-02 begin", "2026-03-09 change", "2026-03-16 check"]
on = "2026-07-10"
[then]
clock = { checking = "2026-04-08" }
level = { checking = "none" }
"#;
    assert_eq!(told(&[checked_then_changed, checked_again, changed_before]), [""; 0]);
}

#[test]
fn a_matter_that_ends_takes_its_running_track_along() {
    let stopped = r#"
given = ["2026-03-02 begin", "2026-03-09 check", "2026-03-16 drop"]
when = "2026-03-17 beside/stop"
[then]
refused = "R0104"
"#;
    let never_opened = r#"
given = ["2026-03-02 begin"]
when = "2026-03-16 drop"
[then]
state = "dropped"
"#;
    let over_before = r#"
given = ["2026-03-02 begin", "2026-03-09 check", "2026-03-10 beside/stop"]
when = "2026-03-16 drop"
[then]
state = "dropped"
"#;
    assert_eq!(told(&[stopped, never_opened, over_before]), [""; 0]);
}
