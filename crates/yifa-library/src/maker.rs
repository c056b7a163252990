//! Who made a text, and of which rank it is, as far as its header, number and title tell.

use crate::format::PageFacts;
use std::collections::{BTreeMap, BTreeSet};
use yifa_law::docnumber::{self, DocumentNumber};
use yifa_law::fold::fold;
use yifa_law::instrument::{Rank, normalise_title};
use yifa_law::text::normative::{NormativeDocument, parted};

/// Maker and rank; `None` where the text does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Maker {
    pub(crate) rank: Option<Rank>,
    pub(crate) name: Option<String>,
}

/// The makers by the mark of their numbers (某府发), as far as one mark has one maker.
#[derive(Debug, Default)]
pub(crate) struct Marks(BTreeMap<String, BTreeSet<String>>);

impl Marks {
    /// Learns from a document that has both.
    pub(crate) fn learn(&mut self, number: Option<DocumentNumber>, maker: Option<&String>) {
        if let (Some(DocumentNumber::Yearly { mark, .. }), Some(maker)) = (number, maker) {
            let lead = maker.split('、').next().unwrap_or(maker);
            self.0.entry(mark).or_default().insert(lead.to_owned());
        }
    }

    /// The one maker whose numbers have this mark.
    pub(crate) fn maker_of(&self, number: Option<&DocumentNumber>) -> Option<&str> {
        let Some(DocumentNumber::Yearly { mark, .. }) = number else { return None };
        let makers = self.0.get(mark).filter(|makers| makers.len() == 1)?;
        makers.first().map(String::as_str)
    }
}

/// Reads rank and maker from what the text says about itself.
pub(crate) fn read(document: &NormativeDocument, number: Option<&DocumentNumber>, page: &PageFacts) -> Maker {
    let statute = &document.statute;
    let title = normalise_title(statute.title.as_deref().unwrap_or_default());
    let acts: String = statute.history.iter().map(|entry| fold(&entry.act).into_owned() + "\n").collect();
    let order = docnumber::find(&acts).into_iter().find_map(|found| match found.read.ok()?.number {
        DocumentNumber::Order { issuer, .. } => Some(issuer),
        DocumentNumber::Announced { mark, .. } => mark.strip_suffix('令').map(str::to_owned),
        DocumentNumber::Yearly { .. } => None,
    });
    let order = order.or_else(|| match number {
        Some(DocumentNumber::Order { issuer, .. }) => Some(issuer.clone()),
        Some(DocumentNumber::Announced { mark, .. }) => mark.strip_suffix('令').map(str::to_owned),
        _ => None,
    });
    let issuer = page.issuer.clone().or_else(|| document.notes.issuer.clone());
    let known = supreme(&title, &acts)
        .or_else(|| national(&title, &acts))
        .or_else(|| state_council(&acts, order.as_deref()))
        .or_else(|| congress(&title, &acts))
        .or_else(|| rule(&title, &acts, order));
    let Some((rank, name)) = known else {
        let numbered =
            matches!(number, Some(DocumentNumber::Yearly { .. } | DocumentNumber::Announced { .. }));
        let paper = numbered || issuer.is_some();
        let rank = paper.then_some(Rank::NormativeDocument);
        let signed = || Some(document.makers.join("、")).filter(|makers| !makers.is_empty());
        // 某市公安局 某市商务局关于…: two makers in one title, as the signature parts them.
        let named = titled(&title)
            .filter(|named| document.makers.len() < 2 || named.replace('、', "") != document.makers.concat());
        return Maker { rank, name: issuer.or(named).or_else(signed) };
    };
    // 某部某局令: the signature parts the names that the number runs together.
    let plain = |maker: &String| maker.trim_start_matches("中华人民共和国").to_owned();
    let signed: Vec<String> = document.makers.iter().map(plain).collect();
    let name = name.map(|name| if signed.concat() == name { signed.join("、") } else { name });
    Maker { rank: Some(rank), name }
}

type Known = Option<(Rank, Option<String>)>;

