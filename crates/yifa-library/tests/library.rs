//! Texts put together: versions, namesakes, endings, citations, doubts.

#![expect(clippy::unwrap_used, reason = "a test ends where a text is not as it must be")]

mod support;

use jiff::civil::{Date, date};
use support::{law, library, library_of};
use yifa_law::instrument::Status;
use yifa_law::place::{ArticleNumber, Place};
use yifa_law::text::Statute;
use yifa_library::{
    CiteTarget, DoubtKind, Exists, Found, HeldBecause, Instrument, Library, Made, Published, Text, Told,
    ToldBy, Version,
};

fn only<'a>(library: &'a Library, name: &str, on: Date) -> &'a Instrument {
    library.named(name, on).one().unwrap_or_else(|| panic!("{name}: {:?}", library.named(name, on)))
}

#[test]
fn versions_are_joined_by_their_headers_not_by_the_names_of_files() {
    let old = law("甲法", &["2005年1月1日 通过"], &["甲。", "本法自2005年3月1日起施行。"]);
    let new = law(
        "中华人民共和国甲法",
        &["2005年1月1日 通过", "2020年1月1日 修订"],
        &["乙。", "本法自2020年7月1日起施行。"],
    );
    let library = library_of(&[("z(1999-01-01).md", &new), ("a(2030-01-01).md", &old)]);
    let found = only(&library, "甲法", date(2021, 1, 1));
    let days: Vec<_> = found.versions().iter().map(|version| version.starts()).collect();
    assert_eq!(days, [Some(date(2005, 3, 1)), Some(date(2020, 7, 1))]);
    assert_eq!(found.governing_index(date(2020, 6, 30)), Some(0));
    assert_eq!(found.governing_index(date(2020, 7, 1)), Some(1));
    assert_eq!(
        found.standing_on(date(2005, 2, 1)).status,
        Status::NotYetInForce { from: Some(date(2005, 3, 1)) }
    );
}

#[test]
fn the_effect_of_an_amendment_is_presumed_and_said_to_be() {
    let text = law(
        "甲法",
        &["2005年1月1日 通过", "2020年1月1日 《关于修改〈甲法〉的决定》修正"],
        &["甲。", "本法自2005年3月1日起施行。"],
    );
    let library = library(&[&text]);
    let version = only(&library, "甲法", date(2021, 1, 1)).versions().last().unwrap();
    assert_eq!((version.starts(), version.effect().told_by), (Some(date(2020, 1, 1)), ToldBy::Presumed));
    assert!(library.doubts().iter().any(|doubt| doubt.kind == DoubtKind::EffectNotTold));
    assert!(!only(&library, "甲法", date(2021, 1, 1)).standing_on(date(2021, 1, 1)).certain);
}

#[test]
fn a_version_that_only_a_later_head_tells_was_in_force_without_its_text() {
    let first = law(
        "甲条例",
        &["2001年12月11日 国务院令第335号公布", "2016年2月6日 《国务院关于修改部分行政法规的决定》修订"],
        &["甲。", "乙。", "本条例自2002年1月1日起施行。"],
    );
    let second = law(
        "甲条例",
        &[
            "2001年12月11日 国务院令第335号公布",
            "2016年2月6日 《国务院关于修改部分行政法规的决定》修订",
            "2019年3月2日 《国务院关于修改部分行政法规的决定》修订",
            "2023年7月20日 《国务院关于修改和废止部分行政法规的决定》修订",
        ],
        &["甲。", "本条例自2002年1月1日起施行。"],
    );
    let library = library(&[&first, &second]);
    let found = only(&library, "甲条例", date(2024, 1, 1));
    let keys: Vec<String> = found.versions().iter().map(Version::key).collect();
    assert_eq!(keys, ["2001-12-11", "2016-02-06", "2019-03-02", "2023-07-20"]);
    for (on, missing) in [
        (date(2010, 1, 1), Some("2001-12-11")),
        (date(2017, 1, 1), None),
        (date(2020, 1, 1), Some("2019-03-02")),
        (date(2024, 1, 1), None),
    ] {
        assert_eq!(found.standing_on(on).status, Status::InForce, "{on}");
        assert_eq!(found.without_text_on(on).map(Version::key).as_deref(), missing, "{on}");
    }
    // Whether it had an article then, no other text tells; the nearest text before the day is what is read.
    let second_article = Place::article(ArticleNumber::new(2));
    assert_eq!(found.exists(&second_article, date(2017, 1, 1)), Exists::Yes);
    assert_eq!(found.exists(&second_article, date(2020, 1, 1)), Exists::NotTold);
    assert_eq!(found.readable_on(date(2020, 1, 1)).unwrap().key(), "2016-02-06");
    assert_eq!(
        found.standing_on(date(2001, 12, 10)).status,
        Status::NotYetInForce { from: Some(date(2001, 12, 11)) }
    );
}

