//! The form of an action, made from the fields that it records; and the list of what can be opened anew.

use askama::Template;

use crate::components::{Control, Crumb, FormField, RefusalView, error_summary};
use crate::face::{Chrome, Lang, Nav};

/// The form of one action. Posts to `form.post_to` with `csrf`, `once` and `seq`.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/matter/form.html")]
pub struct FormPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// The matter on which the action is done; `None` when it opens one.
    pub matter: Option<MatterRef>,
    /// The form.
    pub form: ActionForm,
    /// Whether a draft of it is kept.
    pub drafted: bool,
    /// Why the last attempt was refused; the typed values are still in the fields.
    pub refusal: Option<RefusalView>,
}

impl FormPage {
    /// What is wrong with what was entered, where the refusal has not said it already.
    fn errors_beside(&self) -> Vec<(String, String, &str)> {
        let said = |text: &str| {
            self.refusal.iter().flat_map(|refusal| &refusal.reasons).any(|reason| reason.text == text)
        };
        let mut all = error_summary(&self.form.fields);
        all.retain(|(_, _, error)| !said(error));
        all
    }
}

/// A matter named on another page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatterRef {
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: String,
}

/// What is filled in and what it will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionForm {
    /// The action's name.
    pub title: String,
    /// The articles that provide for it.
    pub basis: String,
    /// The address to which it is sent.
    pub post_to: String,
    /// Key under which the same sending is done only once.
    pub once: String,
    /// The number of the matter's last event when the form was made.
    pub seq: u64,
    /// Whether files are sent with it.
    pub with_files: bool,
    /// The fields.
    pub fields: Vec<FormField>,
    /// The state afterwards.
    pub leads_to: Option<String>,
    /// Papers issued.
    pub issues: Vec<String>,
    /// Clocks started or ended, each in words.
    pub clocks: Vec<String>,
    /// Anything else that happens: matters opened, persons told, what becomes public.
    pub also: Vec<String>,
    /// Where to go without doing it.
    pub cancel: String,
}

impl ActionForm {
    /// Whether there is anything to say about what it does.
    pub fn says_what_it_does(&self) -> bool {
        self.leads_to.is_some() || !self.issues.is_empty() || !self.clocks.is_empty() || !self.also.is_empty()
    }
}

/// What can be opened anew: one row for each opening action that the reader may do.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/matter/start.html")]
pub struct StartPage {
    /// The frame.
    pub chrome: Chrome,
    /// What can be opened.
    pub rows: Vec<StartRow>,
}

/// An opening action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartRow {
    /// The procedure.
    pub procedure: String,
    /// The action's name.
    pub action: String,
    /// Its form.
    pub href: String,
    /// The article.
    pub article: String,
}

impl FormPage {
    /// A decision taken too early, with every kind of field.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        Self {
            chrome: Chrome::sample(lang).at(Nav::Matters, "/matters/0199/do/decide"),
            crumbs: vec![
                Crumb { label: pick("事项", "Matters"), href: "/matters".into() },
                Crumb { label: "锦城管罚〔2026〕118号".into(), href: "/matters/0199".into() },
            ],
            matter: Some(MatterRef {
                href: "/matters/0199".into(),
                number: "锦城管罚〔2026〕118号".into(),
                name: pick("擅自设置户外广告案", "Outdoor advertising without a permit"),
                state: pick("已告知", "Notice given"),
            }),
            form: ActionForm {
                title: pick("作出处罚决定", "Take the decision"),
                basis: "《行政处罚法》第五十七条".into(),
                post_to: "/matters/0199/do/decide".into(),
                once: "0190c2f4".into(),
                seq: 7,
                with_files: true,
                fields: FormField::samples(lang),
                leads_to: Some(pick("已决定", "Decided")),
                issues: vec![pick("行政处罚决定书", "Penalty decision")],
                clocks: vec![
                    pick("送达处罚决定书：7 日内", "Serve the decision: within 7 days"),
                    pick("公开处罚决定：7 个工作日内", "Publish the decision: within 7 working days"),
                ],
                also: vec![pick("告知法制审核人员", "The legal reviewer is told")],
                cancel: "/matters/0199".into(),
            },
            drafted: true,
            refusal: Some(RefusalView::sample(lang)),
        }
    }
}

impl StartPage {
    /// Three procedures.
    pub fn sample(lang: Lang) -> Self {
        let row = |procedure: (&str, &str), action: (&str, &str), article: &str| StartRow {
            procedure: lang.pick(procedure.0, procedure.1).into(),
            action: lang.pick(action.0, action.1).into(),
            href: "/matters/new/penalty-ordinary/file".into(),
            article: article.into(),
        };
        Self {
            chrome: Chrome::sample(lang).at(Nav::Matters, "/matters/new"),
            rows: vec![
                row(
                    ("行政处罚（普通程序）", "Penalty, ordinary procedure"),
                    ("立案", "Open a case"),
                    "《行政处罚法》第五十四条第二款",
                ),
                row(
                    ("行政处罚（简易程序）", "Penalty, summary procedure"),
                    ("当场作出决定", "Decide on the spot"),
                    "《行政处罚法》第五十一条",
                ),
                row(
                    ("政府合同", "Government contract"),
                    ("提交合同文本", "Submit a contract"),
                    "《行政机关合同管理办法》第七条",
                ),
            ],
        }
    }
}
