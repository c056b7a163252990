//! Words that several checks look for.

use regex::Regex;
use std::sync::LazyLock;

/// A pattern of ours.
pub(super) fn pattern(text: &str) -> Regex {
    // INVARIANT: every pattern is a constant, and the tests force each of them.
    Regex::new(text).unwrap_or_else(|error| panic!("a pattern of ours is wrong: {error}"))
}

/// Words that point to other law without naming it: who writes them sets nothing himself.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "依法|依据法|依照法|(依照|按照|根据|依据|适用|违反)[^，。；]{0,20}(法律|法规|规章|有关规定|相关规定|国家规定|国家有关)|(法律|法规|规章)[^，。；]{0,12}(规定|另有|授权)|法定|另有规定|国家有关规定|按(照)?国家",
    )
});

/// Whether a text leaves the matter to law that it does not name.
pub(super) fn refers_elsewhere(text: &str) -> bool {
    ELSEWHERE.is_match(text)
}

/// Whether words before a match turn it around: 不得收取, 禁止指定, 免予处罚, 被查封.
pub(super) fn is_turned(before: &str, more: &[&str]) -> bool {
    const TURNS: [&str; 22] = [
        "不得", "禁止", "严禁", "不准", "不应", "不予", "不再", "免予", "免于", "免除", "取消", "停止",
        "解除", "撤销", "不能", "避免", "防止", "杜绝", "不", "曾", "无", "未",
    ];
    // 对拒不整改的单位: whom it meets, not that it is forbidden.
    let conditions = ["拒不", "逾期不", "仍不", "教不改"];
    let before = conditions.iter().fold(before.to_owned(), |text, word| text.replace(word, ""));
    TURNS.iter().chain(more).any(|word| before.contains(word))
}
