//! Tracks, disclosures, papers and what is not expressed, as written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::shape::OneOrManySchema;
use super::{At, OneOrMany};

/// `[[track]]`: a child matter that runs in parallel; the parent's conditions read `<id>.opened`, `<id>.closed`,
/// `<id>.state`, `<id>.<field>`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name.
    pub title: String,
    /// English name.
    pub en: String,
    /// The child's procedure.
    #[schemars(with = "String")]
    pub procedure: At<String>,
    /// The action that opens it.
    #[schemars(with = "String")]
    pub opens_on: At<String>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// Values handed over to the child.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub passes: BTreeMap<String, At<String>>,
    /// The article.
    #[schemars(with = "OneOrManySchema")]
    pub basis: At<OneOrMany>,
}

/// `[[disclosure]]`: what becomes public, when, and how long.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Identifier.
    #[schemars(with = "String")]
    pub id: At<String>,
    /// Chinese name of what the public sees.
    pub title: String,
    /// English name.
    pub en: String,
    /// The action by which it becomes public.
    #[schemars(with = "String")]
    pub on: At<String>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
    /// What is shown: fields, `number`, `state`, `action.on`, `party.masked_name`, …
    #[schemars(with = "Vec<String>")]
    pub shows: Vec<At<String>>,
    /// How long it stays: `3 year`; none means without end.
    #[schemars(with = "Option<String>")]
    pub until: Option<At<String>>,
    /// Actions after which it is withdrawn and leaves a tombstone.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub withdraw_on: Vec<At<String>>,
    /// The article.
    #[schemars(with = "OneOrManySchema")]
    pub basis: At<OneOrMany>,
}

/// `[[not_expressed]]`: what only a person can judge, or what the language cannot say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotExpressed {
    /// What.
    pub what: String,
    /// The article.
    pub basis: OneOrMany,
    /// Who decides it.
    pub who: String,
}

/// `definitions/procedures/<id>/documents/<name>.toml`: a paper 文书 with its mandatory elements.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperFile {
    /// The paper's Chinese title.
    pub title: String,
    /// Its English title.
    pub en: String,
    /// Its title as it is printed, with `{…}` places, where one title does for no two papers of the kind; none: `title`.
    #[schemars(with = "Option<String>")]
    pub full_title: Option<At<String>>,
    /// `official` (GB/T 9704, red head), `letter` (GB/T 9704, 信函格式), `order` (命令格式), `minutes` (纪要格式),
    /// `enforcement` (执法文书) or `plain`.
    pub layout: PaperLayout,
    /// Whose paper it is: of the body that handles the matter, of the one whose person acts, such as a supervisor, or of
    /// the government.
    #[serde(default)]
    pub organ: PaperOrgan,
    /// Lines to be signed by hand, as `当事人（签名）`; on a form they are boxes for an opinion.
    #[serde(default)]
    pub signs: Vec<String>,
    /// Whether the seal of its organ has a place; records and forms of the house have none.
    #[serde(default = "has_a_seal")]
    pub seal: bool,
    /// Its own number, filled like the procedure's; `{organ.short}` is the body whose paper it is, which so counts its own
    /// series. None: it carries the matter's number.
    pub number: Option<String>,
    /// To whom: a text with `{…}` places.
    #[schemars(with = "Option<String>")]
    pub addressee: Option<At<String>>,
    /// Who signs it by name, with the post, as a head signs an order; none: the body signs and its seal has a place.
    #[schemars(with = "Option<String>")]
    pub signed_by: Option<At<String>>,
    /// The field of the party on whom it is served: the paper carries the number and the code by which that party follows
    /// the matter on the portal and does there what the definition lets a `party` do.
    #[schemars(with = "Option<String>")]
    pub access: Option<At<String>>,
    /// Whoever opened the matter on the portal reads it there, by number and code: an answer, what is missing.
    #[serde(default)]
    pub to_opener: bool,
    /// What the law says it must contain.
    #[serde(default)]
    pub element: Vec<Element>,
    /// The text, in order, in our own words.
    #[serde(default)]
    pub paragraph: Vec<Paragraph>,
    /// What goes with it: texts of the matter, each on pages of its own (a rule with its order, a draft with the notice
    /// that invites comments), and files, listed by name.
    #[serde(default)]
    pub annex: Vec<Annex>,
    /// The article that asks for the paper.
    pub basis: OneOrMany,
}

fn has_a_seal() -> bool {
    true
}

/// How a paper is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperLayout {
    /// 公文
    Official,
    /// 信函
    Letter,
    /// 命令（令）
    Order,
    /// 纪要
    Minutes,
    /// 执法文书
    Enforcement,
    /// 内部表单
    Plain,
}

/// Whose paper it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperOrgan {
    /// Of the body that handles the matter.
    #[default]
    Handling,
    /// Of the body whose person issues it; where the law itself does, of the last who acted in a role that could have.
    Acting,
    /// Of the government that the handling body is or belongs to.
    Government,
}

/// A mandatory element of a paper.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// What must be there, Chinese.
    pub title: String,
    /// English.
    pub en: String,
    /// The facts that supply it: field or `action.field` paths; all must be known when the paper is issued.
    #[schemars(with = "Vec<String>")]
    pub from: Vec<At<String>>,
    /// The article or item.
    pub basis: Option<OneOrMany>,
    /// It is printed where it is known, and the paper is whole without it.
    #[serde(default)]
    pub if_known: bool,
}

/// What goes with a paper 附件: a text of the matter, set in type as a legal text (chapters, articles, items), or files that
/// people attached, named with size and digest.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Annex {
    /// The title of the text, with `{…}` places. Files have their own names.
    #[schemars(with = "Option<String>")]
    pub title: Option<At<String>>,
    /// The fact that is the text. Where it is not known, the paper goes without it and says so; where the law wants it, an
    /// `[[element]]` names it too, and the paper is refused.
    #[schemars(with = "Option<String>")]
    pub text: Option<At<String>>,
    /// In place of a text: the fact that holds the files, a file, a list of files or a table with a column of files.
    #[schemars(with = "Option<String>")]
    pub files: Option<At<String>>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
}

/// A paragraph of a paper.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// Its heading, if any.
    pub heading: Option<String>,
    /// The text with `{path}` places.
    #[schemars(with = "String")]
    pub text: At<String>,
    /// Only if.
    #[schemars(with = "Option<String>")]
    pub when: Option<At<String>>,
}
