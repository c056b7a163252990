use super::*;
use proptest::prelude::*;

mod corpus;

fn kinds(statute: &Statute) -> Vec<&'static str> {
    statute.irregularities.iter().map(|found| found.kind.code()).collect()
}

fn numbers(statute: &Statute) -> Vec<String> {
    statute.articles.iter().map(|article| article.number.to_string()).collect()
}

const HEAD: &str = "# 某市办法\n\n2020年5月1日 某市人民政府令第3号公布\n\n<!-- INFO END -->\n\n";

fn read(body: &str) -> Statute {
    Statute::read(format!("{HEAD}{body}"))
}

#[test]
fn builds_the_tree_with_spans() {
    let statute = read(
        "## 第一编　总则\n\n## 第一章　一般规定\n\n### 第一节　目的\n\n第一条　甲。\n\n乙：\n\n（一）丙：\n\n1.丁；\n\n2.戊。\n\n（二）己。\n\n庚。\n",
    );
    assert!(statute.irregularities.is_empty(), "{:?}", statute.irregularities);
    let levels: Vec<_> =
        statute.headings.iter().map(|heading| (heading.level, heading.title.as_str())).collect();
    assert_eq!(levels, [(Level::Part, "总则"), (Level::Chapter, "一般规定"), (Level::Section, "目的")]);
    let at = |paragraph, item, subitem| {
        let article = ArticleNumber::new(1);
        statute.locate(&Place { article, paragraph, item, subitem }).map(|span| statute.slice(&span))
    };
    assert_eq!(at(Some(1), None, None), Ok("甲。"));
    assert_eq!(at(Some(2), Some(1), Some(2)), Ok("2.戊。"));
    assert_eq!(at(None, Some(2), None), Ok("（二）己。"));
    assert_eq!(at(Some(3), None, None), Ok("庚。"));
    assert_eq!(at(Some(4), None, None), Err(Missing::Paragraph));
    assert_eq!(at(Some(0), None, None), Err(Missing::Paragraph));
    assert_eq!(at(Some(3), Some(1), None), Err(Missing::Item));
    assert_eq!(at(Some(2), Some(1), Some(3)), Err(Missing::Subitem));
    assert_eq!(statute.locate(&Place::article(ArticleNumber::new(2))), Err(Missing::Article));
}

#[test]
fn inserted_articles_have_numbers_of_their_own() {
    let statute = read("第一条　甲。\n\n第一条之一　乙。\n\n第一条之二　丙。\n\n第二条　丁。\n");
    assert_eq!(numbers(&statute), ["第一条", "第一条之一", "第一条之二", "第二条"]);
    assert!(statute.irregularities.is_empty());
}

#[test]
fn missing_and_malformed_labels_are_reported_not_mended() {
    let statute = read(
        "第一条　甲。\n\n第二－条　乙。\n\n第 三条丙。\n\n第五条　丁。\n\n第五条　戊。\n\n第四条　己。\n",
    );
    assert_eq!(numbers(&statute), ["第一条", "第三条", "第五条", "第五条", "第四条"]);
    assert_eq!(
        kinds(&statute),
        ["malformed-label", "blank-in-label", "missing-articles", "repeated-article", "article-out-of-order"]
    );
    let fifth = Place::article(ArticleNumber::new(5));
    assert_eq!(statute.locate(&fifth), Err(Missing::Ambiguous));
    assert_eq!(statute.locate(&Place { paragraph: Some(2), ..fifth }), Err(Missing::Paragraph));
}

#[test]
fn a_gap_that_the_text_explains_is_none() {
    let deleted =
        read("第一条　甲。\n\n第二条　（删除）\n\n第三条　乙。\n\n第四条至第六条（删去）\n\n第七条　丙。\n");
    assert_eq!(numbers(&deleted), ["第一条", "第二条", "第三条", "第七条"]);
    assert_eq!(kinds(&deleted), [] as [&str; 0]);
    assert_eq!(deleted.removed.iter().copied().collect::<Vec<_>>(), [2, 4, 5, 6]);
    let omitted = read("第一条　甲。\n\n（第二条至第八条略）\n\n第九条　乙。\n");
    assert_eq!(kinds(&omitted), ["left-out-articles"]);
    let excerpt = Statute::read("某条例（节选）\n2020年5月1日公布\n第三条　甲。\n第九条　乙。\n");
    assert!(kinds(&excerpt).contains(&"left-out-articles") && !kinds(&excerpt).contains(&"missing-articles"));
    // Words about a deletion are no deletion.
    let prose = read("第一条　甲。\n\n第二条　乙。\n\n第三条删去以后，重新编号。\n\n第五条　丁。\n");
    assert!(kinds(&prose).contains(&"missing-articles") && prose.removed.is_empty(), "{:?}", kinds(&prose));
}

