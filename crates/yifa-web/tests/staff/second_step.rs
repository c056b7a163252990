//! Signing in by two steps: begun by a code of the device, asked for after the password, lost and ended.

use totp_rs::{Builder, Secret};
use yifa_kernel::id::PersonId;

use crate::city::{Answer, Town, account};
use crate::desk::{Desk, cookie, hidden, signed_in};

const PAGE: &str = "/me/second-step";

/// What a device with the key shows now.
fn shown(town: &Town, key: &str) -> String {
    let secret = Secret::try_from_base32(key.replace(' ', "")).expect("a key");
    let device = Builder::new().with_secret(secret).build().expect("a device");
    let now = u64::try_from(town.city.clock().now().as_second()).expect("after 1970");
    device.generate(now).to_string()
}

fn later(town: &Town, seconds: i64) {
    let now = town.city.clock().now();
    town.clock.set(now + jiff::SignedDuration::from_secs(seconds));
}

fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split(from).nth(1).unwrap_or_else(|| panic!("no {from}: {page}"));
    rest.split(to).next().expect("an end")
}

/// Somebody who has begun: at their desk, with the key of their device and the codes on paper.
async fn begun() -> (Desk, String, Vec<String>) {
    let desk = Desk::new().await;
    let page = desk.get(PAGE).await.text();
    let csrf = hidden(&page, "csrf");
    let page = desk.send(&format!("{PAGE}/key"), &[("csrf", &csrf)]).await.text();
    assert!(page.contains("<svg") && page.contains("otpauth://totp/"), "{page}");
    let key = between(&page, "id=\"device-key\">", "<").to_owned();
    let wrong = desk.send(&format!("{PAGE}/begin"), &[("csrf", &csrf), ("code", "000000")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(between(&wrong.text(), "id=\"device-key\">", "<"), key, "the key that was scanned is lost");
    let code = shown(&desk.town, &key);
    let page = desk.send(&format!("{PAGE}/begin"), &[("csrf", &csrf), ("code", &code)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let page = page.text();
    let codes = between(&page, "<ul class=\"paper-codes\">", "</ul>");
    let codes = codes.split("<code class=\"secret\">").skip(1);
    let codes: Vec<String> = codes.filter_map(|one| one.split('<').next()).map(ToOwned::to_owned).collect();
    assert_eq!(codes.len(), 10);
    later(&desk.town, 60);
    (desk, key, codes)
}

/// The page after the right password, and what it carries.
async fn asked(town: &Town) -> (String, String, String) {
    let page = town.get("/sign-in", &[]).await;
    let (entry, csrf) = (cookie(&page), hidden(&page.text(), "csrf"));
    let typed = [("csrf", csrf.as_str()), ("back", "/"), ("name", "legal"), ("password", "long enough")];
    let answer = town.form("/sign-in", &[("cookie", &entry)], &typed).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(!cookie(&answer).contains("yifa_session"), "let in without a code");
    (entry, csrf, hidden(&answer.text(), "half"))
}

async fn code(town: &Town, (entry, csrf, half): &(String, String, String), code: &str) -> Answer {
    let typed = [("csrf", csrf.as_str()), ("back", "/"), ("half", half.as_str()), ("code", code)];
    town.form("/sign-in/code", &[("cookie", entry)], &typed).await
}

#[tokio::test]
async fn the_code_is_asked_for_after_the_password_and_good_once() {
    let (desk, key, _) = begun().await;
    let town = &desk.town;
    let (first, second) = (asked(town).await, asked(town).await);
    let now = shown(town, &key);
    let inside = code(town, &first, &now).await;
    assert_eq!(inside.status, 303, "{}", inside.text());
    let page = town.get("/matters?reset=1", &[("cookie", &cookie(&inside))]).await;
    assert!(!page.header("location").contains("sign-in"), "{}", page.header("location"));
    // Whoever saw the code over a shoulder.
    let again = code(town, &second, &now).await;
    assert_eq!(again.status, 401);
    assert!(again.text().contains("role=\"alert\""), "{}", again.text());
    // The token of the password is good once too.
    later(town, 60);
    assert_eq!(code(town, &first, &shown(town, &key)).await.status, 401);
}

#[tokio::test]
async fn wrong_codes_count_as_wrong_passwords_and_one_that_waits_too_long_ends() {
    let (desk, key, _) = begun().await;
    let town = &desk.town;
    let waiting = asked(town).await;
    for typed in ["000000", "", "𠮷", "<b>", "1234567890"] {
        assert_eq!(code(town, &waiting, typed).await.status, 401, "{typed}");
    }
    let locked = code(town, &waiting, &shown(town, &key)).await;
    assert_eq!(locked.status, 401, "the sixth is let in");
    later(town, 11 * 60);
    let ended = code(town, &waiting, &shown(town, &key)).await;
    assert_eq!(ended.status, 401);
    assert!(ended.text().contains("name=\"password\""), "{}", ended.text());
    let anew = asked(town).await;
    assert_eq!(code(town, &anew, &shown(town, &key)).await.status, 303);
    // Made up, and another's form.
    assert_eq!(code(town, &(anew.0.clone(), anew.1.clone(), "x".into()), "1").await.status, 401);
    assert_eq!(code(town, &(anew.0, "x".into(), anew.2), "1").await.status, 401);
}

#[tokio::test]
async fn a_code_on_paper_lets_in_once_and_a_code_ends_it() {
    let (desk, key, paper) = begun().await;
    let town = &desk.town;
    let inside = code(town, &asked(town).await, &paper[3].to_uppercase()).await;
    assert_eq!(inside.status, 303, "{}", inside.text());
    assert_eq!(code(town, &asked(town).await, &paper[3]).await.status, 401);
    let csrf = hidden(&desk.get(PAGE).await.text(), "csrf");
    let end = format!("{PAGE}/end");
    assert_eq!(desk.send(&end, &[("csrf", &csrf), ("code", &paper[3])]).await.status, 422);
    assert_eq!(desk.send(&end, &[("csrf", "x"), ("code", &paper[4])]).await.status, 403);
    // Nobody takes another device while the first counts.
    let page = desk.send(&format!("{PAGE}/key"), &[("csrf", &csrf)]).await.text();
    assert!(!page.contains("device-key"), "{page}");
    assert_eq!(desk.send(&end, &[("csrf", &csrf), ("code", &shown(town, &key))]).await.status, 200);
    signed_in(town).await;
}

#[tokio::test]
async fn an_administrator_ends_it_for_whoever_has_lost_everything() {
    let (desk, ..) = begun().await;
    let town = &desk.town;
    let to = "/admin/accounts/legal/second-step/end";
    let csrf = hidden(&desk.get(PAGE).await.text(), "csrf");
    assert_eq!(desk.send(to, &[("csrf", &csrf)]).await.status, 403);
    town.city.put_account(&account("admin", "admin", "city"), "long enough").await.expect("an account");
    let admin = town
        .city
        .sign_in("admin", "long enough", yifa_app::sign_on::Passwords::Everybody)
        .await
        .expect("store")
        .expect("signed in");
    let admin = Desk { cookie: format!("yifa_session={admin}"), town: town.counting(None) };
    let page = admin.get("/admin/accounts/legal").await.text();
    assert!(page.contains(to), "{page}");
    assert_eq!(admin.send(to, &[("csrf", &hidden(&page, "csrf"))]).await.status, 303);
    assert!(!town.city.has_second_step(&PersonId::new("legal")).await.expect("store"));
    assert!(!admin.get("/admin/accounts/legal").await.text().contains(to));
    signed_in(town).await;
}