fn supreme(title: &str, acts: &str) -> Known {
    let names = ["最高人民法院", "最高人民检察院"];
    let name = names.iter().find(|name| {
        title.starts_with(**name)
            || acts.contains(&format!("{name}审判委员会"))
            || acts.contains(&format!("{name}检察委员会"))
    })?;
    Some((Rank::JudicialInterpretation, Some((*name).to_owned())))
}

fn national(title: &str, acts: &str) -> Known {
    if title == "宪法" || title.starts_with("宪法修正案") {
        return Some((Rank::Constitution, Some("全国人民代表大会".to_owned())));
    }
    let national = acts.lines().find(|act| {
        let plain =
            act.trim_start_matches(|c: char| "第（(".contains(c) || yifa_law::numeral::is_numeral_char(c));
        let plain = plain.trim_start_matches("届");
        plain.starts_with("全国人民代表大会")
            || plain.starts_with("全国人大")
            || plain.contains("届全国人民代表大会")
    });
    let act = national?;
    let body = if act.contains("常务委员会") {
        "全国人民代表大会常务委员会"
    } else {
        "全国人民代表大会"
    };
    Some((Rank::Law, Some(body.to_owned())))
}

fn state_council(acts: &str, order: Option<&str>) -> Known {
    let council = order == Some("国务院")
        || ["国务院令", "国务院常务会议", "国务院第"].iter().any(|word| acts.contains(word))
        || acts.lines().any(|act| act.starts_with("国务院") && !act.starts_with("国务院办公厅"));
    council.then(|| (Rank::AdministrativeRegulation, Some("国务院".to_owned())))
}

/// A regulation of a local congress.
fn congress(title: &str, acts: &str) -> Known {
    let local = ["人民代表大会", "人大常委会"].iter().any(|word| acts.contains(word));
    if !local {
        return None;
    }
    let (place, provincial) = place(title)?;
    let rank = if provincial { Rank::ProvincialRegulation } else { Rank::CityRegulation };
    Some((rank, Some(format!("{place}人民代表大会常务委员会"))))
}

/// A rule of a department or a local government, published by its order.
fn rule(title: &str, acts: &str, order: Option<String>) -> Known {
    let issuer = order.or_else(|| {
        let act = acts.lines().find(|act| act.contains('令'))?;
        act.split('令').next().map(ToOwned::to_owned)
    })?;
    let issuer = issuer.trim_start_matches("中华人民共和国").to_owned();
    if issuer.contains("人民政府") {
        let provincial = place(&issuer).or_else(|| place(title)).is_some_and(|(_, provincial)| provincial);
        let rank = if provincial { Rank::ProvincialRule } else { Rank::CityRule };
        return Some((rank, Some(issuer)));
    }
    let department = ["部", "委员会", "总局", "局", "署", "银行", "会", "院"];
    let fits = department.iter().any(|end| issuer.ends_with(end)) && issuer.chars().count() <= 40;
    fits.then_some((Rank::DepartmentRule, Some(issuer)))
}

/// The maker that a title begins with: 国务院办公厅关于….
fn titled(title: &str) -> Option<String> {
    let (maker, _) = title.split_once("关于")?;
    // 某县人民政府转发某厅关于…的通知.
    let maker = ["批转", "转发"].iter().find_map(|act| maker.split_once(act)).map_or(maker, |(by, _)| by);
    let fits =
        ["府", "厅", "局", "院", "委", "会", "部", "室", "署", "行"].iter().any(|end| maker.ends_with(end));
    fits.then(|| parted(maker).join("、"))
}