#[test]
fn of_two_texts_of_one_version_the_one_that_says_everything_once_is_kept() {
    let once = law("某条例", &["2024年1月1日 国务院令第9号公布"], &["甲。", "乙。"]);
    let (head, body) = once.split_at(once.find("第一条").unwrap());
    let twice = format!("{head}{body}\n{body}");
    for order in [[("a.md", &once), ("b.md", &twice)], [("a.md", &twice), ("b.md", &once)]] {
        let library = library_of(&order.map(|(name, text)| (name, text.as_str())));
        let found = only(&library, "某条例", date(2024, 2, 1));
        assert_eq!(found.versions()[0].articles().count(), 2);
    }
}

#[test]
fn a_text_ends_what_its_last_article_names_from_its_own_day_of_effect() {
    let old = law("旧条例", &["1999年1月1日 国务院令第1号公布"], &["甲。", "本条例自1999年2月1日起施行。"]);
    let new = law(
        "新条例",
        &["2024年1月1日 国务院令第9号公布"],
        &["甲。", "本条例自2024年7月1日起施行。《旧条例》同时废止。"],
    );
    let library = library(&[&old, &new]);
    let on = |day| only(&library, "旧条例", day).standing_on(day).status;
    assert_eq!(on(date(2024, 6, 30)), Status::InForce);
    assert_eq!(on(date(2024, 7, 1)), Status::Repealed { since: date(2024, 7, 1) });
    assert_eq!(library.repeals().len(), 1);
}

#[test]
fn what_is_not_at_hand_is_known_by_its_repeal() {
    let new = law(
        "民法",
        &["2020年5月28日 通过"],
        &["甲。", "本法自2021年1月1日起施行。《中华人民共和国物权法》同时废止。"],
    );
    let citing =
        law("某办法", &["2010年1月1日 某市人民政府令第3号公布"], &["根据《物权法》第五条，制定本办法。"]);
    let library = library(&[&new, &citing]);
    let dead = only(&library, "物权法", date(2022, 1, 1));
    assert!(dead.versions().is_empty());
    assert!(dead.standing_on(date(2022, 1, 1)).is_ended());
    assert!(!dead.standing_on(date(2020, 1, 1)).is_ended());
    let (index, _) = library.get(dead.id()).unwrap();
    assert_eq!(library.cited_by(index).len(), 2, "the repealing sentence and the citation");
}

#[test]
fn a_later_namesake_is_kept_apart_and_not_ended() {
    let older = law("安全法", &["1993年2月22日 通过"], &["甲。", "本法自公布之日起施行。"]);
    let other = law(
        "反谍法",
        &["2014年11月1日 通过"],
        &["甲。", "本法自公布之日起施行。1993年2月22日通过的《安全法》同时废止。"],
    );
    let later = law("安全法", &["2015年7月1日 通过"], &["丙。", "本法自公布之日起施行。"]);
    let library = library(&[&older, &other, &later]);
    let (first, second) =
        (only(&library, "安全法", date(2000, 1, 1)), only(&library, "安全法", date(2020, 1, 1)));
    assert_ne!(first.id(), second.id());
    assert_eq!(second.standing_on(date(2020, 1, 1)).status, Status::InForce);
    assert_eq!(first.standing_on(date(2014, 11, 1)).status, Status::Repealed { since: date(2014, 11, 1) });
    // The older one is not at hand: the later one is not ended in its place.
    let library = library_of(&[("o", &other), ("l", &later)]);
    assert_eq!(
        only(&library, "安全法", date(2020, 1, 1)).standing_on(date(2020, 1, 1)).status,
        Status::InForce
    );
}

