//! A party who opened nothing comes in with number and code of the notice, and speaks; others do not come in.

use super::support::Browser;

/// Number and code as they are printed on a notice; none where no tool reads papers.
fn printed(browser: &Browser, matter: &str) -> Option<(String, String)> {
    browser.open(matter);
    let papers = browser.run(
        "return [...document.querySelectorAll('main form[action$=\"/serving-copy\"]')]
             .filter(form => form.closest('li').innerText.includes('告知书')).map(form => new URL(form.action).pathname)",
    );
    let path = papers[0].as_str().unwrap_or_else(|| browser.stuck("no notice to print")).to_owned();
    let (_, _, read) = browser.fetch(path.trim_end_matches("/serving-copy"));
    let read = browser.text_of_pdf(&read)?;
    assert!(
        read.contains("阅览件") && read.contains("＊＊＊＊＊＊"),
        "the code is for the party alone: {read}"
    );
    let (_, _, pdf) = browser.send_form(&path);
    let text: String = browser.text_of_pdf(&pdf)?.chars().filter(|c| !c.is_whitespace()).collect();
    let after = |mark: &str| {
        let rest = text.split(mark).nth(1).unwrap_or_else(|| browser.stuck(&format!("no {mark}: {text}")));
        rest.trim_start_matches([':', '：']).to_owned()
    };
    let code: String =
        after("查询码").chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let number = after("查询号");
    let end = number.find('号').map_or(number.len(), |at| at + '号'.len_utf8());
    Some((number[..end].to_owned(), code))
}

#[test]
fn a_party_with_number_and_code_makes_a_statement_that_the_case_records() {
    let staff = Browser::start();
    staff.sign_in("officer-urban");
    staff.open("/matters?procedure=penalty-ordinary&state=told&body=urban");
    staff.follow("main table a");
    let matter = staff.here();
    let Some((number, code)) = printed(&staff, &matter) else { return };

    let party = Browser::without_script();
    party.width(390);
    let come = |code: &str| {
        party.open("/public/follow");
        party.type_into("#number", &number);
        party.type_into("#code", code);
        party.follow("main form button");
    };
    come("AAAAA-AAAAA");
    assert!(party.here().starts_with("/public/follow") && party.count("#code") == 1, "{}", party.text());
    come(&code);
    let page = party.see(&number);
    assert!(page.contains("已告知"), "{page}");
    party.picture("party-follow");
    party.assert_sound();
    party.follow("main a[href*='/penalty-ordinary/defend?']");
    party.follow("main form button");
    party.type_into("#defence", "摊位已在规定时间内撤走，有照片为证。");
    party.follow("main form .buttons button");
    party.type_into("#defence_count", "1");
    party.follow("main form .buttons button");
    party.see("摊位已在规定时间内撤走");
    party.wait("the statement has arrived", || {
        party.follow("main form button");
        party.text().contains("已经收到").then_some(())
    });
    party.picture("party-receipt");

    // What a party says is personal: staff see that it is there, and its words once they have given a reason.
    staff.open(&matter);
    let masked = staff.text();
    assert!(masked.contains("陈述、申辩要点数") && !masked.contains("摊位已在规定时间内撤走"), "{masked}");
    staff.run("document.querySelector('#reveal-defence').open = true");
    staff.type_into("#reason-defence", "复核当事人的陈述、申辩");
    staff.follow("#reveal-defence button");
    staff.see("摊位已在规定时间内撤走");
    // The public page of the city says nothing of it.
    party.open("/public/search?q=%E6%91%8A%E4%BD%8D%E5%B7%B2%E5%9C%A8");
    assert!(!party.text().contains(&number), "{}", party.text());
}
