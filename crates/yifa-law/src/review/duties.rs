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
        "(公民|法人|其他组织|个人|市民|村民|居民|业主|当事人|经营者|生产者|经营单位|企业|商户|用人单位|建设单位|施工单位|生产单位|使用单位|运营单位|承办单位|市场主体|投资者|从业人员|从业者|驾驶人|停车人|车主|饲养人|养犬人|承租人|出租人|所有权人|使用权人|参加者|参与者|承办者|举办者|组织者|消费者|乘客|驾驶员|平台公司|店主|摊主|摊贩|租户|住户|家长|学员|(培训|中介|托管|托育|养老|检测|评估|代理|教育|家政)机构)(和|、|及|以及|或者|或|等|[一-龥]{0,6})?[^，。；：一-龥]{0,2}(应当|应[按于向在自主当]|必须|不得|严禁|禁止)[^，。；]{2,40}",
    )
});

/// Who asks for money, a title or a contract takes what goes with it of his own will. The words must stand where the
/// duty does or before it: who merely may not ask afterwards, or deals with money, has a duty like everybody.
static OF_ONES_OWN_WILL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "申请|申报|提交|申领|补贴|补助|资助|奖励|奖补|扶持|贴息|(专项|财政|补偿|引导|扶助)资金|项目(单位|法人|申报|承担|建设期|验收|资金)|承担单位|认定|示范(企业|单位|区|园|基地|项目|点|称号)|评选|参评|推荐|自愿|承诺|鼓励|入库|入选|专家|试点|(道路|示范|开展)测试|测试(主体|车辆|驾驶|申请|道路|期间|过程)|(按照?|根据|履行|遵守|依)[^，。；]{0,4}(合同|协议|约定)|(合同|协议)约定|配合",
    )
});

/// Who asks to be heard or to have a decision looked at again asks for what is his, no benefit.
static REMEDY: LazyLock<Regex> = LazyLock::new(|| pattern("(申请|提出|提交)(听证|(行政)?复议|回避)"));

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
    let local = ["意见", "措施"].iter().any(|kind| title.ends_with(kind)) && !reading.is_central();
    // A decision that amends puts its words into articles of another document.
    let amends = title.contains("修改") && title.ends_with("决定");
    let binds_all = binds || local || amends;
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
        let found = DUTY.find_iter(text).find(|found| {
            // 不得要求企业…: the organ is forbidden something.
            let before = &text[..found.start()];
            let of_organ = ["要求", "对", "向", "为"].iter().any(|word| before.ends_with(word));
            // 执法人员 holds the word 法人.
            let officers = found.as_str().starts_with("法人员");
            let told = REMEDY.replace_all(&text[..found.end()], "");
            !of_organ && !officers && !OF_ONES_OWN_WILL.is_match(&told)
        })?;
        Some((sentence.locate(found.range()), found.as_str().to_owned()))
    })
}