#[test]
fn two_alive_namesakes_are_for_a_person_to_tell_apart() {
    let one =
        law("某市绿化办法", &["2003年1月1日 某市人民政府令第1号公布"], &["甲。", "本办法自公布之日起施行。"]);
    let two =
        law("某市绿化办法", &["2013年1月1日 某市人民政府令第8号公布"], &["乙。", "本办法自公布之日起施行。"]);
    let library = library(&[&one, &two]);
    assert!(matches!(library.named("某市绿化办法", date(2020, 1, 1)), Found::Several(all) if all.len() == 2));
    assert!(matches!(library.named("某市绿化办法", date(2005, 1, 1)), Found::One(..)));
}

#[test]
fn a_year_beside_a_name_tells_namesakes_and_versions_apart() {
    let one =
        law("某市绿化办法", &["2003年1月1日 某市人民政府令第1号公布"], &["甲。", "本办法自公布之日起施行。"]);
    let two =
        law("某市绿化办法", &["2013年1月1日 某市人民政府令第8号公布"], &["乙。", "本办法自公布之日起施行。"]);
    let library = library(&[&one, &two]);
    let found = |words: &str| {
        let text = Statute::read(format!("依照{words}办理。"));
        let written = yifa_library::written(&text).remove(0).unwrap();
        match library.find(&written, date(2020, 1, 1)).unwrap() {
            Found::One(_, one) => one.versions()[0].key(),
            Found::Several(all) => format!("{} of them", all.len()),
            Found::Unknown => "unknown".to_owned(),
        }
    };
    for (words, key) in [
        ("《某市绿化办法》（2003年）第一条", "2003-01-01"),
        ("2013年1月1日公布的《某市绿化办法》第一条", "2013-01-01"),
        ("《某市绿化办法》（2013年2月1日公布）第一条", "2013-01-01"),
        ("《某市绿化办法》（2009年）第一条", "2 of them"),
        ("原《某市绿化办法》第一条", "2 of them"),
        ("《某市绿化办法》第一条", "2 of them"),
        ("《某市公园办法》（2003年）第一条", "unknown"),
    ] {
        assert_eq!(found(words), key, "{words}");
    }
}

#[test]
fn a_text_that_repeals_itself_ends_nothing_and_is_told() {
    let text = law(
        "甲办法",
        &["2020年1月1日 某市人民政府令第1号公布"],
        &["甲。", "本办法自公布之日起施行。《甲办法》同时废止。"],
    );
    let library = library(&[&text]);
    assert!(library.doubts().iter().any(|doubt| doubt.kind == DoubtKind::RepealsItself));
    assert!(!only(&library, "甲办法", date(2021, 1, 1)).standing_on(date(2021, 1, 1)).is_ended());
}

#[test]
fn what_conflicts_is_for_a_person_to_list() {
    let old = law("旧办法", &["1999年1月1日 某市人民政府令第1号公布"], &["甲。"]);
    let new = law(
        "新办法",
        &["2020年1月1日 某市人民政府令第2号公布"],
        &["甲。", "本办法自公布之日起施行。《旧办法》中与本办法不一致的规定同时废止。"],
    );
    let library = library(&[&old, &new]);
    let found = only(&library, "旧办法", date(2021, 1, 1));
    assert!(!found.standing_on(date(2021, 1, 1)).is_ended());
    assert_eq!(found.partly_ended().len(), 1);
    assert!(library.doubts().iter().any(|doubt| matches!(doubt.kind, DoubtKind::PartlyAffects(_))));
}

#[test]
fn circular_citations_and_nested_titles_are_followed() {
    let one =
        law("甲办法", &["2020年1月1日 某市人民政府令第1号公布"], &["依照《乙省实施〈甲法〉办法》第一条。"]);
    let two =
        law("乙省实施《甲法》办法", &["2020年2月1日 乙省人民政府令第1号公布"], &["依照《甲办法》第一条。"]);
    let library = library(&[&one, &two]);
    for (name, count) in [("甲办法", 1), ("乙省实施《甲法》办法", 1)] {
        let (index, _) = library.get(only(&library, name, date(2021, 1, 1)).id()).unwrap();
        assert_eq!(library.cited_by(index).len(), count, "{name}");
    }
}

