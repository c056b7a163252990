//! Who has to act: the subject of a sentence, and the groups of bodies that plans speak of.
//!
//! Owns: finding the bodies or persons before the verb, and telling groups by their words. It must not know
//! any city's bodies. All places are in the text given.

use super::lexicon::{Class, Hits, letters};
use super::responsible::names;
use std::ops::Range;
use std::sync::LazyLock;

/// Who has to act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actors {
    /// The names as written; empty when the text names nobody.
    pub names: Vec<String>,
    /// The groups of bodies that the names mean.
    pub groups: Vec<Group>,
    /// Where the names were found.
    pub from: ActorsFrom,
}

/// Where it was found who has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorsFrom {
    /// Before the verb, in this sentence or an earlier one of the same item.
    Subject,
    /// In a note on responsibility, of this item or of one above it.
    Note,
    /// In the object, since nobody stands before the verb: 对各县政府开展检查.
    Object,
    /// By the receiver: who reports to the government of its own level is a department of it.
    Receiver,
    /// A rule without a subject binds everybody.
    Everyone,
    /// Nobody is named: the body that issued the notice.
    Issuer,
}

/// Groups of bodies and persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The government of the issuer's own level: 市政府, 全市.
    Government,
    /// 部门.
    Departments,
    /// 区县.
    Counties,
    /// 乡镇, 街道.
    Townships,
    /// 行政执法人员.
    Officers,
    /// 公务员, 工作人员, 领导干部.
    CivilServants,
    /// 法制机构, 司法局.
    LegalOffice,
}

impl Group {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Departments => "departments",
            Self::Counties => "counties",
            Self::Townships => "townships",
            Self::Officers => "officers",
            Self::CivilServants => "civil-servants",
            Self::LegalOffice => "legal-office",
        }
    }
}

const GROUP_WORDS: [(&str, Group); 32] = [
    ("区县", Group::Counties),
    ("县区", Group::Counties),
    ("市)县", Group::Counties),
    ("市）县", Group::Counties),
    ("区)县", Group::Counties),
    ("县(市", Group::Counties),
    ("县（市", Group::Counties),
    ("市县", Group::Counties),
    ("各县", Group::Counties),
    ("各区", Group::Counties),
    ("县级", Group::Counties),
    ("旗县", Group::Counties),
    ("乡镇", Group::Townships),
    ("镇街", Group::Townships),
    ("镇(街", Group::Townships),
    ("街道", Group::Townships),
    ("各镇", Group::Townships),
    ("部门", Group::Departments),
    ("各单位", Group::Departments),
    ("直属机构", Group::Departments),
    ("委办局", Group::Departments),
    ("执法机关", Group::Departments),
    ("执法单位", Group::Departments),
    ("执法人员", Group::Officers),
    ("公务员", Group::CivilServants),
    ("工作人员", Group::CivilServants),
    ("领导干部", Group::CivilServants),
    ("法制办", Group::LegalOffice),
    ("法制机构", Group::LegalOffice),
    ("司法局", Group::LegalOffice),
    ("司法行政", Group::LegalOffice),
    ("法制科", Group::LegalOffice),
];

/// The words with their characters as bits.
static GROUPS: LazyLock<Vec<(u128, &str, Group)>> =
    LazyLock::new(|| GROUP_WORDS.iter().map(|(word, group)| (letters(word), *word, *group)).collect());

/// The groups that a text names. 市政府 counts unless it only tells whose 部门 is meant.
pub(super) fn groups(text: &str) -> Vec<Group> {
    let bits = letters(text);
    let holds = |(letters, word, _): &&(u128, &str, Group)| letters & bits == *letters && text.contains(word);
    let mut groups: Vec<Group> = GROUPS.iter().filter(holds).map(|(.., group)| *group).collect();
    let is_government = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            let after = &text[at + word.len()..];
            let before = text[..at].chars().next_back();
            let is_owner = ["部门", "各部门", "各工作部门", "所属", "办", "法制"]
                .iter()
                .any(|owner| after.starts_with(owner));
            !is_owner && !before.is_some_and(|c| "县、区各)）".contains(c) && word == "市政府" && c != '、')
        })
    };
    if ["市政府", "市人民政府", "全市", "我市", "本市", "本级政府", "各级政府"]
        .iter()
        .any(|word| is_government(word))
    {
        groups.push(Group::Government);
    }
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// Words at which a subject ends: modal words, words of time and place.
const STOPS: [&str; 34] = [
    "应当",
    "应",
    "要",
    "须",
    "必须",
    "每",
    "负责",
    "可以",
    "不得",
    "在",
    "对",
    "按",
    "于",
    "将",
    "拟",
    "力争",
    "确保",
    "至少",
    "年",
    "一律",
    "都",
    "均",
    "全面",
    "进一步",
    "结合",
    "根据",
    "组织",
    "开展",
    "参加",
    "加强",
    "建立",
    "制定",
    "完成",
    "向",
];

