//! Wrong definitions: every fault is told at once, with its code and its place.

use yifa_kernel::definition::{Source, compile};

const ROLES: &str = "[[role]]\nid = \"head\"\ntitle = \"负责人\"\nen = \"head\"\nscope = \"body\"\n";

const HEAD: &str = "[procedure]\nid = \"case\"\ntitle = \"案件\"\nen = \"Case\"\nversion = \"2026-01-01\"\nbasis = \"《甲法》第一条\"\n";

const LAW: &str = "title = \"甲法\"\nen = \"Act A\"\nrank = \"law\"\npromulgated = \"2020-01-01\"\nin_force_from = \"2020-02-01\"\narticles = 10\n\n[[article]]\nno = \"1\"\ngist = \"九十日内决定\"\nfigures = [\"90 calendar_day\"]\n";

const STATES: &str = "[[state]]\nid = \"filed\"\ntitle = \"立案\"\nen = \"Filed\"\n[[state]]\nid = \"closed\"\ntitle = \"结案\"\nen = \"Closed\"\nfinal = true\n";

const ACTIONS: &str = "[[action]]\nid = \"file\"\ntitle = \"立案\"\nen = \"File\"\nto = \"filed\"\nby = \"head\"\nbasis = \"《甲法》第一条\"\n[[action]]\nid = \"close\"\ntitle = \"结案\"\nen = \"Close\"\nfrom = \"filed\"\nto = \"closed\"\nby = \"head\"\nbasis = \"《甲法》第一条\"\n";

fn codes(procedure: &str, more: &[(&str, &str)]) -> Vec<&'static str> {
    let mut sources = vec![
        Source { path: "roles.toml".into(), text: ROLES.into() },
        Source { path: "instruments/a/2020-01-01.toml".into(), text: LAW.into() },
        Source { path: "procedures/case/procedure.toml".into(), text: procedure.into() },
    ];
    sources.extend(more.iter().map(|(path, text)| Source { path: (*path).into(), text: (*text).into() }));
    match compile(&sources) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.all.iter().map(|fault| fault.code).collect(),
    }
}

fn with(more: &str) -> String {
    format!("{HEAD}{STATES}{ACTIONS}{more}")
}

#[test]
fn a_right_definition_compiles() {
    let limit = "[[limit]]\nid = \"in-90\"\ntitle = \"九十日\"\nen = \"90 days\"\nkind = \"duty\"\naction = \"close\"\nwithin = \"90 calendar_day\"\nfrom = \"file\"\nbasis = \"《甲法》第一条\"\n";
    assert_eq!(codes(&with(limit), &[]), Vec::<&str>::new());
}

#[test]
fn each_fault_has_its_code() {
    let limit = |within: &str, article: &str| {
        format!(
            "[[limit]]\nid = \"x\"\ntitle = \"期限\"\nen = \"limit\"\nkind = \"duty\"\naction = \"close\"\nwithin = \"{within}\"\nfrom = \"file\"\nbasis = \"《甲法》第{article}条\"\n"
        )
    };
    let cases = [
        (with("nonsense = 1\n"), "D0101"),
        (with(&limit("60 calendar_day", "一")), "D0203"),
        (with(&limit("90 days", "一")), "D0402"),
        (with(&limit("90 calendar_day", "二")), "D0205"),
        (with("[[field]]\nid = \"idle\"\ntitle = \"闲\"\nen = \"idle\"\ntype = \"int\"\n"), "D0507"),
        (with("[[field]]\nid = \"today\"\ntitle = \"今\"\nen = \"today\"\ntype = \"int\"\n"), "D0102"),
        (with("[[state]]\nid = \"nowhere\"\ntitle = \"无\"\nen = \"nowhere\"\nfinal = true\n"), "D0501"),
        (with(ACTIONS), "D0202"),
        (format!("{HEAD}{STATES}{}", ACTIONS.replace("by = \"head\"", "by = \"nobody\"")), "D0201"),
        (format!("{HEAD}{STATES}{}", ACTIONS.replace("《甲法》", "《乙法》")), "D0204"),
        (
            format!(
                "{HEAD}{STATES}{}",
                ACTIONS
                    .replace("from = \"filed\"", "from = \"closed\"")
                    .replace("to = \"closed\"", "to = \"filed\"")
            ),
            "D0503",
        ),
        (HEAD.replace("2026-01-01", "1 January") + STATES + ACTIONS, "D0105"),
    ];
    for (text, code) in cases {
        let found = codes(&text, &[]);
        assert!(found.contains(&code), "{code} is not among {found:?}\n{text}");
    }
}

