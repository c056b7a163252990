use super::*;

fn read(line: &str) -> Vec<Vec<(&str, Role)>> {
    let all = notes(line, 0).into_iter().map(|note| note.bodies);
    all.map(|bodies| bodies.into_iter().map(|(span, role)| (&line[span], role)).collect()).collect()
}

#[test]
fn reads_labels_on_a_line_and_in_brackets() {
    use Role::*;
    assert_eq!(
        read("责任单位：市法制办、各区（市）县政府"),
        [[("市法制办", Responsible), ("各区（市）县政府", Responsible)]]
    );
    assert_eq!(read("建立制度。（责任单位:市司法局）"), [[("市司法局", Responsible)]]);
    assert_eq!(
        read("牵头单位：市司法局；配合单位：市发展和改革委、市财政局。"),
        [[("市司法局", Lead), ("市发展和改革委", Support), ("市财政局", Support)]]
    );
}

#[test]
fn reads_verbs() {
    use Role::*;
    assert_eq!(
        read("实现互通（省大数据局、省公安厅牵头，各有关部门、各市政府配合）。甲（省财政厅负责）。"),
        vec![
            vec![("省大数据局", Lead), ("省公安厅", Lead), ("各有关部门", Support), ("各市政府", Support)],
            vec![("省财政厅", Responsible)],
        ]
    );
    assert_eq!(
        read("（民政部、公安部等相关部门及各地区按职责分工负责）"),
        [[
            ("民政部", Responsible),
            ("公安部", Responsible),
            ("相关部门", Responsible),
            ("各地区", Responsible)
        ]]
    );
}

#[test]
fn a_note_may_say_by_when() {
    use super::super::timing::{CalendarStretch, PlanYear};
    let by = |month| Deadline::By { year: PlanYear::Plan, end_of: CalendarStretch::Month(Some(month)) };
    for line in [
        "责任单位：市司法局；完成时限：6月底前",
        "责任单位：市司法局 完成时间：6月底",
        "（责任单位：市司法局，6月底前完成）",
        "（市司法局负责，6月底前完成）",
    ] {
        let found = notes(line, 0);
        assert_eq!(found.len(), 1, "{line}");
        assert_eq!(found[0].due.deadline, Some(by(6)), "{line}");
        assert_eq!(read(line), [[("市司法局", Role::Responsible)]], "{line}");
    }
    let alone = notes("完成时限：2026年10月31日", 0);
    let day = Deadline::By { year: PlanYear::Given(2026), end_of: CalendarStretch::Day(10, 31) };
    assert_eq!((alone[0].due.deadline.clone(), alone[0].says_role), (Some(day), false));
    let always = notes("完成时限：长期坚持", 0);
    assert!(always[0].bodies.is_empty() && !always[0].due.is_set());
    assert!(notes("时间要求严", 0).is_empty());
}

fn due(line: &str) -> Vec<String> {
    let all = notes(line, 0).into_iter().filter_map(|note| note.due.deadline);
    all.map(|deadline| deadline.to_string()).collect()
}

#[test]
fn a_note_may_follow_in_the_same_line() {
    use Role::*;
    for (line, bodies, times) in [
        (
            "编制目录。责任单位：市司法局；完成时限：2025年10月底。",
            vec![("市司法局", Responsible)],
            vec!["2025年10月底前"],
        ),
        ("编制目录。责任处室：法规处，10月底前完成。", vec![("法规处", Responsible)], vec!["当年10月底前"]),
        (
            "编制目录。牵头单位：市司法局，配合单位：市财政局",
            vec![("市司法局", Lead), ("市财政局", Support)],
            vec![],
        ),
        (
            "编制目录。责任单位：市司法局。完成时限为6月30日",
            vec![("市司法局", Responsible)],
            vec!["当年6月30日前"],
        ),
        (
            "编制目录，整改责任单位：市司法局 时间：3月至11月",
            vec![("市司法局", Responsible)],
            vec!["当年11月底前"],
        ),
        (
            "编制目录（试行）。责任单位：市公安局（牵头）、市司法局。",
            vec![("市公安局", Lead), ("市司法局", Responsible)],
            vec![],
        ),
    ] {
        let found: Vec<_> = read(line).into_iter().flatten().collect();
        assert_eq!(found, bodies, "{line}");
        assert_eq!(due(line), times, "{line}");
    }
    // A note ends with its sentence.
    let line = "责任单位：市司法局。各部门要加强配合。";
    let found = notes(line, 0);
    assert_eq!(&line[found[0].span.clone()], "责任单位：市司法局。");
    for line in [
        "明确责任单位：由各地确定",
        "压实责任，完成时间紧",
        "责任单位为市司法局的，从其规定",
        "联系单位：市司法局",
    ] {
        assert!(notes(line, 0).is_empty(), "{line}");
    }
}

#[test]
fn labels_may_stand_in_brackets_of_their_own() {
    use Role::*;
    for line in [
        "【责任单位】市司法局【完成时限】10月底",
        "[责任单位] 市司法局 [完成时限] 10月底",
        "编制目录。【责任单位】市司法局；【完成时限】：10月底前",
    ] {
        assert_eq!(read(line).concat(), [("市司法局", Responsible)], "{line}");
        assert_eq!(due(line), ["当年10月底前"], "{line}");
    }
    assert_eq!(read("【牵头单位】市司法局、市财政局"), [[("市司法局", Lead), ("市财政局", Lead)]]);
    assert!(notes("【工作举措】开展评查", 0).is_empty());
}

#[test]
fn brackets_may_name_bodies_and_time_without_a_label() {
    use Role::*;
    for line in [
        "甲。（市司法局，10月底前）",
        "甲。（市司法局；10月底前完成）",
        "甲[市司法局，10月底前]",
        "甲（市司法局，10月底前），乙",
    ] {
        assert_eq!(read(line), [[("市司法局", Responsible)]], "{line}");
        assert_eq!(due(line), ["当年10月底前"], "{line}");
    }
    assert_eq!(read("甲（市司法局；长期坚持）。乙"), [[("市司法局", Responsible)]]);
    let line = "甲。（责任领导：张某某，责任单位：市司法局，完成时间：12月30日前）";
    assert_eq!(read(line), [[("市司法局", Responsible)]]);
    assert_eq!(due(line), ["当年12月30日前"]);
    assert!(notes("召开会议（听证，6月底前）研究", 0).is_empty());
    assert!(notes("甲（建设平台，6月底前建成）。", 0).is_empty());
}

#[test]
fn a_bare_list_counts_only_at_the_end() {
    let found = notes("甲。（市科委、市科协、市卫生健康委）", 0);
    assert!(!found[0].says_role && found[0].bodies.len() == 3);
    assert!(notes("甲。（语音识别、图像识别）", 0).is_empty());
    assert!(notes("市教委（市科委）的工作", 0).is_empty());
}

#[test]
fn what_goes_with_a_name_stays_with_it() {
    assert_eq!(
        read("责任单位：各级政府及其部门、市司法局"),
        [[("各级政府及其部门", Role::Responsible), ("市司法局", Role::Responsible)]]
    );
    assert_eq!(
        read("责任单位：各县（市、区）人民政府，市司法局"),
        [[("各县（市、区）人民政府", Role::Responsible), ("市司法局", Role::Responsible)]]
    );
}

#[test]
fn other_brackets_are_no_notes() {
    for line in [
        "（试行）",
        "（数字化车间、智能制造场景）",
        "（由市政府负责解释的有关具体事项另行通知）",
        "（）",
        "）（",
    ] {
        assert!(notes(line, 0).is_empty(), "{line}");
    }
}
