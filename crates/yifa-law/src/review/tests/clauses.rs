//! C09–C14: clauses that a normative document may not have without a basis.

use super::support::assert_article;
use crate::review::Kind;

fn check(code: &str, words: &str, expected: &[&str]) {
    assert_article(Kind::NormativeDocument, &[code], words, expected);
}

#[test]
fn a_penalty_without_a_basis_is_found() {
    for (words, marked) in [
        ("占用消防通道停车的，处二百元以上五百元以下罚款。", "处二百元以上五百元以下罚款"),
        ("第二次违反的，由城管部门给予警告。", "给予警告"),
        ("屡次违反的，吊销其停车场经营许可证。", "吊销其停车场经营许可证"),
        ("擅自收费的，没收其收费所得，并责令停业整顿。", "没收其收费所得"),
        ("佔用消防通道停車的，處二百元以上五百元以下罰款。", "處二百元以上五百元以下罰款"),
        ("情节严重的，责令停产停业。", "责令停产停业"),
    ] {
        check("C09", words, &[marked]);
    }
}

#[test]
fn words_about_penalties_set_none() {
    for words in [
        "违反本办法的，依照《某省停车条例》第九条处二百元罚款。",
        "构成违法的，由有关部门依法处理；需要罚款的，依法处罚。",
        "违反道路交通安全法律、法规规定的，由公安机关给予警告或者罚款。",
        "被吊销营业执照的企业，不得申请备案。",
        "城管部门不得以罚款代替管理。",
        "首次违反且及时改正的，不予罚款。",
        "拟作出吊销许可证、较大数额罚款等处罚决定的，应当告知听证权利。",
        "作出责令停产停业决定的，应当制作决定书。",
        "罚款缴入同级国库。",
        "受到警告处分的工作人员，取消评优资格。",
    ] {
        check("C09", words, &[]);
    }
}

#[test]
fn a_permit_without_a_basis_is_found() {
    for (words, marked) in [
        ("未经街道办事处批准，不得设置停车泊位。", "未经街道办事处批准，不得设置停车泊位"),
        ("经营者未取得停车经营许可证的，不得从事停车经营。", "未取得停车经营许可证的，不得从事停车经营"),
        ("设置充电桩的，须经物业主管部门审批后方可施工。", "须经物业主管部门审批后方可施工"),
        ("设置大型广告牌，应当取得户外广告设置许可证。", "设置大型广告牌，应当取得户外广告设置许可证"),
        ("未取得相应资格的，不得从事代客停车。", "未取得相应资格的，不得从事代客停车"),
        ("不具备相应资质的企业，禁止承接泊位施工。", "不具备相应资质的企业，禁止承接泊位施工"),
        ("未办理备案的，不得营业。", "未办理备案的，不得营业"),
        ("无上岗证的人员不得指挥停车。", "无上岗证的人员不得指挥停车"),
        ("停车管理员取得上岗证后方可上岗。", "取得上岗证后方可上岗"),
        ("停车管理员必须持证上岗。", "必须持证上岗"),
        ("未取得相應資格的，不得從事代客停車。", "未取得相應資格的，不得從事代客停車"),
    ] {
        check("C10", words, &[marked]);
    }
}

#[test]
fn approvals_inside_the_government_are_no_permits() {
    for words in [
        "未经市人民政府批准，各区县政府不得调整规划。",
        "有关部门的实施方案须经市政府批准后方可印发。",
        "未取得《某省停车条例》第八条规定的许可证的，不得经营。",
        "未经法律、法规规定的批准，不得占用道路。",
        "申请人取得收据后办理登记。",
        "未取得培训证书的学员，不得申领补贴。",
        "未取得评审资格的专家不得参加评审。",
        "未取得执法资格的人员不得从事检查，执法人员应当持证上岗。",
        "未经当事人同意，不得公开其照片。",
        "无关人员不得进入。",
        "未依法取得许可的，不得经营。",
        "没有提供身份证件复印件的，不得要求其重复提供。",
    ] {
        check("C10", words, &[]);
    }
}

#[test]
fn coercion_without_a_law_is_found() {
    for (words, marked) in [
        ("逾期不搬离的，城管部门可以扣押车辆。", "可以扣押"),
        ("对违规设施予以强制拆除。", "予以强制拆除"),
        ("逾期不缴的，按日加收千分之三的滞纳金。", "加收千分之三的滞纳金"),
        ("拒不整改的，停止供水、供电。", "停止供水、供电"),
        ("处五千元以下罚款；逾期不改的，扣押其车辆。", "扣押其车辆"),
        ("未按规定收摊的，暂扣经营工具。", "暂扣经营工具"),
        ("拒不清理的，由城管部门先行拖离。", "先行拖离"),
    ] {
        check("C11", words, &[marked]);
    }
}

