//! Two matters as they could stand, for the pages that show how a matter looks.

use jiff::civil::date;

use super::*;
use crate::face::{Lang, Nav};

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
                    by_when: Some(pick("已逾期 3 个工作日", "3 working days overdue")),
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
                    serving: Some("/papers/0199-7/serving-copy".into()),
                },
                PaperLink {
                    title: pick("行政处罚事先告知书", "Prior notice"),
                    number: "锦城管罚告〔2026〕104号".into(),
                    issued_on: date(2026, 9, 29),
                    href: "/papers/0199-3.pdf".into(),
                    serving: None,
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
            also: vec![ActionOpen {
                label: pick("提出回避申请", "Ask for recusal"),
                href: "/matters/0199/do/ask_recusal".into(),
                article: "《行政处罚法》第四十三条".into(),
                by_when: None,
            }],
            waits: None,
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
            pointing: Some(Pointing::sample(lang)),
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
            waits: Some(
                lang.pick("下一步：调查（行政执法人员）。", "Next: Investigate (Enforcement officer).")
                    .into(),
            ),
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
