//! The national definitions compile without a fault, and every scenario comes out.

mod national;

use yifa_kernel::definition::{compile, scenario};
use yifa_kernel::guard::{ActPart, Fact};

/// The road of a document: legislation, evaluation, translation, clean-up, normative documents, their filing and review.
/// Every action, every refusal and every limit of these has a scenario.
const ROAD: &[&str] = &[
    "cleanup-inventory",
    "cleanup-round",
    "congress-filing",
    "document-number",
    "document-review",
    "filing-monthly-list",
    "filing-yearly-list",
    "legislation-plan",
    "legislative-item",
    "local-regulation",
    "normative-document",
    "normdoc-filing",
    "number-statement",
    "research-project",
    "review-request",
    "rule-evaluation",
    "rule-filing",
    "rule-making",
    "rule-yearly-list",
    "term-entry",
    "translation",
    "unfiled-finding",
];

#[test]
fn national_definitions_compile_and_every_scenario_comes_out() {
    let sources = national::sources();
    let registry = match compile(&sources) {
        Ok(registry) => registry,
        Err(faults) => panic!("{} faults\n\n{}", faults.all.len(), faults.render()),
    };
    let (count, faults, shown) = scenario::run_and_show(&registry, &sources);
    let texts = sources.iter().map(|source| (source.path.clone(), source.text.clone())).collect();
    let told: Vec<String> = faults.iter().map(|fault| fault.render(&texts)).collect();
    assert!(faults.is_empty(), "{} of {count} scenarios fail\n\n{}", faults.len(), told.join("\n\n"));
    eprintln!("{count} scenarios");
    let held =
        ROAD.iter().map(|id| registry.latest(&(*id).into()).unwrap_or_else(|| panic!("no procedure {id}")));
    let holes: Vec<String> = held
        .flat_map(|procedure| {
            shown.missing(procedure).into_iter().map(move |one| format!("{}: {one}", procedure.id))
        })
        .collect();
    assert!(holes.is_empty(), "{} things that no scenario shows\n{}", holes.len(), holes.join("\n"));
}

/// Catalogues and forms stand beside each other in lists: two of one name could not be told apart.
#[test]
fn what_a_procedure_shows_is_called_by_names_of_its_own() {
    let registry = compile(&national::sources()).unwrap_or_else(|faults| panic!("{}", faults.render()));
    let mut twice = Vec::new();
    for procedure in registry.procedures() {
        let shown: Vec<_> = procedure.disclosures.iter().map(|one| (&one.label.zh, &one.label.en)).collect();
        for (at, (zh, en)) in shown.iter().enumerate() {
            let before = shown[..at].iter().find(|(other_zh, other_en)| other_zh == zh || other_en == en);
            twice.extend(before.map(|_| format!("{}: {zh} · {en}", procedure.id)));
        }
    }
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn days_of_acts_that_are_shown_have_a_name_in_each_language() {
    let registry = compile(&national::sources()).expect("definitions");
    let mut days = 0;
    for procedure in registry.procedures() {
        for (label, guard) in procedure.disclosures.iter().flat_map(|one| &one.shows) {
            let is_day = guard.node.facts().iter().any(|fact| matches!(fact, Fact::Act(_, ActPart::On)));
            if is_day {
                days += 1;
                let (zh, en) = (&label.zh, &label.en);
                assert!(zh.ends_with("日期") && en.ends_with(" on"), "{}: {zh} {en}", procedure.id);
            }
        }
    }
    assert!(days >= 15, "{days}");
}