/// Verbs that may follow a name at once.
const VERB_STOPS: [&str; 29] = [
    "编制", "公布", "报送", "上报", "选择", "选取", "确定", "召开", "举办", "审核", "审查", "推进", "落实",
    "清理", "修订", "发布", "汇总", "会同", "联合", "牵头", "定期", "分别", "自", "到", "通报", "验收",
    "配合", "协助", "指导",
];

/// How names of actors end, besides bodies.
const ACTOR_ENDS: [&str; 57] = [
    "政府",
    "部门",
    "单位",
    "机关",
    "机构",
    "委员会",
    "办公室",
    "领导小组",
    "人员",
    "公务员",
    "干部",
    "负责人",
    "局",
    "厅",
    "委",
    "办",
    "办事处",
    "街道",
    "乡镇",
    "县区",
    "区县",
    "镇街",
    "中心",
    "法院",
    "检察院",
    "管委会",
    "组织",
    "企业",
    "市县",
    "法制办",
    "院",
    "各县",
    "各区",
    "法制科",
    "个人",
    "各地",
    "地区",
    "各市",
    "市州",
    "各镇",
    "各乡",
    "区）",
    "区)",
    "党组",
    "党委",
    "党校",
    "宣传部",
    "组织部",
    "统战部",
    "支队",
    "大队",
    "公司",
    "集团",
    "协会",
    "学校",
    "处室",
    "科室",
];

/// The lists that [`subject`] needs.
pub(super) fn lists() -> Vec<(Class, &'static [&'static str])> {
    vec![(Class::Stop, &STOPS), (Class::Stop, &VERB_STOPS), (Class::ActorEnd, &ACTOR_ENDS)]
}

/// Who acts, as a segment names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    /// From the first name to the last, with 会同 between them.
    pub(super) span: Range<usize>,
    pub(super) names: Vec<Range<usize>>,
}

impl Subject {
    /// The same, when the segment begins at a place of a longer text.
    pub(super) fn shifted(self, by: usize) -> Self {
        let shift = |span: Range<usize>| span.start + by..span.end + by;
        Self { span: shift(self.span), names: self.names.into_iter().map(shift).collect() }
    }
}

/// Words that join those who act together with the subject.
const JOINTLY: [&str; 4] = ["会同", "联合", "协同", "商"];

/// The names before the verb at the beginning of a segment, which begins at `offset` of the text in which the
/// words were found. The segment comes without 一是. `times` are the places at which a time begins: 县司法局12月底前.
pub(super) fn subject(segment: &str, offset: usize, hits: Hits<'_>, times: &[usize]) -> Option<Subject> {
    if !hits.has(Class::ActorEnd) {
        return None;
    }
    let mut stops: Vec<usize> = hits.starts(Class::Stop).map(|start| start - offset).collect();
    stops.extend(times);
    stops.sort_unstable();
    let mut subject = names_up_to(segment, lead_in(segment), &stops)?;
    // 市司法局会同市财政局制定; 市司法局要会同市财政局制定.
    let rest = &segment[subject.span.end..];
    let bare = rest.trim_start_matches(['要', '应', '须', '当', '将', '拟']);
    if let Some(joint) = JOINTLY.iter().find(|word| bare.starts_with(**word)) {
        let from = segment.len() - bare.len() + joint.len();
        if let Some(others) = names_up_to(segment, from, &stops) {
            subject.span.end = others.span.end;
            subject.names.extend(others.names);
        }
    }
    Some(subject)
}

/// The names between a place and the first of the stops before which there are nothing but names.
fn names_up_to(segment: &str, from: usize, stops: &[usize]) -> Option<Subject> {
    const LONGEST: usize = 180;
    let near = |at: &usize| *at > from && *at - from <= LONGEST && !is_other_word(&segment[*at..]);
    stops.iter().copied().filter(near).find_map(|end| {
        let names = names(segment, from..end);
        let is_actor = !names.is_empty() && names.iter().all(|name| is_actor_name(&segment[name.clone()]));
        is_actor.then(|| Subject { span: from..from + segment[from..end].trim_end().len(), names })
    })
}

/// Whether a text is nothing but names of those who can act.
pub(super) fn is_actor(text: &str) -> bool {
    names_up_to(text, 0, &[text.len()]).is_some()
}

/// 负责人, 应急, 要点: words that begin like one at which a subject ends.
pub(super) fn is_other_word(text: &str) -> bool {
    ["负责人", "到位", "到场", "应诉", "应急", "应用", "应对", "要求", "要点", "对外", "对应", "在线", "在册"]
        .iter()
        .any(|word| text.starts_with(word))
}