#[test]
fn lawful_words_near_coercion_are_none() {
    for words in [
        "违反规定的，依法查封、扣押。",
        "逾期不履行的，可以申请人民法院强制执行。",
        "不得进行强制拆除。",
        "被查封、扣押的车辆应当妥善保管。",
        "车辆被扣押的，扣押清单当场交付。",
        "作出决定后，扣押物品由专人保管。",
        "依照《行政强制法》第九条予以扣押。",
        "冻结积分满一年的，恢复使用。",
    ] {
        check("C11", words, &[]);
    }
}

#[test]
fn a_charge_without_a_basis_is_found() {
    for (words, marked) in [
        ("停车场经营者应当缴纳停车保证金。", "缴纳停车保证金"),
        ("街道办事处可以向商户收取卫生管理费。", "收取卫生管理费"),
    ] {
        check("C12", words, &[marked]);
    }
}

#[test]
fn what_is_not_charged_is_no_charge() {
    for words in [
        "办理备案不得收取任何费用。",
        "停车备案免收工本费。",
        "物业服务企业按照合同收取物业费。",
        "用人单位应当缴纳社会保险费。",
        "收取费用应当符合法律、法规的规定。",
        "符合条件的，退还已缴纳的保证金。",
    ] {
        check("C12", words, &[]);
    }
}

#[test]
fn restrictions_of_the_market_are_found() {
    for (words, marked) in [
        ("同等条件下优先采购本地产品。", "优先采购本地"),
        ("停车设备由街道指定供应商提供。", "指定供应商"),
        ("投标企业应当在本市注册子公司。", "应当在本市注册"),
        ("外地企业不得参与停车特许经营。", "外地企业不得"),
    ] {
        check("C13", words, &[marked]);
    }
}

#[test]
fn bans_on_restrictions_are_no_restrictions() {
    for words in [
        "不得要求企业应当在本市注册。",
        "清理优先采购本地产品的规定。",
        "各部门指定专人负责信息报送。",
        "车辆应当停放在指定泊位。",
        "禁止限定购买特定服务。",
    ] {
        check("C13", words, &[]);
    }
}

#[test]
fn a_duty_without_a_basis_is_found_once_for_an_article() {
    check("C14", "车主应当每月清洗车辆。车主不得在泊位内修车。", &["车主应当每月清洗车辆"]);
    check("C14", "个人和企业不得擅自增设泊位。", &["个人和企业不得擅自增设泊位"]);
    // Words of money, of projects and of papers hide no duty.
    for (words, marked) in [
        ("停车人不得过夜停放，资金困难的除外。", "停车人不得过夜停放"),
        ("经营者不得挪用预收资金。", "经营者不得挪用预收资金"),
        ("施工单位应当在项目现场使用环保材料。", "施工单位应当在项目现场使用环保材料"),
        ("出租人应当自签订合同之日起三十日内上报租金。", "出租人应当自签订合同之日起三十日内上报租金"),
        ("企业应当安装监控，违者不得申请补贴资金。", "企业应当安装监控"),
    ] {
        check("C14", words, &[marked]);
    }
}

#[test]
fn duties_of_organs_and_of_applicants_are_left_alone() {
    for words in [
        "市城市管理部门应当建立泊位台账。",
        "申请人应当提交下列材料。",
        "企业申请补贴的，应当如实填报。",
        "依照《某省停车条例》，车主应当按位停放。",
        "车主应当依法缴纳停车费。",
        "当事人违反突发事件应对措施的，从重处理。",
        "不得要求企业应当提供无关证明。",
        "获得补助的企业应当专款专用。",
        "企业应当按照合同约定交付设备。",
        "执法人员应当出示证件。",
        "申请专项资金的企业应当建立台账。",
    ] {
        check("C14", words, &[]);
    }
}

#[test]
fn items_of_notices_and_local_opinions_bind_as_articles_do() {
    let text = |title: &str| format!("{title}\n一、经营者应当每日上报客流。\n二、各部门应当加强巡查。\n");
    let count = |title: &str| {
        let text = text(title);
        let found = super::support::find(
            Kind::NormativeDocument,
            &text,
            &super::support::Shelf::default(),
            &crate::review::Parameters::default(),
            None,
        );
        found.iter().filter(|one| one.check.code() == "C14").count()
    };
    for title in ["某市关于客流的通告", "某市关于印发〈客流管理实施意见〉的通知", "某市关于客流的意见"]
    {
        assert_eq!(count(title), 1, "{title}");
    }
    for title in ["国务院关于客流的意见", "某市关于开展客流检查的通知"] {
        assert_eq!(count(title), 0, "{title}");
    }
}
