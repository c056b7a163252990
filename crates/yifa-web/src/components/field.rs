//! Form controls made from the kinds of a definition's fields. What a person typed is kept as typed.
//!
//! Names of inputs: `<id>` for one value (repeated for several); `<id>.kind`, `.name`, `.code`, `.address`,
//! `.phone` for a party; `<id>.<row>.<column>` for a table, rows counted from 0. A button named `more` with
//! a table's id as its value asks for more blank rows. Every control works without script.

mod samples;

use jiff::civil::Date;

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    /// Identifier and name of the input.
    pub id: String,
    /// Label.
    pub label: String,
    /// One sentence that helps.
    pub help: Option<String>,
    /// How it is entered, with what was entered.
    pub control: Control,
    /// Whether the action needs it.
    pub required: bool,
    /// What is wrong with what was entered.
    pub errors: Vec<String>,
    /// The article that asks for it.
    pub article: Option<String>,
    /// What somebody else recorded in it since the form was opened.
    pub meanwhile: Option<String>,
    /// Whether other inputs begin with something that follows from what is chosen here.
    pub feeds: bool,
    /// The text with which the input began by itself.
    pub began: Option<String>,
    /// That each of several matters fills it in by itself where it is left blank.
    pub each: Option<String>,
    /// Whether the page opens here.
    pub focus: bool,
}

/// How a value is entered. The texts are what the person typed, or the recorded value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// One line.
    Text {
        /// Typed text.
        value: String,
        /// Most characters.
        max: u32,
    },
    /// Several paragraphs.
    LongText {
        /// Typed text.
        value: String,
        /// Most characters.
        max: u32,
    },
    /// Yes, no, or not answered yet.
    Bool {
        /// The answer.
        value: Option<bool>,
    },
    /// A whole number.
    Int {
        /// Typed text.
        value: String,
    },
    /// A number with decimal places.
    Decimal {
        /// Typed text.
        value: String,
    },
    /// An amount in yuan.
    Money {
        /// Typed text.
        value: String,
    },
    /// A day.
    Date {
        /// `YYYY-MM-DD` or what was typed.
        value: String,
    },
    /// A moment in Beijing time.
    Instant {
        /// `YYYY-MM-DDTHH:MM` or what was typed.
        value: String,
    },
    /// One of a few words, a body, a person, an officer, a power, a matter: anything picked from a list.
    Choice {
        /// What can be picked.
        options: Vec<Opt>,
        /// Several may be picked.
        many: bool,
    },
    /// Like [`Choice`](Self::Choice), where there is too much to show at once: a search beside the first of them. Inputs:
    /// `<id>` as for a choice, `<id>.find` for the words, a button named `find`.
    Pick {
        /// What can be picked now; what is picked is always among them.
        options: Vec<Opt>,
        /// Several may be picked.
        many: bool,
        /// The words searched for.
        words: String,
        /// Whether there is more than is shown.
        more: bool,
    },
    /// A citizen or an organisation.
    Party(PartyValue),
    /// Articles of instruments, typed with suggestions or searched. Inputs: `<id>`, repeated for several;
    /// `<id>.find` for the words, a button named `find`; for each answer a button named `cite` with `<id>|<citation>`.
    Cite {
        /// Typed texts, for example 《行政处罚法》第五十八条.
        values: Vec<String>,
        /// Several may be cited.
        many: bool,
        /// Suggestions while typing.
        offers: Vec<String>,
        /// The day on which it must hold; `None` where there is no room for a search.
        on: Option<Date>,
        /// The words searched for.
        words: String,
        /// What was found for them.
        found: Vec<CiteOffer>,
        /// Those of the texts that name a paragraph of an article of which only a gist is at hand.
        unverified: Vec<String>,
    },
    /// A file.
    File {
        /// The name of the file that is already there.
        current: Option<String>,
        /// Files of this form that have arrived already: digest, name and size in words. Input: `<id>.kept`.
        kept: Vec<(String, String, String)>,
        /// Accepted types, as in the `accept` attribute.
        accept: String,
        /// Several files.
        many: bool,
    },
    /// Rows with columns.
    Table {
        /// The columns.
        columns: Vec<Column>,
        /// The rows, blank ones at the end.
        rows: Vec<TableRow>,
    },
}

/// A citation that can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CiteOffer {
    /// As it is cited.
    pub text: String,
    /// Its first words, or its gist.
    pub hint: String,
}

/// Something that can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opt {
    /// The value sent.
    pub value: String,
    /// The word shown.
    pub label: String,
    /// More about it, in small type.
    pub hint: Option<String>,
    /// Whether it is picked.
    pub selected: bool,
}

/// What was typed about a party.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartyValue {
    /// `citizen`, `organisation`, or nothing yet.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Citizen number or unified social credit code.
    pub code: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Identifier.
    pub id: String,
    /// Label.
    pub label: String,
}

/// A row of a table: one field for each column, never a party or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The cells, in the order of the columns.
    pub cells: Vec<FormField>,
}

impl Opt {
    /// An option without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>, selected: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, selected }
    }
}

impl FormField {
    /// Whether files can be handed over in it, be it in a row of its table.
    pub fn takes_files(&self) -> bool {
        match &self.control {
            Control::File { .. } => true,
            Control::Table { rows, .. } => rows.iter().flat_map(|row| &row.cells).any(Self::takes_files),
            _ => false,
        }
    }

