//! C10–C13, L06–L08: permits, coercion, charges, restrictions of the market.

use super::reading::{Reading, Sentence, Unit};
use super::words::{is_turned, pattern, refers_elsewhere};
use super::{Check, Finding, Kind, Says, Severity};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What a permit is called, and what serves as one.
const PAPER: &str = "(许可证|许可|执照|资格|资质|上岗证|健康证明|合格证|准入证|经营证|备案|登记|批准文件|批文|牌照|证书|证件|认证|证)";
/// Words that shut the door on who has none.
const SHUT: &str = "(不得|禁止|严禁|不准|不允许|不予准入)[^，。；]{1,24}";
/// Words that open it to who has one.
const OPENED: &str = "(方可|方能|方准|才能|才可|始得)[^，。；]{1,20}";
/// What somebody wants to do.
const ACTS: &str =
    "(设置|从事|开展|经营|举办|开办|占用|挖掘|饲养|运输|建设|新建|改建|搭建|生产|投放|摆设|设立)";
static PERMIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            // 未经批准，不得…
            format!("未经[^，。；]{{0,24}}(批准|核准|许可|审批|同意|备案|登记|认证)[^，。；]{{0,8}}，?[^，。；]{{0,16}}{SHUT}"),
            // 未取得相应资格的，不得…
            format!("(未|没有|不)(取得|办理|领取|获得|具备|具有|持有)[^，。；]{{0,20}}{PAPER}[^，。；]{{0,12}}，?[^，。；]{{0,16}}{SHUT}"),
            // 无上岗证的人员不得…
            format!("无(有效|相应|相关)?[^，。；法关需论不]{{0,8}}(证|证件|证书|证明|资格|资质|执照|许可)(的|者)[^，。；]{{0,8}}，?[^，。；]{{0,10}}{SHUT}"),
            // 须经核准后方可…
            format!("(须|应当|必须|应|需)[^，。；]{{0,6}}经[^，。；]{{0,20}}(批准|核准|许可|审批|同意|考核合格)[^，。；]{{0,6}}，?(后)?[^，。；]{{0,4}}{OPENED}"),
            // 取得资格后方可…
            format!("(取得|办理|领取|获得)[^，。；]{{0,20}}{PAPER}[^，。；]{{0,6}}，?后?，?{OPENED}"),
            // 必须持证上岗
            "(应当|须|必须|应|一律)[^，。；]{0,4}持[^，。；有]{0,6}证(明|书|件)?(上岗|经营|作业|执业|从业)".to_owned(),
            // 开办夜市的，应当办理许可证; 设置摊位应当报街道办事处审批
            format!("{ACTS}[^，。；]{{0,24}}，?(应当|须|必须)[^，。；]{{0,12}}(取得|申领|申请领取|申请|申办|办理|领取)[^，。；]{{0,16}}(许可证|准入证|经营证|许可|审批手续|批准文件)"),
            format!("{ACTS}[^，。；]{{0,24}}，?(应当|须|必须)[^，。；]{{0,4}}报[^，。；]{{2,16}}(审批|批准|核准|许可)"),
            // 向街道办事处申请，经同意后方可设摊
            format!("申请，?经[^，。；]{{0,16}}(批准|核准|许可|审批|同意)[^，。；]{{0,4}}，?(后)?{OPENED}"),
            // 施工前应当取得街道办事处书面同意
            "前，?(应当?|须|必须)[^，。；]{0,4}(取得|征得)[^，。；]{2,16}(局|办事处|政府|部门|委员会)[^，。；]{0,4}同意".to_owned(),
        ]
        .join("|"),
    )
});
/// The same without a door that opens or shuts: 设置招牌的，应当经城管部门批准.
static PLAIN_PERMIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "{ACTS}[^，。；]{{0,24}}，?(应当|应|须|必须|需)[^，。；经]{{0,6}}经[^，。；]{{2,20}}(审批|批准|核准|许可|同意)"
    ))
});
/// Organs that ask their superior are no citizens who ask for a permit; their own people carry papers of theirs.
static ORGAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(各级|各区|各县|区县|有关|主管|行政|牵头|责任)[^，。；]{0,8}(政府|部门|单位|机关)|议事协调机构|领导小组|内设|政府投资|经费|资金|预算|本(级|市|区)(人民)?政府(不|应)|编制|规划|方案|预案|文件|信息|数据|执法|工作人员|检查人员",
    )
});
/// An organ is whom the sentence obliges, or the highest one is asked: 所在地的公安机关应当报经市公安局批准.
static ORGAN_ACTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(机关|部门|局|政府|委员会|办事处)[^，。；经报向]{0,10}(应当|须|必须)|报(经|请)?(国务院|[^，。；]{1,6}部)(批准|审批|核准)",
    )
});
/// A condition of a benefit, of a contract with the government or of work for it closes no trade.
static BENEFIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(不得|方可|方能|才能|才可|始得)[^，。；]{0,6}(申领|申请|申报|享受|领取|参评|参加|参与|评|推荐|入库|列入|纳入|担任|聘为|报销|拨付|支付|兑付|结算|补|奖)",
    )
});
/// What a private person may refuse is no permit, and not every 证 is a paper.
static PRIVATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(本人|当事人|权利人|业主|家长|监护人|申请人|著作权|患者|客户|用户|消费者|主体|委托人|承租人|出租人|产权人|村民|家属|对方|双方|其)[^，。；]{0,8}同意|保证|公证|凭证|佐证|论证|验证|身份证",
    )
});
/// The approval itself names an organ.
static APPROVAL: LazyLock<Regex> = LazyLock::new(|| pattern("经[^，。；]{0,24}(批准|核准|许可|审批|同意)"));
/// What is done to things and accounts, alone or in a row: 查封、扣押.
const MEASURES: &str = "(查封|扣押|冻结|强制拆除|强行拆除|代履行|强制清除|强制清场|强制清运|强制清退|强制拖离|强制搬迁)((、|或者|或|和|及)(查封|扣押|冻结|强制拆除))*";
/// What is seized or sealed.
const THINGS: &str = "(场所|场地|现场|厂房|仓库|教室|设施|设备|财物|财产|物品|物资|违法物|[一-龥]?具|器械|机械|车辆|单车|电动车|船舶|商品|产品|货物|原料|原材料|材料|存款|汇款|账户|账簿|资金|摊位|摊点|店铺|门店|广告牌|招牌|建筑物|构筑物|建筑|房屋|泊位|犬只|牲畜|畜禽|食品|药品|气瓶|票据|账号)";
static COERCION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            format!("(予以|可以|有权|应当|进行|实施|采取)[^，。；]{{0,12}}?{MEASURES}"),
            "(停止|中断)[^，。；]{0,6}供(水|电|气|热)((、|和|或者|或)供?(水|电|气|热))*".to_owned(),
            "(断水|断电|停水|停电)[^，。；]{0,6}(措施|处理)".to_owned(),
            "(实施|采取|予以|进行|可以)(断水|断电|断气|停水|停电|停气|强拆|拖移|拖离|锁车|扣车)".to_owned(),
            "对[^，。；]{2,12}(锁车|扣车)".to_owned(),
            "(违规|违法|涉案|非法)[^，。；]{0,8}(予以|可以|进行|先行)封存".to_owned(),
            "代为(清理|清除|拆除|恢复|处置|修复|治理)[^。；]{0,10}费用由[^，。；]{2,12}(承担|负担)".to_owned(),
            "(加收|收取|征收)[^，。；]{0,12}滞纳金".to_owned(),
            "强行(拖离|拆除|清理)".to_owned(),
            "(划拨|划扣|扣划)(其|当事人|违法行为人|该单位|企业|个人)?(的)?(银行)?(存款|汇款)".to_owned(),
            "强制(隔离|带离|驱散|戒毒|拍卖|变卖)".to_owned(),
            "(限制|约束)[^，。；]{0,6}人身自由".to_owned(),
            "(先行|直接|予以|强制|可以|一律)[^，。；]{0,8}(拖离|拖移|拖走)(并?(暂扣|扣留|扣押))?".to_owned(),
            "强制(收容|收缴|迁移|捕杀|清场|清运|清退)".to_owned(),
            "加处[^，。；]{0,6}(罚款|滞纳金)".to_owned(),
            "由[^，。；]{2,14}组织[^，。；]{0,4}(拆除|清除|清理|清运|恢复|修复)，?(所需|有关|相关|产生的|所产生的)?费用由(当事人|违法行为人|违法|责任|行为人|所有人|所有权人|业主|设置人|经营者|建设单位|施工单位|使用人|其)[^，。；]{0,8}(承担|负担)".to_owned(),
            "(暂扣|扣留)[^，。；、证照]{0,12}(车辆|工具|物品|设备|财物|物资|器具|用具|商品|货物)".to_owned(),
            "的，(由[^，。；]{2,14})?(当场|先行|一律|组织|实施)?(查封|扣押|冻结|强制拆除)(、(查封|扣押|冻结))*[^，。；的、]{1,12}".to_owned(),
            "(的，|逾期不拆除?，)(由[^，。；组予]{2,14})?(强制|强行)拆除".to_owned(),
            "(组织|可采取|一律|当场|负责|可)[^，。；的]{0,4}(查封|扣押|冻结|强制拆除|强行拆除|代履行)".to_owned(),
            "(予以|有权|一律|先行|当场|可以)(暂扣|扣留)[^，。；、]{0,12}".to_owned(),
            "(部门|机关|人员|办事处|政府|队员|大队)(查封|扣押|冻结|强制拆除)(、(查封|扣押|冻结))*[^，。；的、]{1,16}".to_owned(),
        ]
        .join("|"),
    )
});
/// One measure of a list, or an item of one: 吊销许可证，扣押设备. The words before it tell whether the list sets anything.
static LISTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(^|[，、；：）).．]|并可?|或者?|和|及)(?P<words>(当场|先行)?{MEASURES}(其|当事人|违法|涉案|有关|相关)?[^，。；、：的]{{0,10}}?{THINGS}|(组织)?(强制|强行)拆除(其|该|违法|违章|违规|擅自)?[^，。；、：的费决方程工]{{0,6}})([，、；。]|并|和|或|$)"
    ))
});
/// What opens a list that sets measures, and what opens one that only speaks of them.
static SETTING: LazyLock<Regex> = LazyLock::new(|| {
    pattern("的，|吊销|没收|罚款|处以|责令|给予|予以|可以|有权|采取|实施|一律|当场|行使|警告|强制|取缔")
});
static SPEAKING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "种类|包括|是指|所称|分为|例如|情形|情况|事项|内容|材料|清单|目录|公示|公开|审核|备案|记录|台账|统计|法院|听证|拟作出|被",
    )
});

static CHARGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(收取|征收|缴纳|交纳|预缴|预交|缴存)[^，。；、]{0,20}(保证金|风险金|抵押金|押金|基金|费用|管理费|服务费|占用费|处理费|检验费|工本费|治理费|补偿费|使用费|[一-龥]{1,4}费)|(收取|征收)[^，。；、]{0,8}[0-9一二三四五六七八九十百千万两]+元|(上交|上缴)[^，。；、]{0,6}(管理费|服务费|承包费|保证金|风险金)",
    )
});
static MARKET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(须|应当|必须|要求|需)[^，。；]{0,6}(具有|具备|有)[^，。；]{0,4}(本地|本市|本省|本区|本县|当地|我市|我省)[^，。；]{0,6}业绩|(给予|予以|实行|享受)[^，。；]{0,8}(税收|税款)[^，。；]{0,4}返还|优先[^，。；]{0,10}(采购|使用|选用|购买)[^，。；]{0,8}(本地|本市|本省|本区|本县|当地|我市|我省|我区)|(本地|本市|本省|当地|我市|我省)[^，。；]{0,6}(企业|产品|服务|经营者)[^，。；]{0,6}优先|(本地|本市|本省|当地|我市|我省)[^，。；]{0,6}(企业|产品|供应商)[^，。；]{0,6}加分|优先(考虑|选择|安排)[^，。；]{0,6}(本地|本市|本省|本区|本县|当地|我市|我省)[^，。；]{0,6}(企业|产品|供应商|服务)|(必须|应当|须|一律|只能)[^，。；]{0,6}(使用|采购|选用|购买)(本地|本市|本省|本县|本区|我市|当地)[^，。；]{0,6}(产品|企业|建材|水泥|砂石|材料|设备|农产品|服务|品牌|车辆|软件|酒|茶)|(限定|指定)[^，。；]{0,12}(购买|使用|选用|采购)[^，。；]{0,16}(产品|服务|商品|企业|品牌)|指定[^，。；]{2,24}为[^，。；]{0,10}(供应商|供货商|服务商|提供者|提供商|经销商|运营商|服务企业|(定点|唯一|独家)[^，。；]{0,6}(单位|企业|机构|公司))|指定[^，。；的]{0,6}(供应商|经营者|中介机构|服务机构|品牌|承包商|保险公司)|(由|在|到|向|从|购买|使用|选用|委托)([^，。；]{0,8}[^当事人业主法院双方长者会])?指定的[^，。；的]{0,8}(公司|企业|商家|门店|厂家|(检测|维修|培训|评估|鉴定|测绘|监理|中介)机构)|(驾驶员|从业人员|从业者|经营者|负责人|投标人|工匠)[^，。；]{0,8}(应当|须|必须)[^，。；]{0,6}(具有|取得|持有)(本|我)(市|省|区|县|地)户(籍|口)|(必须|应当|须|要求|需)[^，。；]{0,12}在(本|我|当)(市|省|区|县|地)[^，。；]{0,10}(注册|设立|登记|成立)|(注册地|注册登记|工商注册|税务登记)[^，。；]{0,12}在?(本|我)(市|省|区|县)|在(本|我)(市|省|区|县)[^，。；]{0,6}(注册|登记|依法注册)|(本|我)(市|省|区|县)(内)?(注册|登记|纳税)的[^，。；]{0,8}(企业|单位|机构|商户|主体|经营者)|(外地|外省|外市|省外|市外)[^，。；]{0,8}(企业|产品|车辆|经营者)[^，。；]{0,12}(不得|禁止|限制|须|应当|另行)",
    )
});