#[test]
fn the_name_of_a_matter_shows_nobody_in_full() {
    let field =
        "[[field]]\nid = \"party\"\ntitle = \"当事人\"\nen = \"Party\"\ntype = \"party\"\npersonal = true\n";
    let actions = ACTIONS.replacen("by = \"head\"", "by = \"head\"\nrecords = [\"party\"]", 1);
    let named = |name: &str| {
        let head = format!("{HEAD}name = \"{name}\"\n");
        codes(&format!("{head}{STATES}{actions}{field}"), &[])
    };
    assert_eq!(named("{party.masked_name}案"), Vec::<&str>::new());
    assert_eq!(named("{party}案"), ["D0601"]);
    assert_eq!(named("{party.name}案"), ["D0601"]);
}

#[test]
fn every_fault_is_told_at_once() {
    let text = with(
        "[[field]]\nid = \"a\"\ntitle = \"甲\"\nen = \"a\"\ntype = \"choice\"\n[[field]]\nid = \"b\"\ntitle = \"乙\"\nen = \"b\"\ntype = \"table\"\n",
    );
    let found = codes(&text, &[]);
    assert!(found.iter().filter(|code| **code == "D0508").count() == 2, "{found:?}");
    assert!(found.iter().filter(|code| **code == "D0507").count() == 2, "{found:?}");
}

#[test]
fn a_city_may_be_stricter_but_never_looser() {
    let limit = "[[limit]]\nid = \"in-90\"\ntitle = \"九十日\"\nen = \"90 days\"\nkind = \"duty\"\naction = \"close\"\nwithin = \"90 calendar_day\"\nfrom = \"file\"\noverride_by = \"rule\"\nbasis = \"《甲法》第一条\"\n";
    let overlay = |within: &str, class: &str| {
        format!(
            "[[limit]]\nprocedure = \"case\"\nid = \"in-90\"\nwithin = \"{within}\"\nbasis = \"《本市办法》第三条\"\nclass = \"{class}\"\n"
        )
    };
    let laid = |text: String| codes(&with(limit), &[("overlay.toml", &text)]);
    assert_eq!(laid(overlay("60 calendar_day", "policy")), Vec::<&str>::new());
    assert_eq!(laid(overlay("120 calendar_day", "rule")), Vec::<&str>::new());
    assert_eq!(laid(overlay("120 calendar_day", "policy")), ["D0702"]);
    assert_eq!(laid(overlay("120 calendar_day", "policy").replace("in-90", "no-such")), ["D0703"]);
}

#[test]
fn only_money_has_capitals_and_no_other_form_is_known() {
    let fields = "[[field]]\nid = \"fine\"\ntitle = \"罚款\"\nen = \"fine\"\ntype = \"money\"\n[[field]]\nid = \"note\"\ntitle = \"说明\"\nen = \"note\"\ntype = \"text\"\n";
    let recording = ACTIONS.replacen(
        "from = \"filed\"",
        "records = [\"fine\", \"note\"]\nissues = \"letter\"\nfrom = \"filed\"",
        1,
    );
    let procedure = format!("{HEAD}{STATES}{recording}{fields}");
    let told = |place: &str| {
        let paper = format!(
            "title = \"函\"\nen = \"Letter\"\nlayout = \"plain\"\nbasis = \"《甲法》第一条\"\n[[paragraph]]\ntext = \"罚款{place}。\"\n"
        );
        codes(&procedure, &[("procedures/case/documents/letter.toml", &paper)])
    };
    assert_eq!(told("{fine}（大写：{fine|capitals}）"), Vec::<&str>::new());
    for wrong in ["{note|capitals}", "{fine|roman}", "{fine|}", "{|capitals}", "{fine"] {
        let found = told(wrong);
        assert!(found.contains(&"D0303"), "{wrong}: {found:?}");
    }
}

