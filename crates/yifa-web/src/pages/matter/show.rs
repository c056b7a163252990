//! The page of one matter: where it stands, by when, what may be done and what not yet, and everything that
//! has happened.

use askama::Template;
use jiff::civil::{Date, date};

use crate::chart::Flow;
use crate::components::{ClockView, Crumb, Reason, RefusalView, Tone};
use crate::face::{Chrome, Lang, Nav};

/// One matter.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/matter/show.html")]
pub struct MatterPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Its number.
    pub number: String,
    /// Its name, personal data masked.
    pub name: String,
    /// Its procedure.
    pub procedure: String,
    /// The page of its procedure's definition.
    pub procedure_href: String,
    /// The body that has it.
    pub body: String,
    /// Its state.
    pub state: String,
    /// How the state is coloured.
    pub tone: Tone,
    /// The day on which it was opened.
    pub opened_on: Date,
    /// The main road through the states, with where it stands.
    pub strip: Vec<StateStep>,
    /// Why an action that needs no form was refused just now.
    pub refusal: Option<RefusalView>,
    /// Its limits, most urgent first.
    pub clocks: Vec<ClockView>,
    /// What may be done now by the reader.
    pub open: Vec<ActionOpen>,
    /// What may not be done now, with why not.
    pub closed: Vec<ActionClosed>,
    /// What is recorded.
    pub data: Vec<DataField>,
    /// Address to which the reason for opening personal data is posted (`field`, `reason`, `csrf`).
    pub reveal_to: String,
    /// What happened, latest first.
    pub events: Vec<Event>,
    /// Papers issued.
    pub papers: Vec<PaperLink>,
    /// Boards of the matters that belong to it: name and address.
    pub boards: Vec<(String, String)>,
    /// Where it is read in two languages, when it is a translation.
    pub bilingual: Option<String>,
    /// Where its text is reviewed by the machine, when it is a document of a register.
    pub review: Option<String>,
    /// Whether the reader may have the case file bound.
    pub may_bind: bool,
    /// Where it is bound.
    pub case_file: String,
    /// Files and evidence.
    pub files: Vec<MatterFile>,
    /// Whether the reader follows it.
    pub follows: bool,
    /// Address to which following is posted (`follow`, `csrf`).
    pub follow_to: String,
    /// What the next acts still lack.
    pub missing: Vec<Missing>,
    /// How long it stood where.
    pub days: Vec<StateDays>,
    /// Remarks inside the office.
    pub remarks: Vec<Remark>,
    /// Address to which remarks are posted (`text`, or `remove` with an id; `csrf`).
    pub remark_to: String,
    /// Where the slips that it hands out are drawn, if it hands out any.
    pub slips: Option<String>,
    /// The approval form of this matter, for print.
    pub approval: String,
    /// Parallel tracks and linked matters.
    pub links: Vec<LinkedMatter>,
    /// Matters that point here.
    pub pointing: Vec<LinkedMatter>,
    /// What the public sees, if anything.
    pub public: Option<PublicPreview>,
    /// Its flow chart.
    pub flow: Flow,
    /// Proof that nothing was changed.
    pub proof: Proof,
}

/// Something that is still missing, and what cannot be done without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What is missing, on which article, what to do next.
    pub reason: Reason,
    /// The acts that wait for it.
    pub acts: Vec<String>,
}

/// How long a matter stood in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateDays {
    /// The state.
    pub state: String,
    /// Calendar days, all stays together.
    pub days: u32,
    /// The event with which it came there last.
    pub event: u64,
    /// Whether it stands there now.
    pub here: bool,
}

/// A remark of a colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Identifier.
    pub id: String,
    /// Who.
    pub by: String,
    /// Of which body.
    pub body: String,
    /// When.
    pub at: String,
    /// What.
    pub text: String,
    /// Whether the reader said it.
    pub mine: bool,
}

/// A file of the matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatterFile {
    /// Its name.
    pub name: String,
    /// Where it is; `None` when the reader may not open it.
    pub href: Option<String>,
    /// A small picture of it.
    pub thumbnail: Option<String>,
    /// The field in which it lies.
    pub field: String,
    /// Its size in words.
    pub size: String,
    /// The day on which it came.
    pub on: Date,
    /// Its SHA-256.
    pub digest: String,
}

/// A step of the status strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateStep {
    /// The state's name.
    pub label: String,
    /// Where it lies.
    pub mark: StepMark,
}

/// Where a step lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepMark {
    /// Been there.
    Past,
    /// Stands there.
    Here,
    /// Not reached.
    Ahead,
}

/// An action that may be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionOpen {
    /// Its name.
    pub label: String,
    /// Its form.
    pub href: String,
    /// The article that provides for it.
    pub article: String,
    /// By when, in words, if a clock asks for it.
    pub by_when: Option<String>,
}