/// C10, L06.
pub(super) fn check_permit(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let (check, severity) = match reading.kind {
        Kind::NormativeDocument => (Check::SetsPermit, Severity::Hard),
        Kind::GovernmentRule => (Check::RulePermit, Severity::Hard),
        // A province may set one for a year; a department of the State Council none since 2003, which its own
        // reviewer judges.
        Kind::ProvincialRule => (Check::RulePermit, Severity::MustAnswer),
        Kind::DepartmentRule | Kind::Legislation => return,
    };
    let turned = |before: &str, words: &str| {
        let told = format!("{before}{}", APPROVAL.replace(words, ""));
        ORGAN.is_match(&told)
            || BENEFIT.is_match(words)
            || PRIVATE.is_match(words)
            || ORGAN_ACTS.is_match(words)
    };
    for form in [&*PERMIT, &*PLAIN_PERMIT] {
        let known: Vec<Range<usize>> =
            found.iter().filter(|one| one.check == check).map(|one| one.span.clone()).collect();
        seek(reading, form, turned, |sentence, span, words| {
            let place = sentence.locate(span);
            if !known.iter().any(|one| one.start < place.end && place.start < one.end) {
                found.push(Finding::new(check, severity, place, Says::Permit).with("words", words));
            }
        });
    }
}

