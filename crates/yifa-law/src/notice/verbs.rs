//! The words by which a segment of a sentence asks for something.
//!
//! Owns: the lists of verbs, nouns and modal words, and the tests on one segment that use them. Segments are
//! Simplified, with titles and quotations hidden. All places are in the segment.

#[cfg(test)]
mod tests;

use super::amount::{Decimal, Interval, UnitKind};
use super::figure;
use super::lexicon::Class;
use std::ops::Range;

/// Verbs after which a figure is a task.
const PRODUCE: [&str; 104] = [
    "确定", "选择", "选取", "选出", "选定", "遴选", "评选", "评出", "命名", "创建", "培育", "培养", "打造",
    "建成", "建设", "建立", "新建", "新增", "新设", "设立", "组建", "形成", "推出", "出台", "制定", "制订",
    "修订", "起草", "编制", "编写", "拟订", "拟定", "提请", "审议", "报送", "完成", "开展", "举办", "召开",
    "组织", "举行", "实施", "培训", "轮训", "抽查", "检查", "评查", "评估", "调研", "论证", "发布", "公布",
    "公开", "印发", "翻译", "清理", "废止", "修改", "解决", "办理", "化解", "引进", "引育", "招引", "吸引",
    "发放", "投入", "安排", "配备", "充实", "聘请", "增加", "减少", "压减", "降低", "提高", "提升", "增长",
    "下降", "实现", "保持", "覆盖", "抽取", "开发", "研发", "推广", "改造", "办好", "参加", "开通", "压缩",
    "缩短", "研制", "获批", "推动", "构建", "争创", "推荐", "储备", "帮扶", "巡查", "督查", "扩大", "抽检",
];

/// Words that open a basis, a frame or a means: the figures behind them are given, not asked for.
const BASIS: [&str; 17] = [
    "按照", "根据", "依据", "依照", "围绕", "依托", "结合", "针对", "贯彻", "落实", "对照", "基于", "遵照",
    "参照", "通过", "经过", "利用",
];

/// Words of looking back.
const PAST: [&str; 25] = [
    "过去一年",
    "去年",
    "已经",
    "已全部",
    "已累计",
    "已基本",
    "已办结",
    "已落实",
    "已实现",
    "均已",
    "共办理",
    "近年来",
    "以来",
    "五年来",
    "一年来",
    "已完成",
    "已建成",
    "已有",
    "共完成",
    "是指",
    "截至",
    "上年",
    "过去五年",
    "取得了",
    "完成了",
];

/// Words of PAST that may also tell of which year an account is given: 报送上年度总结.
const YEARS_BACK: [&str; 2] = ["去年", "上年"];

/// Papers and verbs by which such a year is that of an account.
const ACCOUNTS: [&str; 5] = ["总结", "报告", "年报", "情况", "材料"];
const ACCOUNTED: [&str; 12] =
    ["报送", "上报", "提交", "呈报", "报告", "汇报", "公布", "公开", "发布", "总结", "评估", "报"];

/// Words of figures that a year had, and of figures that it shall have.
const HAD: [&str; 6] = ["同比", "共受理", "共开展", "共查处", "共审结", "共完成"];
const SHALL: [&str; 14] = [
    "要",
    "将",
    "力争",
    "确保",
    "计划",
    "拟",
    "目标",
    "以上",
    "以下",
    "以内",
    "不低于",
    "不少于",
    "达到",
    "不超过",
];

/// Whether a sentence looks back, by a word of [`PAST`] that begins at a place of it.
pub(super) fn looks_back(sentence: &str, at: usize) -> bool {
    let word = &sentence[at..];
    if !YEARS_BACK.iter().any(|year| word.starts_with(year)) {
        return true;
    }
    let before = &sentence[..at];
    let is_object = ACCOUNTED.iter().chain(&["将", "把", "对"]).any(|verb| before.ends_with(verb));
    let rest = word.split(['，', ',']).next().unwrap_or_default();
    let is_handed = ACCOUNTS.iter().any(|paper| {
        rest.match_indices(paper).any(|(at, _)| {
            let after = &rest[at + paper.len()..];
            ACCOUNTED.iter().any(|verb| after.contains(verb))
        })
    });
    !(is_object || is_handed)
}