#[test]
fn a_citation_with_only_a_number_leads_to_its_document() {
    let paper = "某府关于甲的通知\n某府发〔2020〕7号\n各单位：\n一、乙。\n某府\n2020年3月1日\n";
    let citing =
        law("某办法", &["2021年1月1日 某市人民政府令第1号公布"], &["依照某府发〔2020〕7号文件办理。"]);
    let library = library(&[paper, &citing]);
    let found = only(&library, "某办法", date(2022, 1, 1));
    let cites = &found.versions()[0].bodies()[0].cites;
    let [cite] = &cites[..] else { panic!("the header cites nothing: {cites:?}") };
    let CiteTarget::Instrument(target) = cite.target else { panic!("{cite:?}") };
    assert_eq!(library.instruments()[target].title(), "某府关于甲的通知");
}

#[test]
fn parts_of_a_code_are_one_version() {
    let part = |name: &str, from: &str, to: &str| {
        format!(
            "# 某法典\n\n# {name}\n\n2020年5月28日 通过\n\n2021年1月1日 施行\n\n<!-- INFO END -->\n\n第{from}条　甲。\n\n第{to}条　乙。\n"
        )
    };
    let library = library(&[&part("总则编", "一", "二"), &part("物权编", "三", "四")]);
    let code = only(&library, "某法典", date(2021, 1, 1));
    assert_eq!((code.versions().len(), code.versions()[0].bodies().len()), (1, 2));
    assert_eq!(code.versions()[0].articles().count(), 4);
    assert_eq!(code.versions()[0].starts(), Some(date(2021, 1, 1)));
}

#[test]
fn the_same_document_in_two_inventories_counts_once() {
    let text = law("甲办法", &["2020年1月1日 某市人民政府令第1号公布"], &["甲。"]);
    let library = library_of(&[
        ("one/a.md", &text),
        ("two/a.md", &text),
        ("three/a.md", &text.replace("甲。", "甲。  ")),
    ]);
    assert_eq!(library.instruments().len(), 1);
    let duplicates = library.doubts().iter().filter(|doubt| matches!(doubt.kind, DoubtKind::Duplicate(_)));
    assert_eq!(duplicates.count(), 2);
    let other = library_of(&[("a", &text), ("b", &text.replace("甲。", "甲乙。"))]);
    assert!(other.doubts().iter().any(|doubt| matches!(doubt.kind, DoubtKind::TwoTexts { .. })));
}

#[test]
fn what_cannot_be_trusted_is_held_back() {
    let scrambled = "某办法\n某府发〔5355〕6号\n第一条　甲。\n第二条　自5355年65月06日起施行。\n";
    let held = Text::read("a.txt", scrambled.as_bytes()).unwrap_err();
    assert!(matches!(&held.because, HeldBecause::ScrambledDigits(written) if !written.is_empty()));
    assert!(matches!(Text::read("a.pdf", b"%PDF-1.7").unwrap_err().because, HeldBecause::Scan(_)));
    assert!(matches!(Text::read("a.txt", b"").unwrap_err().because, HeldBecause::Empty));
    let library = Library::build(vec![], vec![], &Default::default()).holding(vec![*held]);
    assert_eq!((library.instruments().len(), library.held().len()), (0, 1));
}

#[test]
fn gb18030_is_read_like_utf_8() {
    let bytes = [0xB5, 0xDA, 0xD2, 0xBB, 0xCC, 0xF5];
    let mut source = "某办法\n"
        .chars()
        .flat_map(|c| match c {
            '某' => vec![0xC4, 0xB3],
            '办' => vec![0xB0, 0xEC],
            '法' => vec![0xB7, 0xA8],
            _ => vec![b'\n'],
        })
        .collect::<Vec<u8>>();
    source.extend(bytes);
    source.extend([0xA1, 0xA1, 0xBC, 0xD7, 0xA1, 0xA3, b'\n']);
    let text = Text::read("a.txt", &source).unwrap();
    assert_eq!((text.title(), text.statute().articles.len()), ("某办法", 1));
}

