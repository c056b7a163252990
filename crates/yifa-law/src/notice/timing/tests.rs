use super::*;

fn deadline(text: &str) -> Option<Deadline> {
    find(text).deadline.map(|(_, deadline)| deadline)
}

fn by(year: PlanYear, end_of: CalendarStretch) -> Option<Deadline> {
    Some(Deadline::By { year, end_of })
}

#[test]
fn reads_times_counted_from_an_event() {
    let within = |number, unit, event: Option<&str>| {
        Some(Deadline::Within { number, unit, event: event.map(str::to_owned) })
    };
    for (text, expected) in [
        ("应在规范性文件公布后15日内报送", within(15, UnitKind::Day, Some("规范性文件公布后"))),
        ("自签订之日起二十个工作日内备案", within(20, UnitKind::WorkingDay, Some("签订之日起"))),
        ("在收到自查报告后20日内反馈", within(20, UnitKind::Day, Some("收到自查报告后"))),
        ("10日内办结", within(10, UnitKind::Day, None)),
        ("发文后三个月内评估", within(3, UnitKind::Month, Some("发文后"))),
        ("半年内完成评估", within(6, UnitKind::Month, None)),
        ("24小时内报告", within(24, UnitKind::Hour, None)),
    ] {
        assert_eq!(deadline(text), expected, "{text}");
    }
    let lead = |event: &str| Deadline::Lead { number: 7, unit: UnitKind::Day, event: Some(event.to_owned()) };
    assert_eq!(deadline("应当在听证会召开7日前公告"), Some(lead("听证会召开")));
}

#[test]
fn reads_times_of_the_calendar() {
    use CalendarStretch::*;
    for (text, expected) in [
        ("年底前完成", by(PlanYear::Plan, Year)),
        ("6月底前完成", by(PlanYear::Plan, Month(Some(6)))),
        ("六月底前完成", by(PlanYear::Plan, Month(Some(6)))),
        ("2025年底前完成", by(PlanYear::Given(2025), Year)),
        ("20**年底前完成", by(PlanYear::Masked, Year)),
        ("2025年6月底前", by(PlanYear::Given(2025), Month(Some(6)))),
        ("12月31日前报送", by(PlanYear::Plan, Day(12, 31))),
        ("次年1月31日前报送", by(PlanYear::Next, Day(1, 31))),
        ("第三季度前完成", by(PlanYear::Plan, Quarter(3))),
        ("上半年完成", by(PlanYear::Plan, HalfYear(1))),
        ("到2027年", by(PlanYear::Given(2027), Year)),
        ("于11月20日前", by(PlanYear::Plan, Day(11, 20))),
        ("3月份开展", by(PlanYear::Plan, Month(Some(3)))),
        ("年内完成", by(PlanYear::Plan, Year)),
        ("7月中旬前完成", by(PlanYear::Plan, Day(7, 20))),
        ("7月下旬召开", by(PlanYear::Plan, Month(Some(7)))),
        ("9月完成整改", by(PlanYear::Plan, Month(Some(9)))),
        ("2025年6月至9月开展整治", by(PlanYear::Given(2025), Month(Some(9)))),
        ("每月25日前报送", by(PlanYear::Plan, OfPeriod { month: None, day: 25 })),
        ("每季度首月10日前报送", by(PlanYear::Plan, OfPeriod { month: Some(1), day: 10 })),
        ("每季度末月20日前报送", by(PlanYear::Plan, OfPeriod { month: Some(3), day: 20 })),
        ("国庆节前完成整改", by(PlanYear::Plan, Day(9, 30))),
        ("明年五一假期前完成", by(PlanYear::Next, Day(4, 30))),
        ("明年元旦前完成", by(PlanYear::Plan, Day(12, 31))),
        ("2027年元旦之前完成", by(PlanYear::Given(2026), Day(12, 31))),
        ("国庆节前夕慰问", None),
        ("国庆前后开展检查", None),
    ] {
        assert_eq!(deadline(text), expected, "{text}");
    }
}

#[test]
fn reads_rhythms() {
    for (text, every, unit) in [
        ("每年至少召开两次", 1, PeriodUnit::Year),
        ("每两年清理一次", 2, PeriodUnit::Year),
        ("每季度通报", 1, PeriodUnit::Quarter),
        ("按季度报送", 1, PeriodUnit::Quarter),
        ("每半年", 1, PeriodUnit::HalfYear),
        ("每3个月", 3, PeriodUnit::Month),
        ("逐月调度", 1, PeriodUnit::Month),
    ] {
        assert_eq!(find(text).period.map(|(_, period)| period), Some(Period { every, unit }), "{text}");
    }
    let both = find("每年1月31日前报送");
    assert_eq!(both.period.map(|(span, _)| span), Some(0.."每年".len()));
    assert_eq!(both.deadline.map(|(_, d)| d), by(PlanYear::Plan, CalendarStretch::Day(1, 31)));
}

#[test]
fn times_side_by_side_are_all_read() {
    let all = |text: &str| {
        let found = find(text);
        let first = found.deadline.into_iter().map(|(_, deadline)| deadline);
        first.chain(found.more).map(|one| one.to_string()).collect::<Vec<_>>()
    };
    for (text, expected) in [
        ("分别于6月30日、12月20日前报送", ["当年6月30日前", "当年12月20日前"]),
        ("6月底和12月底前报送总结", ["当年6月底前", "当年12月底前"]),
        ("3月20日前、9月20日前分别报送", ["当年3月20日前", "当年9月20日前"]),
        ("7月、11月各组织一次", ["当年7月底前", "当年11月底前"]),
        ("每年6月、12月开展演练", ["当年6月底前", "当年12月底前"]),
        ("2025年底、2026年底前分别达到", ["2025年年底前", "2026年年底前"]),
        ("2025年6月底、12月底前", ["2025年6月底前", "2025年12月底前"]),
    ] {
        assert_eq!(all(text), expected, "{text}");
    }
    for text in ["5月、6月为宣传月", "6月1日至10日", "第3、4月份刊物"] {
        assert!(find(text).more.is_empty(), "{text}");
    }
}

#[test]
fn a_time_that_tells_which_things_are_meant_is_none() {
    for text in [
        "对2023年12月31日以前制定的规范性文件进行清理",
        "对2022年底前以县政府名义印发的文件开展评估",
        "根据2021年6月30日前的规定",
        "纳入2024年底前完成的整改事项",
    ] {
        assert_eq!(deadline(text), None, "{text}");
    }
    let october = by(PlanYear::Given(2024), CalendarStretch::Day(10, 31));
    assert_eq!(deadline("2023年12月31日以前制定的文件，2024年10月31日前完成清理"), october);
    assert_eq!(deadline("2024年10月31日前清理完2023年12月31日前制定的文件"), october);
    for text in
        ["6月底前对由市政府制定的文件进行清理", "6月底前完成新建的平台验收", "6月底前将修订的办法报备案"]
    {
        assert_eq!(deadline(text), by(PlanYear::Plan, CalendarStretch::Month(Some(6))), "{text}");
    }
}

#[test]
fn leaves_other_times_alone() {
    for text in [
        "2022年3月10日印发",
        "近年来",
        "三年行动",
        "自2025年1月1日起施行",
        "每名干部",
        "按照规定",
        "多年内",
        "一年来",
        "第十五日",
    ] {
        let found = find(text);
        assert!(found.deadline.is_none() && found.period.is_none(), "{text}: {found:?}");
    }
}