/// Whether a name can be that of a body or of a class of persons.
fn is_actor_name(name: &str) -> bool {
    let bare = name.trim_end_matches(['）', ')']);
    let count = name.chars().count();
    let has_foreign = name.contains(|c: char| "，。的了等与把为是".contains(c) || c.is_ascii_digit())
        || ["同一", "频次", "次数", "会同", "联合开"].iter().any(|word| name.contains(word));
    let has_preposition = name
        .starts_with(['在', '对', '向', '按', '于', '将', '自', '从', '以', '为', '使'])
        || [
            "支持", "鼓励", "引导", "推进", "加强", "强化", "发挥", "深化", "完善", "健全", "促进", "规范",
            "充分", "涉及",
        ]
        .iter()
        .any(|verb| name.starts_with(verb))
        || super::verbs::begins_with_verb(name) && !name.starts_with("组织部");
    (2..=25).contains(&count)
        && !has_foreign
        && !has_preposition
        && ACTOR_ENDS.iter().any(|end| bare.ends_with(end) || name.ends_with(end))
}

/// The length of words that only lead in: 由, 同时, 其中.
fn lead_in(segment: &str) -> usize {
    const LEADS: [&str; 11] =
        ["由", "同时", "其中", "并由", "凡", "以及", "此外", "督促", "要求", "请", "并请"];
    let blank = segment.len() - segment.trim_start().len();
    let rest = &segment[blank..];
    blank + LEADS.iter().find(|lead| rest.starts_with(**lead)).map_or(0, |lead| lead.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(segment: &str) -> Option<Subject> {
        let hits = super::super::lexicon::scan(segment, 0);
        let times = super::super::timing::find(segment).starts();
        subject(segment, 0, Hits::new(&hits), &times)
    }

    fn name(segment: &str) -> Option<&str> {
        read(segment).map(|subject| &segment[subject.span])
    }

    #[test]
    fn finds_the_bodies_before_the_verb() {
        for (segment, expected) in [
            ("各区(市)县政府要选择1-2个乡镇", "各区(市)县政府"),
            ("区(市)县政府依法行政工作领导小组每年至少召开两次工作会", "区(市)县政府依法行政工作领导小组"),
            ("行政执法人员每年参加培训", "行政执法人员"),
            ("各区(市)县政府、市政府各部门应在公布后15日内报送", "各区(市)县政府、市政府各部门"),
            ("市应急管理局应当建立台账", "市应急管理局"),
            ("由市司法局负责汇总", "市司法局"),
            ("各乡镇（街道）要制定方案", "各乡镇（街道）"),
            ("各县（市、区）政府、市直有关部门应在15日内报送", "各县（市、区）政府、市直有关部门"),
            ("县（市、区）于5月10日前报市司法局备案", "县（市、区）"),
            ("各市州要于3月底前公布清单", "各市州"),
            ("各市、县（市、区）政府主要负责人每年述法一次", "各市、县（市、区）政府主要负责人"),
            ("县司法局12月31日前通报结果", "县司法局"),
            ("财政局上半年落实经费", "财政局"),
            ("各单位到2025年完成改造", "各单位"),
            ("市委宣传部2025年6月底前制定方案", "市委宣传部"),
            ("请各单位于11月底前报送", "各单位"),
            ("要求各县区11月底前完成整改", "各县区"),
            ("市公安局（牵头）、市司法局于5月底前建立机制", "市公安局（牵头）、市司法局"),
        ] {
            assert_eq!(name(segment), Some(expected), "{segment}");
        }
    }

    #[test]
    fn those_who_act_together_are_all_named() {
        let names = |segment: &'static str| {
            read(segment).unwrap().names.into_iter().map(|name| &segment[name]).collect::<Vec<_>>()
        };
        let both = ["市司法局", "市财政局"];
        for segment in [
            "市司法局会同市财政局于6月底前制定办法",
            "市司法局要会同市财政局制定办法",
            "由市司法局联合市财政局开展检查",
            "市司法局（牵头）、市财政局6月底前制定办法",
        ] {
            assert_eq!(names(segment), both, "{segment}");
        }
        assert_eq!(names("市司法局会同有关方面于6月底前制定办法"), ["市司法局"]);
    }

    #[test]
    fn a_verb_or_a_thing_is_no_subject() {
        for segment in [
            "建立制度",
            "加强行政执法证件管理",
            "未经公布的规范性文件",
            "在部门建立窗口",
            "推进依法行政",
            "每年至少两次",
            "同一年度内入企检查频次同一企业每年不超过2次",
            "全部于6月底前完成",
            "",
        ] {
            assert_eq!(name(segment), None, "{segment}");
        }
    }

    #[test]
    fn groups_are_told_by_their_words() {
        use Group::*;
        assert_eq!(groups("各区(市)县政府、市政府各部门"), [Departments, Counties]);
        assert_eq!(groups("市政府、市政府部门及各区(市)县政府"), [Government, Departments, Counties]);
        assert_eq!(groups("全市行政机关"), [Government]);
        assert_eq!(groups("乡镇（街道）"), [Townships]);
        assert_eq!(groups("企业"), []);
    }
}
