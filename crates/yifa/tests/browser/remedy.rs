//! Somebody applies for reconsideration on the portal, with papers; the office that handles it knows whose application it is.

use super::support::Browser;

const GO: &str = "main form .buttons button";

#[test]
fn an_application_comes_with_its_papers_and_the_office_opens_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let paper = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    };
    let decision = paper("决定书.png", include_bytes!("../../../../docs/screenshots/public.png"));
    let no_picture = paper("身份证.pdf", b"<html>not a PDF at all");

    let citizen = Browser::start();
    citizen.width(390);
    citizen.open("/public/do/reconsideration/file");
    citizen.follow("main form button");
    citizen.tick("[id='applicant-citizen']");
    citizen.type_into("[name='applicant.name']", "欧阳复议");
    // What may be added is wrong: the page comes back with both, and with the fault at its place.
    citizen.type_into("#applicants_count", "十二");
    citizen.follow(GO);
    citizen.see("“申请人人数”的格式不对");
    assert_eq!(citizen.property("[name='applicant.name']", "value"), "欧阳复议");
    citizen.picture("remedy-applicant");
    citizen.type_into("#applicants_count", "");
    citizen.follow(GO);
    // The act is one thing: whose, of which kind, when.
    citizen.choose("#respondent", "urban");
    citizen.fill("act_kind", "penalty");
    citizen.fill("acted_on", "2026-11-10");
    citizen.picture("remedy-act");
    citizen.follow(GO);
    // By whose act it is the government is known that decides; another one is told of before it is sent.
    citizen.see("有管辖权的是云江市人民政府");
    assert_eq!(citizen.property("#for_body", "value"), "city");
    citizen.picture("remedy-body");
    citizen.choose("#for_body", "donghu");
    citizen.follow(GO);
    citizen.fill("known_on", "2026-11-12");
    citizen.fill("informed", "true");
    citizen.follow(GO);
    citizen.type_into("#request", "撤销处罚决定");
    citizen.follow(GO);
    citizen.type_into("#grounds", "事实不清");
    citizen.upload("#annexes", &no_picture);
    citizen.follow(GO);
    citizen.see("“身份证.pdf”的内容与扩展名不符");
    assert_eq!(citizen.property("#grounds", "value"), "事实不清");
    citizen.upload("#annexes", &decision);
    citizen.follow(GO);
    let check = citizen.see("决定书.png");
    // Sent online, way and day are not asked.
    assert!(!check.contains("申请方式") && !check.contains("提出申请日期"), "{check}");
    assert!(
        check.contains("您选择的是东湖区人民政府") && check.contains("有管辖权的是云江市人民政府"),
        "{check}"
    );
    citizen.whole_picture("remedy-check");
    citizen.assert_sound();
    citizen.follow(".panel.warn a");
    citizen.choose("#for_body", "city");
    citizen.follow(GO);
    assert!(!citizen.see("决定书.png").contains("您选择的是"));
    citizen.wait("the application has arrived", || {
        citizen.follow(GO);
        citizen.text().contains("已经收到").then_some(())
    });

    let office = Browser::start();
    office.sign_in("legal-office");
    office.open("/matters?procedure=reconsideration&state=received&q=%E6%AC%A7%E9%98%B3");
    office.see("欧阳某某 不服 云江市城市管理局 行政处罚");
    office.follow("main tbody th a");
    let page = office.see("互联网");
    assert!(page.contains("欧阳某某") && !page.contains("欧阳复议"), "{page}");
    assert!(!page.contains("您无权查看完整内容"), "whoever decides on it must know whose it is: {page}");
    office.picture("remedy-office");
}
