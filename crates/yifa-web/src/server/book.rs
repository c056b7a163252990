//! Owns the definitions and the registers, as anyone who works here may read them.

use axum::extract::{Path, State};
use axum::response::Response;
use yifa_app::AppError;
use yifa_kernel::id::{ActionId, ProcedureId};
use yifa_kernel::procedure::{From, Limit, Moment, Procedure, Until};
use yifa_store::{CountBy, MatterQuery};

use super::guest::{Guest, Staff, page_of};
use super::{Server, condition, flow, list, words};
use crate::components::Crumb;
use crate::face::{Lang, Nav};
use crate::pages::definition::{
    ActionRow, ConditionRow, DefinitionRow, DefinitionsPage, ExplainPage, ExplainPart, FieldRow, LimitRow,
    NamedBasis, Piece, ProcedurePage, ScenarioRow, ScenariosPage, UnsaidRow,
};

pub(super) async fn definitions(staff: Staff, State(server): State<Server>) -> Response {
    let lang = staff.guest.lang;
    let counts = counts(&staff).await;
    let row = |procedure: &Procedure| DefinitionRow {
        href: format!("/definitions/{}", procedure.id),
        title: words::label(lang, &procedure.label),
        id: procedure.id.to_string(),
        version: procedure.version.to_string(),
        basis: staff.guest.articles(&procedure.basis),
        clause: procedure.clause.clone().unwrap_or_default(),
        states: u32::try_from(procedure.states.len()).unwrap_or(0),
        actions: u32::try_from(procedure.actions.len()).unwrap_or(0),
        limits: u32::try_from(procedure.limits.len()).unwrap_or(0),
        matters: (count_of(&counts, procedure), format!("/matters?procedure={}", procedure.id)),
    };
    let rows = server.city.registry().procedures().map(row).collect();
    page_of(&DefinitionsPage { chrome: staff.chrome(Some(Nav::Definitions)), rows, faults: 0 })
}

/// The matters that somebody reaches, by procedure; none if the store does not answer: the page stands without counts.
pub(super) async fn counts(staff: &Staff) -> Vec<(String, u64)> {
    let reached = MatterQuery { body_path: list::reach(staff), ..MatterQuery::default() };
    let counted = staff.guest.server.city.count_by(&reached, CountBy::Procedure, u32::MAX).await;
    counted.ok().flatten().unwrap_or_default()
}

pub(super) fn count_of(counts: &[(String, u64)], procedure: &Procedure) -> u32 {
    let found = counts.iter().find(|(id, _)| id == procedure.id.as_str());
    found.map_or(0, |(_, n)| u32::try_from(*n).unwrap_or(u32::MAX))
}

pub(super) async fn definition(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
) -> Response {
    match server.city.registry().latest(&ProcedureId::new(id.clone())) {
        Some(procedure) => page_of(&page(&staff, procedure)),
        None => staff.guest.failed(&AppError::NotFound(id)),
    }
}

/// The scenarios of a procedure, run now against the definitions in force.
pub(super) async fn scenarios(
    staff: Staff,
    State(server): State<Server>,
    Path(id): Path<String>,
) -> Response {
    let Some(procedure) = server.city.registry().latest(&ProcedureId::new(id.clone())) else {
        return staff.guest.failed(&AppError::NotFound(id));
    };
    let city = server.city.clone();
    let wanted = procedure.id.clone();
    // Dozens of small cities are played through: not on a thread that answers others.
    let run = tokio::task::spawn_blocking(move || city.run_scenarios(&wanted)).await;
    let faults = run.map(|run| run.faults).unwrap_or_default();
    let rows = server.city.scenarios(&procedure.id).into_iter().map(|source| {
        let told: toml::Table = source.text.parse().unwrap_or_default();
        let text = |key: &str| told.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
        let fault = faults.iter().find(|fault| fault.file == source.path);
        ScenarioRow {
            title: text("title"),
            file: source.path.clone(),
            basis: text("basis"),
            fault: fault.map(|fault| {
                let line = source.text.get(fault.span.clone()).unwrap_or_default();
                (fault.code.to_owned(), fault.says.clone(), line.chars().take(400).collect())
            }),
        }
    });
    let lang = staff.guest.lang;
    let title = words::label(lang, &procedure.label);
    page_of(&ScenariosPage {
        chrome: staff.chrome(Some(Nav::Definitions)),
        crumbs: vec![
            Crumb { label: lang.t("frame.nav.definitions"), href: "/definitions".to_owned() },
            Crumb { label: title.clone(), href: format!("/definitions/{}", procedure.id) },
        ],
        procedure: title,
        rows: rows.collect(),
    })
}

