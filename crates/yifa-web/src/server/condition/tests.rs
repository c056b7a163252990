//! Conditions of the shipped definitions as people read them.

use super::*;

/// Every line that a page may show as a sentence, with its procedure.
fn lines(registry: &Registry) -> Vec<(&Procedure, &str)> {
    let of = |procedure| -> Vec<(&Procedure, &str)> {
        let procedure: &Procedure = procedure;
        let required = procedure.actions.iter().flat_map(|action| &action.require).map(|one| &one.guard);
        let branches =
            procedure.actions.iter().flat_map(|action| &action.to).filter_map(|(when, _)| when.as_ref());
        let limits = procedure.limits.iter().filter_map(|limit| limit.when.as_ref());
        let shown = procedure.disclosures.iter().filter_map(|one| one.when.as_ref());
        let all = required.chain(branches).chain(limits).chain(shown);
        all.map(|guard| (procedure, guard.source.as_str())).collect()
    };
    registry.procedures().flat_map(of).collect()
}

/// A sentence without what the definitions themselves call things.
fn bare(said: &str) -> String {
    let mut depth = 0_i32;
    let outside = said.chars().filter(|c| {
        match c {
            '“' | '「' => depth += 1,
            '”' | '」' => depth -= 1,
            _ => {}
        }
        depth == 0 && !matches!(c, '”' | '」')
    });
    outside.collect()
}

