//! Imported texts that cannot be trusted: where they are named, why, and each as it came, to be compared.

use yifa_app::library::import;

use crate::desk::Desk;

const GARBLED: &str = "云江市停车管理办法\n云府发〔5355〕82号\n第一条　为了停车，制定本办法。\n第二条　本办法自5355年1月1日起施行。\n";
const GAP: &str = "云江市夜市管理办法\n（2020年3月1日云江市人民政府令第9号公布）\n第一条　为了夜市，制定本办法。\n第三条　本办法自2020年5月1日起施行。\n";
const UNDATED: &str = "云江市早市管理办法\n第一条　为了早市，制定本办法。\n第二条　早市由街道管理。\n";

async fn desk() -> Desk {
    let desk = Desk::new().await;
    let city = &desk.town.city;
    let files = [
        ("x/garbled.txt", GARBLED.as_bytes()),
        ("x/gap.txt", GAP.as_bytes()),
        ("x/undated.txt", UNDATED.as_bytes()),
        ("x/scan <1>.pdf", &b"%PDF-1.4 scan"[..]),
    ];
    let files = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).to_vec();
    import(city.store(), city.jurisdiction(), files, city.clock().now()).await.expect("imported");
    desk
}

fn link<'a>(page: &'a str, title: &str) -> &'a str {
    let before = page.split(title).next().filter(|before| before.len() < page.len());
    let before = before.unwrap_or_else(|| panic!("{title} is not there: {page}"));
    before.rsplit_once("href=\"").and_then(|(_, rest)| rest.split('"').next()).expect("a link")
}

#[tokio::test]
async fn every_figure_of_the_library_opens_into_the_texts_it_counts() {
    let desk = desk().await;
    let list = desk.get("/instruments").await.text();
    assert!(list.contains("href=\"/doubts\"") && list.contains("2 件暂缓采用"), "{list}");
    let doubts = desk.get("/doubts").await.text();
    assert!(!doubts.contains("library.doubt."), "{doubts}");
    for said in ["4 件存疑", "缺少第二条", "没有写明日期", "没有文字层", "scan &#60;1&#62;.pdf"]
    {
        assert!(doubts.contains(said), "{said}: {doubts}");
    }
    assert!(link(&doubts, "云江市夜市管理办法").starts_with("/instruments/"));
    // Those of which nothing may be cited stand first.
    assert!(doubts.find("云江市停车管理办法") < doubts.find("云江市夜市管理办法"));
    assert!(desk.get("/doubts?page=9").await.text().contains("缺少第二条"), "the last page");
}

#[tokio::test]
async fn a_text_that_is_held_back_is_read_as_it_came() {
    let desk = desk().await;
    let doubts = desk.get("/doubts").await.text();
    let garbled = link(&doubts, "云江市停车管理办法");
    let page = desk.get(garbled).await.text();
    assert!(page.contains("<mark class=\"hard\">") && page.contains("数字不可信"), "{page}");
    assert!(page.contains("5355年1月1日</q>") || page.contains("5355</q>"), "{page}");
    let file = desk.get(&format!("{garbled}/file")).await;
    assert_eq!(file.bytes, GARBLED.as_bytes());
    assert!(file.header("content-disposition").starts_with("attachment;"));
    let scan = desk.get(link(&doubts, "scan &#60;1&#62;.pdf")).await.text();
    assert!(scan.contains("没有可读的文字") && !scan.contains("<1>"), "{scan}");
    // One that may be read leads to its original, and back.
    let reader = desk.get(link(&doubts, "云江市夜市管理办法")).await.text();
    let original = link(&reader, "导入的原件");
    let original = desk.get(original).await.text();
    assert!(original.contains("缺少第二条") && !original.contains("不得引用，须与原件核对"), "{original}");
    assert!(link(&original, "打开阅读页").starts_with("/instruments/"));
}

#[tokio::test]
async fn what_was_not_imported_is_not_there_and_strangers_see_nothing() {
    let desk = desk().await;
    for path in
        ["/texts/zz", &format!("/texts/{}", "0".repeat(64)), &format!("/texts/{}/file", "0".repeat(64))]
    {
        assert_eq!(desk.get(path).await.status, 404, "{path}");
    }
    let doubts = desk.get("/doubts").await.text();
    for path in ["/doubts", link(&doubts, "云江市停车管理办法")] {
        assert_eq!(desk.town.get(path, &[]).await.status, 303, "{path}");
    }
}

#[tokio::test]
async fn a_corrected_text_of_the_same_file_is_not_said_to_be_held() {
    let desk = desk().await;
    let city = &desk.town.city;
    let files = vec![("x/garbled.txt".to_owned(), GARBLED.replace("5355", "2023").into_bytes())];
    import(city.store(), city.jurisdiction(), files, city.clock().now()).await.expect("imported");
    let list = desk.get("/instruments?q=停车管理").await.text();
    let reader = desk.get(link(&list, "云江市停车管理办法")).await.text();
    let original = link(&reader, "导入的原件");
    let page = desk.get(original).await.text();
    assert!(page.contains("2023年1月1日") && !page.contains("不得引用，须与原件核对"), "{page}");
    assert!(link(&page, "打开阅读页").starts_with("/instruments/"));
    // The spoiled one stays what it is, and does not lead to the reader of the other.
    let doubts = desk.get("/doubts").await.text();
    let garbled = desk.get(link(&doubts, "云江市停车管理办法")).await.text();
    assert!(garbled.contains("数字不可信") && !garbled.contains("打开阅读页"), "{garbled}");
    // From there it is taken down, with what is known in the form.
    let form = desk.get(&link(&garbled, "撤下本件</a>").replace("&#38;", "&")).await.text();
    assert!(form.contains("提出撤下") && form.contains("value=\"云江市停车管理办法\""), "{form}");
}