/// An action that may not be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionClosed {
    /// Identifier, unique on the page.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Why not.
    pub reasons: Vec<Reason>,
}

/// A recorded field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataField {
    /// Identifier.
    pub id: String,
    /// Label.
    pub label: String,
    /// What is shown.
    pub shown: Shown,
}

/// A value as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Not recorded yet.
    Empty,
    /// One line.
    Plain(String),
    /// Several paragraphs.
    Long(String),
    /// Leads to another page: text and address.
    Link(String, String),
    /// Several lines.
    Lines(Vec<String>),
    /// Personal or sealed: masked text, and whether the reader may open it with a reason.
    Masked(String, bool),
    /// Personal data opened with a recorded reason.
    Revealed(String),
    /// Rows under column labels.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Number within the matter, from 1.
    pub seq: u64,
    /// The action's name.
    pub title: String,
    /// Who did it: name and body; the law, with its article, when it acted by itself.
    pub actor: String,
    /// Whether the law itself acted.
    pub by_law: bool,
    /// When it happened.
    pub happened: String,
    /// When the organ learned of it, if that is another time.
    pub known: Option<String>,
    /// When it was recorded, if that is another time.
    pub recorded: Option<String>,
    /// The article.
    pub article: Option<String>,
    /// Label and value of what was recorded, personal data masked.
    pub values: Vec<(String, String)>,
    /// Papers issued by it: title and address.
    pub papers: Vec<(String, String)>,
    /// First characters of its hash.
    pub hash: String,
}

/// A paper issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperLink {
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// Day of issue.
    pub issued_on: Date,
    /// The PDF.
    pub href: String,
}

/// A track or a linked matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedMatter {
    /// What the link means, for example 听证.
    pub kind: String,
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: String,
}

/// What the public sees of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPreview {
    /// Its public page.
    pub href: String,
    /// Public since.
    pub since: Date,
    /// Public until.
    pub until: Option<Date>,
    /// Label and value, as shown to the public.
    pub shows: Vec<(String, String)>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// The end of the chain of hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// How many events.
    pub events: u64,
    /// Hash of the last one.
    pub head: String,
    /// The command that checks it.
    pub command: String,
}