/// Whether a sentence tells what a year brought: 2024年，共受理案件523件，同比增长12%.
pub(super) fn is_told_of_a_year(sentence: &str) -> bool {
    let bare = sentence.trim_start();
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4
        && bare[digits..].starts_with('年')
        && HAD.iter().any(|word| sentence.contains(word))
        && !SHALL.iter().any(|word| sentence.contains(word))
}

/// Whether what follows a time makes it one of the thing spoken of: 以前制定的文件, 前的规定.
pub(super) fn is_told_of_a_thing(after: &str) -> bool {
    const LONGEST: usize = 16;
    const MAKERS: [&str; 10] = ["政府", "部门", "局", "委", "办", "单位", "机关", "名义", "公开", "正式"];
    let clause = after.split(['，', ',', '、', '：', '。', '；']).next().unwrap_or_default();
    let Some((done, _)) = clause.split_once('的').filter(|(_, thing)| !thing.trim().is_empty()) else {
        return false;
    };
    let made =
        PRODUCE.iter().chain(&MADE).filter(|verb| done.ends_with(**verb)).max_by_key(|verb| verb.len());
    let by = made.map(|verb| &done[..done.len() - verb.len()]);
    let is_maker = |by: &str| {
        by.is_empty()
            || by.starts_with(['以', '由', '经', '已', '新', '未'])
            || MAKERS.iter().any(|maker| by.ends_with(maker))
    };
    let is_act = |by: &str| {
        by.starts_with(['对', '将', '把', '向']) || PRODUCE.iter().chain(&BASIS).any(|verb| by.contains(verb))
    };
    done.is_empty() || by.is_some_and(|by| by.chars().count() <= LONGEST && is_maker(by) && !is_act(by))
}

/// Verbs besides [`PRODUCE`] by which a thing came to be.
const MADE: [&str; 16] = [
    "制发", "颁布", "施行", "作出", "签订", "成立", "立案", "受理", "开工", "取得", "登记", "注册", "批准",
    "生效", "发生", "竣工",
];

/// Headings under which nothing is asked for.
const BACKGROUND: [&str; 14] = [
    "工作回顾",
    "回顾",
    "成就",
    "主要成绩",
    "工作成效",
    "指导思想",
    "基本原则",
    "基本情况",
    "形势",
    "重大意义",
    "存在的问题",
    "存在问题",
    "名词解释",
    "发展思路",
];

/// Verbs whose object is a deliverable; the longer before the shorter.
const DELIVER: [&str; 26] = [
    "制定并实施",
    "制定实施",
    "制定出台",
    "制定完善",
    "制定印发",
    "编制完成",
    "编制公布",
    "研究制定",
    "建立健全",
    "制定",
    "制订",
    "编制",
    "编写",
    "编印",
    "出台",
    "印发",
    "拟订",
    "拟定",
    "起草",
    "修订",
    "制作",
    "建成",
    "发布",
    "公布",
    "建立",
    "组建",
];

/// How deliverables are called.
const DELIVERABLES: [&str; 54] = [
    "办法",
    "方案",
    "意见",
    "规定",
    "制度",
    "目录",
    "清单",
    "流程图",
    "标准",
    "指标体系",
    "体系",
    "报告",
    "计划",
    "规划",
    "台账",
    "名录",
    "平台",
    "数据库",
    "系统",
    "窗口",
    "机制",
    "细则",
    "指南",
    "手册",
    "文本",
    "基准",
    "预案",
    "章程",
    "规则",
    "规范",
    "白皮书",
    "名单",
    "一览表",
    "示范文本",
    "汇编",
    "案例集",
    "指引",
    "图",
    "表",
    "规程",
    "条例",
    "草案",
    "要点",
    "档案",
    "档案库",
    "专家库",
    "人才库",
    "信息库",
    "题库",
    "委员会",
    "领导小组",
    "中心",
    "队伍",
    "公约",
];

