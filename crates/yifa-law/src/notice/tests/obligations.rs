//! What invented notices ask for, in the styles of many offices.

use crate::fold::to_traditional;
use crate::notice::{
    ActorsFrom, CalendarStretch, Confidence, Deadline, FindingCode, Group, Obligation,
    ObligationKind as Kind, PeriodUnit, PlanYear, UnitKind, read,
};

/// All obligations of a clause that consists of the text given.
fn asked(text: &str) -> Vec<Obligation> {
    let notice = read(&format!("一、工作任务\n（一）{text}\n"), Some(2026));
    notice.items.into_iter().flat_map(|item| item.obligations).collect()
}

/// Kind and figure: `minimum 7.. 天`.
fn shown(obligation: &Obligation) -> String {
    let figure = obligation.quantity.as_ref().map_or_else(String::new, |quantity| {
        let end =
            |end: Option<crate::notice::Decimal>| end.map_or_else(String::new, |number| number.to_string());
        format!(" {}..{} {}", end(quantity.interval.min), end(quantity.interval.max), quantity.unit)
    });
    format!("{}{figure}", obligation.kind.as_str())
}

fn all(text: &str) -> Vec<String> {
    asked(text).iter().map(shown).collect()
}

fn one(text: &str) -> Obligation {
    let mut found = asked(text);
    assert_eq!(found.len(), 1, "{text}: {found:#?}");
    found.remove(0)
}

#[test]
fn figures_in_many_writings() {
    for (text, expected) in [
        ("开展培训。各部门每年组织培训不少于3次。", "minimum 3.. 次"),
        ("强化培训。执法人员每年参加培训时间不少于十天。", "minimum 10.. 天"),
        ("强化培训。行政执法人员每人每年接受培训不低于60学时。", "minimum 60.. 学时"),
        ("加强领导。领导小组每年至少召开三次会议。", "minimum 3.. 次"),
        ("开展创建。各县区选择三至五个乡镇作为示范点。", "count range 3..5 个"),
        ("开展创建。确定2~4个街道为示范单位。", "count range 2..4 个"),
        ("立法工作。拟制定政府规章七件。", "count 7..7 件"),
        ("立法工作。拟提请审议地方性法规草案５件。", "count 5..5 件"),
        ("优化服务。办理时限压缩10%以上。", "rate 10.. %"),
        ("案卷评查。优秀案卷比例达到百分之九十五以上。", "rate 95.. %"),
        ("减轻负担。检查频次不超过2次。", "maximum ..2 次"),
        ("普法宣传。举办法治讲座12场。", "count 12..12 场"),
        ("经费保障。安排专项经费50万元。", "count 500000..500000 元"),
    ] {
        assert_eq!(all(text), [expected], "{text}");
        assert_eq!(all(&to_traditional(text)), [expected], "{text} in Traditional characters");
    }
}