impl MatterPage {
    /// A penalty matter after its decision, with a hearing, a late disclosure and masked personal data.
    pub fn sample(lang: Lang) -> Self {
        let pick = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        let step = |zh: &str, en: &str, mark| StateStep { label: pick(zh, en), mark };
        let field =
            |id: &str, zh: &str, en: &str, shown| DataField { id: id.into(), label: pick(zh, en), shown };
        let event = |seq: u64,
                     title: (&str, &str),
                     actor: (&str, &str),
                     happened: &str,
                     values: Vec<(String, String)>| Event {
            seq,
            title: pick(title.0, title.1),
            actor: pick(actor.0, actor.1),
            by_law: false,
            happened: happened.into(),
            known: None,
            recorded: None,
            article: None,
            values,
            papers: vec![],
            hash: format!("{:08x}", 0x9e37_79b9_u64.wrapping_mul(seq) & 0xffff_ffff),
        };
        let officers = ("周敏、李川，市城市管理局", "周敏, 李川, City Administration Bureau");
        let events = vec![
            Event {
                papers: vec![(pick("行政处罚决定书", "Penalty decision"), "/papers/0199-7.pdf".into())],
                article: Some("《行政处罚法》第五十七条".into()),
                recorded: Some("2026-11-09 17:32".into()),
                ..event(
                    7,
                    ("作出处罚决定", "Decision taken"),
                    ("林岚，市城市管理局", "林岚, City Administration Bureau"),
                    "2026-11-09 16:05",
                    vec![(pick("罚款数额", "Fine"), pick("2,000.00 元", "2,000.00 yuan"))],
                )
            },
            event(
                6,
                ("法制审核", "Legal review"),
                ("何玉，市城市管理局", "何玉, City Administration Bureau"),
                "2026-11-05 10:12",
                vec![(pick("审核意见", "Opinion"), pick("通过", "passed"))],
            ),
            Event {
                by_law: true,
                article: Some("《行政处罚法》第六十四条第一项".into()),
                ..event(
                    5,
                    ("听证权利失效", "Right to a hearing lapsed"),
                    ("依法律规定", "by operation of law"),
                    "2026-10-12 24:00",
                    vec![],
                )
            },
            Event {
                papers: vec![(pick("行政处罚事先告知书", "Prior notice"), "/papers/0199-3.pdf".into())],
                known: Some("2026-09-30 08:40".into()),
                ..event(
                    3,
                    ("告知并送达", "Notice given and served"),
                    officers,
                    "2026-09-29 15:20",
                    vec![
                        (pick("拟处罚款", "Proposed fine"), pick("2,000.00 元", "2,000.00 yuan")),
                        (pick("送达方式", "Way of service"), pick("直接送达", "in person")),
                    ],
                )
            },
            event(2, ("调查终结", "Investigation closed"), officers, "2026-09-25 11:00", vec![]),
            event(
                1,
                ("立案", "Case opened"),
                officers,
                "2026-09-02 09:30",
                vec![(pick("案由", "Cause"), pick("占道堆放建筑垃圾", "building rubble left on a road"))],
            ),
        ];
        Self {
            chrome: Chrome::sample(lang).at(Nav::Matters, "/matters/0199"),
            crumbs: vec![
                Crumb { label: pick("事项", "Matters"), href: "/matters".into() },
                Crumb {
                    label: pick("行政处罚（普通程序）", "Penalty, ordinary procedure"),
                    href: "/matters?procedure=penalty-ordinary".into(),
                },
            ],
            number: "锦城管罚〔2026〕113号".into(),
            name: pick("占道堆放建筑垃圾案", "Building rubble left on a road"),
            procedure: pick("行政处罚（普通程序）", "Penalty, ordinary procedure"),
            procedure_href: "/definitions/penalty-ordinary".into(),
            body: pick("市城市管理局", "City Administration Bureau"),
            state: pick("已决定", "Decided"),
            tone: Tone::Running,
            opened_on: date(2026, 9, 2),
            strip: vec![
                step("已立案", "Filed", StepMark::Past),
                step("调查终结", "Investigated", StepMark::Past),
                step("已告知", "Notice given", StepMark::Past),
                step("已决定", "Decided", StepMark::Here),
                step("已送达", "Served", StepMark::Ahead),
                step("已执行", "Enforced", StepMark::Ahead),
                step("已结案", "Closed", StepMark::Ahead),
            ],
            refusal: None,
            clocks: ClockView::samples(lang),
            open: vec![
                ActionOpen {
                    label: pick("公开处罚决定", "Publish the decision"),
                    href: "/matters/0199/do/publish".into(),
                    article: "《行政处罚法》第四十八条".into(),
                    by_when: Some(pick("已超期 3 个工作日", "3 working days overdue")),
                },
                ActionOpen {
                    label: pick("送达处罚决定书", "Serve the decision"),
                    href: "/matters/0199/do/serve".into(),
                    article: "《行政处罚法》第六十一条".into(),
                    by_when: Some(pick("剩 2 个工作日", "2 working days left")),
                },
                ActionOpen {
                    label: pick("补充证据", "Add evidence"),
                    href: "/matters/0199/do/add-evidence".into(),
                    article: "《行政处罚法》第四十六条".into(),
                    by_when: None,
                },
            ],
            closed: vec![
                ActionClosed {
                    id: "close".into(),
                    label: pick("结案", "Close the matter"),
                    reasons: vec![Reason {
                        text: pick("处罚决定书尚未送达", "the decision has not been served"),
                        article: Some("《行政处罚法》第六十一条".into()),
                        next: Some(pick("先送达处罚决定书", "serve the decision first")),
                        next_href: Some("/matters/0199/do/serve".into()),
                        ..Reason::default()
                    }],
                },
                ActionClosed {
                    id: "enforce".into(),
                    label: pick("申请法院强制执行", "Apply to the court for enforcement"),
                    reasons: Reason::samples(lang),
                },
            ],
            data: vec![
                field("party", "当事人", "Party", Shown::Masked("王**".into(), true)),
                field(
                    "party-code",
                    "身份证号码",
                    "Citizen's number",
                    Shown::Masked("510104********4321".into(), false),
                ),
                field(
                    "offence",
                    "违反的规定",
                    "Provision broken",
                    Shown::Link(
                        "《城市市容和环境卫生管理条例》第十六条".into(),
                        "/instruments/cityscape/16".into(),
                    ),
                ),
                field("act_on", "行为日期", "Day of the act", Shown::Plain("2026-08-30".into())),
                field("fine", "罚款数额", "Fine", Shown::Plain(pick("2,000.00 元", "2,000.00 yuan"))),
                field(
                    "officers",
                    "执法人员",
                    "Officers",
                    Shown::Lines(vec!["周敏 川A-20318".into(), "李川 川A-20455".into()]),
                ),
                field(
                    "facts",
                    "查明的事实",
                    "Facts found",
                    Shown::Long(pick(
                        "2026年8月30日，当事人在滨江路12号门前占用人行道堆放建筑垃圾约 6 立方米。\n经责令改正，当事人于次日清除。",
                        "On 30 August 2026 the party left about 6 cubic metres of rubble on the pavement before 12 Riverside Road.\nIt was removed the next day after an order.",
                    )),
                ),
                field(
                    "evidence",
                    "证据",
                    "Evidence",
                    Shown::Table(
                        vec![
                            pick("证据名称", "Piece of evidence"),
                            pick("种类", "Kind"),
                            pick("取得日期", "Taken on"),
                        ],
                        vec![
                            vec![
                                pick("现场检查笔录", "Record of the inspection"),
                                pick("书证", "Document"),
                                "2026-08-30".into(),
                            ],
                            vec![
                                pick("现场照片 6 张", "Six photographs"),
                                pick("电子数据", "Electronic data"),
                                "2026-08-30".into(),
                            ],
                        ],
                    ),
                ),
                field("deferral", "延期或者分期缴纳", "Deferral or instalments", Shown::Empty),
            ],
            reveal_to: "/matters/0199/reveal".into(),
            events,
            boards: vec![(lang.pick("整改", "Rectification").into(), "/matters?of=m&view=board".into())],
            bilingual: Some("/translations/m".into()),
            review: Some("/review?matter=m".into()),
            may_bind: true,
            case_file: "/matters/0199/case-file".into(),
            papers: vec![
                PaperLink {
                    title: pick("行政处罚决定书", "Penalty decision"),
                    number: "锦城管罚〔2026〕113号".into(),
                    issued_on: date(2026, 11, 9),
                    href: "/papers/0199-7.pdf".into(),
                },
                PaperLink {
                    title: pick("行政处罚事先告知书", "Prior notice"),
                    number: "锦城管罚告〔2026〕104号".into(),
                    issued_on: date(2026, 9, 29),
                    href: "/papers/0199-3.pdf".into(),
                },
            ],
            files: vec![MatterFile {
                name: "笔录.pdf".into(),
                href: Some("/matters/0199/files/ab".into()),
                thumbnail: None,
                field: pick("证据", "Evidence"),
                size: "1.5 MB".into(),
                on: date(2026, 9, 1),
                digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            }],
            follows: true,
            follow_to: "/matters/0199/follow".into(),
            missing: vec![Missing {
                reason: Reason::samples(lang)[0].clone(),
                acts: vec![pick("作出处罚决定", "Take the decision")],
            }],
            days: vec![StateDays { state: pick("已立案", "Filed"), days: 12, event: 1, here: false }],
            remarks: vec![Remark {
                id: "0199".into(),
                by: "李川".into(),
                body: pick("市城市管理局", "City Administration Bureau"),
                at: "2026-09-02 09:15".into(),
                text: pick("请补充现场照片", "please add photographs of the site"),
                mine: true,
            }],
            remark_to: "/matters/0199/remarks".into(),
            slips: Some("/matters/0199/slips".into()),
            approval: "/matters/0199/approval".into(),
            pointing: vec![],
            links: vec![
                LinkedMatter {
                    kind: pick("执法人员", "Officer"),
                    href: "/matters/0031".into(),
                    number: "川A-20318".into(),
                    name: "周敏".into(),
                    state: pick("证件有效", "Certificate valid"),
                },
                LinkedMatter {
                    kind: pick("听证", "Hearing"),
                    href: "/matters/0204".into(),
                    number: "锦城管听〔2026〕3号".into(),
                    name: pick("未要求听证", "No hearing was requested"),
                    state: pick("已终结", "Ended"),
                },
            ],
            public: Some(PublicPreview {
                href: "/public/0199".into(),
                since: date(2026, 11, 12),
                until: Some(date(2029, 11, 12)),
                shows: vec![
                    (pick("决定书文号", "Number"), "锦城管罚〔2026〕113号".into()),
                    (pick("当事人", "Party"), "王**".into()),
                    (pick("处罚内容", "Penalty"), pick("罚款 2,000.00 元", "Fine of 2,000.00 yuan")),
                ],
                withdrawn: false,
            }),
            flow: Flow::sample(lang),
            proof: Proof {
                events: 7,
                head: "4be1c0a97d1f53e2a8c6b07e9f4d21c35d9a6be8f0174c2b9e63a5d8071fc42e".into(),
                command: "yifa verify 0199".into(),
            },
        }
    }

    /// A matter just opened: nothing but the first event.
    pub fn sample_new(lang: Lang) -> Self {
        let full = Self::sample(lang);
        let first = full.events.last().cloned();
        Self {
            clocks: vec![],
            open: vec![],
            closed: vec![],
            papers: vec![],
            boards: Vec::new(),
            bilingual: None,
            review: None,
            may_bind: false,
            case_file: String::new(),
            files: vec![],
            missing: vec![],
            days: vec![],
            remarks: vec![],
            links: vec![],
            public: None,
            events: first.into_iter().collect(),
            refusal: Some(RefusalView::sample(lang)),
            ..full
        }
    }
}
