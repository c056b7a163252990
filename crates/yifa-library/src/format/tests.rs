use super::*;
use std::io::{Cursor, Write as _};

const PAGE: &str = "<!-- source: x -->\n<div><table><tbody>\n<tr>\n <td><b>标　　题：</b></td> \n <td>某府关于印发《某办法》的通知</td>\n</tr>\n\
<tr><td>发文字号：</td><td>某府发〔2018〕7号</td><td>成文日期：</td><td>2018年10月27日</td></tr>\n\
<tr><td>发布日期：</td><td>2018年11月09日</td></tr></tbody></table>\n\
<script>var a = '<p>no</p>';</script><p>某府关于印发</p><p>《某办法》的&nbsp;通知</p><p>第一条　甲&lt;乙。</p><p>第二条<br>丙。</p></div>";

#[test]
fn a_page_gives_its_facts_and_its_lines() {
    let opened = open("x.html", PAGE.as_bytes()).ok().unwrap();
    assert_eq!(opened.format, Format::Html);
    assert_eq!(opened.page.title.as_deref(), Some("某府关于印发《某办法》的通知"));
    assert_eq!(opened.page.number.as_deref(), Some("某府发〔2018〕7号"));
    assert_eq!(opened.page.published, Some(jiff::civil::date(2018, 11, 9)));
    let lines: Vec<&str> = opened.text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        ["# issued: 2018-10-27", "# 某府关于印发《某办法》的通知", "第一条　甲<乙。", "第二条", "丙。"]
    );
}

#[test]
fn facts_may_stand_without_colons_and_a_table_of_the_text_is_none() {
    let page = |rows: &str| format!("<div><table>{rows}</table><p>第一条　甲。</p></div>");
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        format!("<tr>{cells}</tr>")
    };
    let facts = page(
        &(row(&["名称", "某办法", "发布机构", "某局"])
            + &row(&["生成日期", "2020-11-02", "公开日期", "2020-11-10"])
            + &row(&["废止日期", ""])),
    );
    let opened = open("x.html", facts.as_bytes()).ok().unwrap();
    assert_eq!((opened.page.title.as_deref(), opened.page.issuer.as_deref()), (Some("某办法"), Some("某局")));
    assert_eq!(opened.page.published, Some(jiff::civil::date(2020, 11, 10)));
    let listed =
        page(&(row(&["名称", "文号", "成文日期"]) + &row(&["某办法", "某府发〔2020〕1号", "2020-11-02"])));
    let opened = open("x.html", listed.as_bytes()).ok().unwrap();
    assert!(opened.page.title.is_none() && opened.text.contains("某府发〔2020〕1号"), "{}", opened.text);
}

#[test]
fn markdown_with_tags_reads_as_text() {
    let page = "---\ntitle: 某办法\ndate: 2015-01-01\n---\n\n::: tip 修订信息\n（2014年12月19日某部令第28号公布）\n:::\n\n\
        ## 第一章&emsp;总&emsp;则{align=\"center\"}\n\n<p id=\"t1\">&emsp;<b>第一条</b>&emsp;甲：<br>\n&emsp;（一）乙。</p>\n";
    let opened = open("x.md", page.as_bytes()).ok().unwrap();
    let document = yifa_law::text::normative::NormativeDocument::read(opened.text);
    assert_eq!(document.statute.title.as_deref(), Some("某办法"));
    assert_eq!(document.statute.articles.len(), 1);
    assert_eq!(document.statute.articles[0].paragraphs[0].items.len(), 1);
    // The head tells when it was issued; a date without a word does not.
    assert_eq!(document.issued, Some(jiff::civil::date(2014, 12, 19)));
    let label = document.statute.articles[0].label.clone();
    assert_eq!(&page[label], "第一条");
}

#[test]
fn a_text_with_a_bracket_is_no_page() {
    assert_eq!(open("x.txt", "<甲> 第一条　乙。\n".as_bytes()).ok().unwrap().format, Format::Plain);
    assert_eq!(open("x.md", "第一条　乙。\n".as_bytes()).ok().unwrap().format, Format::Markdown);
}

fn archive(name: &str, content: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(content.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_paper_gives_paragraphs_and_rows() {
    let xml = "<w:document><w:body><w:p><w:r><w:t>某办法</w:t></w:r></w:p>\
        <w:p><w:r><w:t>第一条</w:t><w:tab/><w:t>甲&amp;乙&#31532;&#x4E8C;</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>子</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>丑</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        </w:body></w:document>";
    let opened = open("x.docx", &archive("word/document.xml", xml)).ok().unwrap();
    let lines: Vec<&str> = opened.text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, ["某办法", "第一条　甲&乙第二", "| 子 | 丑 |"]);
}

#[test]
fn scans_and_broken_files_say_what_they_are() {
    assert!(matches!(open("x.pdf", b"%PDF-1.7"), Err(Unreadable::Scan("PDF"))));
    let picture = "<w:document><w:p><w:r><w:drawing/></w:r></w:p></w:document>";
    assert!(matches!(open("x.docx", &archive("word/document.xml", picture)), Err(Unreadable::Scan("DOCX"))));
    assert!(matches!(open("x.docx", b"PK\x03\x04 cut"), Err(Unreadable::Broken(_))));
    for cut in ["<w:document><w:body><w:p><w:r><w:t>依照《甲法》第三条", "<w:document><w:body><w:p>"]
    {
        let opened = open("x.docx", &archive("word/document.xml", cut));
        assert!(matches!(opened, Err(Unreadable::Broken(_))), "{cut}");
    }
    assert!(matches!(open("x.docx", &archive("a.txt", "x")), Err(Unreadable::Broken(_))));
    assert!(matches!(open("x.txt", b"  \n"), Err(Unreadable::Empty)));
    let long = "第一条　甲。\n".repeat(LONGEST_TEXT / 19 + 1);
    assert!(matches!(open("x.txt", long.as_bytes()), Err(Unreadable::TooLong)));
    assert!(open("x.txt", &long.as_bytes()[..19 * 1000]).is_ok());
    assert!(matches!(open("x.txt", &[0, 1, 2, 3]), Err(Unreadable::NotText(_))));
}