/// C11, L07: each measure of a sentence.
pub(super) fn check_coercion(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let check = match reading.kind {
        Kind::NormativeDocument => Check::SetsCoercion,
        Kind::GovernmentRule | Kind::ProvincialRule => Check::RuleCoercion,
        Kind::DepartmentRule | Kind::Legislation => return,
    };
    for unit in reading.units.iter().filter(|unit| !has_basis(unit)) {
        let mut opens = "";
        for sentence in &unit.sentences {
            let text = sentence.text();
            if !refers_elsewhere(text) && !refers_elsewhere(opens) {
                for span in coercive(text, opens) {
                    let words = text[span.clone()].to_owned();
                    let place = sentence.locate(span);
                    found.push(
                        Finding::new(check, Severity::Hard, place, Says::Coercion).with("words", words),
                    );
                }
            }
            if text.ends_with('：') {
                opens = text;
            }
        }
    }
}

/// The measures that a sentence sets, in order; `opens` are the words that open the list it stands in, if any.
fn coercive(text: &str, opens: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = COERCION
        .find_iter(text)
        .map(|found| found.start() + lead(found.as_str())..found.end())
        .filter(|span| !is_turned_coercion(text, span))
        .collect();
    let mut from = 0;
    while let Some(captures) = LISTED.captures_at(text, from) {
        // What ends one may begin the next.
        let Some(words) = captures.name("words") else { break };
        from = words.end();
        let free = !spans.iter().any(|span| span.start < words.end() && words.start() < span.end);
        if free && is_set(&text[..words.start()], opens) && !is_turned_coercion(text, &words.range()) {
            spans.push(words.range());
        }
    }
    spans.sort_by_key(|span| span.start);
    spans
}