#[test]
fn a_second_document_with_a_title_and_articles_of_its_own_is_glued_on() {
    let first = "某市绿道办法\n（2022年1月10日某市人民政府令第88号公布）\n第一条　甲。\n第二条　乙。\n";
    let second = "某市步道管理办法\n（2021年5月6日某市人民政府令第77号公布）\n第一条　丙。\n第二条　丁。\n";
    let statute = Statute::read(format!("{first}{second}"));
    assert_eq!(numbers(&statute), ["第一条", "第二条"]);
    let found = kinds(&statute);
    assert!(found.contains(&"glued-document") && !found.contains(&"repeated-article"), "{found:?}");
    assert_eq!(statute.slice(&statute.articles[1].span), "第二条　乙。");
    // A number that comes again without a title between is not told from a slip.
    let repeated = Statute::read(format!("{first}第一条　丙。\n第二条　丁。\n"));
    assert!(kinds(&repeated).contains(&"repeated-article"));
}

#[test]
fn a_reference_at_the_beginning_of_a_line_is_no_article() {
    let statute = read("第一条　甲。\n\n第二条规定的乙，\n第三条 的丙。\n\n第二条　丁。\n");
    assert_eq!(numbers(&statute), ["第一条", "第二条"]);
}

#[test]
fn a_heading_may_share_its_line_and_so_may_a_second_article() {
    let statute = read("第一章　总则　　第一条 　甲。　第二条　乙。\n\n第三条　丙。\n");
    assert_eq!(numbers(&statute), ["第一条", "第二条", "第三条"]);
    assert_eq!(statute.headings[0].title, "总则");
    let found = kinds(&statute);
    assert!(found.contains(&"heading-and-article-on-one-line"), "{found:?}");
    assert!(found.contains(&"two-articles-on-one-line") && !found.contains(&"missing-articles"), "{found:?}");
}

#[test]
fn a_table_of_contents_is_not_counted() {
    let statute = read(
        "目　录\n\n第一章　总则\n\n第二章　附则\n\n第一章　总则\n\n第一条　甲。\n\n第二章　附则\n\n第二条　乙。\n",
    );
    assert_eq!(statute.headings.len(), 2);
    assert!(!kinds(&statute).contains(&"heading-out-of-order"));
}

#[test]
fn the_history_tells_adoption_from_effect() {
    let statute = Statute::read(
        "# 某条例\n\n2018年8月29日 甲市人大常委会通过并经2018年9月21日乙省人大常委会批准\n\n2019年1月1日 施行根据2020年2月30日丙修正\n\n<!-- INFO END -->\n\n第一条　甲。\n",
    );
    let dates: Vec<_> = statute.history.iter().map(|entry| (entry.date.to_string(), entry.kind)).collect();
    assert_eq!(
        dates,
        [
            ("2018-08-29".to_owned(), HistoryKind::Adopted),
            ("2018-09-21".to_owned(), HistoryKind::Adopted),
            ("2019-01-01".to_owned(), HistoryKind::InForce)
        ]
    );
    let found = kinds(&statute);
    assert!(found.contains(&"impossible-date") && found.contains(&"effective-date-in-header"), "{found:?}");
}

#[test]
fn a_plain_text_has_its_history_in_brackets() {
    let statute = Statute::read(
        "某市绿化条例\n（1999年3月1日某市人民代表大会常务委员会通过\n2005年4月2日修正）\n目　录\n第一章　总则\n第一章　总则\n第一条　自1998年1月1日起，甲。\n",
    );
    assert_eq!(statute.title.as_deref(), Some("某市绿化条例"));
    assert_eq!(statute.last_adoption().map(|date| date.to_string()).as_deref(), Some("2005-04-02"));
    assert_eq!((statute.headings.len(), statute.articles.len()), (1, 1));
}

#[test]
fn approval_and_publication_change_nothing() {
    let changed = |head: &str| {
        let statute = Statute::read(format!("某市绿化条例\n（{head}）\n第一条　甲。\n"));
        statute.last_change().map(|date| date.to_string())
    };
    let made = "2018年8月29日某市人大常委会通过　2018年9月21日某省人大常委会批准";
    assert_eq!(changed(made), None);
    assert_eq!(changed("2018年8月29日某市政府令第3号公布"), None);
    assert_eq!(changed(&format!("{made}　2020年1月2日某市人大常委会修正")).as_deref(), Some("2020-01-02"));
    let alone = "2020年1月2日某市人大常委会修订　2020年3月4日某省人大常委会批准";
    assert_eq!(changed(alone).as_deref(), Some("2020-03-04"));
    let twice = "2020年1月2日某市人大常委会修订　2020年3月4日某省人大常委会批准";
    assert_eq!(changed(&format!("{made}　{twice}")).as_deref(), Some("2020-03-04"));
}

