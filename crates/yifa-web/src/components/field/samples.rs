//! One field of every kind, for the pages that show how forms look.

use jiff::civil::date;

use super::{CiteOffer, Column, Control, FormField, Opt, PartyValue, TableRow};
use crate::face::Lang;

impl FormField {
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
                        unverified: vec!["《城市市容和环境卫生管理条例》第十六条第二款".into()],
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