/// Deliverables that come as a list for each kind of thing named before 的.
const LISTS: [&str; 7] = ["目录", "清单", "名录", "名单", "一览表", "台账", "流程图"];

/// Deliverables without an edge at which one could say that they exist.
const SOFT_NOUNS: [&str; 4] = ["机制", "体系", "队伍", "系统"];
const SOFT_WORDS: [&str; 5] = ["逐步", "探索", "积极", "推动", "研究"];
/// Others are encouraged, nobody is bound.
const ENCOURAGE: [&str; 4] = ["鼓励", "支持", "引导", "倡导"];

/// Checks of others, and what may follow them when they are meant as an act.
const CHECKS: [&str; 12] =
    ["检查", "督查", "督察", "评查", "抽查", "巡查", "核查", "督导", "执法监督", "明察暗访", "暗访", "巡视"];
const CHECK_VERBS: [&str; 6] = ["开展", "进行", "组织", "实施", "加强", "强化"];
const CHECK_ENDS: [&str; 6] = ["工作", "活动", "行动", "一次", "1次", "等"];

/// Words that bind; [`rule`] looks closer.
const MODALS: [&str; 12] =
    ["不得", "严禁", "禁止", "一律", "必须", "凡", "应当", "应及时", "应按", "应依法", "应予", "都应"];

/// Verbs of giving an account; [`report`] looks closer.
const REPORTS: [&str; 7] = ["报告", "汇报", "述法", "报送", "上报", "提交", "呈报"];

/// Verbs of acting that produce nothing.
const ACTS: [&str; 17] = [
    "报", "落实", "推进", "通报", "述职", "述法", "清零", "到位", "配齐", "办结", "整改", "销号", "启动",
    "上线", "验收", "反馈", "公示",
];

/// The lists that the rules ask for.
pub(super) fn lists() -> Vec<(Class, &'static [&'static str])> {
    vec![
        (Class::Past, &PAST),
        (Class::Modal, &MODALS),
        (Class::Act, &PRODUCE),
        (Class::Act, &ACTS),
        (Class::Deliver, &DELIVER),
        (Class::Check, &CHECKS),
        (Class::Report, &REPORTS),
    ]
}

/// Where the last verb of producing before a figure stands, unless a basis stands between them.
pub(super) fn verb_before(segment: &str, figure: usize) -> Option<Range<usize>> {
    let before = &segment[..figure];
    if before.ends_with('的') {
        return None;
    }
    let verb = last(before, &PRODUCE)?;
    let basis = last(before, &BASIS).map_or(0, |basis| basis.end);
    let between = &before[verb.end..];
    // 推出甲（16位）, 打造以四个园区为主体的格局, 通过实施四项任务: the figure describes, or names a means.
    let is_inner = between.rfind(['（', '(']).is_some_and(|open| !between[open..].contains(['）', ')']));
    let is_means = segment.trim_start().starts_with("通过") || between.contains('以');
    // 举办铁人三项赛: a Chinese numeral far from the verb is part of a name.
    let is_chinese = segment[figure..].starts_with(|c: char| !c.is_ascii());
    let is_far = is_chinese && between.chars().count() > 5;
    (basis <= verb.start && !is_inner && !is_means && !is_far).then_some(verb)
}

/// How shares are called.
const RATES: [&str; 6] = ["率", "比例", "比重", "占比", "覆盖面", "满意度"];

/// What may stand between a share and its figure without a verb: 公示率均为100%.
const COPULAS: [&str; 5] = ["均为", "都为", "全部为", "为", "均"];

/// Words that open an aim.
const AIMS: [&str; 6] = ["力争", "确保", "努力", "实现", "推动", "使"];

/// Whether a figure is said of a share: 审查率100%.
pub(super) fn is_rate(segment: &str, found: &figure::Found) -> bool {
    let before = segment[..found.span.start].trim_end();
    let before = COPULAS.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before).trim_end();
    found.is_percent() && RATES.iter().any(|rate| before.ends_with(rate))
}

