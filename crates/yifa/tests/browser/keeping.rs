//! The administrator adopts next year's calendar, sets up and merges bodies, runs scenarios and makes a backup. Bodies of this
//! walk alone are changed: all walks share the city.

use super::support::Browser;

const NOTICE: &str = "关于2031年部分节假日安排的通知\n一、元旦：1月1日（周三）放假，共1天。\n";

#[test]
fn a_notice_is_read_with_what_it_moves_before_it_is_adopted() {
    let admin = Browser::start();
    admin.sign_in("admin");
    admin.open("/admin/calendar");
    admin.type_into("#text", "不是通知");
    admin.follow("button[value=read]");
    admin.see("没有读出年份");
    admin.open("/admin/calendar");
    admin.type_into("#text", &NOTICE.replace("周三", "周五"));
    admin.follow("button[value=read]");
    admin.see("不是“周五”");
    assert_eq!(admin.count("button[value=adopt]"), 0, "a wrong weekday cannot be looked away");
    admin.open("/admin/calendar");
    admin.type_into("#text", NOTICE);
    admin.follow("button[value=read]");
    let page = admin.see("因此变动的在办期限");
    assert!(page.contains("没有读到春节"), "{page}");
    admin.assert_sound();
    admin.picture("calendar-notice");
    admin.tick("#looked");
    admin.follow("button[value=adopt]");
    admin.see("已采用 2031 年的安排");
}

#[test]
fn bodies_are_set_up_and_merged_with_what_moves_shown_first() {
    let admin = Browser::start();
    admin.sign_in("admin");
    let found = |name: &str, en: &str, short: &str| {
        admin.open("/admin/bodies/found");
        admin.type_into("#name-0", name);
        admin.type_into("#en-0", en);
        admin.type_into("#short-0", short);
        admin.choose("#parent", "city");
        admin.type_date("#on", "2026-01-05");
        admin.follow("button[value=preview]");
        admin.see("请填写作出变动的决定");
        admin.type_into("#ground", "机构改革方案");
        admin.follow("button[value=preview]");
        admin.follow("button[value=make]");
        admin.see(name);
    };
    found("云江市档案馆", "Walk Archive", "云档");
    found("云江市方志馆", "Walk Annals", "云志");
    admin.open("/admin/bodies/merge");
    for body in ["walk-archive", "walk-annals"] {
        admin.tick(&format!("input[name=ends][value={body}]"));
    }
    admin.type_into("#name-0", "云江市档案方志馆");
    admin.type_into("#en-0", "Walk Archive and Annals");
    admin.type_into("#short-0", "云档志");
    admin.type_into("#ground", "机构改革方案");
    admin.type_date("#on", "2036-01-01");
    admin.follow("button[value=preview]");
    admin.see("这一天在两年以后");
    admin.type_date("#on", "2026-11-23");
    admin.follow("button[value=preview]");
    admin.see("转到承继机关名下");
    admin.assert_sound();
    admin.picture("bodies-merge");
    admin.follow("button[value=make]");
    let page = admin.see("云江市档案方志馆");
    assert!(page.contains("2026-11-22"), "the last day of what ended: {page}");
    admin.picture("bodies");
}

#[test]
fn scenarios_run_and_backups_are_made_from_the_page() {
    let admin = Browser::start();
    admin.sign_in("admin");
    admin.open("/definitions/power-item");
    admin.follow("a[href$='/scenarios']");
    admin.see("个情景全部通过");
    admin.assert_sound();
    admin.open("/admin/backups");
    admin.follow("form[action='/admin/backups/make'] button");
    admin.see("已备份：");
    admin.picture("backups");
    let clerk = Browser::start();
    clerk.sign_in("clerk-urban");
    for path in ["/admin/backups", "/admin/bodies", "/admin/calendar", "/admin/bodies/merge"] {
        clerk.open(path);
        clerk.see("403");
    }
}