/// Whether the words before a measure, or those that open its list, set it.
fn is_set(before: &str, opens: &str) -> bool {
    let condition = before.rsplit("的，").next().unwrap_or_default();
    let own = SETTING.is_match(before) && !SPEAKING.is_match(condition);
    let label = |c: char| crate::numeral::is_numeral_char(c) || "（）().．、 　".contains(c);
    own || (before.chars().all(label) && SETTING.is_match(opens) && !SPEAKING.is_match(opens))
}

fn is_turned_coercion(text: &str, span: &Range<usize>) -> bool {
    let (words, after) = (&text[span.clone()], &text[span.end..]);
    let before = text[..span.start].rsplit(['，', '；', '：']).next().unwrap_or_default();
    is_turned(before, &["被", "法院", "已", "检修", "因"])
        || [
            "法院",
            "不得",
            "解除",
            "清单",
            "决定书",
            "期限",
            "期间",
            "笔录",
            "应当由",
            "加收的",
            "加处的",
            "扣留的",
            "暂扣的",
            "扣划的",
            "划拨的",
            "被",
        ]
        .iter()
        .any(|word| words.contains(word))
        || speaks_of_measure(words)
        || CARE.is_match(words)
        || (["暂扣", "扣留"].iter().any(|word| words.contains(word)) && LICENCE.is_match(after))
        || (words.ends_with("人身自由") && is_noun(before, after))
        || SPOKEN_OF.is_match(after)
        || is_procedure(&text[..span.start], words, after)
}

/// How a measure is to be carried out (扣押物品时, 查封场所应当…) sets none, and who holds back a licence punishes.
fn speaks_of_measure(words: &str) -> bool {
    let held = words.split_once("暂扣").or_else(|| words.split_once("扣留"));
    let after = words.rfind("查封").max(words.rfind("扣押")).max(words.rfind("冻结"));
    let after = after.map_or("", |at| &words[at..]);
    held.is_some_and(|(_, what)| what.contains(['证', '照']))
        || after.ends_with(['时', '后', '前'])
        || ["应当", "应", "须", "由"].iter().any(|word| after.contains(word))
}

/// What is done about a measure: 应当妥善保管查封物品, 应当出具扣押清单.
static CARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(保管|返还|退还|归还|移交|登记|公示|公开|记录|审核|告知|出具|制作|制发|开列|通知|交付|送达|说明|评估|规范)[^，。；]{0,6}(查封|扣押|冻结|强制拆除|代履行)",
    )
});
/// 暂扣车辆营运证 holds back a licence, which is a penalty.
static LICENCE: LazyLock<Regex> = LazyLock::new(|| pattern("^[^，。；、]{0,6}[证照牌]"));
/// The measure is spoken of: 查封扣押期限, 扣押物品清单, 查封的场所; 采取查封的措施 takes it.
static SPOKEN_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^([^，。；、的]{0,8}(清单|决定书|期限|期间|笔录|通知书|凭证|收据|手续|程序|过程|费用|所得|方案|台账|文书|情况|之日|(时|前|后)(，|应|须|由|$))|的[^措强行方])",
    )
});

/// 限制人身自由的强制措施, 限制人身自由期间: a name of what others do, unless it is taken: 可以限制人身自由的.
fn is_noun(before: &str, after: &str) -> bool {
    let named = ["的", "期间", "以及", "等", "、", "或", "一日"].iter().any(|word| after.starts_with(word));
    named && !["可以", "采取", "有权", "予以"].iter().any(|word| before.contains(word))
}