#[test]
fn an_annex_is_one_text_or_files_and_not_sealed() {
    let fields = "[[field]]\nid = \"fine\"\ntitle = \"罚款\"\nen = \"fine\"\ntype = \"money\"\n[[field]]\nid = \"draft\"\ntitle = \"草案\"\nen = \"draft\"\ntype = \"long_text\"\n[[field]]\nid = \"secret\"\ntitle = \"底稿\"\nen = \"secret\"\ntype = \"long_text\"\nsealed = true\n[[field]]\nid = \"photos\"\ntitle = \"照片\"\nen = \"photos\"\ntype = \"file\"\nmany = true\n[[field]]\nid = \"kept\"\ntitle = \"密件\"\nen = \"kept\"\ntype = \"file\"\nsealed = true\n[[field]]\nid = \"rows\"\ntitle = \"证据\"\nen = \"rows\"\ntype = \"table\"\ncolumns = [{ id = \"file\", title = \"文件\", en = \"File\", type = \"file\" }]\n";
    let recording = ACTIONS.replacen(
        "from = \"filed\"",
        "records = [\"fine\", \"draft\", \"secret\", \"photos\", \"kept\", \"rows\"]\nissues = \"order\"\nfrom = \"filed\"",
        1,
    );
    let procedure = format!("{HEAD}{STATES}{recording}{fields}");
    let told = |annex: &str| {
        let paper = format!(
            "title = \"令\"\nen = \"Order\"\nlayout = \"order\"\nbasis = \"《甲法》第一条\"\n[[paragraph]]\ntext = \"现予公布。\"\n[[annex]]\n{annex}"
        );
        codes(&procedure, &[("procedures/case/documents/order.toml", &paper)])
    };
    for right in ["title = \"草案\"\ntext = \"draft\"\n", "files = \"photos\"\n", "files = \"rows\"\n"] {
        assert_eq!(told(right), Vec::<&str>::new(), "{right}");
    }
    for (wrong, code) in [
        ("title = \"草案\"\ntext = \"fine\"\n", "D0303"),
        ("title = \"草案{nothing}\"\ntext = \"draft\"\n", "D0303"),
        ("title = \"草案\"\ntext = \"secret\"\n", "D0602"),
        ("title = \"{secret}\"\ntext = \"draft\"\n", "D0602"),
        ("title = \"草案\"\n", "D0303"),
        ("text = \"draft\"\n", "D0303"),
        ("when = \"known(draft)\"\n", "D0303"),
        ("files = \"draft\"\n", "D0303"),
        ("files = \"kept\"\n", "D0602"),
        ("files = \"photos\"\ntitle = \"照片\"\n", "D0303"),
        ("files = \"photos\"\ntitle = \"草案\"\ntext = \"draft\"\n", "D0303"),
    ] {
        let found = told(wrong);
        assert!(found.contains(&code), "{wrong}: {found:?}");
    }
}

#[test]
fn each_opens_for_bodies_and_numbers_are_texts() {
    let field = |kind: &str, more: &str| {
        format!("[[field]]\nid = \"who\"\ntitle = \"单位\"\nen = \"who\"\ntype = \"{kind}\"\n{more}")
    };
    let opening = |field: &str| {
        let opens = "records = [\"who\"]\nopens = [{ procedure = \"case\", each = \"who\", link = \"next\", passes = { who = \"who\" } }]\n";
        format!(
            "{HEAD}{field}{STATES}{}",
            ACTIONS.replacen("by = \"head\"\n", &format!("by = \"head\"\n{opens}"), 1)
        )
    };
    let told = |procedure: &str, code: &str| codes(procedure, &[]).contains(&code);
    for bodies in [field("body", "many = true\n"), field("body", "")] {
        assert!(!told(&opening(&bodies), "D0509"));
    }
    assert!(told(&opening(&field("text", "")), "D0509"));
    assert!(told(&opening(&field("body", "")).replace("each = \"who\"", "each = \"nobody\""), "D0201"));
    let recorded = |field: &str| {
        format!(
            "{HEAD}{field}{STATES}{}",
            ACTIONS.replacen("by = \"head\"\n", "by = \"head\"\nrecords = [\"who\"]\n", 1)
        )
    };
    assert_eq!(codes(&recorded(&field("text", "document_number = true\n")), &[]), Vec::<&str>::new());
    assert_ne!(codes(&recorded(&field("int", "document_number = true\n")), &[]), Vec::<&str>::new());
    let passage = "passage_of = \"draft\"\n";
    let with_draft = |kind: &str, of: &str| {
        let draft = format!("[[field]]\nid = \"draft\"\ntitle = \"草案\"\nen = \"Draft\"\ntype = \"{of}\"\n");
        recorded(&format!("{draft}\n{}", field(kind, passage)))
    };
    assert!(!told(&with_draft("text", "long_text"), "D0508"));
    for (kind, of) in [("int", "long_text"), ("long_text", "long_text"), ("text", "text"), ("text", "date")] {
        assert!(told(&with_draft(kind, of), "D0508"), "{kind} of {of}");
    }
    assert!(told(&recorded(&field("text", passage)), "D0508"), "of no text at all");
    let pointing = |kind: &str, by: &str| {
        let columns = format!(
            "columns = [{{ id = \"m\", title = \"件\", en = \"m\", type = \"{kind}\", told_by = \"{by}\" }}, {{ id = \"name\", title = \"名称\", en = \"name\", type = \"text\" }}, {{ id = \"day\", title = \"日\", en = \"day\", type = \"date\" }}]\n"
        );
        let columns =
            if kind == "matter" { columns.replace("told_by", "of = [\"case\"], told_by") } else { columns };
        recorded(&field("table", &columns))
    };
    assert_eq!(codes(&pointing("matter", "name"), &[]), Vec::<&str>::new());
    for (kind, by) in [("matter", "day"), ("matter", "nobody"), ("text", "name")] {
        assert!(told(&pointing(kind, by), "D0508"), "{kind} told by {by}");
    }
    let both = "unique = true\nunique_while_open = true\n";
    assert_ne!(codes(&recorded(&field("text", both)), &[]), Vec::<&str>::new());
}