#[test]
fn one_file_of_a_code_does_not_tell_of_the_articles_of_the_others() {
    use yifa_law::place::{ArticleNumber, Place};
    use yifa_library::Exists;
    let part = "# 甲法典\n# 第二编\n\n2020年5月28日 第十三届全国人民代表大会第三次会议通过\n\n<!-- INFO END -->\n\n第二百零五条　甲。\n\n第二百零六条　乙。\n";
    let library = library(&[part]);
    let one = only(&library, "甲法典", date(2021, 1, 1));
    let version = one.versions().last().unwrap();
    let exists = |number| version.exists(&Place::article(ArticleNumber::new(number)));
    assert_eq!(exists(205), Exists::Yes);
    assert_eq!((exists(3), exists(900)), (Exists::NotTold, Exists::NotTold), "they stand in other files");
    let second = Place { paragraph: Some(9), ..Place::article(ArticleNumber::new(205)) };
    assert_eq!(version.exists(&second), Exists::No);
}

#[test]
fn the_trial_version_that_a_text_ends_is_not_itself() {
    let text = "某省公示办法\n第一条　甲。\n第二条　本办法自2021年5月21日起施行。《某省公示办法（试行）》同时废止。\n";
    let doubts =
        |library: &Library| library.doubts().iter().any(|doubt| doubt.kind == DoubtKind::RepealsItself);
    assert!(!doubts(&library(&[text])));
    assert!(doubts(&library(&[&text.replace("（试行）", "")])));
}

#[test]
fn a_text_without_a_maker_is_known_by_the_mark_of_its_number() {
    let known = "某市城管局关于甲的通告\n某城发〔2022〕1号\n第一条　甲。\n";
    let nameless = "关于乙的通告\n某城发〔2023〕7号\n第一条　乙。\n";
    let library = library(&[known, nameless]);
    assert_eq!(only(&library, "关于乙的通告", date(2024, 1, 1)).maker(), Some("某市城管局"));
    assert!(library.doubts().iter().any(|doubt| doubt.kind == DoubtKind::MakerPresumed("某市城管局".into())));
}

#[test]
fn of_a_text_without_any_day_it_is_not_known_whether_it_holds_until_a_person_tells() {
    let text = "某市停车场管理规则\n第一条　甲。\n第二条　本规则由某市城管局解释。\n";
    let read = || Text::read("某市停车场管理规则(2020-05-01).txt", text.as_bytes()).unwrap();
    let on = date(2024, 1, 1);
    let library = Library::build(vec![read()], vec![], &Told::default());
    let found = only(&library, "某市停车场管理规则", on);
    for standing in [found.standing_on(on), found.standing_of(0, on)] {
        assert_eq!((standing.status, standing.certain), (Status::Undated, false));
    }
    assert!(library.doubts().iter().any(|doubt| doubt.kind == DoubtKind::NoDay));
    let mut told = Told::default();
    told.effects.insert(read().digest, date(2023, 1, 1));
    let library = Library::build(vec![read()], vec![], &told);
    let standing = only(&library, "某市停车场管理规则", on).standing_on(on);
    assert_eq!((standing.status, standing.certain), (Status::InForce, true));
}

#[test]
fn a_text_without_a_day_of_its_own_may_still_have_lapsed() {
    let text = "某市停车场管理规则\n第一条　甲。\n第二条　本规则有效期至2022年12月31日。\n";
    let library = library(&[text]);
    let on = |day| only(&library, "某市停车场管理规则", day).standing_on(day).status;
    assert_eq!(on(date(2022, 6, 1)), Status::Undated);
    assert_eq!(on(date(2023, 6, 1)), Status::Lapsed { since: date(2023, 1, 1) });
}