#[test]
fn a_second_document_ends_the_text() {
    let statute = read("第一条　甲。\n\n第二条　乙。\n\n关于印发某方案的通知\n\n第一条　丙。\n");
    assert_eq!(numbers(&statute), ["第一条", "第二条"]);
    assert!(kinds(&statute).contains(&"glued-document"));
    let annexed = read("第一条　甲。\n\n第二条　乙。\n\n附件1\n\n某标准\n\n第一条　丙。\n");
    assert_eq!(numbers(&annexed), ["第一条", "第二条"]);
    assert!(kinds(&annexed).contains(&"annex-with-articles"));
}

#[test]
fn an_annex_begins_without_an_empty_line_too() {
    let annexed = read("第一条　甲。\n第二条　乙。\n第三条　丙。\n附件1\n某预案\n第一条 丁。\n第二条 戊。\n");
    assert_eq!(numbers(&annexed), ["第一条", "第二条", "第三条"]);
    assert!(kinds(&annexed).contains(&"annex-with-articles"));
    let glued = read("第一条　甲。\n第二条　乙。\n某市某办法\n第一条 丙。\n第二条 丁。\n");
    assert_eq!(numbers(&glued), ["第一条", "第二条"]);
    // A reference at the beginning of a broken line opens nothing.
    let broken = read("第一条　甲。\n第二条　违反\n第一条 的规定，处罚。\n第三条　乙。\n");
    assert_eq!(numbers(&broken), ["第一条", "第二条", "第三条"]);
}

#[test]
fn lines_broken_at_print_width_are_joined() {
    let statute =
        Statute::read("某办法\n第一条  为了规\n范甲，制\n定本办\n法。  \n— 1 —\n第二条  乙应\n当丙\n。\n");
    assert_eq!(statute.articles.len(), 2);
    assert_eq!(statute.articles[0].paragraphs.len(), 1);
    assert!(kinds(&statute).contains(&"broken-lines"));
}

#[test]
fn labels_in_bold_and_names_of_articles_are_read() {
    let statute = read("**第一条**　甲。\n\n**第二条** 乙。\n\n第三条【名称】丙。\n\n#### 第四条\n\n丁。\n");
    assert_eq!(numbers(&statute), ["第一条", "第二条", "第三条", "第四条"]);
    let first = &statute.articles[0];
    assert_eq!((statute.slice(&first.label), statute.slice(&first.paragraphs[0].span)), ("第一条", "甲。"));
    assert_eq!(statute.slice(&statute.articles[3].paragraphs[0].span), "丁。");
}

#[test]
fn items_inside_one_line_are_found() {
    let statute = read("第一条　提交：（一）甲；（二）乙（三）丙。\n");
    let items: Vec<_> =
        statute.articles[0].paragraphs[0].items.iter().map(|item| statute.slice(&item.span)).collect();
    assert_eq!(items, ["（一）甲；", "（二）乙（三）丙。"]);
}

#[test]
fn an_empty_text_and_a_list_are_told() {
    assert_eq!(kinds(&Statute::read("")), ["no-title", "no-date", "no-articles"]);
    assert!(kinds(&read("一、甲。\n\n| a | b |\n\n")).contains(&"table"));
}

#[test]
fn file_names_are_compared_with_the_header() {
    let statute = read("第一条　甲。\n");
    let kind = |name: &str| statute.check_file_name(name).map(|found| found.kind.code());
    assert_eq!(kind("某市办法(2020-05-01).md"), None);
    assert_eq!(kind("某市办法(2020-06-01).md"), Some("file-name-date-not-in-header"));
    assert_eq!(kind("某市办法.md"), Some("no-date-in-file-name"));
}

proptest! {
    #[test]
    fn any_text_gives_spans_inside_it(
        text in "([第一二十零－ 　条章节编之款（）()、。；：\n#*|附件12.月日年A\u{200B}]|\\PC){0,120}"
    ) {
        let statute = Statute::read(text.clone());
        let mut spans: Vec<&Range<usize>> = statute.introduction.iter().collect();
        spans.extend(statute.headings.iter().map(|heading| &heading.span));
        spans.extend(statute.irregularities.iter().map(|found| &found.span));
        spans.extend(statute.history.iter().map(|entry| &entry.span));
        for article in &statute.articles {
            spans.extend([&article.span, &article.label]);
            for paragraph in &article.paragraphs {
                spans.push(&paragraph.span);
                prop_assert!(article.span.start <= paragraph.span.start && paragraph.span.end <= article.span.end);
                for item in &paragraph.items {
                    spans.push(&item.span);
                    spans.extend(item.subitems.iter().map(|subitem| &subitem.span));
                }
            }
        }
        for span in spans {
            prop_assert!(text.get(span.clone()).is_some(), "{span:?} in {text:?}");
        }
    }
}