#[test]
fn a_share_needs_no_verb() {
    for (text, expected) in [
        ("强化复议。行政复议案件按期办结率100%。", "rate 100..100 %"),
        ("公开信息。行政处罚案件公示率均为100％。", "rate 100..100 %"),
        ("强化审查。合法性审查覆盖率达到百分之百。", "rate 100.. %"),
    ] {
        assert_eq!(all(text), [expected], "{text}");
    }
    for text in [
        "总体情况。去年行政复议按期办结率100%。",
        "严格兑现。按照办结率100%的要求推进工作。",
        "名词解释。“四率”是指审核率100%等指标。",
    ] {
        assert_eq!(all(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn shares_named_together_are_asked_one_by_one() {
    let what = |text: &str| {
        let each = |one: &Obligation| format!("{} {}", one.what, shown(one));
        asked(text).iter().map(each).collect::<Vec<_>>()
    };
    assert_eq!(
        what("文件管理。规范性文件合法性审核率、备案率和备查率均达100%，报备及时率不低于98%。"),
        [
            "规范性文件合法性审核率 rate 100.. %",
            "备案率 rate 100.. %",
            "备查率 rate 100.. %",
            "报备及时率不低于98% rate 98.. %"
        ]
    );
    assert_eq!(
        what("文件管理。审核率、备案率分别达到100%、95%以上。"),
        ["审核率 rate 100.. %", "备案率 rate 95.. %"]
    );
    let found = asked("化解争议。力争行政复议纠错率、行政诉讼败诉率均低于3%。");
    let measures: Vec<_> = found.iter().map(|one| one.measure.as_ref().map(|p| p.measure)).collect();
    assert_eq!(found[0].what, "行政复议纠错率");
    assert_eq!(measures, [None, Some("litigation-loss-rate")]);
    // One share whose name has a joint.
    assert_eq!(what("化解争议。调解和解率达到30%以上。"), ["调解和解率达到30%以上 rate 30.. %"]);
}

#[test]
fn a_time_that_stands_alone_is_that_of_what_follows() {
    let done = one("集中公开。年底前，各级政府及其部门要完成规章和规范性文件的集中公开，并动态更新。");
    assert_eq!(done.who.names, ["各级政府及其部门"]);
    assert_eq!(done.deadline, Some(Deadline::By { year: PlanYear::Plan, end_of: CalendarStretch::Year }));
    assert_eq!(all("发展目标。到2030年，数字化水平显著提升。"), Vec::<String>::new());
    let list = one("清理文件。开展规范性文件清理，10月底前公布继续有效、废止、失效文件目录。");
    assert_eq!(list.measure.map(|proposal| proposal.measure), Some("catalogues-published"));
}

#[test]
fn a_note_sets_the_time_of_its_item() {
    let text = "一、任务\n（一）规范性文件清理。对现行文件进行全面梳理。\n责任单位：市司法局\n完成时限：10月31日\n（二）公布目录。编制决策事项目录；3月底前公布执法事项清单。（责任单位：市司法局；完成时限：6月底前）\n（三）常态工作。畅通渠道。\n完成时限：长期坚持\n";
    let notice = read(text, Some(2026));
    let day =
        |month, day| Some(Deadline::By { year: PlanYear::Plan, end_of: CalendarStretch::Day(month, day) });
    let month =
        |month| Some(Deadline::By { year: PlanYear::Plan, end_of: CalendarStretch::Month(Some(month)) });
    let of = |item: usize| notice.items[item].obligations.iter().map(|one| one.deadline.clone());
    // What has a time is a task, whatever its words; a time of its own goes before that of the note.
    assert_eq!(of(1).collect::<Vec<_>>(), [day(10, 31)]);
    assert_eq!(notice.items[1].obligations[0].what, "规范性文件清理");
    assert_eq!(notice.items[1].obligations[0].who.names, ["市司法局"]);
    assert_eq!(of(2).collect::<Vec<_>>(), [month(6), month(3)]);
    assert_eq!(of(3).count(), 0);
    assert!(notice.items.iter().all(|item| item.responsible.iter().all(|one| !one.name.contains('月'))));
}

#[test]
fn several_figures_in_a_row_stay_apart() {
    let found = asked("培育主体。年底前，培育示范单位5家以上、示范个人10名，合格率不低于90%。");
    let shown: Vec<String> = found.iter().map(shown).collect();
    assert_eq!(shown, ["minimum 5.. 家", "count 10..10 名", "rate 90.. %"]);
    let year_end = Some(Deadline::By { year: PlanYear::Plan, end_of: CalendarStretch::Year });
    assert!(found.iter().all(|obligation| obligation.deadline == year_end));
    assert_eq!((found[0].what.as_str(), found[1].what.as_str()), ("培育示范单位5家以上", "示范个人10名"));
}

#[test]
fn deadlines_with_their_events() {
    let filing = one("备案制度。各镇政府应当自文件印发之日起10个工作日内报送县司法局备案。");
    assert_eq!(filing.kind, Kind::Deadline);
    assert_eq!(
        filing.deadline,
        Some(Deadline::Within {
            number: 10,
            unit: UnitKind::WorkingDay,
            event: Some("文件印发之日起".to_owned())
        })
    );
    assert_eq!(filing.who.names, ["各镇政府"]);
    assert!(filing.each);
    let carried = one("备案制度。规范性文件公布后，15日内报送备案。");
    assert!(
        matches!(&carried.deadline, Some(Deadline::Within { event: Some(event), .. }) if event == "规范性文件公布后")
    );
    assert_eq!(carried.measure.map(|m| m.measure), Some("filing-within-15-days"));
    let by = |text: &str| one(text).deadline.unwrap();
    assert_eq!(
        by("清单管理。6月底前编制完成权力清单。"),
        Deadline::By { year: PlanYear::Plan, end_of: CalendarStretch::Month(Some(6)) }
    );
    assert_eq!(
        by("年度报告。各部门于次年1月31日前报送工作总结。"),
        Deadline::By { year: PlanYear::Next, end_of: CalendarStretch::Day(1, 31) }
    );
    assert_eq!(
        by("清理文件。20**年底前完成清理工作。"),
        Deadline::By { year: PlanYear::Masked, end_of: CalendarStretch::Year }
    );
}

#[test]
fn an_event_keeps_its_own_writing() {
    let filing = one("備案制度。各部門應在《辦法》公布後15日內報送備案。");
    assert!(
        matches!(&filing.deadline, Some(Deadline::Within { event: Some(event), .. }) if event == "《辦法》公布後")
    );
}

#[test]
fn rhythms() {
    let quarterly = one("督查通报。市司法局每季度通报一次执法情况。");
    assert_eq!((quarterly.kind, quarterly.rhythm.unwrap().period.unit), (Kind::Rhythm, PeriodUnit::Quarter));
    let twice = one("清理文件。市政府每两年组织一次专项督查。");
    assert_eq!((twice.kind, twice.rhythm.unwrap().period.every), (Kind::Inspection, 2));
    let report = one("报告制度。各县政府每半年向市政府报告工作情况。");
    assert_eq!((report.kind, report.rhythm.unwrap().period.unit), (Kind::Report, PeriodUnit::HalfYear));
}

#[test]
fn a_second_account_takes_the_rhythm_of_the_first() {
    let found =
        asked("报告制度。各县政府每年向市政府报告依法行政情况。市政府各部门要向市政府报告本部门情况。");
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].rhythm, found[1].rhythm);
    assert_eq!(found[1].who.groups, [Group::Departments]);
    assert!(found[1].confidence < found[0].confidence);
}

#[test]
fn rules_bind_without_a_figure() {
    for text in [
        "听证制度。凡涉及群众切身利益的决策事项，都应当举行听证。",
        "公布制度。未经公布的文件，不得作为执法依据。",
        "持证上岗。执法人员必须持证上岗。",
        "备案制度。对使用其他证件的，应及时报本级政府法制部门备案。",
    ] {
        assert_eq!(all(text), ["rule"], "{text}");
    }
    assert_eq!(one("公布制度。未经公布的文件，不得作为执法依据。").who.from, ActorsFrom::Everyone);
    assert_eq!(
        one("备案制度。对使用其他证件的，应及时报本级政府法制部门备案。").who.groups,
        [Group::Departments]
    );
}

#[test]
fn deliverables_and_checks() {
    let chart = one("公开权力。编制完成部门权力运行流程图，规范运行。");
    assert_eq!((chart.kind, chart.who.from), (Kind::Deliverable, ActorsFrom::Object));
    assert_eq!(chart.measure.map(|m| m.measure), Some("flow-chart-coverage"));
    assert_eq!(all("清理文件。向社会公布保留、修改、废止和失效的文件目录。"), ["deliverable 4..4 项"]);
    assert_eq!(all("学法制度。各县政府要建立会前学法制度和法治讲座制度。"), ["deliverable 2..2 项"]);
    assert_eq!(
        all("指标体系。按照纲要8个方面的要求，制定并实施《甲市指标体系》。"),
        ["deliverable 8..8 方面"]
    );
    let check = one("合同管理。对各镇合同履行情况开展专项检查。");
    assert_eq!((check.kind, check.who.groups), (Kind::Inspection, vec![Group::Townships]).clone());
    assert_eq!(one("协调工作。探索建立执法协调制度。").confidence, Confidence::Low);
}

#[test]
fn notes_name_those_who_have_to_act() {
    let text = "一、任务\n（一）编制清单。6月底前公布决策事项目录。\n责任单位：市司法局、各县（区）政府\n";
    let obligation = &read(text, None).items[1].obligations[0];
    assert_eq!(obligation.who.names, ["市司法局", "各县（区）政府"]);
    assert_eq!(obligation.who.from, ActorsFrom::Note);
    assert_eq!(obligation.who.groups, [Group::Counties, Group::LegalOffice]);
    let above = "一、任务（牵头单位：市司法局）\n（一）编制权力清单\n";
    assert_eq!(read(above, None).items[1].obligations[0].who.names, ["市司法局"]);
}

#[test]
fn each_part_of_a_sentence_has_its_own_subject() {
    let who = |text: &str| asked(text).into_iter().map(|one| one.who.names.join("+")).collect::<Vec<_>>();
    for (text, expected) in [
        ("报送情况。各乡镇于11月底前报送自查报告；县司法局12月31日前通报结果。", ["各乡镇", "县司法局"]),
        ("保障经费。市水务局于9月底前完成改造，市财政局10月底前安排经费50万元。", ["市水务局", "市财政局"]),
        ("整改问题。要求各县区11月底前完成整改，市司法局年底前完成复查。", ["各县区", "市司法局"]),
        ("制定办法。市司法局会同市财政局6月底前制定管理办法，报市政府备案。", ["市司法局+市财政局", ""]),
    ] {
        let expected = expected.iter().filter(|names| !names.is_empty()).collect::<Vec<_>>();
        assert_eq!(who(text).iter().collect::<Vec<_>>(), expected, "{text}");
    }
    let asked = one("整改问题。要求各县区11月底前完成整改。");
    assert_eq!(asked.what, "11月底前完成整改");
    let asked = one("报送总结。请各单位于11月30日前将总结报市司法局（联系人：王某，电话：123）。");
    assert_eq!(
        (asked.what.as_str(), asked.who.names.join("+").as_str()),
        ("于11月30日前将总结报市司法局", "各单位")
    );
    assert_eq!(
        one("清理文件。11月30日前完成清理、评估、公布三项工作。").what,
        "11月30日前完成清理、评估、公布三项工作"
    );
    assert!(one("减轻负担。入企检查频次同一企业每年不超过2次。").who.names.is_empty());
}

#[test]
fn a_note_behind_the_clause_is_none_of_its_words() {
    for text in [
        "编制目录。责任单位：市司法局；完成时限：2025年10月底。",
        "编制目录（市司法局，2025年10月底前完成）。",
        "编制目录。（责任领导：张某某，责任单位：市司法局，完成时间：2025年10月底）",
        "编制目录。\n【责任单位】市司法局\n【完成时限】2025年10月底",
        "●编制目录\n[责任单位] 市司法局 [完成时限] 2025年10月底",
    ] {
        let asked = one(text);
        assert_eq!(
            (asked.what.as_str(), asked.who.names.as_slice()),
            ("编制目录", &["市司法局".to_owned()][..])
        );
        assert_eq!(asked.deadline.map(|by| by.to_string()).as_deref(), Some("2025年10月底前"), "{text}");
    }
    assert_eq!(one("组织活动。\n【工作举措】举办讲座2场。").what, "举办讲座2场");
}

#[test]
fn each_of_several_tasks_has_its_own_note() {
    let expected = ["编制目录 市司法局 当年6月底前", "组织案卷评查 市市场监管局 当年9月底前"];
    for text in [
        "重点任务\n任务1：编制目录。\n责任单位：市司法局\n完成时限：6月底前\n任务2：组织案卷评查。\n责任单位：市市场监管局\n完成时限：9月底前",
        "重点任务\n●编制目录。\n【责任单位】市司法局\n【完成时限】6月底\n●组织案卷评查。\n【责任单位】市市场监管局\n【完成时限】9月底",
        "重点任务。编制目录（市司法局，6月底前）；组织案卷评查（市市场监管局，9月底前）。",
        "重点任务。编制目录。责任单位：市司法局；完成时限：6月底前\n组织案卷评查。责任单位：市市场监管局；完成时限：9月底前",
    ] {
        let each =
            |one: Obligation| format!("{} {} {}", one.what, one.who.names.join("+"), one.deadline.unwrap());
        assert_eq!(asked(text).into_iter().map(each).collect::<Vec<_>>(), expected, "{text}");
    }
    // Bodies here and the time there are one note.
    let asked = asked("组织案卷评查。\n责任单位：市司法局\n举办讲座2场。\n完成时限：9月底前");
    assert!(asked.iter().all(|one| one.who.names == ["市司法局"] && one.deadline.is_some()), "{asked:#?}");
    assert_eq!(asked.len(), 2);
}

#[test]
fn a_line_may_break_inside_a_sentence() {
    let asked = asked(
        "案卷评查。优秀率不低\n于30%。\n评估报告于10月\n底前报县司法局。\n各部门党组\n每季度集中学法1次。",
    );
    let shown: Vec<String> = asked.iter().map(shown).collect();
    assert_eq!(shown, ["rate 30.. %", "deadline", "rhythm 1..1 次"]);
    assert_eq!(asked[0].what, "优秀率不低于30%");
    assert_eq!(asked[2].who.names, ["各部门党组"]);
    let end_of_october = Deadline::By { year: PlanYear::Plan, end_of: CalendarStretch::Month(Some(10)) };
    assert_eq!(asked[1].deadline, Some(end_of_october));
}

#[test]
fn a_measure_that_counts_days_counts_those_of_the_text() {
    let measure = |text: &str| one(text).measure.map(|proposal| proposal.measure);
    for (text, expected) in [
        ("行政处罚决定自作出之日起7个工作日内公示。", Some("publication-7wd-rate")),
        ("行政许可决定作出后7个工作日内公开。", Some("publication-7wd-rate")),
        ("行政许可决定作出后20日内公示。", None),
        ("处罚决定应当自立案之日起90日内作出。", Some("penalty-90d-rate")),
        ("处罚决定应当自立案之日起60日内作出。", None),
        ("规范性文件公布后15日内报送备案。", Some("filing-within-15-days")),
    ] {
        assert_eq!(measure(text), expected, "{text}");
    }
}

#[test]
fn figures_that_ask_for_nothing() {
    for text in [
        "贯彻落实。深入贯彻《五年规划（2021-2025年）》和《关于3项制度的意见》（甲府发〔2020〕12号）。",
        "总体情况。过去一年，建成平台5个，培训执法人员300人次。",
        "指导原则。坚持“两个维护”，落实四个全面。",
        "热线建设。发挥12345热线和5G网络作用。",
        "按期推进。根据2021年3月5日会议精神和第3次常务会议部署推进工作。",
        "服务企业。按照85项标准规范办理流程。",
        "名词解释。“两重”是指两类项目共30个。",
        "统一思想。进一步提高认识，一体推进各项工作。",
        "协调机制。各有关部门要各司其职，加强配合。",
    ] {
        assert_eq!(all(text), Vec::<String>::new(), "{text}");
    }
    let review = "一、2025年工作回顾\n（一）成绩。建成平台5个。\n二、2026年任务\n（一）建设。建成平台6个。\n";
    let found: Vec<String> =
        read(review, None).items.iter().flat_map(|i| &i.obligations).map(shown).collect();
    assert_eq!(found, ["count 6..6 个"]);
}

#[test]
fn a_reversed_range_is_read_and_told() {
    let notice = read("一、创建\n（一）确定5-3个乡镇为示范点。\n", None);
    assert_eq!(shown(&notice.items[1].obligations[0]), "count range 3..5 个");
    assert!(
        notice
            .findings
            .iter()
            .any(|f| f.code == FindingCode::ReversedRange && f.value("written") == Some("5-3个"))
    );
}

#[test]
fn a_whole_notice_in_another_order_and_with_other_figures() {
    let text = "丁市2027年法治政府建设工作安排
为做好今年工作，安排如下：
第一条 健全监督。一是严格备案制度，各县(区)政府、市政府各部门应在规范性文件公布后20日内报送市司法局备案。二是对各县(区)政府落实复议机构、人员和经费情况开展专项督查。
第二条 强化培训。执法人员每年参加法律知识培训时间不得少于10天。
第三条 推进立法。拟提请市人大常委会审议地方性法规草案4件，拟制定政府规章9件，拟加强调研论证项目28件。
第四条 示范创建。确定3至4个县(区)为依法行政示范点，各县(区)政府要选择2-3个乡镇作为依法行政示范单位。
第五条 加强领导。县(区)政府依法行政工作领导小组每年至少召开3次工作会。
";
    let notice = read(text, Some(2027));
    let found: Vec<(String, String)> = notice
        .items
        .iter()
        .flat_map(|item| item.obligations.iter().map(|o| (item.path.clone(), shown(o))))
        .collect();
    let expected = [
        ("第一条.一", "deadline"),
        ("第一条.二", "inspection"),
        ("第二条", "minimum 10.. 天"),
        ("第三条", "count 4..4 件"),
        ("第三条", "count 9..9 件"),
        ("第三条", "count 28..28 件"),
        ("第四条", "count range 3..4 个"),
        ("第四条", "count range 2..3 个"),
        ("第五条", "minimum 3.. 次"),
    ];
    assert_eq!(found, expected.map(|(path, shown)| (path.to_owned(), shown.to_owned())));
    let measures: Vec<&str> = notice
        .items
        .iter()
        .flat_map(|i| &i.obligations)
        .map(|o| o.measure.as_ref().map_or("", |m| m.measure))
        .collect();
    assert_eq!(
        measures,
        [
            "filing-within-15-days",
            "reconsideration-capacity-inspected",
            "officer-training-seven-days",
            "local-regulations-submitted",
            "rules-made",
            "research-projects",
            "demo-sites-city",
            "demo-units-by-district",
            "leading-group-meetings",
        ]
    );
}

#[test]
fn obligations_point_to_their_words() {
    let text = "一、任務\n（一）加強領導。\u{200B}各區（市）縣政府每年至少召開兩次工作會。\n";
    let obligation = &read(text, None).items[1].obligations[0];
    assert_eq!(&text[obligation.span.clone()], "各區（市）縣政府每年至少召開兩次工作會");
    assert_eq!(obligation.who.names, ["各區（市）縣政府"]);
}

#[test]
fn a_plan_of_a_district_with_running_numbers() {
    let text = "甲区2025年法治政府建设工作要点
一、强化领导
1.区政府常务会议每季度至少专题学法1次，全年不少于4次。（责任单位：区政府办公室）
2.各镇（街道）每年年底前述职述法，12月20日前将年度工作报告报送区司法局。
二、规范决策
3.召开法治政府建设领导小组会议2次。
4.3月31日前公布重大行政决策事项目录。
5.公开征求意见的期限不得少于30日。
三、化解纠纷
6.行政机关负责人出庭应诉率不低于95%，败诉率控制在10%以内。
7.收到司法建议书后，应在2个月内书面回复。
8.对工作不力的，一律通报批评。
";
    let notice = read(text, Some(2026));
    let found: Vec<String> = notice
        .items
        .iter()
        .flat_map(|item| item.obligations.iter().map(|o| format!("{} {}", item.path, shown(o))))
        .collect();
    assert_eq!(
        found,
        [
            "一.1 minimum 1.. 次",
            "一.1 minimum 4.. 次",
            "一.2 deadline",
            "一.2 report",
            "二.3 count 2..2 次",
            "二.4 deliverable",
            "二.5 minimum 30.. 日",
            "三.6 rate 95.. %",
            "三.6 rate ..10 %",
            "三.7 deadline",
            "三.8 rule",
        ]
    );
    assert_eq!(notice.items[2].obligations[1].who.groups, [Group::Townships]);
    assert!(!notice.findings.iter().any(|f| f.code == FindingCode::NumberSkipped));
}

#[test]
fn conditions_in_a_list_are_no_tasks() {
    let text = "第一条 有下列情形之一的，考核等次不得评定为优秀：
（一）发生重大违法案件的；
（二）报备率低于100%的；
（三）执法人员参加培训不足40学时的。
第二条 优秀比例不超过20%。
";
    let found: Vec<String> = read(text, None).items.iter().flat_map(|i| &i.obligations).map(shown).collect();
    assert_eq!(found, ["rule", "rate ..20 %"]);
}

#[test]
fn a_date_of_things_is_no_deadline() {
    for text in [
        "清理文件。对2023年12月31日以前制定的规范性文件进行清理。",
        "停止事项。根据2021年6月30日前的规定，今年不再开展检查。",
        "整改情况。纳入2024年底前完成的整改事项已全部办结。",
    ] {
        assert!(asked(text).iter().all(|one| one.deadline.is_none()), "{text}");
    }
    let cleared = one("清理文件。对2023年12月31日以前制定的规范性文件，于2024年10月31日前完成清理。");
    let october = CalendarStretch::Day(10, 31);
    assert_eq!(cleared.deadline, Some(Deadline::By { year: PlanYear::Given(2024), end_of: october }));
}

#[test]
fn an_account_of_the_last_year_is_a_task() {
    let found = asked("报告制度。各部门每年1月15日前报送上年度总结，7月15日前报送半年总结。");
    let days: Vec<_> = found.iter().map(|one| one.deadline.as_ref().map(ToString::to_string)).collect();
    assert_eq!(days, [Some("当年1月15日前".to_owned()), Some("当年7月15日前".to_owned())]);
    assert!(found.iter().all(|one| one.kind == Kind::Report && one.rhythm.is_some()));
    assert_eq!(all("报告制度。1月底前将上年度工作总结报送县司法局。"), ["report"]);
    assert_eq!(all("总体情况。较上年新增平台5个。"), Vec::<String>::new());
}

#[test]
fn what_a_year_brought_is_no_task() {
    for text in [
        "工作情况。2024年，全市共办理行政复议案件523件，同比增长12%。",
        "工作情况。2024年，全县共受理申请80件。",
    ] {
        assert_eq!(all(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(all("化解争议。2026年，信访总量同比下降10%以上。"), ["rate 10.. %"]);
}

#[test]
fn a_goal_with_an_end_is_a_time() {
    let done = one("历史问题。到2025年底前，集中力量解决历史遗留问题。");
    assert_eq!(done.deadline.map(|by| by.to_string()).as_deref(), Some("2025年年底前"));
}

#[test]
fn more_writings_of_figures() {
    for (text, expected) in [
        ("扩大参与。群众参与面超过三成。", vec!["rate 30.. %"]),
        ("扩大参与。办结率、回访率分别不低于八成、九成。", vec!["rate 80.. %", "rate 90.. %"]),
        ("扩大参与。群众满意度达到90分以上。", vec!["minimum 90.. 分"]),
        ("扩大示范。示范企业扩大到3000家。", vec!["count 3000..3000 家"]),
        ("提高质量。群众满意率≥95%，超期率＜1%。", vec!["rate 95.. %", "rate ..1 %"]),
        ("抽检食品。全年抽检食品1,200批次。", vec!["count 1200..1200 批次"]),
        ("调解纠纷。调解成功率达到96%，其中人民调解98%。", vec!["rate 96.. %", "rate 98..98 %"]),
        ("立法工作。制定立法项目8件，其中地方性法规3件。", vec!["count 8..8 件", "count 3..3 件"]),
        ("网上办理。网办率由80%提高到95%。", vec!["rate 95..95 %"]),
        ("三项指标。审核率、备案率、备查率分别达到100%、95%。", vec!["rate 100.. %", "rate 95.. %"]),
    ] {
        assert_eq!(all(text), expected, "{text}");
    }
    assert_eq!(all("总体情况。去年制定立法项目8件，其中地方性法规3件。"), Vec::<String>::new());
}

#[test]
fn what_is_due_at_several_times_is_due_at_each() {
    let due = |text: &str| {
        let each = |one: &Obligation| format!("{} {}", shown(one), one.deadline.as_ref().unwrap());
        asked(text).iter().map(each).collect::<Vec<_>>()
    };
    assert_eq!(
        due("报送总结。各单位分别于6月30日、12月20日前报送工作总结。"),
        ["report 当年6月30日前", "report 当年12月20日前"]
    );
    assert_eq!(
        due("应急演练。7月、11月各组织一次应急演练。"),
        ["deadline 当年7月底前", "deadline 当年11月底前"]
    );
    assert_eq!(
        due("推进改造。6月底、12月底前分别完成50%、100%。"),
        ["rate 50..50 % 当年6月底前", "rate 100..100 % 当年12月底前"]
    );
}

#[test]
fn a_goal_governs_the_points_below_it() {
    let text =
        "一、目标\n到2027年，水平显著提升。\n——创新。培育50家企业。\n—— 开放。建设3个平台。\n建设2个园区。\n";
    let due = |text: &str| -> Vec<bool> {
        let notice = read(text, Some(2026));
        notice.items[0].obligations.iter().map(|one| one.deadline.is_some()).collect()
    };
    assert_eq!(due(text), [true, true, false]);
    assert_eq!(due("一、目标\n2027年前，实现领先。培育50家企业。\n建设2个园区。\n"), [true, true, false]);
}

#[test]
fn a_goal_governs_its_paragraph() {
    let text = "一、目标\n到2027年，投入强度达到2.8%；形成200项成果。培育50家企业。今年，新建3个平台。\n建设2个园区。\n";
    let notice = read(text, Some(2026));
    let due: Vec<_> = notice.items[0].obligations.iter().map(|one| one.deadline.is_some()).collect();
    assert_eq!(due, [true, true, true, false, false]);
}

#[test]
fn dated_ends_are_tasks() {
    for (text, due) in [
        ("清欠工作。2025年底前，拖欠账款全部清零。", "2025年年底前"),
        ("下放权力。12月底前全部下放到位。", "当年12月底前"),
        ("执法装备。6月底前执法装备全部配齐。", "当年6月底前"),
        ("整改问题。9月完成整改。", "当年9月底前"),
        ("专项整治。2025年6月至9月开展专项整治。", "2025年9月底前"),
        ("后续评估。半年内完成评估。", "6个月内"),
        ("报送信息。各单位每月25日前报送信息。", "25日前"),
    ] {
        let found = one(text);
        assert_eq!(found.deadline.map(|by| by.to_string()).as_deref(), Some(due), "{text}");
    }
}

#[test]
fn a_counted_time_that_stands_alone_is_that_of_what_follows() {
    let done = one("开展清查。自本通知印发之日起3个月内，各县政府完成清查。");
    assert_eq!(done.who.names, ["各县政府"]);
    assert_eq!(done.deadline.map(|by| by.to_string()).as_deref(), Some("本通知印发之日起3个月内"));
}

#[test]
fn a_paragraph_without_stops_is_read_in_bearable_time() {
    let figures = asked(&format!("建设平台。{}", "建设5个平台、".repeat(1_000)));
    assert_eq!(figures.len(), 1_000);
    let years = asked(&"2025年各部门".repeat(2_000));
    assert!(years.len() < 2_000);
}
