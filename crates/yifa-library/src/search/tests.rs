use super::*;
use crate::Text;
use jiff::civil::date;
use proptest::prelude::*;

fn library(articles: &[&str]) -> Library {
    let body: String = articles
        .iter()
        .zip(1_u32..)
        .map(|(words, number)| format!("{}　{words}\n\n", yifa_law::place::ArticleNumber::new(number)))
        .collect();
    let source = format!(
        "# 某法\n\n2020年1月1日 第十三届全国人民代表大会第三次会议通过\n\n<!-- INFO END -->\n\n{body}"
    );
    Library::build(vec![Text::read("a.md", source.as_bytes()).unwrap()], vec![], &Default::default())
}

fn found(library: &Library, query: &str) -> Vec<u32> {
    let index = SearchIndex::build(library);
    let query = SearchQuery::new(query, Scope::on(date(2021, 1, 1)));
    let mut all: Vec<u32> = index
        .search(library, &query, 0, 100)
        .hits
        .iter()
        .filter_map(|hit| hit.unit.article)
        .map(|at| at + 1)
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn two_characters_phrases_and_traditional_writing_are_found() {
    let library =
        library(&["应当举行听证。", "当事人有权听取证据。", "行政处罚决定书。", "行政机关作出处罚决定。"]);
    assert_eq!(found(&library, "听证"), [1]);
    assert_eq!(found(&library, "聽證"), [1]);
    assert_eq!(found(&library, "处罚决定"), [3, 4]);
    assert_eq!(found(&library, "行政 决定"), [3, 4]);
    assert_eq!(found(&library, "行政处罚决定"), [3]);
    assert_eq!(found(&library, "证"), [1, 2]);
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let library = library(&["甲乙。", "乙丙。"]);
    assert_eq!(found(&library, "甲丙"), Vec::<u32>::new());
    assert_eq!(found(&library, "甲乙丙"), Vec::<u32>::new());
    assert_eq!(found(&library, ""), Vec::<u32>::new());
    assert_eq!(found(&library, "\" \""), Vec::<u32>::new());
}

#[test]
fn marks_point_at_the_original() {
    let library = library(&["應當舉行聽 證。聽證結束。"]);
    let index = SearchIndex::build(&library);
    let answers = index.search(&library, &SearchQuery::new("听证", Scope::on(date(2021, 1, 1))), 0, 10);
    let (_, _, body, _) = answers.hits[0].unit.look(&library).unwrap();
    let words: Vec<_> = answers.hits[0].marks.iter().map(|mark| body.statute.slice(mark)).collect();
    assert_eq!(words, ["聽 證", "聽證"]);
}

#[test]
fn the_scope_counts() {
    let library = library(&["甲乙。"]);
    let index = SearchIndex::build(&library);
    let count = |scope: Scope| index.search(&library, &SearchQuery::new("甲乙", scope), 0, 10).total;
    let on = date(2021, 1, 1);
    assert_eq!(count(Scope { holds: Some(Holds::InForce), ..Scope::on(on) }), 1);
    assert_eq!(count(Scope { holds: Some(Holds::InForce), ..Scope::on(date(2010, 1, 1)) }), 0);
    assert_eq!(count(Scope { rank: Some(Some(Rank::Law)), ..Scope::on(on) }), 1);
    assert_eq!(count(Scope { rank: Some(Some(Rank::CityRule)), ..Scope::on(on) }), 0);
    assert_eq!(count(Scope { maker: Some("全国人民".to_owned()), ..Scope::on(on) }), 1);
    assert_eq!(count(Scope { maker: Some("国务院".to_owned()), ..Scope::on(on) }), 0);
}

#[test]
fn what_has_no_rank_or_no_day_can_be_asked_for_and_the_counts_add_up() {
    let law = "# 某法\n\n2020年1月1日 第十三届全国人民代表大会第三次会议通过\n\n<!-- INFO END -->\n\n第一条　甲乙。\n";
    let loose = "某市停车规则\n第一条　甲乙。\n第二条　甲乙。\n";
    let texts =
        [("a.md", law), ("b.txt", loose)].map(|(name, text)| Text::read(name, text.as_bytes()).unwrap());
    let library = Library::build(texts.into(), vec![], &Default::default());
    let index = SearchIndex::build(&library);
    let on = Scope::on(date(2021, 1, 1));
    let answers = index.search(&library, &SearchQuery::new("甲乙", on.clone()), 0, 10);
    assert_eq!(answers.by_rank, BTreeMap::from([(None, 2), (Some(Rank::Law), 1)]));
    let count = |scope: Scope| index.search(&library, &SearchQuery::new("甲乙", scope), 0, 10).total;
    assert_eq!(count(Scope { rank: Some(None), ..on.clone() }), 2);
    let by_day = [Holds::InForce, Holds::NotInForce, Holds::Undated]
        .map(|holds| count(Scope { holds: Some(holds), ..on.clone() }));
    assert_eq!(by_day, [1, 0, 2]);
}

#[test]
fn pages_are_parts_of_one_order() {
    let of = |name: &str, act: &str, words: &[&str]| {
        let body: String = (1_u32..)
            .zip(words)
            .map(|(n, words)| format!("{}　{words}\n\n", yifa_law::place::ArticleNumber::new(n)))
            .collect();
        let source = format!("# {name}\n\n2020年1月1日 {act}\n\n<!-- INFO END -->\n\n{body}");
        Text::read(name, source.as_bytes()).unwrap()
    };
    let texts = vec![
        of("甲法", "第十三届全国人民代表大会第三次会议通过", &["许可。", "许可许可。", "无。"]),
        of("某市乙办法", "某市人民政府令第3号公布", &["许可许可许可。", "许可。"]),
        of("无级丙", "通过", &["许可。"]),
    ];
    let library = Library::build(texts, vec![], &Default::default());
    let index = SearchIndex::build(&library);
    let query = SearchQuery::new("许可", Scope::on(date(2021, 1, 1)));
    let whole = index.search(&library, &query, 0, 100);
    assert_eq!((whole.total, whole.instruments, whole.hits.len()), (5, 3, 5));
    for skip in 0..6 {
        let page = index.search(&library, &query, skip, 2);
        let end = (skip + 2).min(5);
        assert_eq!(page.hits, whole.hits[skip.min(end)..end], "{skip}");
        assert_eq!((page.total, &page.by_rank), (5, &whole.by_rank));
    }
}

proptest! {
    #[test]
    fn recall_equals_a_plain_scan(
        articles in proptest::collection::vec("[甲乙丙丁A１]{1,12}", 1..12),
        term in "[甲乙丙丁a1]{1,4}",
    ) {
        let texts: Vec<&str> = articles.iter().map(String::as_str).collect();
        let library = library(&texts);
        let plain = |text: &str| text.replace('１', "1").to_ascii_lowercase();
        let wanted: Vec<u32> = (1..).zip(&articles).filter(|(_, text)| plain(text).contains(&term)).map(|(at, _)| at).collect();
        prop_assert_eq!(found(&library, &term), wanted);
    }
}
