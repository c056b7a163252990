//! The list of matters: a query form above a table, filters kept in the address.

use askama::Template;

use crate::components::{BoardColumn, MatterRow, Opt, TreeNode};
use crate::face::{Chrome, Lang, Nav};
use yifa_store::Counted;

/// The list. The form is sent by GET to `action`, so every filter is in the address.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/matter/list.html")]
pub struct ListPage {
    /// The frame.
    pub chrome: Chrome,
    /// Heading, when it is not all matters: a procedure's name, a figure that was opened.
    pub title: Option<String>,
    /// The address to which the form is sent.
    pub action: String,
    /// The typed filters and what can be picked.
    pub query: Query,
    /// The filters that are on.
    pub chips: Vec<FilterChip>,
    /// Address of the list without any filter.
    pub clear: String,
    /// All, to do, done, followed.
    pub mine: Vec<Tab>,
    /// Saved views.
    pub views: Vec<SavedView>,
    /// The filters as they stand behind `?`, for what is saved or taken away.
    pub query_string: String,
    /// Table or board.
    pub shapes: Vec<Tab>,
    /// Counts by state, or by procedure.
    pub tabs: Vec<Tab>,
    /// Those that do not fit in the row and are folded behind it.
    pub more_tabs: Vec<Tab>,
    /// Quick filters by the facets of the procedure.
    pub facets: Vec<Facet>,
    /// By what the board has its columns; empty where there is no choice.
    pub by: Vec<Tab>,
    /// The columns of the board.
    pub board: Vec<BoardColumn>,
    /// Whether the board is shown instead of the table.
    pub is_board: bool,
    /// The rows of this page.
    pub rows: Vec<MatterRow>,
    /// How many the filters find, where all of them may be done at once.
    pub batch_all: Option<u32>,
    /// How many fit the filter.
    pub total: Counted,
    /// Which of them stand on this page, in words.
    pub range: Option<String>,
    /// Address of the first page, when it is not the one before either.
    pub first: Option<String>,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
    /// Region and bodies, for the column at the left; may be empty.
    pub bodies: Vec<TreeNode>,
    /// Whether the reader may open a new matter here.
    pub may_open: bool,
}

/// The typed filters. Names of the inputs: `q`, `procedure`, `state`, `body`, `officer`, `open`, `due`, `due_from`,
/// `due_to`, `level`, `from`, `to`, `sort`, and `f.<field>` for a procedure's own fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Words in number, name or text.
    pub text: String,
    /// Procedures.
    pub procedures: Vec<Opt>,
    /// States; empty until one procedure is picked.
    pub states: Vec<Opt>,
    /// Bodies.
    pub bodies: Vec<Opt>,
    /// Levels.
    pub levels: Vec<Opt>,
    /// Opened on or after.
    pub from: String,
    /// Opened on or before.
    pub to: String,
    /// An officer's name or account, as typed.
    pub officer: String,
    /// Several are called so: name and address of each.
    pub officers: Vec<(String, String)>,
    /// Nobody is called so.
    pub no_officer: bool,
    /// Open or closed.
    pub open: Vec<Opt>,
    /// Late, today, three days, a week.
    pub dues: Vec<Opt>,
    /// Due on or after.
    pub due_from: String,
    /// Due on or before.
    pub due_to: String,
    /// Orders.
    pub sorts: Vec<Opt>,
    /// The chosen procedure's own fields.
    pub fields: Vec<FilterField>,
    /// Filters that have no input here and stay: name and value.
    pub kept: Vec<(String, String)>,
}

impl Query {
    /// Whether one of the filters below the fold is on.
    pub fn more_is_set(&self) -> bool {
        let picked = |all: &[Opt]| all.iter().any(|one| one.selected && !one.value.is_empty());
        let typed = [&self.officer, &self.from, &self.to, &self.due_from, &self.due_to];
        picked(&self.bodies)
            || picked(&self.levels)
            || typed.iter().any(|text| !text.is_empty())
            || self.own_is_set()
    }

    /// Whether one of the filters on the procedure's own fields is on.
    pub fn own_is_set(&self) -> bool {
        self.fields.iter().any(|field| !field.above && field.is_set())
    }
}

/// A filter on a field of the chosen procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterField {
    /// Name of the input; a range has two, ending in `.from` and `.to`.
    pub id: String,
    /// The field's label.
    pub label: String,
    /// How it is entered.
    pub kind: FilterKind,
    /// Whether it is shown above the list as well: the fold stays closed then.
    pub above: bool,
}

/// How a filter on a field is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterKind {
    /// A part of the text.
    Text {
        /// Typed text.
        value: String,
    },
    /// One of a few words.
    Choice {
        /// What can be picked.
        options: Vec<Opt>,
    },
    /// From one value to another.
    Range {
        /// Type of the inputs: `date` or `text`.
        kind: &'static str,
        /// Typed text.
        from: String,
        /// Typed text.
        to: String,
    },
}

impl FilterField {
    fn is_set(&self) -> bool {
        match &self.kind {
            FilterKind::Text { value } => !value.is_empty(),
            FilterKind::Choice { options } => options.iter().any(|one| one.selected && !one.value.is_empty()),
            FilterKind::Range { from, to, .. } => !from.is_empty() || !to.is_empty(),
        }
    }
}

/// Filters saved under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// The name that the person gave.
    pub name: String,
    /// The list.
    pub href: String,
    /// Whether it is what is shown.
    pub current: bool,
    /// Who shared it with the body; `None`: one's own.
    pub shared_by: Option<String>,
    /// Its record, if the reader may delete it.
    pub forget: Option<String>,
}

