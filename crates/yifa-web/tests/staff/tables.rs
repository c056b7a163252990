//! What stands in tables: with which rows a form begins, and how a row that fails is told.

use crate::city::account;
use crate::desk::{Desk, signed_in_as};

async fn as_(desk: &Desk, name: &str) -> Desk {
    Desk { cookie: signed_in_as(&desk.town, name).await, town: desk.town.clone() }
}

fn on(desk: &Desk, day: &str) {
    desk.town.clock.set(format!("{day}T02:00:00Z").parse().expect("an instant"));
}

/// What is sent from a form that leads to a matter.
async fn done(desk: &Desk, path: &str, typed: &[(&str, &str)]) -> String {
    let form = desk.opened(path).await;
    let sent = desk.fill(path, &form, typed).await;
    assert_eq!(sent.status, 303, "{path}: {}", sent.text());
    sent.header("location").to_owned()
}

/// The same where it is refused: the page.
async fn refused(desk: &Desk, path: &str, typed: &[(&str, &str)]) -> String {
    let form = desk.opened(path).await;
    let sent = desk.fill(path, &form, typed).await;
    assert_eq!(sent.status, 409, "{path}");
    sent.text()
}

#[tokio::test]
async fn what_was_chosen_in_a_failing_row_is_told_by_its_label() {
    let desk = Desk::new().await;
    let typed = [
        ("path", "一(一)"),
        ("text", "公布三个目录"),
        ("span_start", "0"),
        ("span_end", "6"),
        ("obligation_list.0.kind", "deadline"),
        ("obligation_list.1.kind", "count_range"),
        ("obligation_list.1.quantity_min", "5"),
        ("obligation_list.1.quantity_max", "3"),
    ];
    let path = "/matters/new/plan-item/propose";
    let page = refused(&desk, path, &typed).await;
    assert!(page.contains("第 2 行（数量区间）"), "{page}");
    assert!(!page.contains("（count_range）") && !page.contains("第 1 行"), "{page}");
}

/// The value with which an input stands on a page.
fn begins(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {page}"));
    let tag = &page[page[..at].rfind('<').expect("a tag")..];
    let tag = &tag[..tag.find('>').expect("an end")];
    let value = tag.split("value=\"").nth(1).unwrap_or_default();
    value.split('"').next().unwrap_or_default().to_owned()
}

async fn item(desk: &Desk, title: &str, kind: &str) -> String {
    let typed = [
        ("title", title),
        ("kind", kind),
        ("plan_year", "2027"),
        ("drafters", "urban"),
        ("due_on", "2027-10-31"),
        ("necessity", "停车难"),
        ("problems", "管理分散"),
        ("systems", "分区管理"),
        ("added_later", "false"),
        ("subject", "construction"),
    ];
    done(desk, "/matters/new/legislative-item/propose", &typed).await
}

#[tokio::test]
async fn the_plan_begins_with_what_was_applied_for_and_ends_with_what_became_of_it() {
    let desk = Desk::new().await;
    let government = account("mayor", "government", "city");
    desk.town.city.put_account(&government, "long enough").await.expect("an account");
    let second = account("second", "legal_office", "justice");
    desk.town.city.put_account(&second, "long enough").await.expect("an account");
    let drafter = account("drafter", "drafter", "urban");
    desk.town.city.put_account(&drafter, "long enough").await.expect("an account");
    let one = item(&as_(&desk, "drafter").await, "停车管理条例", "local_regulation").await;
    let two = item(&desk, "集贸市场管理办法", "rule").await;
    let call = [("plan_year", "2027"), ("call", "公开征集2027年立法项目"), ("collect_until", "2026-04-03")];
    let plan = done(&desk, "/matters/new/legislation-plan/call_for_proposals", &call).await;
    on(&desk, "2026-04-07");
    let desk = as_(&desk, "legal").await;
    done(&desk, &format!("{plan}/do/assess"), &[("assessment", "两项成熟")]).await;

    // Items of all bodies, in the order of their days; how many of each kind follows.
    let submit = format!("{plan}/do/submit");
    let form = desk.get(&submit).await.text();
    assert!(form.contains("停车管理条例") && form.contains("集贸市场管理办法"), "{form}");
    assert_eq!(begins(&form, "items.1.due_on"), "2027-10-31");
    for count in ["regulations", "rules", "research"] {
        assert!(!form.contains(&format!("name=\"{count}\"")), "{count} is counted, not typed");
    }
    let (one, two) = (one.trim_start_matches("/matters/"), two.trim_start_matches("/matters/"));
    let rows = [
        ("items.0.item", one),
        ("items.0.title", "停车管理条例"),
        ("items.0.kind", "local_regulation"),
        ("items.0.drafter", "urban"),
        ("items.0.due_on", "2027-10-31"),
        ("items.1.item", two),
        ("items.1.title", "集贸市场管理办法"),
        ("items.1.kind", "rule"),
        ("items.1.drafter", "justice"),
        ("items.1.due_on", "2027-10-31"),
    ];
    done(&desk, &submit, &rows).await;
    let mayor = as_(&desk, "mayor").await;
    done(&mayor, &format!("{plan}/do/approve"), &[("minutes", "第30次常务会议")]).await;
    done(&desk, &format!("{plan}/do/publish"), &[]).await;

    // At the end of the year nothing disappears: what is not finished is named, with what to do.
    on(&desk, "2027-12-28");
    let (desk, mayor) = (as_(&desk, "legal").await, as_(&mayor, "mayor").await);
    let close = format!("{plan}/do/close");
    let form = desk.get(&close).await.text();
    let counted = ["finished", "carried", "withdrawn", "added"].map(|name| begins(&form, name));
    assert_eq!(counted, ["0", "2", "0", "0"]);
    let typed = [("finished", "2"), ("carried", "0"), ("withdrawn", "0"), ("added", "0")];
    let page = refused(&desk, &close, &typed).await;
    assert!(page.contains("第 1 行（停车管理条例）") && page.contains("先结转或者撤销"), "{page}");
    let carry = format!("{plan}/do/carry_item_over");
    let carried = [("adjusted_item", one), ("adjust_reason", "上位法正在修订"), ("new_due_on", "2028-06-30")];
    done(&mayor, &carry, &carried).await;
    // The next one is another: nothing of the last stands in its form.
    let form = mayor.get(&carry).await.text();
    assert!(!form.contains("上位法正在修订") && !form.contains("2028-06-30"), "{form}");
    let withdrawn = [("adjusted_item", two), ("adjust_reason", "上位法已有规定")];
    done(&mayor, &format!("{plan}/do/withdraw_item"), &withdrawn).await;
    // The items went with it.
    let page = desk.get(&format!("/matters/{one}")).await.text();
    assert!(page.contains("2028-06-30") && page.contains("已列入计划"), "{page}");
    assert!(desk.get(&format!("/matters/{two}")).await.text().contains("已撤销"));
    // Whoever was refused finds what was typed; to another the form says what is counted now.
    let form = as_(&desk, "second").await.get(&close).await.text();
    let counted = ["finished", "carried", "withdrawn", "added"].map(|name| begins(&form, name));
    assert_eq!(counted, ["0", "1", "1", "0"]);
    let page = refused(&desk, &close, &typed).await;
    assert!(page.contains("核对填写的数"), "{page}");
    let right = [("finished", "0"), ("carried", "1"), ("withdrawn", "1"), ("added", "0")];
    done(&desk, &close, &right).await;
}
