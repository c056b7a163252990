//! One register's import: the blank sheet, the file, and after its trial every fault at once.

use askama::Template;

use crate::components::Crumb;
use crate::face::{Chrome, Lang, Nav};

/// The page on which a sheet is handed over, and on which its trial is shown. Posts `file`, `mode` and `step` to itself.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/import/start.html")]
pub struct ImportPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The procedure's name.
    pub procedure: String,
    /// The act by which rows become matters.
    pub action: String,
    /// Its articles.
    pub article: String,
    /// The body of rows that name none.
    pub body: String,
    /// Where the form goes.
    pub post_to: String,
    /// The blank workbook.
    pub template_xlsx: String,
    /// The blank CSV file.
    pub template_csv: String,
    /// The columns.
    pub columns: Vec<ColumnRow>,
    /// Why the file could not be judged at all.
    pub fault: Option<String>,
    /// What the trial came to.
    pub trial: Option<Trial>,
}

/// A column of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRow {
    /// What it is called.
    pub name: String,
    /// Whether every row needs it.
    pub required: bool,
    /// What kind of value stands in it.
    pub kind: String,
    /// What may stand in it, for a choice.
    pub choices: String,
}

/// A sheet on trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The file's name.
    pub name: String,
    /// The file, to be named again.
    pub digest: String,
    /// The name of the import to be.
    pub import: String,
    /// How many rows.
    pub rows: usize,
    /// How many are good.
    pub good: usize,
    /// How many have faults.
    pub faulty: usize,
    /// The faults, by row; the first of them where there are many.
    pub faults: Vec<FaultRow>,
    /// How many more there are.
    pub more: usize,
    /// It was to be kept, but rows had faults: nothing was.
    pub held_back: bool,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRow {
    /// The line of the sheet.
    pub line: u32,
    /// The column; empty: the row as a whole.
    pub column: String,
    /// What stands there.
    pub text: String,
    /// What is wrong.
    pub what: String,
    /// The article.
    pub article: Option<String>,
    /// What to do.
    pub next: Option<String>,
    /// Where.
    pub next_href: Option<String>,
}

impl ImportPage {
    /// Before a file is chosen.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let chrome = Chrome::sample(lang).at(Nav::Registers, "/registers/imports/new/x/y");
        Self {
            crumbs: vec![Crumb { label: chrome.t("import.title"), href: "/registers/imports".into() }],
            procedure: pick("行政执法证件", "Officer's certificate"),
            action: pick("备案登记", "Register"),
            article: "《行政处罚法》第四十二条第一款".into(),
            body: pick("市司法局", "Justice Bureau"),
            post_to: "/registers/imports/new/x/y".into(),
            template_xlsx: "/registers/imports/template/x/y?format=xlsx".into(),
            template_csv: "/registers/imports/template/x/y?format=csv".into(),
            columns: vec![
                ColumnRow {
                    name: pick("姓名", "Name"),
                    required: true,
                    kind: pick("文字", "text"),
                    choices: String::new(),
                },
                ColumnRow {
                    name: pick("人员性质", "Kind of post"),
                    required: false,
                    kind: pick("选项", "choice"),
                    choices: pick("公务员、人民警察", "civil servant, police"),
                },
            ],
            fault: None,
            trial: None,
            chrome,
        }
    }

    /// A sheet with faults.
    pub fn sample_trial(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let fault = FaultRow {
            line: 3,
            column: pick("有效期至", "Valid until"),
            text: "2025-02-30".into(),
            what: pick("不是日期", "not a date"),
            article: Some("《行政处罚法》第四十二条第一款".into()),
            next: Some(pick("核对有效期", "check the dates")),
            next_href: None,
        };
        let whole = FaultRow { line: 9, column: String::new(), text: String::new(), ..fault.clone() };
        let trial = Trial {
            name: "officers.xlsx".into(),
            digest: "aa".into(),
            import: "01".into(),
            rows: 20_000,
            good: 19_000,
            faulty: 1_000,
            faults: vec![fault, whole],
            more: 998,
            held_back: true,
        };
        Self { trial: Some(trial), ..Self::sample(lang) }
    }

    /// A file that is no sheet.
    pub fn sample_fault(lang: Lang) -> Self {
        let fault = Some(lang.t("import.sheet.empty"));
        Self { fault, ..Self::sample(lang) }
    }
}