/// 执法人员查封场所，应当制作笔录: how it is done, where no case is named in which it is.
fn is_procedure(before: &str, words: &str, after: &str) -> bool {
    const TAKES: [&str; 7] = ["予以", "可", "有权", "采取", "一律", "当场", "先行"];
    const THERE: [&str; 6] = ["查封", "扣押", "冻结", "强制拆除", "强行拆除", "代履行"];
    let bare =
        THERE.iter().any(|word| words.contains(word)) && !TAKES.iter().any(|word| words.contains(word));
    let next = after.find(['，', '。', '；']).map_or("", |at| &after[at..]);
    let next = next.strip_prefix('，').unwrap_or_default();
    let told = ["应当", "应", "须", "必须", "不得", "需", "要"].iter().any(|word| next.starts_with(word));
    bare && told && !before.contains("的，") && !before.ends_with("的")
}

/// C12, L08.
pub(super) fn check_charge(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let (check, severity) = match reading.kind {
        Kind::NormativeDocument => (Check::SetsCharge, Severity::Hard),
        Kind::GovernmentRule | Kind::ProvincialRule => (Check::RuleCharge, Severity::MustAnswer),
        Kind::DepartmentRule | Kind::Legislation => return,
    };
    let allowed = &reading.parameters.allowed_charges;
    let turned = |before: &str, words: &str| {
        // Insurance, taxes, prices between private persons and what is paid back are no charge of the government.
        let private = [
            "物业",
            "保险",
            "社保",
            "社会保险",
            "租金",
            "学费",
            "会费",
            "水费",
            "电费",
            "燃气费",
            "通行费",
            "不",
            "免",
            "税费",
            "凭证",
            "证明",
            "退",
            "取的",
            "纳的",
        ];
        is_turned(
            before,
            &[
                "减", "免", "退还", "返还", "返", "缓", "凭证", "证明", "补贴", "补助", "违规", "乱", "擅自",
                "任何", "变相",
            ],
        ) || private.iter().any(|word| words.contains(word))
            || allowed.iter().any(|charge| words.contains(charge.as_str()))
    };
    seek(reading, &CHARGE, turned, |sentence, span, words| {
        found.push(Finding::new(check, severity, sentence.locate(span), Says::Charge).with("words", words));
    });
}

/// C13.
pub(super) fn check_competition(reading: &Reading<'_>, found: &mut Vec<Finding>) {
    let reviewed = reading.record.is_some_and(|record| record.fair_competition);
    if matches!(reading.kind, Kind::Legislation | Kind::DepartmentRule) || reviewed {
        return;
    }
    let turned = |before: &str, words: &str| {
        is_turned(before, &["清理", "废除", "反对", "打破"])
            || words.contains("不得要求")
            || words.contains("不得以")
    };
    for (_, sentence) in reading.sentences() {
        if let Some((span, words)) = first(sentence, &MARKET, &turned) {
            found.push(
                Finding::new(
                    Check::RestrictsMarket,
                    Severity::MustAnswer,
                    sentence.locate(span),
                    Says::Market,
                )
                .with("words", words),
            );
        }
    }
}

/// Sentences of a pattern whose article names no basis.
fn seek(
    reading: &Reading<'_>,
    pattern: &Regex,
    turned: impl Fn(&str, &str) -> bool,
    mut report: impl FnMut(&Sentence<'_>, Range<usize>, String),
) {
    for unit in &reading.units {
        if has_basis(unit) {
            continue;
        }
        for sentence in unit.sentences.iter().filter(|sentence| !refers_elsewhere(sentence.text())) {
            if let Some((span, words)) = first(sentence, pattern, &turned) {
                report(sentence, span, words);
            }
        }
    }
}

fn has_basis(unit: &Unit<'_>) -> bool {
    unit.cites_other
}

fn first(
    sentence: &Sentence<'_>,
    pattern: &Regex,
    turned: &impl Fn(&str, &str) -> bool,
) -> Option<(Range<usize>, String)> {
    let text = sentence.text();
    let found = pattern.find_iter(text).find(|found| {
        let start = found.start() + lead(found.as_str());
        let before = text[..start].rsplit(['，', '；', '：']).next().unwrap_or_default();
        !turned(before, found.as_str())
    })?;
    let (words, lead) = (found.as_str(), lead(found.as_str()));
    Some((found.start() + lead..found.end(), words[lead..].to_owned()))
}

/// 逾期不改的，扣押其车辆: the condition before the comma is not marked.
fn lead(words: &str) -> usize {
    ["的，", "逾期不拆，", "逾期不拆除，"]
        .iter()
        .find(|lead| words.starts_with(**lead))
        .map_or(0, |lead| lead.len())
}
