//! One complete paper for each layout and language, invented from end to end, to be looked at and tested.

use crate::paper::{Block, Language, Layout, Level, Paper, Proof, Signature, Table, Watermark};

impl Paper {
    /// A sample of each layout in each language. Bodies, parties and numbers are invented.
    pub fn samples() -> Vec<Self> {
        let pairs =
            Layout::ALL.into_iter().flat_map(|layout| Language::ALL.map(|language| (layout, language)));
        pairs.map(|(layout, language)| Self::sample(layout, language)).collect()
    }

    /// The sample of one layout in one language.
    pub fn sample(layout: Layout, language: Language) -> Self {
        let mut paper = match (layout, language) {
            (Layout::Official, Language::ZhHans) => official_simplified(),
            (Layout::Official, Language::ZhHant) => official_traditional(),
            (Layout::Official, Language::En) => official_english(),
            (Layout::Letter, Language::ZhHans) => letter_simplified(),
            (Layout::Letter, Language::ZhHant) => letter_traditional(),
            (Layout::Letter, Language::En) => letter_english(),
            (Layout::Order, Language::ZhHans) => order_simplified(),
            (Layout::Order, Language::ZhHant) => order_traditional(),
            (Layout::Order, Language::En) => order_english(),
            (Layout::Minutes, Language::ZhHans) => minutes_simplified(),
            (Layout::Minutes, Language::ZhHant) => minutes_traditional(),
            (Layout::Minutes, Language::En) => minutes_english(),
            (Layout::Enforcement, Language::ZhHans) => enforcement_simplified(),
            (Layout::Enforcement, Language::ZhHant) => enforcement_traditional(),
            (Layout::Enforcement, Language::En) => enforcement_english(),
            (Layout::Plain, Language::ZhHans) => plain_simplified(),
            (Layout::Plain, Language::ZhHant) => plain_traditional(),
            (Layout::Plain, Language::En) => plain_english(),
        };
        paper.proof = Some(Proof {
            event_hash: "3f6c1f0e5f0a9d7b2c84e1a6d05b7793c2e8f4a10b6d9e3758c1a2f4067be9d1".into(),
            verify_url: "https://fazhi.yunling.example/verify/3f6c1f0e5f0a9d7b".into(),
        });
        paper
    }
}

