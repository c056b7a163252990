//! Owns conditions in the words of people: a definition's one-line condition as a sentence in the reader's language. What is
//! negated is said of the thing itself (“is not recorded”), never as an operator before it.

use yifa_kernel::definition::Registry;
use yifa_kernel::guard::{Compare, Expr, Kind, Math, Parsed, parse};
use yifa_kernel::procedure::{Label, ParameterValue, Procedure};
use yifa_kernel::words::{Tongue, in_words as value_in_words};

use crate::face::Lang;

/// A condition as people read it: `tell.done and fine <= tell.fine` becomes “Tell” is done and “Fine” is at most “Fine” at
/// “Tell”. A line that does not parse stays as it is.
pub(super) fn in_words(registry: &Registry, procedure: &Procedure, condition: &str, lang: Lang) -> String {
    let says = Says { registry, procedure, lang, line: condition };
    parse(condition).map_or_else(|_| condition.to_owned(), |expr| says.claim(&expr, true, Joint::Whole))
}

/// What a claim stands in: another word in between asks for brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Whole,
    And,
    Or,
}

struct Says<'a> {
    registry: &'a Registry,
    procedure: &'a Procedure,
    lang: Lang,
    line: &'a str,
}

impl Says<'_> {
    /// Something that holds, or with `yes` false, that does not.
    fn claim(&self, expr: &Expr, yes: bool, within: Joint) -> String {
        match &expr.node {
            Parsed::Not(inner) => self.claim(inner, !yes, within),
            Parsed::And(a, b) => self.joined(a, b, yes, if yes { Joint::And } else { Joint::Or }, within),
            Parsed::Or(a, b) => self.joined(a, b, yes, if yes { Joint::Or } else { Joint::And }, within),
            Parsed::Compare(how, a, b) => self.compared(*how, yes, &self.beside(a, b), &self.beside(b, a)),
            Parsed::OneOf(one, words) => self.one_of(one, words, yes),
            Parsed::Within(one, list) => {
                let (zh, en) = if yes { ("在其中", "is among") } else { ("不在其中", "is not among") };
                let (one, list) = (self.term(one), self.term(list));
                self.lang.pick(&format!("{list}：{one}{zh}"), &format!("{one} {en} {list}")).to_owned()
            }
            Parsed::Call(name, args) => self.called(name, args, yes, expr),
            Parsed::Path(path) => self.fact(path, yes),
            Parsed::Literal(_) | Parsed::Length(_) | Parsed::Math(..) => self.term(expr),
        }
    }

    fn joined(&self, a: &Expr, b: &Expr, yes: bool, by: Joint, within: Joint) -> String {
        let (a, b) = (self.claim(a, yes, by), self.claim(b, yes, by));
        let all = match by {
            Joint::And | Joint::Whole => {
                self.lang.pick(&format!("{a}，并且{b}"), &format!("{a} and {b}")).to_owned()
            }
            Joint::Or => self.lang.pick(&format!("{a}，或者{b}"), &format!("{a} or {b}")).to_owned(),
        };
        match within == Joint::Whole || within == by {
            true => all,
            false => self.lang.pick(&format!("（{all}）"), &format!("({all})")).to_owned(),
        }
    }

    fn compared(&self, how: Compare, yes: bool, a: &str, b: &str) -> String {
        let (zh, en) = match (how, yes) {
            (Compare::Same, true) | (Compare::Different, false) => ("为", "is"),
            (Compare::Different, true) | (Compare::Same, false) => ("不为", "is not"),
            (Compare::Less, true) | (Compare::AtLeast, false) => ("小于", "is less than"),
            (Compare::AtMost, true) | (Compare::More, false) => ("不超过", "is at most"),
            (Compare::More, true) | (Compare::AtMost, false) => ("大于", "is more than"),
            (Compare::AtLeast, true) | (Compare::Less, false) => ("不少于", "is at least"),
        };
        self.lang.pick(&format!("{a}{zh}{b}"), &format!("{a} {en} {b}")).to_owned()
    }

    fn one_of(&self, of: &Expr, words: &[Expr], yes: bool) -> String {
        let one = self.term(of);
        let words: Vec<String> = words.iter().map(|word| self.beside(word, of)).collect();
        let (zh, en) = if yes { ("为", "is") } else { ("不为", "is neither") };
        let zh_words = words.join("或者");
        let en_words = words.join(if yes { " or " } else { " nor " });
        self.lang.pick(&format!("{one}{zh}{zh_words}"), &format!("{one} {en} {en_words}")).to_owned()
    }

    /// A function that holds or does not.
    fn called(&self, name: &str, args: &[Expr], yes: bool, whole: &Expr) -> String {
        let (zh, en) = match (name, args, yes) {
            ("known", [one], true) => {
                (format!("{}已记录", self.term(one)), format!("{} is recorded", self.term(one)))
            }
            ("known", [one], false) => {
                (format!("{}没有记录", self.term(one)), format!("{} is not recorded", self.term(one)))
            }
            ("empty", [one], true) => {
                (format!("{}为空", self.term(one)), format!("{} is empty", self.term(one)))
            }
            ("empty", [one], false) => {
                (format!("{}不为空", self.term(one)), format!("{} is not empty", self.term(one)))
            }
            ("all", [list, each], true) => {
                let (list, each) = (self.term(list), self.claim(each, true, Joint::Whole));
                (format!("{list}的每一项：{each}"), format!("for each of {list}: {each}"))
            }
            ("all", [list, each], false) => {
                let (list, each) = (self.term(list), self.claim(each, false, Joint::Whole));
                (format!("{list}中至少有一项：{each}"), format!("for at least one of {list}: {each}"))
            }
            ("any", [list, each], true) => {
                let (list, each) = (self.term(list), self.claim(each, true, Joint::Whole));
                (format!("{list}中至少有一项：{each}"), format!("for at least one of {list}: {each}"))
            }
            ("any", [list, each], false) => {
                let (list, each) = (self.term(list), self.claim(each, true, Joint::Whole));
                (format!("{list}中没有一项：{each}"), format!("for none of {list}: {each}"))
            }
            ("same_text", [a, b], _) => {
                let (a, b) = (self.term(a), self.term(b));
                let (zh, en) =
                    if yes { ("相同", "are the same text") } else { ("不同", "are different texts") };
                (format!("{a}与{b}的文字{zh}"), format!("{a} and {b} {en}"))
            }
            _ => {
                let term = self.term(whole);
                let (zh, en) = if yes { ("成立", "holds") } else { ("不成立", "does not hold") };
                (format!("{term}{zh}"), format!("{term} {en}"))
            }
        };
        self.lang.pick(&zh, &en).to_owned()
    }

    /// A fact that is so or not.
    fn fact(&self, path: &[String], yes: bool) -> String {
        let last = path.last().map_or("", String::as_str);
        let first = path.first().map_or("", String::as_str);
        let name = self.label(first, path);
        let (zh, en) = match (last, path.len() > 1, yes) {
            ("true", false, _) => ("是".to_owned(), "yes".to_owned()),
            ("false", false, _) => ("否".to_owned(), "no".to_owned()),
            ("done", true, true) => (format!("已经{name}"), format!("{name} is done")),
            ("done", true, false) => (format!("尚未{name}"), format!("{name} is not done yet")),
            ("opened", true, true) => (format!("{name}已启动"), format!("{name} is opened")),
            ("opened", true, false) => (format!("{name}没有启动"), format!("{name} is not opened")),
            ("closed", true, true) => (format!("{name}已结束"), format!("{name} is closed")),
            ("closed", true, false) => (format!("{name}没有结束"), format!("{name} is not closed")),
            ("over", true, true) => (format!("{name}已届满"), format!("{name} is over")),
            ("over", true, false) => (format!("{name}没有届满"), format!("{name} is not over")),
            ("in_force", true, true) => (format!("{name}现行有效"), format!("{name} is in force")),
            ("in_force", true, false) => (format!("{name}不是现行有效"), format!("{name} is not in force")),
            ("published", true, true) => (format!("{name}已公布"), format!("{name} is published")),
            ("published", true, false) => (format!("{name}没有公布"), format!("{name} is not published")),
            ("found", true, true) => (format!("{name}能够查到"), format!("{name} is found")),
            ("found", true, false) => (format!("{name}查不到"), format!("{name} is not found")),
            ("all_certified", true, true) => {
                (format!("{name}都持有有效证件"), format!("each of {name} holds a valid certificate"))
            }
            ("all_certified", true, false) => {
                (format!("{name}不都持有有效证件"), format!("not each of {name} holds a valid certificate"))
            }
            (_, _, true) => (format!("{name}为“是”"), format!("{name} is “yes”")),
            (_, _, false) => (format!("{name}为“否”"), format!("{name} is “no”")),
        };
        self.lang.pick(&zh, &en).to_owned()
    }

    fn tongue(&self) -> Tongue {
        match self.lang {
            Lang::ZhHans => Tongue::Hans,
            Lang::ZhHant => Tongue::Hant,
            Lang::En => Tongue::En,
        }
    }

    /// Something that has a value.
    fn term(&self, expr: &Expr) -> String {
        match &expr.node {
            Parsed::Literal(value) => value_in_words(value, self.tongue()),
            Parsed::Path(path) => self.path(path),
            Parsed::Length(_) => self.length(&self.line[expr.span.clone()]),
            Parsed::Math(how, a, b) => {
                let sign = match how {
                    Math::Add => "+",
                    Math::Subtract => "−",
                    Math::Multiply => "×",
                    Math::Divide => "÷",
                };
                format!("{} {sign} {}", self.term(a), self.term(b))
            }
            Parsed::Call(name, args) => self.computed(name, args),
            Parsed::Not(_)
            | Parsed::And(..)
            | Parsed::Or(..)
            | Parsed::Compare(..)
            | Parsed::OneOf(..)
            | Parsed::Within(..) => self.claim(expr, true, Joint::Whole),
        }
    }

    fn computed(&self, name: &str, args: &[Expr]) -> String {
        let each = |at: usize| args.get(at).map(|one| self.claim_or_term(one)).unwrap_or_default();
        let (a, b) = (each(0), each(1));
        let (zh, en) = match (name, args.len()) {
            ("count", 1) => (format!("{a}的数量"), format!("the number of {a}")),
            ("count", _) => (format!("{a}中{b}的数量"), format!("the number of {a} where {b}")),
            ("sum", 2) => (format!("{a}的{b}合计"), format!("the sum of {b} in {a}")),
            ("sum", _) => {
                let only = each(2);
                (format!("{a}中{only}的{b}合计"), format!("the sum of {b} in {a} where {only}"))
            }
            ("distinct", 1) => (format!("不同的{a}的数量"), format!("the number of different {a}")),
            ("distinct", _) => {
                (format!("{a}中不同的{b}的数量"), format!("the number of different {b} in {a}"))
            }
            ("days", _) => (format!("{a}至{b}的天数"), format!("the days from {a} to {b}")),
            ("working_days", _) => (format!("{a}至{b}的工作日"), format!("the working days from {a} to {b}")),
            ("year", _) => (format!("{a}的年份"), format!("the year of {a}")),
            ("min", _) => (format!("{a}与{b}中较小者"), format!("the lesser of {a} and {b}")),
            ("max", _) => (format!("{a}与{b}中较大者"), format!("the greater of {a} and {b}")),
            ("length", _) => (format!("{a}的字数"), format!("the length of {a}")),
            ("digest", _) => (format!("{a}的摘要值"), format!("the digest of {a}")),
            ("where", _) => (format!("{a}中{b}的各项"), format!("those of {a} where {b}")),
            ("lacking", _) => (format!("{a}中{b}没有的各项"), format!("those of {a} that {b} lacks")),
            ("shared", _) => (format!("{a}与{b}都有的各项"), format!("those in both {a} and {b}")),
            ("repeated", _) => (format!("{a}中重复的各项"), format!("those that {a} repeats")),
            ("together", _) => (format!("{a}与{b}合并"), format!("{a} and {b} together")),
            _ => {
                let all: Vec<String> = (0..args.len()).map(each).collect();
                let all = all.join(self.lang.pick("、", ", "));
                (format!("{name}（{all}）"), format!("{name} ({all})"))
            }
        };
        self.lang.pick(&zh, &en).to_owned()
    }

    fn claim_or_term(&self, expr: &Expr) -> String {
        match &expr.node {
            Parsed::Path(_) | Parsed::Literal(_) | Parsed::Length(_) | Parsed::Math(..) => self.term(expr),
            Parsed::Call(name, _) if !matches!(name.as_str(), "known" | "empty" | "all" | "any") => {
                self.term(expr)
            }
            _ => self.claim(expr, true, Joint::Whole),
        }
    }

    /// A term as it stands beside what it is compared with: a bare word is first looked for among the choices and the states
    /// that the other side can have, and only then among all names of the definition.
    fn beside(&self, one: &Expr, other: &Expr) -> String {
        let (Parsed::Path(word), Parsed::Path(of)) = (&one.node, &other.node) else { return self.term(one) };
        let [word] = word.as_slice() else { return self.term(one) };
        match self.choice(word, of).or_else(|| self.state_of(word, of)) {
            Some(label) => self.quoted(label),
            None => self.term(one),
        }
    }

    /// The choice of that name of the field or column at the end of a path.
    fn choice(&self, word: &str, of: &[String]) -> Option<&Label> {
        let name = of.last()?;
        let fields = self.procedure.fields.iter().filter(|field| field.id.as_str() == name);
        let columns = self.procedure.fields.iter().flat_map(|field| &field.columns);
        let columns = columns.filter(|column| column.id.as_str() == name);
        let mut all =
            fields.flat_map(|field| &field.choices).chain(columns.flat_map(|column| &column.choices));
        all.find(|(id, _)| id == word).map(|(_, label)| label)
    }

    /// The state of that name of the matters that `field.state`, `track.state` or `parent.state` speaks of.
    fn state_of(&self, word: &str, of: &[String]) -> Option<&Label> {
        let [through, last] = of else { return None };
        if last != "state" {
            return None;
        }
        let fields = self.procedure.fields.iter().filter(|field| field.id.as_str() == through);
        let columns = self.procedure.fields.iter().flat_map(|field| &field.columns);
        let columns = columns.filter(|column| column.id.as_str() == through);
        let kinds = fields.map(|field| &field.kind).chain(columns.map(|column| &column.kind));
        let pointed = kinds.flat_map(|kind| match kind {
            Kind::Matter(procedures) => procedures.to_vec(),
            _ => Vec::new(),
        });
        let tracked = self.procedure.track(&through.as_str().into()).map(|track| track.procedure.clone());
        let parent = self.procedure.parent.clone().filter(|_| through == "parent");
        let mut all = pointed.chain(tracked).chain(parent);
        all.find_map(|id| self.registry.latest(&id)?.state(&word.into())).map(|state| &state.label)
    }

    fn quoted(&self, label: &Label) -> String {
        format!("“{}”", self.lang.pick(&label.zh, &label.en))
    }

    /// A parameter by name, with what it is here: whoever is refused for it wants the number.
    fn parameter(&self, id: &str) -> Option<String> {
        let parameter = self.procedure.parameters.get(id)?;
        let name = self.quoted(&parameter.label);
        let ParameterValue::Value(value) = &parameter.value else { return Some(name) };
        Some(self.lang.aside(&name, &value_in_words(value, self.tongue())))
    }

    /// `30 working_day` in words.
    fn length(&self, text: &str) -> String {
        let (n, unit) = text.split_once(' ').unwrap_or((text, ""));
        let (zh, en) = match unit {
            "working_day" => ("个工作日", "working days"),
            "calendar_day" => ("日", "days"),
            "hour" => ("小时", "hours"),
            "month" => ("个月", "months"),
            "year" => ("年", "years"),
            other => (other, other),
        };
        self.lang.pick(&format!("{n}{zh}"), &format!("{n} {en}")).to_owned()
    }

    /// A name in the value's place.
    fn path(&self, path: &[String]) -> String {
        let whole = path.join(".");
        let fixed = match whole.as_str() {
            "today" => Some(("当日", "today")),
            "true" => Some(("是", "yes")),
            "false" => Some(("否", "no")),
            "state" => Some(("办理状态", "the state")),
            "it" => Some(("该项", "it")),
            "actor.person" => Some(("经办人", "the person acting")),
            "actor.body" => Some(("经办人所在机关", "the body of the person acting")),
            "actor.role" => Some(("经办人的岗位", "the role of the person acting")),
            "body.id" | "body" | "body.name" => Some(("本机关", "the body")),
            "body.kind" => Some(("本机关的类别", "the kind of the body")),
            "citizen" => Some(("公民", "a citizen")),
            "organisation" => Some(("法人或者其他组织", "an organisation")),
            "minor" => Some(("未成年人", "a minor")),
            "adult" => Some(("成年人", "an adult")),
            _ => None,
        };
        if let Some((zh, en)) = fixed {
            return self.lang.pick(zh, en).to_owned();
        }
        if let [head, id] = path
            && head == "param"
            && let Some(said) = self.parameter(id)
        {
            return said;
        }
        let [first, .., last] = path else { return self.label(&whole, path) };
        let name = self.label(first, path);
        let is_act = self.procedure.action(&first.as_str().into()).is_some();
        let (zh, en) = match last.as_str() {
            "on" => (format!("{name}之日"), format!("the day of {name}")),
            "by" => (format!("{name}的经办人"), format!("who did {name}")),
            "count" if is_act => (format!("{name}的次数"), format!("how often {name} was done")),
            "count" => (format!("{name}的数量"), format!("the number of {name}")),
            "due" => (format!("{name}届满之日"), format!("the last day of {name}")),
            "amount" => (format!("{name}的数额"), format!("the amount of {name}")),
            "state" => (format!("{name}的状态"), format!("the state of {name}")),
            "kind" => (format!("{name}的类别"), format!("the kind of {name}")),
            "age_class" => (format!("{name}的年龄"), format!("the age of {name}")),
            "code" => (format!("{name}的号码"), format!("the number of {name}")),
            "rank" => (format!("{name}的效力位阶"), format!("the rank of {name}")),
            "body" => (format!("{name}的机关"), format!("the body of {name}")),
            "start" | "end" | "year" if first == "period" => return self.period(last),
            "done" | "opened" | "closed" | "over" | "in_force" | "published" | "found" | "all_certified" => {
                return self.fact(path, true);
            }
            "name" | "masked_name" | "due_on" => return name,
            field => {
                let field = self.label(field, path);
                match is_act {
                    true => (format!("{name}时的{field}"), format!("{field} at {name}")),
                    false => (format!("{name}的{field}"), format!("{field} of {name}")),
                }
            }
        };
        self.lang.pick(&zh, &en).to_owned()
    }

    fn period(&self, part: &str) -> String {
        let (zh, en) = match part {
            "start" => ("本期开始之日", "the first day of the period"),
            "end" => ("本期结束之日", "the last day of the period"),
            _ => ("本期的年度", "the year of the period"),
        };
        self.lang.pick(zh, en).to_owned()
    }

    /// What a name of the definition is called; the name with blanks where nothing of that name is labelled.
    fn label(&self, name: &str, path: &[String]) -> String {
        let procedure = self.procedure;
        let of_limit = || match path {
            [head, id, ..] if head == "limit" && name == "limit" => {
                procedure.limit(&id.as_str().into()).map(|limit| &limit.label)
            }
            _ => None,
        };
        let choices = || {
            let own = procedure.fields.iter().flat_map(|field| &field.choices);
            let cells = procedure.fields.iter().flat_map(|field| &field.columns).flat_map(|one| &one.choices);
            own.chain(cells).find(|(id, _)| id == name).map(|(_, label)| label)
        };
        let columns = || {
            let mut all = procedure.fields.iter().flat_map(|field| &field.columns);
            all.find(|column| column.id.as_str() == name).map(|column| &column.label)
        };
        let found = procedure
            .action(&name.into())
            .map(|action| &action.label)
            .or_else(|| procedure.track(&name.into()).map(|track| &track.label))
            .or_else(|| procedure.field(&name.into()).map(|field| &field.label))
            .or_else(of_limit)
            .or_else(columns)
            .or_else(choices)
            .or_else(|| procedure.state(&name.into()).map(|state| &state.label));
        match found {
            Some(label) => self.quoted(label),
            None => name.replace(['_', '-'], " "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every condition of every definition is a sentence: no name of ours, no sign, no word of the other language.
    #[test]
    fn every_condition_is_said_in_the_language_of_the_reader() {
        let registry =
            yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
        let mut said = 0;
        for procedure in registry.procedures() {
            let conditions = procedure.actions.iter().flat_map(|action| &action.require);
            for condition in conditions {
                let line = &condition.guard.source;
                let english = in_words(&registry, procedure, line, Lang::En);
                let bare: String = english
                    .split('“')
                    .enumerate()
                    .map(|(at, part)| match at {
                        0 => part,
                        _ => part.split_once('”').map_or("", |(_, rest)| rest),
                    })
                    .collect();
                assert!(
                    bare.is_ascii() || bare.contains(['−', '×', '÷']),
                    "{}: {line}: {english}",
                    procedure.id
                );
                for sign in ["_", "==", "!=", "<", ">", "「"] {
                    assert!(!english.contains(sign), "{}: {line}: {english}", procedure.id);
                }
                said += 1;
            }
        }
        assert!(said > 300, "{said}");
    }

    #[test]
    fn a_line_that_does_not_parse_stays_as_it_is() {
        let registry =
            yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
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
        let registry =
            yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
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
        let registry =
            yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).expect("definitions");
        let procedure = registry.latest(&"rule-evaluation".into()).expect("a procedure");
        let said = in_words(&registry, procedure, "survey_answers >= param.survey_floor", Lang::ZhHans);
        assert_eq!(said, "“有效问卷数”不少于“可以使用百分比的最少有效问卷”（30）");
    }
}