/// The shares named side by side before a figure, from a place on: 审核率、备案率和备查率均达.
pub(super) fn rates(before: &str, from: usize) -> Vec<Range<usize>> {
    const FARTHEST: usize = 8;
    let named =
        RATES.iter().filter_map(|rate| before[from..].rfind(rate).map(|at| from + at + rate.len())).max();
    let Some(end) = named.filter(|end| before[*end..].chars().count() <= FARTHEST) else { return Vec::new() };
    let lead = AIMS.iter().find(|word| before[from..].starts_with(**word)).map_or(0, |word| word.len());
    let (mut rates, mut start) = (Vec::new(), from + lead);
    for (at, joint) in before[from..end].match_indices(['、', '和', '及', '与']) {
        // 调解和解率 is one share.
        if RATES.iter().any(|rate| before[start..from + at].ends_with(rate)) {
            rates.push(start..from + at);
            start = from + at + joint.len();
        }
    }
    rates.push(start..end);
    rates
}

/// Whether a figure stands right beside the one before it and counts the same: 分别不低于80%、90%.
pub(super) fn is_beside(segment: &str, before: &figure::Found, found: &figure::Found) -> bool {
    before.span.end <= found.span.start
        && matches!(&segment[before.span.end..found.span.start], "、" | "和" | "及" | "与")
        && before.quantity.unit == found.quantity.unit
        && segment[..before.span.start].contains("分别")
}

/// Whether a figure is only where a change begins: 由80%提高到95%.
pub(super) fn is_origin(segment: &str, figure: &Range<usize>) -> bool {
    const FARTHEST: usize = 5;
    const TO: [&str; 2] = ["到", "至"];
    let before = &segment[..figure.start];
    let opens = before.rfind(['由', '从']).filter(|at| before[*at..].chars().count() <= FARTHEST + 1);
    let rest = &segment[figure.end..];
    let moves = || {
        TO.iter().filter_map(|word| rest.find(word).map(|at| at + word.len())).any(|at| {
            rest[..at].chars().count() <= FARTHEST
                && rest[at..].starts_with(|c: char| c.is_ascii_digit() || crate::numeral::is_numeral_char(c))
        })
    };
    opens.is_some() && moves()
}

/// Whether the word before a figure only compares: 过200亿元.
fn is_compared(segment: &str, figure: usize) -> bool {
    segment[..figure].ends_with(['过', '超', '近', '约'])
}

/// Whether a figure only describes what is spoken of: 收入过200亿元的集群, 1亿元以上企业. `others` tells that
/// another figure of the segment is the task.
pub(super) fn describes(segment: &str, found: &figure::Found, others: bool) -> bool {
    let after = &segment[found.span.end..];
    let is_class = found.quantity.unit_kind == UnitKind::Money
        && segment[found.span.clone()].ends_with(['上', '下'])
        && after.starts_with(|c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    is_class || (after.starts_with('的') && (others || is_compared(segment, found.span.start)))
}

fn last(text: &str, words: &[&str]) -> Option<Range<usize>> {
    words.iter().filter_map(|word| text.rfind(word).map(|at| at..at + word.len())).max_by_key(|span| span.end)
}

/// Whether a segment only names what the rest has to follow.
pub(super) fn is_basis(segment: &str) -> bool {
    let segment = segment.trim_start();
    BASIS.iter().any(|word| segment.starts_with(word)) && !segment.contains("以上")
}

/// Whether nothing is asked for under a heading.
pub(super) fn is_background(heading: &str) -> bool {
    BACKGROUND.iter().any(|word| heading.contains(word)) && !heading.contains("目标")
}

/// Whether a name begins with a verb, and so is none.
pub(super) fn begins_with_verb(name: &str) -> bool {
    PRODUCE.iter().chain(&BASIS).any(|verb| name.starts_with(verb))
}

/// A deliverable: where verb and object begin, how many parts are listed, and whether it is soft.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Deliverable {
    pub(super) start: usize,
    pub(super) parts: Option<u64>,
    pub(super) is_soft: bool,
}

