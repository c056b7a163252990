//! Forms with a table of many rows: what is wrong is told at its row, nothing else is lost, and there is room for more.

use crate::desk::Desk;

const GIVE: &str = "/matters/new/document-review/give";

/// Thirty findings, typed as a clerk would.
fn thirty() -> Vec<(String, String)> {
    let row = |n: usize| {
        let cell = |column: &str, text: String| (format!("findings.{n}.{column}"), text);
        [
            cell("check", format!("C{n:02}")),
            cell("severity", "information".to_owned()),
            cell("line", (n + 1).to_string()),
            cell("words", format!("原文之{}", n + 1)),
        ]
    };
    (0..30).flat_map(row).collect()
}

/// What else the form asks for.
const REST: [(&str, &str); 4] =
    [("title", "云江市某规定"), ("kind", "normative_document"), ("digest", "0f"), ("as_on", "2026-03-03")];

fn with<'a>(rows: &'a [(String, String)], key: &str, text: &'a str) -> Vec<(&'a str, &'a str)> {
    let rows = rows.iter().map(|(name, was)| (name.as_str(), if name == key { text } else { was.as_str() }));
    REST.into_iter().chain(rows).collect()
}

/// The tag of an input.
fn input(page: &str, id: &str) -> String {
    let at = format!("id=\"{id}\"");
    let tag = page.split('<').find(|tag| tag.contains(&at)).unwrap_or_else(|| panic!("no {id}: {page}"));
    tag.split('>').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn one_wrong_cell_among_thirty_rows_is_told_where_it_stands() {
    let desk = Desk::new().await;
    let form = desk.opened(GIVE).await;
    let rows = thirty();
    let long = "长".repeat(201);
    for (key, text, label, status) in [
        ("findings.17.line", "十八行", "第 18 行 行", 422),
        ("findings.17.words", &*long, "第 18 行 原文", 409),
    ] {
        let sent = desk.fill(GIVE, &form, &with(&rows, key, text)).await;
        assert_eq!(sent.status, status);
        let page = sent.text();
        assert!(page.contains(label), "{label}: {page}");
        assert!(page.contains(&format!("href=\"#{key}\"")), "the reason leads to the cell");
        let wrong = input(&page, key);
        for mark in ["aria-invalid=\"true\"", "autofocus", &format!("aria-describedby=\"{key}-error\""), text]
        {
            assert!(wrong.contains(mark), "{mark}: {wrong}");
        }
        assert_eq!(page.matches("aria-invalid").count(), 1, "only one cell is wrong");
        for n in (0..30).filter(|n| *n != 17) {
            assert!(
                input(&page, &format!("findings.{n}.words")).contains(&format!("原文之{}", n + 1)),
                "row {n}"
            );
        }
    }
}

#[tokio::test]
async fn who_asks_for_more_rows_gets_more_each_time_and_goes_on_there() {
    let desk = Desk::new().await;
    let form = desk.opened(GIVE).await;
    let shown = |page: &str| page.matches(".words\" name=\"findings.").count();
    let first = shown(&desk.get(GIVE).await.text());
    let mut typed: Vec<(String, String)> = vec![("more".into(), "findings".into())];
    let mut before = first;
    for _ in 0..3 {
        // Blank rows are sent as a browser sends them.
        typed.extend((0..before).map(|n| (format!("findings.{n}.words"), String::new())));
        let pairs: Vec<(&str, &str)> = typed.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let page = desk.fill(GIVE, &form, &pairs).await.text();
        let now = shown(&page);
        assert!(now > before, "{now} rows after {before}");
        assert!(input(&page, "findings.0.check").contains("autofocus"));
        before = now;
    }
    // A number of a row that no form has shown makes no page of a million rows.
    let huge = desk.fill(GIVE, &form, &[("more", "findings"), ("findings.4000000000.words", "")]).await;
    assert!(shown(&huge.text()) < 300);
}

#[tokio::test]
async fn a_table_that_was_left_blank_says_so_where_a_blank_would_say_nothing() {
    const PROPOSE: &str = "/matters/new/plan-item/propose";
    let desk = Desk::new().await;
    let form = desk.opened(PROPOSE).await;
    let typed = [
        ("path", "一、（一）"),
        ("text", "每年组织一次学法。"),
        ("span_start", "0"),
        ("span_end", "27"),
        ("obligation_list.0.what", "组织学法"),
    ];
    let sent = desk.fill(PROPOSE, &form, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let matter = sent.header("location");
    let edit = format!("{matter}/do/edit");
    let form = desk.opened(&edit).await;
    let typed =
        [("obligation_list.0.what", ""), ("obligation_list.1.what", " "), ("changed_ground", "原文没有")];
    let sent = desk.fill(&edit, &form, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = desk.get(matter).await.text();
    let after = page.split("<dt>任务内容</dt>").nth(1).unwrap_or_else(|| panic!("{page}"));
    let said = after.split("</dd>").next().unwrap_or_default();
    assert!(said.contains("没有") && !said.contains("<table"), "{said}");
}