fn signature(name: &str, month: i8, day: i8, seal: bool) -> Option<Signature> {
    let date = jiff::civil::Date::new(2026, month, day).ok();
    Some(Signature { name: name.into(), date, seal })
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn table(caption: &str, header: &[&str], rows: &[&[&str]]) -> Block {
    Block::Table(Table {
        caption: caption.into(),
        header: strings(header),
        rows: rows.iter().map(|row| strings(row)).collect(),
    })
}

fn official_simplified() -> Paper {
    let mut paper = Paper::new(
        Layout::Official,
        Language::ZhHans,
        "云岭市人民政府",
        "云岭市人民政府\n关于印发2026年度法治政府建设工作安排的通知",
    );
    paper.number = Some("云府发〔2026〕3号".into());
    paper.addressee = Some("各区（县）人民政府，市政府各部门，有关单位".into());
    paper
        .paragraph("《云岭市2026年度法治政府建设工作安排》已经市政府常务会议审议通过，现印发给你们，请结合实际认真贯彻执行。")
        .heading(Level::First, "一、健全依法决策机制")
        .heading(Level::Second, "（一）严格履行法定程序。")
        .paragraph("重大行政决策应当经过公众参与、专家论证、风险评估、合法性审查和集体讨论决定。决策事项目录应当于每年3月31日前公布，并根据实际情况动态调整。")
        .heading(Level::Second, "（二）加强规范性文件管理。")
        .paragraph("规范性文件应当统一登记、统一编号、统一印发，自发布之日起15日内报送备案；有效期届满未延续的，自动失效。")
        .heading(Level::Third, "1. 公开征求意见。")
        .paragraph("涉及公民、法人和其他组织切身利益的，公开征求意见的期限一般不少于30日。")
        .heading(Level::Fourth, "（1）意见采纳情况应当公开说明。")
        .heading(Level::First, "二、规范行政执法行为")
        .paragraph("各行政执法机关应当全面落实行政执法公示、执法全过程记录、重大执法决定法制审核三项制度。行政处罚决定信息自作出决定之日起7个工作日内公开。主要任务如下：");
    paper.blocks.push(table(
        "主要任务分工表",
        &["序号", "任务", "责任单位", "完成时限"],
        &[
            &["1", "编制并公布行政执法事项清单", "市司法局", "4月30日"],
            &["2", "开展行政执法人员全员轮训，每人每年不少于60学时", "各行政执法机关", "11月30日"],
            &["3", "组织行政执法案卷评查", "市司法局、各区（县）", "9月30日"],
        ],
    ));
    paper.paragraph("各单位应当于2026年12月10日前将年度工作情况书面报送市司法局。");
    paper.attachments =
        vec!["2026年度重大行政决策事项目录".into(), "2026年度规章和规范性文件制定计划".into()];
    paper.signature = signature("云岭市人民政府", 3, 20, true);
    paper.notes = strings(&["（此件公开发布）"]);
    paper.copies =
        strings(&["市委各部门", "市人大常委会办公室", "市政协办公室", "市监委", "市法院", "市检察院"]);
    paper
}

fn official_traditional() -> Paper {
    let mut paper = Paper::new(
        Layout::Official,
        Language::ZhHant,
        "雲嶺市人民政府",
        "雲嶺市人民政府\n關於印發2026年度法治政府建設工作安排的通知",
    );
    paper.number = Some("雲府發〔2026〕3號".into());
    paper.addressee = Some("各區（縣）人民政府，市政府各部門，有關單位".into());
    paper
        .paragraph("《雲嶺市2026年度法治政府建設工作安排》已經市政府常務會議審議通過，現印發給你們，請結合實際認真貫徹執行。")
        .heading(Level::First, "一、健全依法決策機制")
        .heading(Level::Second, "（一）嚴格履行法定程序。")
        .paragraph("重大行政決策應當經過公眾參與、專家論證、風險評估、合法性審查和集體討論決定。");
    paper.blocks.push(Block::List {
        numbered: true,
        items: strings(&["決策事項目錄於每年3月31日前公佈。", "公開徵求意見的期限一般不少於30日。"]),
    });
    paper.signature = signature("雲嶺市人民政府", 3, 20, true);
    paper.copies = strings(&["市委各部門", "市人大常委會辦公室", "市政協辦公室"]);
    paper
}

fn official_english() -> Paper {
    let mut paper = Paper::new(
        Layout::Official,
        Language::En,
        "People's Government of Yunling",
        "Notice on the Work Arrangements for a\nLaw-Based Government in 2026",
    );
    paper.number = Some("Yunling Gov. 〔2026〕 No. 3".into());
    paper.addressee = Some("District and county governments, departments of the city government".into());
    paper
        .paragraph("The work arrangements for a law-based government in 2026 have been adopted by the executive meeting of the city government (云岭市人民政府常务会议) and are issued to you for implementation.")
        .heading(Level::First, "I. Lawful decision-making")
        .heading(Level::Second, "(1) Statutory procedure")
        .paragraph("A major administrative decision passes public participation, expert argument, risk assessment, legality review and collective deliberation. The yearly list of such decisions is published by 31 March.");
    paper.blocks.push(Block::List {
        numbered: false,
        items: strings(&[
            "Drafts are open to public comment for at least 30 days.",
            "The reasons for not following a comment are published.",
        ]),
    });
    paper.attachments = vec!["List of major administrative decisions in 2026".into()];
    paper.signature = signature("People's Government of Yunling", 3, 20, true);
    paper.copies = strings(&["Standing committee of the people's congress", "Supervisory commission"]);
    paper.watermark = Some(Watermark::Copy);
    paper
}

fn letter_simplified() -> Paper {
    let mut paper = Paper::new(
        Layout::Letter,
        Language::ZhHans,
        "云岭市司法局",
        "关于《云岭市停车管理若干规定》备案情况的询问函",
    );
    paper.number = Some("云司备函〔2026〕12号".into());
    paper.addressee = Some("云岭市交通运输局".into());
    paper
        .paragraph("经比对公开目录，你局印发的《云岭市停车管理若干规定》没有备案记录。")
        .paragraph("请在收到本函之日起七个工作日内说明情况；应当备案的，请同时补报。");
    paper.signature = signature("云岭市司法局", 3, 6, true);
    paper
}

fn letter_traditional() -> Paper {
    let mut paper = Paper::new(Layout::Letter, Language::ZhHant, "雲嶺市司法局", "關於審查建議的答覆函");
    paper.number = Some("雲司審函〔2026〕4號".into());
    paper.addressee = Some("雲嶺市山水商貿有限公司".into());
    paper.paragraph("貴公司提出的審查建議收悉。經審查，該文件第九條沒有法律、法規依據，制定機關已予廢止。");
    paper.signature = signature("雲嶺市司法局", 5, 18, true);
    paper
}

fn letter_english() -> Paper {
    let mut paper = Paper::new(
        Layout::Letter,
        Language::En,
        "Yunling Bureau of Justice",
        "Letter on the filing of the Rules on Parking",
    );
    paper.number = Some("Yunling Justice 2026 No. 12".into());
    paper.addressee = Some("Yunling Bureau of Transport".into());
    paper.paragraph("The Rules on Parking are in force and are not on record as filed. Please explain within seven working days.");
    paper.signature = signature("Yunling Bureau of Justice", 3, 6, true);
    paper
}

fn order_simplified() -> Paper {
    let mut paper = Paper::new(Layout::Order, Language::ZhHans, "云岭市人民政府", "云岭市人民政府令");
    paper.number = Some("第61号".into());
    paper.paragraph(
        "《云岭市停车场管理办法》已经2026年2月9日市政府第42次常务会议通过，现予公布，自2026年5月1日起施行。",
    );
    paper.signature = signature("市长　　周清源", 3, 2, false);
    paper
}

fn order_traditional() -> Paper {
    let mut paper = Paper::new(Layout::Order, Language::ZhHant, "雲嶺市人民政府", "雲嶺市人民政府令");
    paper.number = Some("第61號".into());
    paper.paragraph(
        "《雲嶺市停車場管理辦法》已經2026年2月9日市政府第42次常務會議通過，現予公佈，自2026年5月1日起施行。",
    );
    paper.signature = signature("市長　　周清源", 3, 2, false);
    paper
}

fn order_english() -> Paper {
    let mut paper = Paper::new(
        Layout::Order,
        Language::En,
        "People's Government of Yunling",
        "Order of the People's Government of Yunling",
    );
    paper.number = Some("No. 61".into());
    paper.paragraph("The Measures of Yunling on Car Parks were adopted by the 42nd executive meeting of the city government on 9 February 2026, are hereby promulgated and enter into force on 1 May 2026.");
    paper.signature = signature("Mayor Zhou Qingyuan", 3, 2, false);
    paper
}

fn minutes_simplified() -> Paper {
    let mut paper =
        Paper::new(Layout::Minutes, Language::ZhHans, "云岭市人民政府办公室", "云岭市人民政府常务会议纪要");
    paper.number = Some("〔2026〕4号".into());
    paper.made_on = jiff::civil::Date::new(2026, 2, 11).ok();
    paper
        .paragraph("2026年2月9日，市长周清源主持召开市政府第42次常务会议。现将会议议定事项纪要如下：")
        .heading(Level::First, "一、审议《云岭市停车场管理办法（草案）》")
        .paragraph("会议原则通过草案，由市司法局根据会议意见修改完善后，按程序以市政府令公布。");
    paper
        .particular(
            "出席",
            "周清源、李维、王沛、陈述之、赵远、孙静波、吴敏、郑家乐、冯雪、许可、何川、吕向东",
        )
        .particular("请假", "钱宁")
        .particular("列席", "市司法局罗真，市交通运输局高原，市公安局林海");
    paper.copies = strings(&["各区（县）人民政府，市政府各部门"]);
    paper
}

fn minutes_traditional() -> Paper {
    let mut paper =
        Paper::new(Layout::Minutes, Language::ZhHant, "雲嶺市人民政府辦公室", "雲嶺市人民政府常務會議紀要");
    paper.number = Some("〔2026〕4號".into());
    paper.made_on = jiff::civil::Date::new(2026, 2, 11).ok();
    paper.paragraph("會議原則通過《雲嶺市停車場管理辦法（草案）》，由市司法局修改完善後公佈。");
    paper.particular("出席", "周清源、李維、王沛").particular("列席", "市司法局羅真");
    paper
}

fn minutes_english() -> Paper {
    let mut paper = Paper::new(
        Layout::Minutes,
        Language::En,
        "Office of the People's Government of Yunling",
        "Minutes of the Executive Meeting",
    );
    paper.number = Some("2026 No. 4".into());
    paper.made_on = jiff::civil::Date::new(2026, 2, 11).ok();
    paper.paragraph("The meeting adopted the draft Measures on Car Parks in principle.");
    paper.particular("Present", "Zhou Qingyuan, Li Wei, Wang Pei").particular("Excused", "Qian Ning");
    paper
}

fn enforcement_simplified() -> Paper {
    let mut paper =
        Paper::new(Layout::Enforcement, Language::ZhHans, "云岭市市场监督管理局", "行政处罚决定书");
    paper.number = Some("云市监罚决〔2026〕12号".into());
    paper
        .particular("当事人", "云岭市清泉饮品有限公司")
        .particular("统一社会信用代码", "91000000MA0000000X")
        .particular("住所", "云岭市临江区滨河路18号附2号")
        .particular("法定代表人", "张某某")
        .paragraph("经查，当事人于2025年11月3日至11月18日期间，在其经营场所销售标签不符合规定的预包装饮用水共计120箱，货值金额3600元，违法所得480元。")
        .paragraph("上述事实，主要有以下证据证明：现场笔录1份，证明检查时的现场情况；对法定代表人的询问笔录1份，证明进货和销售情况；销售单据12张，证明销售数量和金额。")
        .paragraph("本局于2026年1月8日向当事人送达行政处罚告知书，告知拟作出行政处罚的内容及事实、理由、依据，以及依法享有的陈述、申辩权利。当事人在规定期限内提出申辩，请求从轻处罚。经复核，当事人主动召回产品并及时改正，其意见予以采纳。")
        .paragraph("当事人的行为违反了有关标签管理的规定。鉴于其主动减轻违法行为危害后果，依照《中华人民共和国行政处罚法》第三十二条第一项的规定，参照本市行政处罚裁量基准，决定处罚如下：");
    paper.blocks.push(Block::List {
        numbered: true,
        items: strings(&["没收违法所得480元；", "罚款人民币5000元（大写：伍仟元整）。"]),
    });
    paper
        .paragraph("当事人应当自收到本决定书之日起15日内，持本决定书到指定银行或者通过电子支付系统缴纳罚没款。到期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额。")
        .paragraph("如不服本决定，可以自收到本决定书之日起60日内向云岭市人民政府申请行政复议，也可以自收到本决定书之日起6个月内依法向人民法院提起行政诉讼。");
    paper.signature = signature("云岭市市场监督管理局", 1, 23, true);
    paper.sign_lines = strings(&["当事人（签名或盖章）"]);
    paper.notes = strings(&["本文书一式三份：一份送达，一份归档，一份交承办机构。"]);
    paper
}

fn enforcement_traditional() -> Paper {
    let mut paper =
        Paper::new(Layout::Enforcement, Language::ZhHant, "雲嶺市市場監督管理局", "行政處罰告知書");
    paper.number = Some("雲市監罰告〔2026〕12號".into());
    paper.addressee = Some("雲嶺市清泉飲品有限公司".into());
    paper
        .paragraph("經查，你單位於2025年11月3日至11月18日期間，銷售標籤不符合規定的預包裝飲用水共計120箱。本局擬對你單位作出沒收違法所得480元、罰款人民幣5000元的行政處罰。")
        .paragraph("依照《中華人民共和國行政處罰法》第四十四條、第四十五條的規定，你單位有權進行陳述和申辯。自收到本告知書之日起5個工作日內未行使陳述、申辯權的，視為放棄此權利。");
    paper.particular("聯繫人", "李某某、王某某").particular("聯繫地址", "雲嶺市臨江區濱河路1號");
    paper.signature = signature("雲嶺市市場監督管理局", 1, 6, true);
    paper.sign_lines = strings(&["當事人（簽名或蓋章）", "送達人（簽名）"]);
    paper.watermark = Some(Watermark::Draft);
    paper
}

fn enforcement_english() -> Paper {
    let mut paper = Paper::new(
        Layout::Enforcement,
        Language::En,
        "Market Regulation Bureau of Yunling",
        "Administrative Penalty Decision",
    );
    paper.number = Some("云市监罚决〔2026〕12号".into());
    paper
        .particular("Party", "Yunling Qingquan Beverage Co., Ltd. (云岭市清泉饮品有限公司)")
        .particular("Credit code", "91000000MA0000000X")
        .particular("Address", "18-2 Riverside Road, Linjiang District, Yunling")
        .paragraph("The party sold 120 boxes of drinking water with labels that did not meet the requirements between 3 and 18 November 2025. The goods were worth 3,600 yuan; the illegal gains were 480 yuan.")
        .paragraph("In accordance with article 32 of the Administrative Penalty Law the bureau decides to confiscate the illegal gains of 480 yuan and to impose a fine of 5,000 yuan.");
    paper.signature = signature("Market Regulation Bureau of Yunling", 1, 23, true);
    paper.notes = strings(&["Translation for information. The Chinese paper is the effective one."]);
    paper
}

fn plain_simplified() -> Paper {
    let mut paper =
        Paper::new(Layout::Plain, Language::ZhHans, "云岭市市场监督管理局", "行政处罚案件立案审批表");
    paper.number = Some("云市监立〔2026〕31号".into());
    paper
        .particular("案由", "涉嫌销售标签不符合规定的预包装食品")
        .particular("案件来源", "日常监督检查")
        .particular("登记日期", "2025年11月20日")
        .particular("当事人", "云岭市清泉饮品有限公司")
        .particular("证照号码", "91000000MA0000000X")
        .particular("联系电话", "")
        .particular("住所", "云岭市临江区滨河路18号附2号")
        .particular("案情摘要", "2025年11月18日，执法人员在日常监督检查中发现，当事人经营场所内待售的预包装饮用水标签未标明生产日期。当事人的行为涉嫌违反有关标签管理的规定。\n依照《中华人民共和国行政处罚法》第五十四条的规定，建议立案调查。");
    paper.made_on = jiff::civil::Date::new(2025, 11, 20).ok();
    paper.sign_lines = strings(&["承办人意见", "承办机构意见", "负责人审批意见"]);
    paper
}

fn plain_traditional() -> Paper {
    let mut paper = Paper::new(Layout::Plain, Language::ZhHant, "雲嶺市司法局", "行政規範性文件備案登記簿");
    paper.made_on = jiff::civil::Date::new(2026, 4, 2).ok();
    paper.particular("登記年度", "2026年").particular("登記單位", "雲嶺市司法局");
    paper.blocks.push(table(
        "",
        &["序號", "文件名稱", "發文字號", "印發日期", "備案日期", "結果"],
        &[
            &[
                "1",
                "關於加強飲用水標籤監督管理的通知",
                "雲市監規〔2026〕1號",
                "3月2日",
                "3月10日",
                "準予備案",
            ],
            &["2", "雲嶺市城市道路臨時佔用管理辦法", "雲府規〔2026〕2號", "3月16日", "3月30日", "準予備案"],
            &[
                "12",
                "關於調整城市生活垃圾處理費徵收標準的通知",
                "雲城管規〔2026〕4號",
                "4月1日",
                "",
                "審查中",
            ],
        ],
    ));
    paper
}

fn plain_english() -> Paper {
    let mut paper = Paper::new(
        Layout::Plain,
        Language::En,
        "Justice Bureau of Yunling",
        "Quarterly Figures of Administrative Enforcement",
    );
    paper.made_on = jiff::civil::Date::new(2026, 4, 10).ok();
    paper.particular("Period", "First quarter of 2026").particular("Prepared on", "10 April 2026");
    paper.blocks.push(table(
        "Cases by department",
        &["Department", "Filed", "Decided", "On time", "Heard", "Reviewed", "Quashed", "Fines (yuan)"],
        &[
            &["Market regulation", "128", "117", "99.1%", "4", "117", "0", "1,204,500"],
            &["Urban management", "342", "331", "97.6%", "2", "298", "1", "386,200"],
            &["Water affairs", "9", "8", "100%", "0", "8", "0", "64,000"],
        ],
    ));
    paper.paragraph(
        "A case counts as decided on time when the decision was made within ninety days from filing.",
    );
    paper
}