/// The place whose name a title begins with, and whether it has the rank of a province (an autonomous prefecture
/// or county makes autonomous regulations, which are counted there).
fn place(title: &str) -> Option<(&str, bool)> {
    let units = ["自治区", "自治州", "自治县", "自治旗", "特别行政区", "省", "市"];
    let ends = units.iter().filter_map(|unit| title.find(unit).map(|at| (at, unit)));
    let (at, unit) = ends.min_by_key(|(at, _)| *at).filter(|(at, _)| *at > 0 && *at < 45)?;
    let place = &title[..at + unit.len()];
    let city_provinces = ["北京市", "上海市", "天津市", "重庆市"];
    let provincial = *unit != "市" || city_provinces.contains(&place);
    Some((place, provincial))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maker(source: &str) -> (Option<Rank>, Option<String>) {
        let document = NormativeDocument::read(source);
        let read = read(&document, None, &PageFacts::default());
        (read.rank, read.name)
    }

    fn text(title: &str, act: &str) -> String {
        format!("# {title}\n\n2020年5月1日 {act}\n\n<!-- INFO END -->\n\n第一条　甲。\n")
    }

    #[test]
    fn the_header_tells_rank_and_maker() {
        let cases = [
            ("中华人民共和国某法", "第十三届全国人民代表大会常务委员会第三次会议通过", Rank::Law),
            ("某条例", "中华人民共和国国务院令第9号公布", Rank::AdministrativeRegulation),
            (
                "上海市某条例",
                "上海市第十五届人民代表大会常务委员会第三次会议通过",
                Rank::ProvincialRegulation,
            ),
            ("宁波市某条例", "浙江省第十三届人民代表大会常务委员会第三次会议批准", Rank::CityRegulation),
            ("某市某办法", "某市人民政府令第3号公布", Rank::CityRule),
            ("某省某办法", "某省人民政府令第3号公布", Rank::ProvincialRule),
            ("某办法", "国家市场监督管理总局令第3号公布", Rank::DepartmentRule),
        ];
        for (title, act, rank) in cases {
            assert_eq!(maker(&text(title, act)).0, Some(rank), "{title}");
        }
    }

    #[test]
    fn notes_title_and_signature_tell_the_maker_of_a_document() {
        let cases = [
            ("# issuer: 某市城管局\n某办法\n第一条　甲。\n", Some("某市城管局")),
            ("某市公安局关于甲的通告\n一、乙。\n某市交通局\n2022年1月1日\n", Some("某市公安局")),
            (
                "关于甲的通告\n一、乙。\n某市公安局\n某市交通局\n2022年1月1日\n",
                Some("某市公安局、某市交通局"),
            ),
            ("关于甲的通告\n一、由公安局负责。\n", None),
            (
                "市发展改革委市财政局关于甲的通知\n某府发〔2022〕6号\n一、乙。\n",
                Some("市发展改革委、市财政局"),
            ),
            ("国务院中央军事委员会关于甲的命令\n国发〔2001〕3号\n一、乙。\n", Some("国务院、中央军事委员会")),
            ("某县人民政府转发省教育厅关于甲的通知\n某府发〔2022〕6号\n一、乙。\n", Some("某县人民政府")),
            ("某县人民政府批转县教育局关于甲的通知\n某府发〔2022〕6号\n一、乙。\n", Some("某县人民政府")),
            (
                "某市公安局 某市交通局关于甲的通告\n一、乙。\n某市公安局\n某市交通局\n2022年1月1日\n",
                Some("某市公安局、某市交通局"),
            ),
        ];
        for (source, name) in cases {
            assert_eq!(maker(source).1.as_deref(), name, "{source}");
        }
    }

    #[test]
    fn a_mark_of_two_makers_tells_nothing() {
        let number = |text: &str| docnumber::parse(text).unwrap().number;
        let mut marks = Marks::default();
        marks.learn(Some(number("某城发〔2022〕1号")), Some(&"某市城管局".to_owned()));
        assert_eq!(marks.maker_of(Some(&number("某城发〔2023〕7号"))), Some("某市城管局"));
        marks.learn(Some(number("某城发〔2021〕1号")), Some(&"某市城建局".to_owned()));
        assert_eq!(marks.maker_of(Some(&number("某城发〔2023〕7号"))), None);
        assert_eq!(marks.maker_of(None), None);
    }

    #[test]
    fn what_is_not_told_stays_open() {
        assert_eq!(maker(&text("某办法", "通过")).0, None);
        assert_eq!(maker("某办法\n第一条　甲。\n").0, None);
        assert_eq!(maker("国务院办公厅关于甲的意见\n一、乙\n").1.as_deref(), Some("国务院办公厅"));
    }
}
