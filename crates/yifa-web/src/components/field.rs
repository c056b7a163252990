//! Form controls made from the kinds of a definition's fields. What a person typed is kept as typed.
//!
//! Names of inputs: `<id>` for one value (repeated for several); `<id>.kind`, `.name`, `.code`, `.address`,
//! `.phone` for a party; `<id>.<row>.<column>` for a table, rows counted from 0. A button named `more` with
//! a table's id as its value asks for more blank rows. Every control works without script.

use jiff::civil::{Date, date};

use crate::face::Lang;

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

    /// One field of every kind.
    pub fn samples(lang: Lang) -> Vec<Self> {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let opts = |list: &[(&str, &str, &str, bool)]| {
            list.iter().map(|(v, zh, en, s)| Opt::new(*v, lang.pick(zh, en), *s)).collect::<Vec<_>>()
        };
        let cell = |row: usize, id: &str, label: String, control| Self {
            required: false,
            ..Self::new(format!("evidence.{row}.{id}"), label, control)
        };
        let row = |n: usize, what: &str, on: &str| TableRow {
            cells: vec![
                cell(
                    n,
                    "what",
                    pick("证据名称", "Piece of evidence"),
                    Control::Text { value: what.into(), max: 200 },
                ),
                cell(
                    n,
                    "kind",
                    pick("种类", "Kind"),
                    Control::Choice {
                        options: opts(&[
                            ("", "请选择", "Please choose", true),
                            ("paper", "书证", "Document", false),
                            ("object", "物证", "Object", false),
                            ("video", "视听资料", "Audio-visual", false),
                            ("data", "电子数据", "Electronic data", false),
                            ("words", "证人证言", "Testimony", false),
                        ]),
                        many: false,
                    },
                ),
                cell(n, "on", pick("取得日期", "Taken on"), Control::Date { value: on.into() }),
            ],
        };
        vec![
            Self {
                article: Some("《行政处罚法》第四十条".into()),
                ..Self::new(
                    "facts",
                    pick("查明的事实", "Facts found"),
                    Control::LongText {
                        value: pick(
                            "2026年8月30日，当事人在滨江路12号门前占用人行道堆放建筑垃圾约 6 立方米，经责令改正后于次日清除。",
                            "On 30 August 2026 the party left about 6 cubic metres of rubble on the pavement before 12 Riverside Road; it was removed the next day after an order.",
                        ),
                        max: 20_000,
                    },
                )
            },
            Self {
                help: Some(pick(
                    "公民填身份证号码，单位填统一社会信用代码。",
                    "A citizen's number, or an organisation's unified social credit code.",
                )),
                errors: vec![pick(
                    "第18位校验码不对，请核对身份证件",
                    "the check digit (the 18th) is wrong; please compare with the identity card",
                )],
                ..Self::new(
                    "party",
                    pick("当事人", "Party"),
                    Control::Party(PartyValue {
                        kind: "citizen".into(),
                        name: "王建国".into(),
                        code: "510104198512124321".into(),
                        address: "锦安市青溪区滨江路12号".into(),
                        phone: "028-1234-5678".into(),
                    }),
                )
            },
            Self {
                help: Some(pick(
                    "行为之日有效并且已经公布的规定才能引用。",
                    "Only what was in force and published on the day of the act can be cited.",
                )),
                article: Some("《行政处罚法》第三十七条".into()),
                ..Self::new(
                    "offence",
                    pick("违反的规定", "Provision broken"),
                    Control::Cite {
                        values: vec!["《城市市容和环境卫生管理条例》第十六条".into()],
                        many: true,
                        offers: vec![
                            "《城市市容和环境卫生管理条例》第十四条".into(),
                            "《城市市容和环境卫生管理条例》第十六条".into(),
                        ],
                        on: Some(date(2026, 8, 30)),
                        words: "占道".into(),
                        found: vec![CiteOffer {
                            text: "《城市市容和环境卫生管理条例》第十四条".into(),
                            hint: "《第十四条》".into(),
                        }],
                    },
                )
            },
            Self {
                errors: vec![pick(
                    "罚款 3,000.00 元高于告知的 2,000.00 元",
                    "the fine of 3,000.00 yuan is higher than the 2,000.00 yuan of the notice",
                )],
                article: Some("《行政处罚法》第四十五条第二款".into()),
                ..Self::new("fine", pick("罚款数额", "Fine"), Control::Money { value: "3000".into() })
            },
            Self::new(
                "minor",
                pick("违法行为轻微并及时改正", "Minor and corrected at once"),
                Control::Bool { value: Some(false) },
            ),
            Self::new(
                "outcome",
                pick("处理结果", "Outcome"),
                Control::Choice {
                    options: opts(&[
                        ("fine", "给予行政处罚", "Penalty", true),
                        ("none", "不予行政处罚", "No penalty", false),
                        ("transfer", "移送司法机关", "Transfer to the judiciary", false),
                    ]),
                    many: false,
                },
            ),
            Self {
                help: Some(pick("至少两名，证件均须有效。", "At least two, each with a valid certificate.")),
                article: Some("《行政处罚法》第四十二条".into()),
                ..Self::new(
                    "officers",
                    pick("执法人员", "Officers"),
                    Control::Choice {
                        options: opts(&[
                            ("1", "周敏 川A-20318", "Zhou Min, A-20318", true),
                            ("2", "李川 川A-20455", "Li Chuan, A-20455", true),
                            ("3", "何玉 川A-20611", "He Yu, A-20611", false),
                        ]),
                        many: true,
                    },
                )
            },
            Self::new(
                "body",
                pick("执法机关", "Enforcing body"),
                Control::Choice {
                    options: opts(&[
                        ("", "请选择", "Please choose", false),
                        ("1", "市城市管理局", "City Administration Bureau", true),
                        ("2", "市交通运输局", "Transport Bureau", false),
                        ("3", "市司法局", "Justice Bureau", false),
                        ("4", "青溪区综合行政执法局", "Qingxi Enforcement Bureau", false),
                        ("5", "白塔县综合行政执法局", "Baita Enforcement Bureau", false),
                    ]),
                    many: false,
                },
            ),
            Self::new(
                "decided_on",
                pick("决定日期", "Decided on"),
                Control::Date { value: "2026-11-23".into() },
            ),
            Self {
                required: false,
                ..Self::new(
                    "hearing_at",
                    pick("听证时间", "Time of the hearing"),
                    Control::Instant { value: "2026-11-30T09:30".into() },
                )
            },
            Self {
                required: false,
                ..Self::new("copies", pick("份数", "Copies"), Control::Int { value: "3".into() })
            },
            Self {
                required: false,
                ..Self::new(
                    "area",
                    pick("占用面积（平方米）", "Area taken (m²)"),
                    Control::Decimal { value: "12.5".into() },
                )
            },
            Self::new(
                "place",
                pick("违法地点", "Place"),
                Control::Text { value: pick("滨江路12号", "12 Riverside Road"), max: 200 },
            ),
            Self {
                required: false,
                ..Self::new(
                    "evidence",
                    pick("证据", "Evidence"),
                    Control::Table {
                        columns: vec![
                            Column { id: "what".into(), label: pick("证据名称", "Piece of evidence") },
                            Column { id: "kind".into(), label: pick("种类", "Kind") },
                            Column { id: "on".into(), label: pick("取得日期", "Taken on") },
                        ],
                        rows: vec![
                            row(0, lang.pick("现场检查笔录", "Record of the inspection"), "2026-08-30"),
                            row(1, "", ""),
                            row(2, "", ""),
                        ],
                    },
                )
            },
            Self {
                required: false,
                help: Some(pick(
                    "PDF、JPEG 或 PNG，每个不超过 20 MB。",
                    "PDF, JPEG or PNG, at most 20 MB each.",
                )),
                ..Self::new(
                    "scan",
                    pick("扫描件", "Scan"),
                    Control::File {
                        current: Some("笔录.pdf".into()),
                        kept: vec![("0199".into(), "笔录.pdf".into(), "1.5 MB".into())],
                        accept: "application/pdf,image/jpeg,image/png".into(),
                        many: false,
                    },
                )
            },
            Self {
                required: false,
                meanwhile: Some(pick(
                    "2026-09-01 10:00 他人记录：李川",
                    "recorded by others on 2026-09-01 10:00: 李川",
                )),
                ..Self::new(
                    "officer",
                    pick("承办人", "Officer"),
                    Control::Pick {
                        options: vec![Opt {
                            hint: Some(pick("市城市管理局", "City Administration Bureau")),
                            ..Opt::new("1", "周敏", true)
                        }],
                        many: false,
                        words: String::new(),
                        more: true,
                    },
                )
            },
        ]
    }
}

/// Every error of a form, in order: anchor, label, sentence.
pub fn error_summary(fields: &[FormField]) -> Vec<(String, String, &str)> {
    fields.iter().flat_map(FormField::all_errors).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }

    #[test]
    fn a_choice_without_options_and_a_table_without_rows_have_an_anchor() {
        let choice = FormField::new("a", "A", Control::Choice { options: vec![], many: true });
        let table = FormField::new("b", "B", Control::Table { columns: vec![], rows: vec![] });
        assert_eq!(choice.anchor(), "a");
        assert_eq!(table.anchor(), "b");
    }
}