#[test]
fn a_day_of_adoption_is_no_day_of_publication() {
    let passed =
        law("某市绿地条例", &["2014年12月20日 某市第十五届人民代表大会常务委员会第九次会议通过"], &["甲。"]);
    let both = law(
        "某市水条例",
        &["2014年12月20日 某市第十五届人民代表大会常务委员会第九次会议通过", "2015年1月5日 公布"],
        &["甲。"],
    );
    let amended = law(
        "某市道路办法",
        &["2001年3月1日 某市人民政府令第3号公布", "2016年2月6日 《某市人民政府关于修改某办法的决定》修正"],
        &["甲。"],
    );
    let library = library(&[&passed, &both, &amended]);
    let last = |name: &str| {
        let version = only(&library, name, date(2021, 1, 1)).versions().last().unwrap();
        (version.made(), version.published())
    };
    assert_eq!(last("某市绿地条例"), (Some(Made::Adopted), Published::Presumed(date(2014, 12, 20))));
    assert_eq!(last("某市水条例"), (Some(Made::Published), Published::On(date(2015, 1, 5))));
    assert_eq!(last("某市道路办法"), (Some(Made::Amended), Published::Presumed(date(2016, 2, 6))));
    let paper = "某府关于甲的通知\n某府发〔2020〕7号\n各单位：\n一、乙。\n某府\n2020年3月1日\n";
    let library = support::library(&[paper]);
    let version = &only(&library, "某府关于甲的通知", date(2021, 1, 1)).versions()[0];
    assert_eq!((version.made(), version.published()), (Some(Made::Issued), Published::NotTold));
}

/// A measure with these articles, as typed: label and words.
fn measure(articles: &[&str]) -> String {
    let body = articles.join("\n\n");
    format!("# 某市绿化办法\n\n2020年5月1日 某市人民政府令第3号公布\n\n<!-- INFO END -->\n\n{body}\n")
}

const LAST: &str = "第七条　本办法自2020年6月1日起施行。";

fn exists_in(text: &str, articles: &[u32]) -> (Vec<Exists>, bool) {
    let library = library(&[text]);
    let on = date(2021, 1, 1);
    let one = only(&library, "某市绿化办法", on);
    let exists = articles.iter().map(|number| one.exists(&Place::article(ArticleNumber::new(*number)), on));
    (exists.collect(), one.standing_on(on).certain)
}

#[test]
fn a_gap_spoils_the_lost_article_and_the_one_before_it_and_no_other() {
    let text =
        measure(&["第一条　甲。", "第二条　乙。", "第三条　丙。", "第五条　戊。", "第六条　己。", LAST]);
    let (exists, certain) = exists_in(&text, &[2, 3, 4, 5, 8]);
    assert_eq!(exists, [Exists::Yes, Exists::Spoiled, Exists::Spoiled, Exists::Yes, Exists::No]);
    assert!(!certain);
    // Two articles on one line, told by their numbers.
    let text = measure(&["第一条　甲。", "第二条　乙。　第三条　丙。", "第四条　丁。"]);
    assert_eq!(exists_in(&text, &[1, 2, 3, 4, 5]).0[..4], [Exists::Yes; 4]);
    let whole =
        measure(&["第一条　甲。", "第一条之一　乙。", "第二条　（删除）", "第三条至第六条（删去）", LAST]);
    let (exists, certain) = exists_in(&whole, &[1, 2, 4, 7]);
    assert_eq!((exists, certain), (vec![Exists::Yes, Exists::No, Exists::No, Exists::Yes], true));
}

#[test]
fn an_excerpt_does_not_tell_of_what_it_leaves_out() {
    let text = measure(&["第一条　甲。", "（第二条至第六条略）", LAST]);
    let (exists, certain) = exists_in(&text, &[1, 4, 7, 8]);
    assert_eq!((exists, certain), (vec![Exists::Yes, Exists::NotTold, Exists::Yes, Exists::No], true));
}

#[test]
fn a_complete_text_takes_the_place_of_one_with_a_gap() {
    let gap = measure(&["第一条　甲。", "第二条　乙。", "第四条　丁。"]);
    let whole = measure(&["第一条　甲。", "第二条　乙。", "第三条　丙。", "第四条　丁。"]);
    let library = library(&[&gap, &whole]);
    let on = date(2021, 1, 1);
    let one = only(&library, "某市绿化办法", on);
    assert_eq!(one.exists(&Place::article(ArticleNumber::new(3)), on), Exists::Yes);
    // That two texts differ is still for a person to look at.
    assert!(one.versions()[0].is_doubtful());
}

