//! The demonstration city lives through the real engine: no story is refused where it should not be, every procedure and
//! measure has something to show, and what was kept can be checked and made again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use jiff::civil::{Date, date};
use yifa_app::Result;
use yifa_app::city::City;
use yifa_app::clock::SetClock;
use yifa_app::demo::{self, Built, Size};
use yifa_app::paper::PaperCopy;
use yifa_kernel::definition::{Registry, Source, compile};
use yifa_kernel::id::{FieldId, MatterId, RoleId, StateId};
use yifa_kernel::matter::{
    Actor, IssuedPaper, Openness, PaperPart, State, Who, acting_bodies, action_statuses, ahead, entitled,
};
use yifa_kernel::procedure::{Action, From, LimitKind, Procedure, Scope};
use yifa_kernel::value::Value;
use yifa_law::calendar::china_instant;
use yifa_store::{
    ClockQuery, CountBy, JournalQuery, Jurisdiction, Level, MatterOrder, MatterQuery, MatterRow, Store,
};

#[expect(dead_code, reason = "the store's own tests use all of it")]
#[path = "../../yifa-store/tests/support/postgres.rs"]
mod postgres;

const TODAY: Date = date(2026, 11, 23);

fn registry() -> Arc<Registry> {
    match compile(&demo::definitions()) {
        Ok(registry) => Arc::new(registry),
        Err(faults) => panic!("{}", faults.render()),
    }
}

fn on_sqlite(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("city.sqlite").display())
}

async fn store(folder: &tempfile::TempDir) -> Arc<dyn Store> {
    yifa_store::open(&on_sqlite(folder)).await.expect("store")
}