/// What a segment wants to be made, written or published.
pub(super) fn deliverable(segment: &str) -> Option<Deliverable> {
    const FARTHEST: usize = 24;
    let (start, verb) = DELIVER
        .iter()
        .flat_map(|verb| segment.match_indices(verb))
        .filter(|(at, verb)| is_main(segment, *at, at + verb.len()))
        .min_by_key(|(at, verb)| (*at, usize::MAX - verb.len()))?;
    let lead = &segment[..start];
    if ENCOURAGE.iter().any(|word| lead.contains(word)) || lead.chars().count() > FARTHEST * 2 {
        return None;
    }
    let handed = ["将", "把"].iter().find_map(|word| lead.rfind(word).map(|at| at + word.len()));
    let object = &segment[start + verb.len()..];
    let (object, start) = match handed {
        Some(at) if object.is_empty() => (lead[at..].trim_end_matches("向社会").trim_end_matches("及时"), at),
        _ if lead.chars().count() > FARTHEST => return None,
        _ => (object, start),
    };
    let bare = object.trim_end_matches(['等', '）', ')']).trim_end_matches("工作");
    let is_titled = object.starts_with('《') && object.contains('》');
    let noun = DELIVERABLES.iter().filter(|noun| bare.ends_with(**noun)).max_by_key(|noun| noun.len());
    if object.starts_with('本') || !(is_titled || (noun.is_some() && bare.chars().count() > 2)) {
        return None;
    }
    let noun = noun.copied().unwrap_or_default();
    let is_soft = (SOFT_NOUNS.contains(&noun) && !is_titled)
        || SOFT_WORDS.iter().any(|word| lead.contains(word))
        || verb == "建立健全";
    let parts = if handed.is_some() { None } else { parts(bare, noun) };
    Some(Deliverable { start, parts, is_soft })
}

/// The verb of the sentence, not 制定的, 未经公布, 应当制定的.
fn is_main(segment: &str, start: usize, end: usize) -> bool {
    let after = &segment[end..];
    let before = &segment[..start];
    let is_done = after.starts_with(['的', '后', '单', '机', '前', '了', '过']) || relative(after);
    let is_old = before.ends_with(['经', '未', '已', '所']);
    !is_done && !is_old
}

/// 制定的, 制定机关制定的规范性文件: 的 before any object.
fn relative(after: &str) -> bool {
    after.starts_with("实施的") || after.starts_with("完成的")
}

/// How many things are listed: 甲制度、乙制度和丙制度, or 有效、废止和失效的目录.
fn parts(object: &str, noun: &str) -> Option<u64> {
    let listed = |text: &str| text.split(['、', '和', '及', '与']).filter(|part| !part.is_empty()).count();
    let same = object.split(['、', '和', '及', '与']).filter(|part| part.ends_with(noun)).count();
    if noun.is_empty() {
        None
    } else if same > 1 && same == listed(object) {
        u64::try_from(same).ok()
    } else if LISTS.contains(&noun) {
        let (kinds, thing) = object.rsplit_once('的')?;
        let count = listed(kinds);
        (count > 1 && listed(thing) == 1 && kinds.contains('、')).then(|| u64::try_from(count).ok())?
    } else {
        None
    }
}

/// Where a check of others begins.
pub(super) fn inspection(segment: &str) -> Option<usize> {
    for noun in CHECKS {
        for (at, _) in segment.match_indices(noun) {
            let after = &segment[at + noun.len()..];
            let before = &segment[..at];
            let ends = after.is_empty()
                || CHECK_ENDS.iter().any(|end| after.starts_with(end))
                || after.starts_with(|c: char| c.is_whitespace() || "（(、".contains(c));
            let verb = last(before, &CHECK_VERBS);
            let verb = verb.filter(|verb| {
                before[verb.end..].chars().count() <= 24 && !before[verb.end..].contains('的')
            });
            if let Some(verb) = verb.filter(|_| ends) {
                let start = before[..verb.start].rfind('对').unwrap_or(verb.start);
                return Some(start);
            }
        }
    }
    None
}