#[test]
fn an_end_to_come_is_counted_down_to_and_a_past_one_is_not() {
    let term = "某市摊区规定\n某府发〔2020〕7号\n第一条　甲。\n第二条　本规定自2020年6月1日起施行，有效期至2027年2月28日。\n某市人民政府\n2020年5月1日\n";
    let library = library(&[term]);
    let on = |day| only(&library, "某市摊区规定", day).ends_after(day);
    let lapse = Some((yifa_law::instrument::EndingKind::Lapsed, date(2027, 3, 1)));
    assert_eq!((on(date(2026, 11, 29)), on(date(2027, 2, 28)), on(date(2027, 3, 1))), (lapse, lapse, None));
}

#[test]
fn namesakes_are_known_as_such() {
    let one = law("某市绿化办法", &["2003年1月1日 某市人民政府令第1号公布"], &["甲。"]);
    let two = law("某市绿化办法", &["2013年1月1日 某市人民政府令第8号公布"], &["乙。"]);
    let other = law("某市水办法", &["2013年1月1日 某市人民政府令第9号公布"], &["乙。"]);
    let library = library(&[&one, &two, &other]);
    let told: Vec<bool> = library.instruments().iter().map(|one| library.has_namesake(one)).collect();
    assert_eq!(told.iter().filter(|one| **one).count(), 2);
}

#[test]
fn a_title_without_a_text_is_held_back() {
    for (name, text) in [
        ("a.txt", "某市某办法\n"),
        ("a.txt", "某市某办法\n（2022年1月10日某市人民政府令第88号公布）\n"),
        (
            "a.html",
            "<html><head><title>404</title></head><body><h1>404 Not Found</h1><p>您访问的页面不存在</p></body></html>",
        ),
    ] {
        let held = Text::read(name, text.as_bytes()).unwrap_err();
        assert!(matches!(held.because, HeldBecause::OnlyTitle), "{text}: {held:?}");
    }
    assert!(Text::read("a.txt", "某市通告\n一、自即日起封闭施工。\n".as_bytes()).is_ok());
}

#[test]
fn what_ought_to_be_a_text_is_told_and_not_passed_over() {
    for name in ["a.ofd", "A.RTF", "b.zip", "scan.jpg", "a.wps"] {
        assert!(yifa_library::is_readable_name(name), "{name}");
    }
    for name in ["expected.tsv", "a.json", ".hidden.md", "a"] {
        assert!(!yifa_library::is_readable_name(name), "{name}");
    }
}

#[test]
fn a_page_s_day_of_publication_is_one() {
    let text = "# published: 2022-02-01\n某市场地管理规定\n某体规〔2022〕1号\n第一条　甲。\n第二条　本规定自2022年3月1日起施行。\n";
    let library = library(&[text]);
    let version = &only(&library, "某市场地管理规定", date(2023, 1, 1)).versions()[0];
    assert_eq!(
        (version.made(), version.published()),
        (Some(Made::Published), Published::On(date(2022, 2, 1)))
    );
}

#[test]
fn a_former_text_is_the_last_of_what_has_ended_or_the_only_one_before() {
    let said = yifa_law::citation::SaidVersion::Former;
    let first = law("甲法", &["2005年1月1日 通过"], &["甲。", "本法自2005年3月1日起施行。"]);
    let second =
        law("甲法", &["2005年1月1日 通过", "2015年1月1日 修订"], &["乙。", "本法自2015年7月1日起施行。"]);
    let third = law(
        "甲法",
        &["2005年1月1日 通过", "2015年1月1日 修订", "2020年1月1日 修订"],
        &["丙。", "本法自2020年7月1日起施行。"],
    );
    let repeal = law(
        "乙法",
        &["2022年1月1日 通过"],
        &["丁。", "本法自2022年7月1日起施行。《中华人民共和国甲法》同时废止。"],
    );
    let meant = |texts: &[&str]| {
        let library = library(texts);
        only(&library, "甲法", date(2024, 1, 1)).version_said(&said).map(|(index, _)| index)
    };
    assert_eq!(meant(&[&first]), None);
    assert_eq!(meant(&[&first, &second]), Some(0));
    assert_eq!(meant(&[&first, &second, &third]), None);
    assert_eq!(meant(&[&first, &second, &third, &repeal]), Some(2));
    assert_eq!(meant(&[&first, &repeal]), Some(0));
}