/// Every condition of every definition is a sentence in each language: no name of ours, no sign, no word of another language.
#[test]
fn every_condition_is_said_in_the_language_of_the_reader() {
    let registry = yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
    let all = lines(&registry);
    let mut wrong = Vec::new();
    for (procedure, line) in &all {
        let [hans, hant, en] = Lang::ALL.map(|lang| in_words(&registry, procedure, line, lang));
        let signs = ["_", "==", "!=", "<", ">", "{", "condition."];
        let chinese = |said: &str| said.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
        let latin = |said: &str| bare(said).chars().any(|c| c.is_ascii_alphabetic());
        let faults = [
            ("it is empty", [&hans, &hant, &en].iter().any(|said| said.trim().is_empty())),
            (
                "a sign of the line",
                signs.iter().any(|sign| [&hans, &hant, &en].iter().any(|said| said.contains(sign))),
            ),
            ("English in Simplified", latin(&hans)),
            ("English in Traditional", latin(&hant)),
            ("Chinese in English", chinese(&en) || en.contains('「')),
            ("Simplified in Traditional", Lang::ZhHant.write(&hant) != hant),
            ("Traditional is Simplified", Lang::ZhHant.write(&hans) != hans && hant == hans),
        ];
        let faults = faults.iter().filter(|(_, is)| *is).map(|(what, _)| *what);
        wrong.extend(
            faults.map(|what| format!("{what}: {}: {line}\n  {hans}\n  {hant}\n  {en}", procedure.id)),
        );
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
    assert!(all.len() > 500, "{}", all.len());
}

#[test]
fn a_line_that_does_not_parse_stays_as_it_is() {
    let registry = yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
    let procedure = registry.latest(&"penalty-ordinary".into()).expect("a procedure");
    assert_eq!(in_words(&registry, procedure, "fine <", Lang::En), "fine <");
    let said = in_words(&registry, procedure, "not known(fine) or fine >= 1000", Lang::En);
    assert_eq!(said, "“Fine” is not recorded or “Fine” is at least 1000");
    let said = in_words(&registry, procedure, "not (tell.done and known(fine))", Lang::ZhHans);
    assert_eq!(said, "尚未“告知”，或者“罚款数额”没有记录");
}

/// A word means what the other side can be: a catalogue, not the field of the same name; a state of the matter pointed to.
#[test]
fn a_word_is_said_as_what_it_is_compared_with() {
    let registry = yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
    let said = |procedure: &str, line: &str, lang| {
        in_words(&registry, registry.latest(&procedure.into()).expect("a procedure"), line, lang)
    };
    let catalogue = said("cleanup-inventory", "all(decisions, catalogue != repealed)", Lang::ZhHans);
    assert_eq!(catalogue, "“清理决定”的每一项：“目录”不为“废止”");
    let round = said("cleanup-inventory", "round.state == deciding", Lang::ZhHans);
    assert_eq!(round, "“清理”的状态为“审核决定”");
    let filing = said("unfiled-finding", "filing.state != due", Lang::ZhHans);
    assert_eq!(filing, "“备案事项”的状态不为“待报送”");
    let parent = said("normdoc-filing", "parent.state in (repealed, lapsed)", Lang::En);
    assert!(parent.ends_with("“Repealed” or “Lapsed”"), "{parent}");
}

#[test]
fn a_parameter_is_said_once_with_what_it_is() {
    let registry = yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
    let procedure = registry.latest(&"rule-evaluation".into()).expect("a procedure");
    let said = in_words(&registry, procedure, "survey_answers >= param.survey_floor", Lang::ZhHans);
    assert_eq!(said, "“有效问卷数”不少于“可以使用百分比的最少有效问卷”（30）");
}

/// What belongs to another matter, or to each of several, is called as it is called there.
#[test]
fn a_name_beyond_the_matter_is_said_as_it_is_called_there() {
    let registry = yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
    let procedure = registry.latest(&"penalty-ordinary".into()).expect("a procedure");
    let said = |line: &str, lang| in_words(&registry, procedure, line, lang);
    assert_eq!(said("power.kind == penalty", Lang::ZhHans), "“处罚职权”的“职权类别”为“行政处罚”");
    let officers = "all(officers, state == valid and valid_from <= today)";
    assert_eq!(
        said(officers, Lang::ZhHant),
        "「辦案人員」的每一項：辦理狀態為「有效」，並且「有效期起」不晚於當日"
    );
    assert_eq!(said("no_such.thing", Lang::En), "thing of no such is “yes”", "no label is made up");
}
#[test]
fn days_are_before_and_after_and_amounts_are_less_and_more() {
    let registry = yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
    let procedure = registry.latest(&"penalty-ordinary".into()).expect("a procedure");
    let said = |line: &str, lang| in_words(&registry, procedure, line, lang);
    assert_eq!(said("today - notice_served_on >= 5", Lang::ZhHans), "当日 − “告知书送达日期”不少于5");
    assert_eq!(
        said("not (notice_served_on > today)", Lang::En),
        "“Served on: prior notice” is not after today"
    );
    assert_eq!(said("fine <= tell.fine", Lang::ZhHant), "「罰款數額」不超過「告知」時的「罰款數額」");
}

/// Numbers of rows, acts, days and characters are said as a clerk says them, not as the line counts them.
#[test]
fn what_is_counted_is_said_in_words() {
    let registry = yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
    let said = |procedure: &str, line: &str, lang| {
        in_words(&registry, registry.latest(&procedure.into()).expect("a procedure"), line, lang)
    };
    for (procedure, line, hans, en) in [
        (
            "cleanup-inventory",
            "count(lacking(entries, decisions, doc_no)) == 0",
            "“清单”中的每一项，在“清理决定”中都有",
            "each of “Documents” is in “Decisions”",
        ),
        (
            "cleanup-inventory",
            "count(lacking(lacking(where(on_record, published_on <= round.cut_off), entries, document), left_out, document)) == 0",
            "“登记在册的现行文件”中“公布日期”不晚于“清理”的“清理截止日”的每一项，在“清单”或者“在册而未列入的文件”中都有",
            "each of “In force by the register” where “Published on” is not after “Cut-off date” of “Round” is in “Documents” or “On record, not listed”",
        ),
        (
            "cleanup-inventory",
            "count(lacking(proposals, entries, doc_no)) > 0",
            "“清理建议”中有“清单”没有的项",
            "something in “Proposals” is not in “Documents”",
        ),
        (
            "cleanup-inventory",
            "count(shared(left_out, entries, document)) == 0",
            "“在册而未列入的文件”与“清单”没有相同的项",
            "“On record, not listed” and “Documents” have nothing in common",
        ),
        (
            "cleanup-inventory",
            "not (count(repeated(entries, doc_no)) == 0)",
            "“清单”中有重复的项",
            "something in “Documents” is repeated",
        ),
        ("cleanup-round", "count(makers) >= 1", "“清理单位”至少有一项", "“Makers” has at least one entry"),
        (
            "cleanup-round",
            "distinct(makers) == count(makers)",
            "“清理单位”中没有重复的项",
            "nothing in “Makers” is repeated",
        ),
        (
            "normative-document",
            "comment.count == 0 or days(today, comment_until) >= 30",
            "尚未“提出意见”，或者当日至“征求意见截止日期”不少于30日",
            "“Comment” is not done yet or from today to “Last day for comments” there are at least 30 days",
        ),
        (
            "review-request",
            "length(reason) >= 10",
            "“理由”不少于10个字",
            "“Reason” has at least 10 characters",
        ),
        (
            "normative-document",
            "any(channels, it == gazette) or any(channels, it == site)",
            "“公布载体”包括“政府公报”，或者“公布载体”包括“政府网站”",
            "“Where published” include “gazette” or “Where published” include “government site”",
        ),
        (
            "cleanup-inventory",
            "count(lacking(proposals, tally(entries, hard_findings, answers, doc_no), doc_no, hard_findings)) == 0",
            "“清理建议”中的每一项，在“清单”（“不能保留的发现数”由系统计算）中都有（对照“发文字号”、“不能保留的发现数”）",
            "each of “Proposals” is in “Documents” (“Hard findings” computed) (by “Number”, “Hard findings”)",
        ),
        (
            "cleanup-inventory",
            "body.id in round.makers",
            "本机关在“清理”的“清理单位”之中",
            "the body is among “Makers” of “Round”",
        ),
    ] {
        assert_eq!(said(procedure, line, Lang::ZhHans), hans);
        assert_eq!(said(procedure, line, Lang::En), en);
    }
    let bound = said("cleanup-inventory", "valid == count(decisions, catalogue == valid)", Lang::ZhHans);
    assert_eq!(bound, "“继续有效目录件数”为“清理决定”中“目录”为“继续有效”的数量");
}