/// Where an account to another body begins: 向市政府报告, 报送总结.
pub(super) fn report(segment: &str) -> Option<usize> {
    const NOUNS: [&str; 7] = ["制度", "会议", "书", "厅", "机制", "单位", "人"];
    for verb in ["报告", "汇报", "述法"] {
        for (at, _) in segment.match_indices(verb) {
            let is_noun = NOUNS.iter().any(|noun| segment[at + verb.len()..].starts_with(noun));
            let toward = segment[..at].rfind('向').filter(|to| segment[*to..at].chars().count() <= 40);
            if let Some(toward) = toward.filter(|_| !is_noun) {
                return Some(toward);
            }
        }
    }
    let at = last(segment, &["报送", "上报", "提交", "呈报", "报告"]).map(|verb| (verb.start, verb.end));
    let (start, end) = at?;
    let papers = ["报告", "总结", "工作情况", "情况", "报表", "统计表", "材料", "信息"];
    // 将年度报告报送市政府.
    let handed = ["将", "把"].iter().any(|word| segment[..start].contains(word));
    if handed && papers.iter().any(|paper| segment[..start].ends_with(paper)) {
        return Some(start);
    }
    let object = segment[end..].trim_end_matches("工作");
    (papers.iter().any(|paper| object.ends_with(paper)) && !segment[start..].starts_with("报告制度"))
        .then_some(start)
}

/// Whether a sentence binds or forbids.
pub(super) fn rule(sentence: &str) -> Option<bool> {
    let forbids = sentence.match_indices("不得").any(|(at, word)| {
        let after = &sentence[at + word.len()..];
        !["少于", "低于", "超过", "高于", "不"].iter().any(|bound| after.starts_with(bound))
    });
    let is_ban = |word: &str| {
        let named = ["事项", "性", "类", "清单"];
        sentence
            .match_indices(word)
            .any(|(at, _)| !named.iter().any(|n| sentence[at + word.len()..].starts_with(n)))
    };
    let plain = ["严禁", "禁止", "一律"].iter().any(|word| is_ban(word));
    // 必须坚持…, 必须推动… exhort.
    let must = sentence.match_indices("必须").any(|(at, word)| {
        let after = &sentence[at + word.len()..];
        !["坚持", "推动", "把", "以", "保持", "乘势", "聚焦", "深入", "牢牢", "始终", "立足"]
            .iter()
            .any(|e| after.starts_with(e))
    });
    let every = sentence.trim_start().starts_with('凡')
        || ["，凡", ",凡", "：凡", "。凡"].iter().any(|word| sentence.contains(word));
    let ought = sentence.match_indices("应当").any(|(at, word)| {
        let is_relative = ["规定", "依法", "法定"].iter().any(|before| sentence[..at].ends_with(before));
        let clause = sentence[at + word.len()..].split(['，', ',']).next().unwrap_or_default();
        !is_relative && clause.find('的').is_none_or(|of| clause[..of].chars().count() > 8)
    });
    let soon = ["应及时", "应按", "应依法", "应予", "都应"].iter().any(|word| sentence.contains(word));
    if forbids || plain || every {
        Some(true)
    } else if ought || soon || must {
        Some(false)
    } else {
        None
    }
}

/// Whether a figure without a bound is a task by its own form: 一个, 一次性 and fixed phrases are not.
pub(super) fn is_countable(found: &figure::Found, has_period: bool) -> bool {
    let quantity = &found.quantity;
    if found.is_bounded {
        return quantity.unit_kind != UnitKind::Aspect;
    }
    let is_one = quantity.interval == Interval::exactly(Decimal::whole(1));
    match quantity.unit_kind {
        UnitKind::Aspect | UnitKind::Year | UnitKind::Month | UnitKind::Week | UnitKind::Hour => false,
        UnitKind::Day | UnitKind::WorkingDay | UnitKind::CalendarDay => quantity.unit != "日",
        UnitKind::Times => has_period || !(found.is_chinese && is_one),
        UnitKind::Percent | UnitKind::Money => true,
        // 四类案件, 三种形态 name known things.
        UnitKind::Count => {
            !found.is_chinese || !(is_one || matches!(quantity.unit.as_str(), "类" | "种" | "条"))
        }
    }
}
