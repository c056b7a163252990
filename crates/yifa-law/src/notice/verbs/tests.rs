use super::*;

fn made(segment: &str) -> Option<(&str, Option<u64>, bool)> {
    deliverable(segment).map(|d| (&segment[d.start..], d.parts, d.is_soft))
}

#[test]
fn finds_what_has_to_be_made() {
    assert_eq!(made("制定并实施《□□》"), Some(("制定并实施《□□》", None, false)));
    assert_eq!(made("编制完成部门权力运行流程图"), Some(("编制完成部门权力运行流程图", None, false)));
    assert_eq!(made("县政府要建立甲制度、乙制度和丙制度").map(|d| d.1), Some(Some(3)));
    assert_eq!(made("并向社会公布有效、废止和失效的文件目录").map(|d| d.1), Some(Some(3)));
    assert_eq!(made("逐步建立培训档案").map(|d| d.2), Some(true));
    assert_eq!(made("并将量化后的裁量基准向社会公布").map(|d| d.0), Some("量化后的裁量基准向社会公布"));
}

#[test]
fn what_exists_already_is_not_to_be_made() {
    for segment in [
        "对市政府制定的文件进行清理",
        "未经公布的规范性文件",
        "制定本方案",
        "完善制度",
        "鼓励企业制定标准",
        "要通过公报向社会公布",
        "建立联系",
    ] {
        assert_eq!(made(segment), None, "{segment}");
    }
}

#[test]
fn finds_checks_of_others() {
    let found = |segment: &'static str| inspection(segment).map(|at| &segment[at..]);
    assert_eq!(found("要对各县落实情况开展专项督查"), Some("对各县落实情况开展专项督查"));
    assert_eq!(found("开展行政复议案卷评查工作"), Some("开展行政复议案卷评查工作"));
    assert_eq!(found("通过抽样检查、跟踪调查等方式"), None);
    assert_eq!(found("规范检查行为"), None);
    assert_eq!(found("健全监督检查制度"), None);
}

#[test]
fn finds_accounts_to_others() {
    let found = |segment: &'static str| report(segment).map(|at| &segment[at..]);
    assert_eq!(found("每年向市政府报告工作情况"), Some("向市政府报告工作情况"));
    assert_eq!(found("落实政府报告制度"), None);
    assert_eq!(found("年底前报送工作总结"), Some("报送工作总结"));
    assert_eq!(found("报送备案"), None);
    assert_eq!(found("将年度工作报告报送区司法局"), Some("报送区司法局"));
}

#[test]
fn finds_rules() {
    assert_eq!(rule("凡涉及群众利益的事项，都应当听证"), Some(true));
    assert_eq!(rule("未经公布的文件，不得作为依据"), Some(true));
    assert_eq!(rule("对使用其它证件的，应及时报备案"), Some(false));
    assert_eq!(rule("将按规定应当持有的证件公告"), None);
    assert_eq!(rule("时间不得少于7天"), None);
    assert_eq!(rule("加强应急处置，做好应诉工作"), None);
}

#[test]
fn a_basis_between_verb_and_figure_breaks_the_tie() {
    let tied = |segment: &str, figure: &str| verb_before(segment, segment.find(figure).unwrap()).is_some();
    assert!(tied("建设3个平台", "3") && tied("依托园区建设5个平台", "5"));
    assert!(!tied("完成后按照85项标准", "85") && !tied("确定的2个项目", "2"));
}