fn page(staff: &Staff, procedure: &Procedure) -> ProcedurePage {
    let lang = staff.guest.lang;
    let named = |label: &yifa_kernel::procedure::Label, basis: &[String]| NamedBasis {
        title: words::label(lang, label),
        basis: staff.guest.articles(basis),
    };
    ProcedurePage {
        chrome: staff.chrome(Some(Nav::Definitions)),
        crumbs: vec![Crumb { label: lang.t("frame.nav.definitions"), href: "/definitions".to_owned() }],
        title: words::label(lang, &procedure.label),
        id: procedure.id.to_string(),
        version: procedure.version.to_string(),
        basis: staff.guest.articles(&procedure.basis),
        flow: flow::of_definition(lang, procedure, ""),
        actions: procedure.actions.iter().map(|action| action_row(staff, procedure, action)).collect(),
        limits: procedure.limits.iter().map(|limit| limit_row(&staff.guest, procedure, limit)).collect(),
        fields: procedure
            .fields
            .iter()
            .map(|field| FieldRow {
                id: field.id.to_string(),
                label: words::label(lang, &field.label),
                kind: lang.t(&format!("server.kind.{}", kind_key(field.declared))),
                personal: field.personal,
                sealed: field.sealed,
            })
            .collect(),
        papers: procedure.papers.values().map(|paper| named(&paper.label, &paper.basis)).collect(),
        disclosures: procedure.disclosures.iter().map(|one| named(&one.label, &one.basis)).collect(),
        unsaid: procedure
            .not_expressed
            .iter()
            .map(|one| UnsaidRow {
                what: one.what.clone(),
                who: one.who.clone(),
                basis: staff.guest.articles(&one.basis),
            })
            .collect(),
        scenarios: Vec::new(),
    }
}

pub(super) fn kind_key(kind: yifa_kernel::procedure::FieldKind) -> &'static str {
    use yifa_kernel::procedure::FieldKind as K;
    match kind {
        K::Text => "text",
        K::LongText => "long_text",
        K::Bool => "bool",
        K::Int => "int",
        K::Decimal => "decimal",
        K::Money => "money",
        K::Date => "date",
        K::Instant => "instant",
        K::Choice => "choice",
        K::Body => "body",
        K::Party => "party",
        K::Person => "person",
        K::Officer => "officer",
        K::Power => "power",
        K::Cite => "cite",
        K::Matter => "matter",
        K::File => "file",
        K::Table => "table",
    }
}

fn action_row(staff: &Staff, procedure: &Procedure, action: &yifa_kernel::procedure::Action) -> ActionRow {
    let lang = staff.guest.lang;
    let comma = lang.pick("、", ", ");
    let state = |id: &yifa_kernel::id::StateId| words::state(lang, Some(procedure), id.as_str());
    let registry = staff.guest.server.city.registry();
    let by = action.by.iter().map(|role| {
        if role.as_str() == "law" {
            return lang.t("server.the_law");
        }
        registry.role(role).map_or_else(|| role.to_string(), |role| words::label(lang, &role.label))
    });
    ActionRow {
        id: action.id.to_string(),
        title: words::label(lang, &action.label),
        from: match &action.from {
            From::Nothing => "—".to_owned(),
            From::Anywhere => lang.t("server.anywhere"),
            From::States(all) => all.iter().map(state).collect::<Vec<_>>().join(comma),
        },
        to: action.to.iter().map(|(_, to)| state(to)).collect::<Vec<_>>().join(comma),
        by: by.collect::<Vec<_>>().join(comma),
        conditions: action
            .require
            .iter()
            .map(|one| ConditionRow {
                text: condition::in_words(registry, procedure, &one.guard.source, lang),
                basis: staff.guest.articles(&one.basis),
            })
            .collect(),
        issues: action
            .issues
            .iter()
            .filter_map(|id| procedure.papers.get(id))
            .map(|one| words::label(lang, &one.label))
            .collect(),
        basis: staff.guest.articles(&action.basis),
    }
}