/// A field by which people look at these matters, with the counts of its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The field's label.
    pub label: String,
    /// Any value, then each that occurs.
    pub options: Vec<Tab>,
}

/// A filter that is on, with the address of the list without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterChip {
    /// For example 状态：已告知.
    pub label: String,
    /// The list without it.
    pub remove: String,
}

/// A tab with its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// How many.
    pub count: Option<u32>,
    /// Where it leads.
    pub href: String,
    /// Whether it is shown now.
    pub current: bool,
}

impl ListPage {
    /// A page of penalty matters, filtered.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let tab = |zh: &str, en: &str, count, current| Tab {
            label: pick(zh, en),
            count: Some(count),
            href: "/matters?state=told".into(),
            current,
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Matters, "/matters?procedure=penalty-ordinary"),
            title: None,
            action: "/matters".into(),
            query: Query {
                text: pick("占道", "road"),
                procedures: vec![
                    Opt::new("", pick("全部", "All"), false),
                    Opt::new(
                        "penalty-ordinary",
                        pick("行政处罚（普通程序）", "Penalty, ordinary procedure"),
                        true,
                    ),
                ],
                states: vec![
                    Opt::new("", pick("全部", "All"), true),
                    Opt::new("told", pick("已告知", "Notice given"), false),
                ],
                bodies: vec![
                    Opt::new("", pick("全部", "All"), true),
                    Opt::new("1", pick("市城市管理局", "City Administration Bureau"), false),
                ],
                levels: vec![
                    Opt::new("", pick("全部", "All"), true),
                    Opt::new("red", pick("红", "Red"), false),
                ],
                from: "2026-01-01".into(),
                dues: vec![
                    Opt::new("", pick("不限", "Any"), true),
                    Opt::new("late", pick("已逾期", "Late"), false),
                ],
                open: vec![Opt::new("", pick("不限", "Any"), true)],
                sorts: vec![Opt::new("", pick("最近变动在前", "Latest change first"), true)],
                fields: vec![
                    FilterField {
                        id: "f.fine".into(),
                        label: pick("罚款", "Fine"),
                        kind: FilterKind::Range { kind: "text", from: "1000".into(), to: String::new() },
                        above: false,
                    },
                    FilterField {
                        id: "f.kind".into(),
                        label: pick("违法行为", "Violation"),
                        kind: FilterKind::Text { value: String::new() },
                        above: true,
                    },
                ],
                officers: vec![(
                    pick("周执（市城市管理局）", "Zhou (City Administration)"),
                    "/matters".into(),
                )],
                officer: pick("周", "Zhou"),
                ..Query::default()
            },
            chips: vec![
                FilterChip {
                    label: pick("程序：行政处罚（普通程序）", "Procedure: Penalty, ordinary procedure"),
                    remove: "/matters".into(),
                },
                FilterChip { label: pick("文字：占道", "Words: road"), remove: "/matters".into() },
            ],
            clear: "/matters?reset=1".into(),
            mine: vec![tab("全部", "All", 1284, true), tab("待办", "To do", 17, false)],
            views: vec![SavedView {
                name: pick("本周到期的处罚", "Penalties due this week"),
                href: "/matters?due=7".into(),
                current: false,
                shared_by: Some("周敏".into()),
                forget: Some("shared/urban/0199".into()),
            }],
            query_string: "procedure=penalty-ordinary".into(),
            shapes: vec![tab("表格", "Table", 0, true)],
            facets: vec![Facet {
                label: pick("类型", "Kind"),
                options: vec![tab("全部", "All", 57, true), tab("政府规章", "Government rules", 11, false)],
            }],
            by: Vec::new(),
            board: Vec::new(),
            is_board: false,
            tabs: vec![
                tab("全部", "All", 1284, true),
                tab("已立案", "Filed", 112, false),
                tab("已告知", "Notice given", 73, false),
                tab("已决定", "Decided", 58, false),
                tab("已结案", "Closed", 1041, false),
            ],
            more_tabs: vec![tab("行政执法投诉", "Complaints", 41, false)],
            rows: MatterRow::samples(lang),
            batch_all: Some(42),
            total: 1284.into(),
            range: Some(pick("第 101–150 条，共 1,284 条", "101–150 of 1,284")),
            first: Some("/matters".into()),
            previous: Some("/matters?after=0100&at=50".into()),
            next: Some("/matters?after=0200".into()),
            bodies: TreeNode::samples(lang),
            may_open: true,
        }
    }

    /// The same matters as a board.
    pub fn sample_board(lang: Lang) -> Self {
        let page = Self::sample(lang);
        let by = |zh: &str, en: &str, current| Tab {
            label: lang.pick(zh, en).into(),
            count: None,
            href: "/matters?view=board".into(),
            current,
        };
        let by = vec![by("环节", "Stage", true), by("类型", "Kind", false)];
        let board = vec![BoardColumn::sample(lang)];
        Self { board, by, is_board: true, rows: Vec::new(), ..page }
    }

    /// A list with nothing in it.
    pub fn sample_empty(lang: Lang) -> Self {
        Self {
            rows: vec![],
            total: 0.into(),
            range: None,
            first: None,
            previous: None,
            tabs: vec![],
            more_tabs: vec![],
            next: None,
            bodies: vec![],
            ..Self::sample(lang)
        }
    }
}
