//! Administration: accounts begin and end, the journal tells, and nobody else gets there.

use super::support::Browser;

#[test]
fn an_account_begins_with_faults_named_works_and_ends_at_once() {
    let admin = Browser::start();
    admin.sign_in("admin");
    admin.open("/admin");
    admin.see("运行状况");
    admin.picture("admin");
    admin.open("/admin/accounts/new");
    admin.type_into("input[name=person]", "new-clerk");
    admin.type_into("input[name=name]", "丁新");
    admin.choose("select#role-1", "clerk");
    admin.type_into("input[name=password]", "long-enough-1");
    admin.follow("main form button");
    admin.see("请为“经办人”选择机关");
    assert_eq!(admin.property("input[name=name]", "value"), "丁新", "what was typed is still there");
    assert_eq!(admin.property("select#role-1", "value"), "clerk", "what was chosen is still there");
    admin.choose("select#body-1", "urban");
    admin.type_into("input[name=password]", "short");
    admin.follow("main form button");
    admin.see("密码至少 8 个字符");
    admin.type_into("input[name=password]", "long-enough-1");
    admin.follow("main form button");
    admin.open("/admin/accounts?q=new-clerk");
    admin.see("丁新");
    admin.picture("admin-accounts");

    let clerk = Browser::start();
    clerk.open("/sign-in");
    clerk.type_into("input[name=name]", "new-clerk");
    clerk.type_into("input[name=password]", "long-enough-1");
    clerk.follow("main form button");
    clerk.open("/matters");
    assert_eq!(clerk.here(), "/matters");
    clerk.open("/admin/accounts");
    clerk.see("403");

    admin.open("/admin/accounts/new-clerk");
    admin.follow("form[action$='/end'] button");
    // The session that was open is over at the next click.
    clerk.open("/matters");
    assert!(clerk.here().starts_with("/sign-in"), "{}", clerk.here());

    admin.open("/admin/journal?kind=account_ended");
    admin.see("new-clerk");
    admin.picture("admin-journal");
    admin.open("/admin/journal?from=yesterday");
    admin.see("日期不能识别");
    let (status, kind, bytes) = admin.fetch("/admin/journal.csv?kind=account_ended");
    assert!(status == 200 && kind.starts_with("text/csv"), "{status} {kind}");
    assert!(String::from_utf8_lossy(&bytes).contains("new-clerk"));
}

#[test]
fn nobody_ends_the_account_that_they_use() {
    let admin = Browser::start();
    admin.sign_in("admin");
    admin.open("/admin/accounts/admin");
    admin.follow("form[action$='/end'] button");
    admin.see("不能停用自己正在使用的账户");
    admin.open("/admin");
    assert_eq!(admin.here(), "/admin");
}