pub(super) fn limit_row(guest: &Guest, procedure: &Procedure, limit: &Limit) -> LimitRow {
    let lang = guest.lang;
    let action = |id: &ActionId| {
        procedure.action(id).map_or_else(|| id.to_string(), |action| words::label(lang, &action.label))
    };
    let field = |id: &yifa_kernel::id::FieldId| {
        procedure.field(id).map_or_else(|| id.to_string(), |field| words::label(lang, &field.label))
    };
    let moment = |moment: &Moment| match moment {
        Moment::Opened => lang.t("server.opening"),
        Moment::Act(id) => action(id),
        Moment::Field(id) | Moment::ActField(_, id) => field(id),
    };
    let within = match (&limit.within, &limit.until) {
        (Some(span), _) => {
            lang.with(&format!("words.amount.{}.other", span.unit().as_str()), &[("n", span.n().to_string())])
        }
        (None, Some(Until::Moment(end))) => moment(end),
        (None, Some(Until::DayOfYear(month, day))) => format!("{month:02}-{day:02}"),
        (None, Some(Until::Calendar)) => match procedure.calendar.as_ref().map(|duty| duty.by) {
            Some((Some(month), day)) => format!("{month:02}-{day:02}"),
            Some((None, day)) => format!("{day:02}"),
            None => "—".to_owned(),
        },
        (None, None) => "—".to_owned(),
    };
    LimitRow {
        title: words::label(lang, &limit.label),
        kind: words::kind(limit),
        within,
        from: limit.from.as_ref().map(moment).or_else(|| limit.of.as_ref().map(field)).unwrap_or_default(),
        basis: limit.overlaid.clone().unwrap_or_else(|| guest.articles(&limit.basis)),
    }
}

static ERRORS: include_dir::Dir<'static> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../docs/errors");

/// The heading of a code's page: Chinese, or that of its English part.
pub(super) fn code_title(lang: Lang, code: &str) -> Option<&'static str> {
    let page = ERRORS.get_file(format!("{code}.md")).and_then(|file| file.contents_utf8())?;
    let zh = page.lines().next()?.trim_start_matches(['#', ' ']).split_once(' ').map(|(_, title)| title)?;
    let en = page.lines().find_map(|line| line.strip_prefix("## "));
    Some(lang.pick(zh, en.unwrap_or(zh)))
}

/// What a code means, from the project's own page, in the reader's language.
pub(super) async fn explain(guest: Guest, Path(code): Path<String>) -> Response {
    let page = ERRORS.get_file(format!("{code}.md")).and_then(|file| file.contents_utf8());
    let Some(page) = page else { return guest.failed(&AppError::NotFound(code)) };
    let Told { example, parts } = told(guest.lang, page);
    page_of(&ExplainPage {
        chrome: guest.chrome(None),
        title: code_title(guest.lang, &code).unwrap_or_default().to_owned(),
        code,
        parts,
        example,
    })
}

/// What a code's page says to a reader.
struct Told {
    /// What the command line prints.
    example: String,
    parts: Vec<ExplainPart>,
}

/// Reads a code's page: the example stands first, then what it means in Chinese, then, under a heading of its own, in English.
fn told(lang: Lang, page: &str) -> Told {
    let (zh, en) = page.split_once("\n## ").unwrap_or((page, page));
    let fence = |text: &str| Some(text.split_once("```text\n")?.1.split_once("```")?.0.trim_end().to_owned());
    let parts = lang.pick(zh, en).split("\n\n").filter_map(|paragraph| {
        let (term, text) = paragraph.trim().strip_prefix("**")?.split_once("**")?;
        Some(ExplainPart { term: term.trim_end_matches('.').to_owned(), text: pieces(text.trim()) })
    });
    Told { example: fence(page).unwrap_or_default(), parts: parts.collect() }
}

/// A text with what stands between backticks apart.
fn pieces(text: &str) -> Vec<Piece> {
    let all = text.split('`').enumerate().filter(|(_, one)| !one.is_empty());
    all.map(|(n, one)| if n % 2 == 1 { Piece::Code(one.to_owned()) } else { Piece::Text(one.to_owned()) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_a_code_is_told_in_each_language_without_its_markup() {
        for file in ERRORS.files() {
            let (name, page) = (file.path().display(), file.contents_utf8().unwrap_or_default());
            for lang in [Lang::ZhHans, Lang::En] {
                let Told { example, parts } = told(lang, page);
                assert!(!example.is_empty() && parts.len() >= 3, "{name}");
                for part in &parts {
                    let texts = part.text.iter().filter_map(|piece| match piece {
                        Piece::Text(text) => Some(text.as_str()),
                        Piece::Code(_) => None,
                    });
                    let said: String = std::iter::once(part.term.as_str()).chain(texts).collect();
                    assert!(!said.contains(['*', '#', '`']), "{name}: {said}");
                    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
                    assert_eq!(part.term.chars().any(is_han), lang == Lang::ZhHans, "{name}: {said}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_such_page_tells_nothing_and_an_open_backtick_ends_with_the_text() {
        assert!(told(Lang::En, "# X 无\n\n正文").parts.is_empty());
        let Told { parts, .. } = told(Lang::En, "# X\n\n## Y\n\n**Why.** a `b");
        assert_eq!(parts[0].text, [Piece::Text("a ".to_owned()), Piece::Code("b".to_owned())]);
    }
}
