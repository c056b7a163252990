//! C14, L11: duties of citizens and firms in articles that name no basis. One finding for an article.

use super::reading::{Reading, Unit};
use super::words::{pattern, refers_elsewhere};
use super::{Check, Finding, Kind, Says, Severity};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// People and firms, directly before the word of duty.
static DUTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(公民|法人|其他组织|个人|市民|村民|居民|业主|当事人|经营者|生产者|经营单位|企业|商户|用人单位|建设单位|施工单位|生产单位|使用单位|市场主体|投资者|从业人员|驾驶人|停车人|车主|饲养人|承租人|出租人|所有权人|使用权人|培训机构|中介机构)(和|、|及|以及|或者|或|等|[一-龥]{0,6})?[^，。；：一-龥]{0,2}(应当|应[按于向在自主当]|必须|不得|严禁|禁止)[^，。；]{2,40}",
    )
});

/// Who asks for money or takes part of his own will brings his papers; officials and experts are no citizens here.
const OF_ONES_OWN_WILL: [&str; 26] = [
    "申请", "申报", "提交", "材料", "补贴", "补助", "资助", "奖励", "资金", "项目", "认定", "示范", "评选",
    "参评", "推荐", "鼓励", "专家", "入库", "合同", "协议", "约定", "试点", "测试", "配合", "自愿", "承诺",
];

pub(super) fn check(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let check = match reading.kind {
        Kind::NormativeDocument => Check::AddsDuty,
        Kind::GovernmentRule | Kind::ProvincialRule => Check::RuleDuty,
        Kind::DepartmentRule | Kind::Legislation => return,
    };
    // A public notice has items instead of articles, and binds whoever reads it; so do local opinions, often sent around
    // by a notice.
    let title = reading.title();
    let title = title.trim_end_matches(['的', '通', '知', '〉', '》']);
    let binds = ["通告", "公告"].iter().any(|kind| reading.title().ends_with(kind));
    let binds_all = binds || (title.ends_with("意见") && !reading.is_central());
    let sets = |unit: &&Unit<'_>| (unit.article.is_some() || binds_all) && !unit.cites_other;
    for unit in reading.units.iter().filter(sets) {
        if let Some((span, words)) = first(unit) {
            found.push(Finding::new(check, Severity::MustAnswer, span, Says::Duty).with("words", words));
        }
    }
}

fn first(unit: &Unit<'_>) -> Option<(Range<usize>, String)> {
    if unit.sentences.iter().any(|sentence| refers_elsewhere(sentence.text())) {
        return None;
    }
    unit.sentences.iter().find_map(|sentence| {
        let text = sentence.text();
        if OF_ONES_OWN_WILL.iter().any(|word| text.contains(word)) {
            return None;
        }
        let found = DUTY.find(text)?;
        // 不得要求企业…: the organ is forbidden something.
        let before = &text[..found.start()];
        if before.ends_with("要求")
            || before.ends_with('对')
            || before.ends_with('向')
            || before.ends_with("为")
        {
            return None;
        }
        Some((sentence.locate(found.range()), found.as_str().to_owned()))
    })
}