    /// A field without help, error or article.
    pub fn new(id: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            help: None,
            control,
            required: true,
            errors: Vec::new(),
            article: None,
            meanwhile: None,
            feeds: false,
            began: None,
            each: None,
            focus: false,
        }
    }

    /// Whether one is to be chosen from a list and none is: the list then begins with a blank, so that nothing is chosen by
    /// chance, and a blank row of a table stays blank.
    pub fn nothing_chosen(&self) -> bool {
        let Control::Choice { options, many } = &self.control else { return false };
        !*many && !options.iter().any(|option| option.selected)
    }

    /// Whether the control is a group of inputs under one legend rather than one labelled input.
    pub fn is_group(&self) -> bool {
        match &self.control {
            Control::Bool { .. } | Control::Party(_) | Control::Table { .. } | Control::Pick { .. } => true,
            Control::Choice { options, many } => *many || options.len() <= 5,
            Control::Text { .. }
            | Control::LongText { .. }
            | Control::Int { .. }
            | Control::Decimal { .. }
            | Control::Money { .. }
            | Control::Date { .. }
            | Control::Instant { .. }
            | Control::Cite { .. }
            | Control::File { .. } => false,
        }
    }

    /// Whether it needs the whole width.
    pub fn is_wide(&self) -> bool {
        matches!(self.control, Control::Table { .. })
    }

    /// Where a link from the error summary leads: the first input of the field.
    pub fn anchor(&self) -> String {
        match &self.control {
            Control::Bool { .. } => format!("{}-yes", self.id),
            Control::Party(_) => format!("{}-citizen", self.id),
            Control::Choice { options, .. } if self.is_group() && !options.is_empty() => {
                format!("{}-0", self.id)
            }
            Control::Pick { .. } => format!("{}.find", self.id),
            Control::Table { rows, .. } => {
                rows.first().and_then(|r| r.cells.first()).map_or_else(|| self.id.clone(), |c| c.id.clone())
            }
            _ => self.id.clone(),
        }
    }

    /// The citations to show, and a blank one where another may be typed.
    pub fn cite_inputs(&self) -> Vec<&str> {
        let Control::Cite { values, many, .. } = &self.control else { return Vec::new() };
        let mut all: Vec<&str> =
            values.iter().map(String::as_str).filter(|text| !text.trim().is_empty()).collect();
        if *many || all.is_empty() {
            all.push("");
        }
        all
    }

    /// The ids that describe the input, for `aria-describedby`; empty when there are none.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if self.help.is_some() {
            ids.push(format!("{}-help", self.id));
        }
        if !self.errors.is_empty() {
            ids.push(format!("{}-error", self.id));
        }
        ids.join(" ")
    }

    /// Whether something is wrong with it or with one of its cells.
    pub fn is_wrong(&self) -> bool {
        !self.all_errors().is_empty()
    }

    /// What is wrong first: the field itself, or a cell of it.
    pub fn first_wrong(&mut self) -> Option<&mut Self> {
        if !self.errors.is_empty() {
            return Some(self);
        }
        match &mut self.control {
            Control::Table { rows, .. } => {
                rows.iter_mut().flat_map(|row| &mut row.cells).find(|cell| !cell.errors.is_empty())
            }
            _ => None,
        }
    }

    /// Its errors and those of its cells, each with the anchor to jump to.
    fn all_errors(&self) -> Vec<(String, String, &str)> {
        let own = self.errors.iter().map(|e| (self.anchor(), self.label.clone(), e.as_str()));
        let mut all: Vec<_> = own.collect();
        if let Control::Table { rows, .. } = &self.control {
            for cell in rows.iter().flat_map(|r| &r.cells) {
                let label = format!("{} › {}", self.label, cell.label);
                all.extend(cell.errors.iter().map(|e| (cell.anchor(), label.clone(), e.as_str())));
            }
        }
        all
    }
}

/// Every error of a form, in order: anchor, label, sentence.
pub fn error_summary(fields: &[FormField]) -> Vec<(String, String, &str)> {
    fields.iter().flat_map(FormField::all_errors).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::Lang;

    #[test]
    fn the_summary_names_every_error_once_with_a_place_to_jump_to() {
        let mut fields = FormField::samples(Lang::En);
        let table = fields.iter_mut().find(|f| f.id == "evidence").unwrap();
        if let Control::Table { rows, .. } = &mut table.control {
            rows[1].cells[2].errors.push("not a day".into());
        }
        let all = error_summary(&fields);
        assert_eq!(all.len(), 3);
        assert_eq!(all[0].0, "party-citizen");
        assert_eq!(all[1].0, "fine");
        assert_eq!(all[2].0, "evidence.1.on");
        assert_eq!(all[2].1, "Evidence › Taken on");
        let table = fields.iter_mut().find(|field| field.id == "evidence").unwrap();
        assert_eq!(table.first_wrong().map(|cell| cell.id.as_str()), Some("evidence.1.on"));
    }

    #[test]
    fn a_choice_without_options_and_a_table_without_rows_have_an_anchor() {
        let choice = FormField::new("a", "A", Control::Choice { options: vec![], many: true });
        let table = FormField::new("b", "B", Control::Table { columns: vec![], rows: vec![] });
        assert_eq!(choice.anchor(), "a");
        assert_eq!(table.anchor(), "b");
    }
}
