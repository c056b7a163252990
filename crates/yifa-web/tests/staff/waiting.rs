//! The list of what is to be done holds what waits for the reader, and nothing that only could be done.

use crate::city::account;
use crate::desk::{Desk, signed_in_as};

const DRAFT: &str = "/matters/new/policy-commitment/draft";

async fn as_(desk: &Desk, name: &str) -> Desk {
    Desk { cookie: signed_in_as(&desk.town, name).await, town: desk.town.clone() }
}

/// The row of a matter in a list, if it stands there.
async fn row(desk: &Desk, query: &str, matter: &str) -> Option<String> {
    let page = desk.get(&format!("/matters?{query}")).await;
    assert_eq!(page.status, 200, "{query}");
    let page = page.text();
    page.split("<tr>").find(|row| row.contains(matter)).map(ToOwned::to_owned)
}

async fn promise(desk: &Desk) -> String {
    promise_with(desk, "true").await
}

async fn promise_with(desk: &Desk, within_power: &str) -> String {
    let form = desk.opened(DRAFT).await;
    let typed = [
        ("title", "落户奖励"),
        ("beneficiary.kind", "organisation"),
        ("beneficiary.name", "云江甲公司"),
        ("text", "投产后一年内给予设备补贴"),
        ("within_power", within_power),
        ("economic", "false"),
        ("due_on", "2026-12-31"),
    ];
    let sent = desk.fill(DRAFT, &form, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.header("location").to_owned()
}

#[tokio::test]
async fn a_matter_waits_for_whoever_does_the_next_step_and_for_nobody_else() {
    let legal = Desk::new().await;
    for (person, role, body) in [
        ("clerk", "clerk", "urban"),
        ("reviewer", "legal_reviewer", "urban"),
        ("elsewhere", "legal_reviewer", "justice"),
        ("head", "head", "urban"),
    ] {
        legal.town.city.put_account(&account(person, role, body), "long enough").await.expect("an account");
    }
    let clerk = as_(&legal, "clerk").await;
    let matter = promise(&clerk).await;

    // The clerk may drop the promise at any time, which is no step.
    assert_eq!(row(&clerk, "mine=todo", &matter).await, None);
    let all = row(&clerk, "q=", &matter).await.expect("in the whole list");
    assert!(!all.contains("/do/"), "{all}");
    let page = clerk.get(&matter).await.text();
    assert!(!page.contains("button first"), "nothing is the clerk's to do: {page}");
    assert!(page.contains("目前没有等您办理的步骤") && page.contains("下一步：合法性审查"), "{page}");
    let (_, also) = page.split_once("id=\"also\"").expect("what may also be done");
    assert!(also.contains(&format!("{matter}/do/drop")), "{also}");
    assert!(
        !page.contains("id=\"part-missing\""),
        "who may not review lacks nothing by having drafted: {page}"
    );
    let desk = clerk.get("/").await.text();
    assert!(!desk.contains(&format!("{matter}/do/")), "{desk}");

    // It waits for the reviewer of this body and for the legal office, not for the reviewer of another body.
    let reviewer = as_(&legal, "reviewer").await;
    for desk in [&reviewer, &legal] {
        let todo = row(desk, "mine=todo", &matter).await.expect("it waits");
        let (next, view) = (format!("href=\"{matter}/do/clear\""), format!("href=\"{matter}\""));
        assert!(todo.contains(&next) && todo.contains(&view), "{todo}");
    }
    assert_eq!(row(&as_(&legal, "elsewhere").await, "mine=todo", &matter).await, None);

    let clear = format!("{matter}/do/clear");
    let form = reviewer.opened(&clear).await;
    let sent = reviewer.fill(&clear, &form, &[("review_note", "权限内")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert_eq!(row(&reviewer, "mine=todo", &matter).await, None);
    assert!(row(&as_(&legal, "head").await, "mine=todo", &matter).await.is_some());
}

#[tokio::test]
async fn whoever_drafted_is_not_waited_for_though_the_role_is() {
    let desk = Desk::new().await;
    for (person, role) in [("both", "clerk"), ("other", "legal_reviewer")] {
        desk.town.city.put_account(&account(person, role, "urban"), "long enough").await.expect("an account");
    }
    let matter = promise(&as_(&desk, "both").await).await;
    // The clerk becomes a reviewer.
    desk.town
        .city
        .put_account(&account("both", "legal_reviewer", "urban"), "long enough")
        .await
        .expect("one");
    let drafter = as_(&desk, "both").await;
    assert_eq!(row(&drafter, "mine=todo", &matter).await, None);
    assert!(row(&as_(&desk, "other").await, "mine=todo", &matter).await.is_some());
}

#[tokio::test]
async fn what_is_missing_begins_with_what_is_to_be_done_and_tells_nobody_that_another_acts() {
    let desk = Desk::new().await;
    desk.town.city.put_account(&account("clerk", "clerk", "urban"), "long enough").await.expect("an account");
    let clerk = as_(&desk, "clerk").await;
    let matter = promise_with(&clerk, "false").await;
    let page = clerk.get(&matter).await.text();
    let (_, missing) = page.split_once("id=\"part-missing\"").expect("what stands in the way");
    let (missing, _) = missing.split_once("</details>").expect("the end of the list");
    let (next, condition) = (missing.find("超越权限的承诺不得作出"), missing.find("[R0301]"));
    assert!(next.is_some() && next < condition, "{missing}");
    assert!(!missing.contains("拟定人不得审查"), "a clerk reviews nothing anyway: {missing}");
}

#[tokio::test]
async fn what_would_stop_a_matter_because_of_another_is_not_what_it_lacks() {
    let legal = Desk::new().await;
    for (person, role, body) in [("drafter", "drafter", "urban"), ("mayor", "government", "city")] {
        legal.town.city.put_account(&account(person, role, body), "long enough").await.expect("an account");
    }
    let (drafter, mayor) = (as_(&legal, "drafter").await, as_(&legal, "mayor").await);
    let propose = "/matters/new/legislative-item/propose";
    let form = drafter.opened(propose).await;
    let typed = [
        ("title", "城市道路挖掘管理条例"),
        ("kind", "local_regulation"),
        ("plan_year", "2026"),
        ("drafters", "urban"),
        ("due_on", "2026-09-30"),
        ("necessity", "反复开挖"),
        ("problems", "责任不清"),
        ("systems", "年度计划"),
        ("added_later", "false"),
        ("subject", "construction"),
    ];
    let sent = drafter.fill(propose, &form, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let item = sent.header("location").to_owned();
    for (desk, act) in [(&mayor, "approve"), (&drafter, "begin")] {
        let place = format!("{item}/do/{act}");
        let form = desk.opened(&place).await;
        let sent = desk.fill(&place, &form, &[]).await;
        assert_eq!(sent.status, 303, "{act}: {}", sent.text());
    }
    let list = legal.get("/matters?procedure=local-regulation").await.text();
    let (_, rest) = list.split_once("<tbody").expect("a list");
    let (_, rest) = rest.split_once("href=\"/matters/").expect("the draft");
    let (id, _) = rest.split_once('"').expect("an address");
    let page = legal.get(&format!("/matters/{id}")).await.text();
    // Why it cannot be stopped is said where everything is that cannot be done.
    assert!(page.contains("先撤销计划项目"), "{page}");
    let lacks = page.split_once("id=\"part-missing\"").and_then(|(_, rest)| rest.split_once("</details>"));
    assert!(lacks.is_none_or(|(lacks, _)| !lacks.contains("先撤销计划项目")), "{page}");
}

/// A round waits for the makers that have not handed in. What one of them handed in goes on by itself, and neither it nor the
/// values that the law put into the table of the round stand there as if they were what is lacking.
#[tokio::test]
async fn a_round_waits_for_those_that_have_not_reported() {
    let legal = Desk::new().await;
    legal.town.city.put_account(&account("head", "head", "urban"), "long enough").await.expect("an account");
    let plan = "/matters/new/cleanup-round/plan";
    let form = legal.opened(plan).await;
    let typed = [
        ("title", "涉企文件专项清理"),
        ("reach", "special"),
        ("makers", "urban"),
        ("makers", "justice"),
        ("cut_off", "2026-02-28"),
        ("scope", "与经营活动密切相关的规范性文件"),
        ("inventory_by", "2026-04-10"),
        ("close_by", "2026-09-30"),
    ];
    let sent = legal.fill(plan, &form, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let round = sent.header("location").to_owned();
    let start = format!("{round}/do/start");
    let form = legal.opened(&start).await;
    assert_eq!(legal.fill(&start, &form, &[]).await.status, 303);
    let waits = |page: &str| {
        page.split("等待下列事项办理").nth(1).and_then(|rest| rest.split('。').next()).map(ToOwned::to_owned)
    };
    let both = waits(&legal.get(&round).await.text()).expect("both are awaited");
    assert_eq!(both.matches("清理清单（未开始）").count(), 2, "{both}");

    let head = as_(&legal, "head").await;
    let page = legal.get(&round).await.text();
    let linked = page.split("href=\"/matters/").filter_map(|rest| rest.split('"').next());
    let linked: Vec<String> = linked.filter(|id| id.len() == 36).map(ToOwned::to_owned).collect();
    let mut own = None;
    for id in linked {
        let form = format!("/matters/{id}/do/declare_none");
        if head.get(&form).await.status == 200 {
            own = Some(form);
        }
    }
    let own = own.expect("the inventory of the own body");
    let form = head.opened(&own).await;
    let sent = head.fill(&own, &form, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = legal.get(&round).await.text();
    let one = waits(&page).expect("one is still awaited");
    assert_eq!(one.matches("清理清单").count(), 1, "{one}");
    assert!(one.contains("清理清单（未开始）") && !one.contains("声明没有"), "{one}");
    // The table says what came in; the values by which it came are not said again.
    assert!(page.contains("已报清单"), "{page}");
    let data = page.split("id=\"data-title\"").nth(1).and_then(|rest| rest.split("</section>").next());
    let data = data.expect("what is on record");
    assert!(!data.contains("<dt>列入件数") && !data.contains("<dt>清单<"), "{data}");
}
