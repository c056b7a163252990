//! Owns conditions in the words of people: a definition's one-line condition with its names replaced by labels.

use yifa_kernel::procedure::Procedure;

use crate::face::Lang;

/// A condition as people read it: `tell.done and fine <= tell.fine` becomes 「已告知 且 「罚款」 不超过 「罚款」(告知)」.
pub(super) fn in_words(procedure: &Procedure, condition: &str, lang: Lang) -> String {
    let mut words: Vec<String> = Vec::new();
    for token in tokens(condition) {
        words.push(word(procedure, &token, lang));
    }
    let gap = " ";
    words.join(gap).replace("( ", "(").replace(" )", ")").replace(" ,", ",")
}

fn tokens(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = line.trim_start();
    while let Some(c) = rest.chars().next() {
        let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
        let length = if c == '"' {
            rest[1..].find('"').map_or(rest.len(), |end| end + 2)
        } else if name(c) {
            rest.find(|c| !name(c)).unwrap_or(rest.len())
        } else if ["<=", ">=", "==", "!="].iter().any(|sign| rest.starts_with(sign)) {
            2
        } else {
            c.len_utf8()
        };
        all.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    all
}

fn word(procedure: &Procedure, token: &str, lang: Lang) -> String {
    let fixed = match token {
        "and" => Some(("且", "and")),
        "or" => Some(("或", "or")),
        "not" => Some(("非", "not")),
        "in" => Some(("属于", "in")),
        "==" => Some(("为", "is")),
        "!=" => Some(("不为", "is not")),
        "<=" => Some(("不超过", "at most")),
        ">=" => Some(("不少于", "at least")),
        "<" => Some(("小于", "less than")),
        ">" => Some(("大于", "more than")),
        "known" => Some(("已记录", "recorded")),
        "empty" => Some(("为空", "empty")),
        "count" => Some(("数量", "number of")),
        "all" => Some(("全部", "all")),
        "any" => Some(("任一", "any")),
        "sum" => Some(("合计", "sum")),
        "distinct" => Some(("不同的", "different")),
        "where" => Some(("其中", "those where")),
        "lacking" => Some(("对方没有的", "those missing in the other")),
        "shared" => Some(("双方都有的", "those in both")),
        "digest" => Some(("摘要值", "digest of")),
        "repeated" => Some(("重复的", "repeated")),
        "together" => Some(("合并", "together")),
        "true" => Some(("是", "yes")),
        "false" => Some(("否", "no")),
        "today" => Some(("当日", "today")),
        "state" => Some(("状态", "state")),
        "it" => Some(("该项", "it")),
        "actor.person" => Some(("经办人", "the person acting")),
        "body.id" => Some(("本机关", "the body")),
        _ => None,
    };
    if let Some((zh, en)) = fixed {
        return lang.pick(zh, en).to_owned();
    }
    named(procedure, token, lang).unwrap_or_else(|| token.to_owned())
}

fn named(procedure: &Procedure, token: &str, lang: Lang) -> Option<String> {
    let (first, part) = token.split_once('.').map_or((token, None), |(first, part)| (first, Some(part)));
    let quoted = |zh: &str, en: &str| format!("「{}」", lang.pick(zh, en));
    if let Some(action) = procedure.action(&first.into()) {
        let label = lang.pick(&action.label.zh, &action.label.en);
        return Some(match part {
            Some("done") => lang.pick(&format!("已{label}"), &format!("“{label}” done")).to_owned(),
            Some("on") => lang.pick(&format!("{label}之日"), &format!("day of “{label}”")).to_owned(),
            Some("count") => lang.pick(&format!("{label}次数"), &format!("times of “{label}”")).to_owned(),
            Some("by") => lang.pick(&format!("{label}人"), &format!("who did “{label}”")).to_owned(),
            Some(field) => {
                let field = named(procedure, field, lang).unwrap_or_else(|| field.to_owned());
                lang.pick(&format!("{label}时的{field}"), &format!("{field} at “{label}”")).to_owned()
            }
            None => label.to_owned(),
        });
    }
    if let Some(track) = procedure.track(&first.into()) {
        let label = lang.pick(&track.label.zh, &track.label.en);
        return Some(match part {
            Some("opened") => lang.pick(&format!("已启动{label}"), &format!("“{label}” opened")).to_owned(),
            Some("closed") => lang.pick(&format!("{label}已结束"), &format!("“{label}” closed")).to_owned(),
            _ => label.to_owned(),
        });
    }
    if let Some(field) = procedure.field(&first.into()) {
        return Some(quoted(&field.label.zh, &field.label.en));
    }
    if let Some(rest) = token.strip_prefix("param.") {
        let parameter = procedure.parameters.get(rest)?;
        return Some(quoted(&parameter.label.zh, &parameter.label.en));
    }
    if let Some(rest) = token.strip_prefix("limit.") {
        let (id, part) = rest.rsplit_once('.')?;
        let limit = procedure.limit(&id.into())?;
        let label = lang.pick(&limit.label.zh, &limit.label.en);
        return Some(match part {
            "over" => lang.pick(&format!("{label}已届满"), &format!("“{label}” is over")).to_owned(),
            _ => quoted(&limit.label.zh, &limit.label.en),
        });
    }
    let choices = procedure.fields.iter().flat_map(|field| &field.choices);
    let choice = choices.clone().find(|(id, _)| id == first).map(|(_, label)| label);
    let state = || procedure.states.iter().find(|state| state.id.as_str() == first).map(|state| &state.label);
    choice.or_else(state).map(|label| lang.pick(&label.zh, &label.en).to_owned())
}