fn jurisdiction() -> Jurisdiction {
    Jurisdiction::new(demo::JURISDICTION).expect("jurisdiction")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_city_lives_through_its_year_on_sqlite() {
    let folder = tempfile::tempdir().expect("folder");
    the_city_lives_at(&on_sqlite(&folder)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_city_lives_through_its_year_on_postgres() {
    let address = tokio::task::spawn_blocking(postgres::fresh_schema).await.expect("server");
    the_city_lives_at(&address).await;
}

async fn the_city_lives_at(address: &str) {
    let (store, registry) = (yifa_store::open(address).await.expect("store"), registry());
    let begun = Instant::now();
    let built = demo::build(store.clone(), registry.clone(), Size::Small, TODAY, &|_, _| {}).await;
    let built = built.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(built.broken, [""; 0], "stories broke off");
    eprintln!("{built:?} in {:.1} s", begun.elapsed().as_secs_f32());

    every_procedure_lives(&*store, &registry).await;
    warnings_and_refusals_are_there(&*store, &built).await;
    desks_have_work(&*store).await;
    every_matter_has_somebody_who_goes_on(store.clone(), registry.clone()).await;
    an_inventory_begins_with_the_register(store.clone(), registry.clone()).await;
    spoiled_copies_do_not_count(store.clone(), registry.clone()).await;
    powers_to_punish_name_their_norm(store.clone(), registry.clone()).await;
    every_measure_counts(store.clone(), registry.clone()).await;
    papers_are_whole_and_a_case_file_binds(store.clone(), registry.clone()).await;
    what_was_kept_can_be_checked_and_made_again(store, registry).await;
}

async fn by_procedure(store: &dyn Store) -> BTreeMap<String, u64> {
    let all = MatterQuery::default();
    let all = store.count_matters_by(&jurisdiction(), &all, CountBy::Procedure, u32::MAX).await;
    all.expect("counts").unwrap_or_default().into_iter().collect()
}

async fn every_procedure_lives(store: &dyn Store, registry: &Registry) {
    let all = by_procedure(store).await;
    eprintln!("{all:?}");
    let missing: Vec<&str> =
        registry.procedures().map(|one| one.id.as_str()).filter(|id| !all.contains_key(*id)).collect();
    assert!(missing.is_empty(), "no matter of {missing:?}");
    assert!(all["officer-certificate"] >= 60, "{all:?}");
}

async fn warnings_and_refusals_are_there(store: &dyn Store, built: &Built) {
    let open = MatterQuery { is_final: Some(false), ..MatterQuery::default() };
    let mut above = 0;
    for level in [Level::Red, Level::Yellow, Level::Notice, Level::None] {
        let query = MatterQuery { level: Some((level, TODAY)), ..open.clone() };
        let found = store.count_matters(&jurisdiction(), &query).await.expect("a count");
        assert!(found >= above + 5, "{level:?}: {found}, above it {above}");
        above = found;
    }
    let query = JournalQuery { kind: Some("refusal".to_owned()), matter: None, from: None, until: None };
    let journalled =
        store.journal(&jurisdiction(), &query, None, 200).await.expect("journal").rows.len() as u64;
    assert!(journalled >= 30 && journalled == built.refused.min(200), "{journalled}: {built:?}");
}

/// No dead end: each act that people here do in an open matter, now or in a state that it can still come to, can be done by
/// somebody who has an account; and its next step by somebody to whom it is open.
async fn every_matter_has_somebody_who_goes_on(store: Arc<dyn Store>, registry: Arc<Registry>) {
    let clock = Arc::new(SetClock::at(china_instant(TODAY.at(9, 0, 0, 0)).expect("an instant")));
    let city = City::open(store.clone(), jurisdiction(), registry.clone(), clock).await.expect("city");
    let accounts = city.accounts().await.expect("accounts");
    let people: Vec<Actor> = accounts
        .iter()
        .flat_map(|one| {
            one.posts.iter().map(|post| Actor {
                who: Who::Person(one.person.clone()),
                role: post.role.clone(),
                body: Some(post.body.clone()),
            })
        })
        .collect();
    let (mut dead, mut shut) = (BTreeSet::new(), BTreeSet::new());
    for row in rows(&*store).await.into_iter().filter(|row| !row.is_final) {
        let opened = city.open_matter(&MatterId::new(row.matter.as_str())).await.expect("a matter");
        let (state, facts) = (&*opened.state, &opened.facts);
        let procedure = registry.procedure_of(state).expect("a procedure");
        for action in still_to_come(procedure, state) {
            let staff = |role: &RoleId| {
                registry.role(role).is_some_and(|role| !matches!(role.scope, Scope::Own | Scope::Slip))
            };
            let unknown = acting_bodies(state, action, facts).is_empty();
            if unknown
                || !action.by.iter().any(staff)
                || action.by.iter().any(|role| !staff(role) && role.as_str() != "law")
            {
                continue;
            }
            if !people.iter().any(|one| entitled(&registry, state, action, one, facts).is_empty()) {
                dead.insert(format!(
                    "{}.{} at {}: nobody is {:?}",
                    procedure.id, action.id, state.body, action.by
                ));
            }
        }
        for step in ahead(&registry, state, facts, TODAY).steps {
            let open = |one: &Actor| {
                let all = action_statuses(&registry, state, one, facts, TODAY);
                all.iter().any(|status| status.action == step.action && status.openness == Openness::Open)
            };
            let mut may = people.iter().filter(|one| step.roles.contains(&one.role));
            if !may.any(open) {
                shut.insert(format!(
                    "{}.{} in {:?} at {}",
                    procedure.id, step.action, state.stands, state.body
                ));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(shut.is_empty(), "{shut:#?}");
}

/// A clerk who lists what is in force finds it in the form, as the register has it: nothing is typed again, nothing left out.
/// One copy waits for a person; the other was taken down, and the text without faults is read.
async fn spoiled_copies_do_not_count(store: Arc<dyn Store>, registry: Arc<Registry>) {
    let clock = Arc::new(SetClock::at(china_instant(TODAY.at(9, 0, 0, 0)).expect("an instant")));
    let city = City::open(store, jurisdiction(), registry, clock).await.expect("city");
    let edition = city.law().await.expect("a library");
    let held: Vec<_> = edition.library.held().iter().map(|one| one.origin.as_str()).collect();
    assert_eq!(held, ["street-market-2020-copied.md"]);
    let texts = demo::texts();
    let (_, copy) = texts.iter().find(|(name, _)| name == "street-stalls-copied.md").expect("the copy");
    assert!(edition.taken_down(&yifa_store::sha256(copy).0).is_some());
    assert!(edition.library.named("云江市便民摊区管理规定", TODAY).one().is_some());
}

async fn an_inventory_begins_with_the_register(store: Arc<dyn Store>, registry: Arc<Registry>) {
    let clock = Arc::new(SetClock::at(china_instant(TODAY.at(9, 0, 0, 0)).expect("an instant")));
    let city = City::open(store.clone(), jurisdiction(), registry.clone(), clock).await.expect("city");
    let list = registry.latest(&"cleanup-inventory".into()).expect("a procedure");
    let list = list.action(&"list".into()).expect("an action");
    let mut seen = 0;
    for row in rows(&*store).await.into_iter().filter(|row| row.procedure == "cleanup-inventory") {
        let opened = city.open_matter(&MatterId::new(row.matter.as_str())).await.expect("a matter");
        let clerk = Actor::person("clerk", "clerk", opened.state.body.clone());
        let mut state = State::clone(&opened.state);
        if state.fields.contains_key(&FieldId::new("entries")) {
            let begun = city.begun(&state, list, &clerk).await.expect("rows");
            assert!(begun.is_empty(), "{}: what is on record stands", row.matter);
        }
        state.fields.remove(&FieldId::new("entries"));
        let begun = city.begun(&state, list, &clerk).await.expect("rows");
        let Some(Value::Table(begun)) = begun.get(&FieldId::new("entries")) else { continue };
        for entry in begun {
            let Some(Value::Matter(document)) = entry.get(&FieldId::new("document")) else {
                panic!("{entry:?}")
            };
            let document = city.state(document).await.expect("a store").expect("a document");
            assert_eq!(document.body, opened.state.body);
            for column in ["title", "doc_no", "published_on"] {
                assert_eq!(
                    entry.get(&FieldId::new(column)),
                    document.fields.get(&FieldId::new(column)),
                    "{column}"
                );
            }
            seen += 1;
        }
    }
    assert!(seen >= 3, "{seen} documents");
}

/// The acts of people that a matter can still come to from where it stands.
fn still_to_come<'a>(procedure: &'a Procedure, state: &State) -> Vec<&'a Action> {
    let mut reached: BTreeSet<&StateId> = state.stands.iter().collect();
    loop {
        let before = reached.len();
        let from = |action: &&Action| match &action.from {
            From::States(from) => from.iter().any(|one| reached.contains(one)),
            From::Anywhere => true,
            From::Nothing => false,
        };
        let acts: Vec<&Action> = procedure.actions.iter().filter(from).collect();
        reached.extend(acts.iter().flat_map(|action| action.to.iter().map(|(_, to)| to)));
        if reached.len() == before {
            return acts.into_iter().filter(|action| !action.only_by_law()).collect();
        }
    }
}

/// Something is due today and within the week, at the body whose desks visitors open first too.
async fn desks_have_work(store: &dyn Store) {
    for (until, least) in [(TODAY, 1), (date(2026, 11, 26), 5), (date(2026, 11, 30), 10)] {
        let query = ClockQuery {
            from: TODAY,
            until,
            body_path: Some("/city/urban/".to_owned()),
            kind: Some("duty".to_owned()),
        };
        let due = store.clocks_due(&jurisdiction(), &query, None, 200).await.expect("clocks").rows.len();
        eprintln!("due until {until}: {due}");
        assert!(due >= least, "due until {until}: {due}");
    }
}

/// Whoever files a case finds the norm that is broken with the power; an article that is in force and named by its instrument.
async fn powers_to_punish_name_their_norm(store: Arc<dyn Store>, registry: Arc<Registry>) {
    let clock = Arc::new(SetClock::at(china_instant(TODAY.at(9, 0, 0, 0)).expect("an instant")));
    let city = City::open(store.clone(), jurisdiction(), registry.clone(), clock).await.expect("city");
    let query = MatterQuery { procedures: vec!["power-item".to_owned()], ..MatterQuery::default() };
    let page = store.matters(&jurisdiction(), &query, MatterOrder::Number, None, 200).await.expect("powers");
    let ids = page.rows.iter().map(|row| MatterId::new(row.matter.as_str()));
    let mut named = 0;
    for state in city.states(ids).await.expect("states").into_values().flatten() {
        if state.fields.get("kind") != Some(&Value::Choice("penalty".into())) {
            continue;
        }
        let (item, norm) = (state.fields.get("item"), state.fields.get("norm_cite"));
        let Some(Value::Cite(norm)) = norm else { panic!("{item:?} names no norm") };
        let stands = registry.cite_status(&norm.text, TODAY).is_some_and(|status| status.supports(false));
        assert!(stands, "{item:?}: {} is not in force", norm.text);
        named += 1;
    }
    assert!(named >= 4, "{named} powers to punish");
}

async fn every_measure_counts(store: Arc<dyn Store>, registry: Arc<Registry>) {
    let clock = Arc::new(SetClock::at(china_instant(TODAY.at(9, 0, 0, 0)).expect("an instant")));
    let city = City::open(store, jurisdiction(), registry.clone(), clock).await.expect("city");
    let sums = city.year_figures(&[], 2026, None, false).await.expect("figures");
    let counted: BTreeSet<&str> =
        sums.iter().filter(|sum| sum.figure.counted > 0).map(|sum| sum.measure.as_str()).collect();
    // What is reported on an item of the plan itself counts only where a plan asks for it.
    let own = |one: &&yifa_kernel::procedure::Measure| {
        one.of().is_some_and(|of| of.as_str() == "plan-item")
            && one.counting.iter().any(|one| one.sum.is_some())
    };
    let silent: Vec<&str> = registry
        .measures()
        .filter(|one| !own(one))
        .map(|one| one.id.as_str())
        .filter(|id| !counted.contains(id))
        .collect();
    assert!(silent.is_empty(), "nothing counts for {silent:?}");
    let of = |measure: &str| {
        sums.iter().find(|sum| sum.measure.as_str() == measure).map(|sum| sum.figure).expect(measure)
    };
    assert_eq!(of("local-regulations-submitted").counted, 2);
    assert_eq!(of("rules-made").counted, 7);
    assert_eq!(of("research-projects").counted, 30);
    let training = of("officer-training-seven-days");
    let share = training.hit * 100 / training.counted;
    assert!((55..=80).contains(&share), "{share} percent of the officers have seven days: {training:?}");
}

/// Each kind of paper that was issued says what the law wants in it: no gap, no identifier of ours. A closed case binds.
async fn papers_are_whole_and_a_case_file_binds(store: Arc<dyn Store>, registry: Arc<Registry>) {
    let clock = Arc::new(SetClock::at(china_instant(TODAY.at(9, 0, 0, 0)).expect("an instant")));
    let city = City::open(store, jurisdiction(), registry.clone(), clock).await.expect("city");
    let (mut seen, mut faults) = (BTreeSet::new(), Vec::new());
    let mut thickest = None;
    for procedure in registry.procedures() {
        let query = MatterQuery { procedures: vec![procedure.id.to_string()], ..MatterQuery::default() };
        let order = MatterOrder::ChangedLast;
        let page = city.store().matters(&jurisdiction(), &query, order, None, 50).await.expect("matters");
        for row in page.rows {
            let matter = MatterId::new(row.matter.as_str());
            let opened = city.open_matter(&matter).await.expect("a matter");
            if row.procedure == "penalty-ordinary" && row.is_final {
                let papers = opened.state.papers.len();
                if thickest.as_ref().is_none_or(|(most, _)| papers > *most) {
                    thickest = Some((papers, matter.clone()));
                }
            }
            for issued in &opened.state.papers {
                if !seen.insert((procedure.id.to_string(), issued.paper.to_string())) {
                    continue;
                }
                let (content, _) = city.paper_content(&matter, issued.seq).await.expect("a paper");
                let text = format!("{content:?}");
                keep_to_be_looked_at(&city, &matter, issued).await;
                for (wrong, what) in [
                    (text.contains("＿＿"), "a gap"),
                    (names_a_machine(&text), "an identifier"),
                    (content.addressee.as_ref() == Some(&content.organ), "to itself"),
                    (content.organ.is_empty() || content.parts.is_empty(), "empty"),
                ] {
                    if wrong {
                        faults.push(format!("{} {}: {what}: {text}", procedure.id, issued.paper));
                    }
                }
                // Each of the three catalogues of a clean-up holds what belongs into it, and nothing else.
                let which = issued.paper.as_str().strip_prefix("catalogue-").unwrap_or_default();
                if let Some(Value::Int(many)) = opened.state.fields.get(which) {
                    let rows = content.parts.iter().map(|part| match part {
                        PaperPart::Table { rows, .. } => rows.len(),
                        PaperPart::Heading(_) | PaperPart::Text(_) => 0,
                    });
                    assert_eq!(i64::try_from(rows.sum::<usize>()), Ok(*many), "{}: {text}", issued.paper);
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let all = registry
        .procedures()
        .flat_map(|one| one.papers.keys().map(|id| (one.id.to_string(), id.to_string())));
    let unseen: Vec<_> = all.filter(|one| !seen.contains(one)).collect();
    eprintln!("{} kinds of papers; none of {unseen:?}", seen.len());
    assert!(seen.len() >= 60, "{}", seen.len());
    let (papers, matter) = thickest.expect("a closed case");
    let bound = city.case_file(&matter, "https://yifa.example").await.expect("a case file");
    assert!(bound.not_bound.is_empty(), "{:?}", bound.not_bound);
    assert!(bound.pdf.pages >= papers + 3, "{} pages, {papers} papers", bound.pdf.pages);
}

/// With `YIFA_PAPERS` naming a folder each kind of paper is written there, for people to look at.
async fn keep_to_be_looked_at(city: &City, matter: &MatterId, issued: &IssuedPaper) {
    let Some(folder) = std::env::var_os("YIFA_PAPERS") else { return };
    let opened = city.open_matter(matter).await.expect("a matter");
    let name = format!("{}.{}.pdf", opened.state.procedure, issued.paper);
    let pdf = city.paper_copy(matter, issued.seq, "https://yifa.example", PaperCopy::Serving).await;
    let pdf = pdf.expect("a paper").pdf().await.expect("a PDF");
    std::fs::write(std::path::Path::new(&folder).join(name), pdf.bytes).expect("a file");
}

/// Whether a text shows how the store calls a matter.
fn names_a_machine(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_ascii_hexdigit() && c != '-');
    words.filter(|word| word.len() == 36).any(|word| word.matches('-').count() == 4)
}

async fn what_was_kept_can_be_checked_and_made_again(store: Arc<dyn Store>, registry: Arc<Registry>) {
    let verified = store.verify(&jurisdiction(), &|_, _| {}).await.expect("verify");
    assert!(verified.faults.is_empty() && verified.matters > 0, "{verified:?}");
    let before = rows(&*store).await;
    let now = china_instant(TODAY.at(7, 30, 0, 0)).expect("instant");
    let city = City::open(store.clone(), jurisdiction(), registry.clone(), Arc::new(SetClock::at(now)))
        .await
        .expect("city");
    let made = city.rebuild(&|_| {}).await.expect("rebuild");
    assert_eq!(made, before.len() as u64);
    let recurs: Vec<&str> = registry
        .procedures()
        .filter(|one| one.limits.iter().any(|limit| limit.kind == LimitKind::Recurring))
        .map(|one| one.id.as_str())
        .collect();
    let differing: Vec<String> = before
        .iter()
        .zip(&rows(&*store).await)
        // A parent's row that a track refreshed carries the track's time until it is made again.
        .filter(|(was, is)| **was != MatterRow { changed_at: was.changed_at, ..(*is).clone() })
        // A duty of every year begins anew at New Year, and its row only when something touches the matter.
        .filter(|(was, _)| !recurs.contains(&was.procedure.as_str()))
        .map(|(was, is)| format!("{was:?}\n{is:?}"))
        .collect();
    assert!(differing.is_empty(), "{} rows differ: {}", differing.len(), differing[0]);
}

async fn rows(store: &dyn Store) -> Vec<MatterRow> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let query = MatterQuery::default();
        let page = store.matters(&jurisdiction(), &query, MatterOrder::Number, after.as_ref(), 200).await;
        let page = page.expect("page");
        all.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    all.sort_by(|a, b| a.matter.as_str().cmp(b.matter.as_str()));
    all
}

// ---- the whole city ----

#[test]
fn the_whole_city_is_planned_as_it_is_described() {
    let registry = registry();
    let small = demo::plan(&registry, Size::Small, TODAY).expect("a plan");
    let plan = demo::plan(&registry, Size::Full, TODAY).expect("a plan");
    eprintln!("{plan:?}");
    let bodies: Vec<(&str, usize)> = plan.bodies.iter().map(|(kind, count)| (*kind, *count)).collect();
    assert_eq!(bodies, [("department", 26), ("district", 12), ("government", 1), ("township", 60)]);
    assert_eq!(plan.matters["officer-certificate"], 901, "900 officers, and one application that is refused");
    let all: usize = plan.matters.values().sum();
    assert!((4_000..9_000).contains(&all), "{all} matters");
    for (procedure, count) in &small.matters {
        assert!(plan.matters[procedure] >= *count, "{procedure}: {count} in the small city");
    }
}

/// Some bodies of the whole city live as the plan says: nothing breaks off, and each procedure that they tell has matters.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_whole_city_lives() {
    let folder = tempfile::tempdir().expect("folder");
    let (store, registry) = (store(&folder).await, registry());
    let bodies = ["water", "jiangting", "tingzhou", "audit"];
    let built = demo::build_part(store.clone(), registry.clone(), &bodies, TODAY).await.expect("a city");
    assert_eq!(built.broken, [""; 0], "stories broke off");
    powers_to_punish_name_their_norm(store.clone(), registry).await;
    let all = by_procedure(&*store).await;
    eprintln!("{all:?} {built:?}");
    for procedure in ["officer-certificate", "power-item"] {
        assert!(all.contains_key(procedure), "no {procedure}: {all:?}");
    }
}

// ---- stories that are wrong ----

async fn told(lines: &[&str]) -> Result<Built> {
    let lines: String = lines.iter().map(|line| format!("  '{line}',\n")).collect();
    let text = format!(
        "[[story]]\nname = \"s\"\nprocedure = \"alert\"\nbody = [\"urban\"]\nbegins = [30, 30]\nlines = [\n{lines}]\n"
    );
    let folder = tempfile::tempdir().expect("folder");
    let stories = [Source { path: "stories/test.toml".into(), text }];
    demo::build_from(store(&folder).await, registry(), &stories, TODAY, &|_, _| {}).await
}

const RAISE: &str =
    "0 supervisor: raise topic=甲 subject=乙 rule=丙 rule_basis=《行政处罚法》第六十条 level=yellow";

#[tokio::test(flavor = "multi_thread")]
async fn a_story_lives_and_its_tries_are_counted() {
    let built = told(&[RAISE, "+1? supervisor: accept opinion=可"]).await.expect("built");
    assert_eq!((built.acts, built.refused), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_breaks_off_says_where_and_why() {
    for (lines, why) in [
        (&[RAISE, "+1 supervisor: accept opinion=可"][..], "R0103"),
        (&[RAISE, "+1 head: explain cause=workload"][..], "explanation"),
        (&[RAISE, "+1 head: explain cause=@nobody explanation=a"][..], "no story has become `nobody`"),
        (&[RAISE, "+1 head: explain reason=a"][..], "no field reason"),
        (&[RAISE, "+1 head: forget"][..], "no action forget"),
        (&[RAISE, "+1 head: explain cause=#explain explanation=a"][..], "nothing grows in `explain`"),
    ] {
        let built = told(lines).await.expect("the rest of the city lives");
        let [broken] = &built.broken[..] else { panic!("{why}: {:?}", built.broken) };
        assert!(broken.contains(why) && broken.contains("story s"), "{why}: {broken}");
        assert_eq!(built.acts, 1, "{why}: told as far as it goes");
    }
}