#[test]
fn a_measure_counts_matters_or_refusals_and_nothing_between() {
    let path = "measures/m.toml";
    let told = |lines: &str| {
        let text = format!("id = \"m\"\ntitle = \"指标\"\nen = \"M\"\nbasis = \"《甲法》第一条\"\n{lines}");
        codes(&with(""), &[(path, text.as_str())])
    };
    let matters = "of = \"case\"\nkind = \"count\"\ncount = \"close.done\"\non = \"close.on\"\n";
    let also = |of: &str| format!("[[also]]\nof = \"{of}\"\ncount = \"close.done\"\non = \"close.on\"\n");
    let refusals =
        "kind = \"refusals\"\nrefused = { codes = [\"R0303\"], of = [\"case\"], actions = [\"close\"] }\n";
    assert_eq!(told(matters), [""; 0]);
    assert_eq!(told(refusals), [""; 0]);
    assert_eq!(told(&format!("{matters}weighs = \"close.count\"\n")), [""; 0]);
    assert_eq!(told("kind = \"refusals\"\nrefused = { codes = [\"R0303\"] }\n"), [""; 0]);
    for (lines, code) in [
        (refusals.replace("R0303", "R9999"), "D0201"),
        (refusals.replace("\"case\"", "\"no-such\""), "D0201"),
        (refusals.replace("\"close\"", "\"no_such\""), "D0201"),
        (refusals.replace("\"R0303\"", ""), "D0901"),
        (refusals.replace("\"refusals\"", "\"count\""), "D0901"),
        (format!("{refusals}count = \"close.done\"\n"), "D0901"),
        (format!("{refusals}per = \"year\"\n"), "D0901"),
        (format!("{refusals}of = \"case\"\n"), "D0901"),
        ("kind = \"refusals\"\n".to_owned(), "D0901"),
        (matters.replace("of = \"case\"\n", ""), "D0901"),
        (matters.replace("of = \"case\"", "of = \"no-such\""), "D0201"),
        (matters.replace("count = \"close.done\"\n", ""), "D0901"),
        (matters.replace("on = \"close.on\"\n", ""), "D0901"),
        (matters.replace("\"count\"", "\"refusals\""), "D0901"),
        (format!("{matters}{}", also("case")), "D0901"),
        (format!("{matters}{}", also("no-such")), "D0201"),
        (format!("{matters}{}hit = \"close.done\"\n", also("case")), "D0901"),
        (format!("{matters}{}", also("case").replace("close.done", "clsoe.done")), "D0301"),
        (format!("{refusals}{}", also("case")), "D0901"),
        (format!("{matters}limit = [\"no-such\"]\n"), "D0201"),
        (format!("{matters}weighs = \"close.on\"\n"), "D0901"),
        (format!("{matters}weighs = \"close.cuont\"\n"), "D0301"),
        (format!("{refusals}weighs = \"close.count\"\n"), "D0901"),
        (
            format!("{matters}weighs = \"1\"\nsum = \"1\"\n").replace("\"count\"\ncount", "\"sum\"\ncount"),
            "D0901",
        ),
    ] {
        let found = told(&lines);
        assert!(found.contains(&code), "{code} is not among {found:?}\n{lines}");
    }
}
