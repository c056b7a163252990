//! Owns the people and bodies of the demonstration city. All are invented.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::date;
use rand::RngExt;
use rand::rngs::StdRng;
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::id::{BodyId, PersonId, RoleId};

use crate::account::{Account, Post};

/// The password of every demonstration account: shown on the sign-in page of a demonstration, nowhere else.
pub const PASSWORD: &str = "yifa-demo-2026";

/// An account shown on the sign-in page of a demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// The name to sign in with.
    pub name: &'static str,
    /// The person.
    pub person: &'static str,
    /// What they are, Chinese.
    pub zh: &'static str,
    /// What they are, English.
    pub en: &'static str,
}

/// The accounts that a visitor tries first: five roles, and the administrator.
pub const SIGN_INS: [SignIn; 6] = [
    SignIn {
        name: "officer-urban",
        person: "周执",
        zh: "城市管理局执法人员",
        en: "enforcement officer, urban management",
    },
    SignIn {
        name: "clerk-urban", person: "吴承", zh: "城市管理局经办人", en: "clerk, urban management"
    },
    SignIn {
        name: "reviewer-urban",
        person: "郑审",
        zh: "城市管理局法制审核人员",
        en: "legality reviewer, urban management",
    },
    SignIn {
        name: "head-urban", person: "王定", zh: "城市管理局负责人", en: "head, urban management"
    },
    SignIn { name: "legal-office", person: "李衡", zh: "司法局", en: "legal-affairs office" },
    SignIn { name: "admin", person: "冯管", zh: "系统管理员", en: "administrator" },
];

const DEPARTMENTS: [(&str, &str, &str, &str); 8] = [
    ("urban", "云江市城市管理局", "Urban Management Bureau", "云城管"),
    ("market", "云江市市场监督管理局", "Market Supervision Bureau", "云市监"),
    ("ecology", "云江市生态环境局", "Ecology and Environment Bureau", "云环"),
    ("transport", "云江市交通运输局", "Transport Bureau", "云交"),
    ("health", "云江市卫生健康委员会", "Health Commission", "云卫"),
    ("housing", "云江市住房和城乡建设局", "Housing and Construction Bureau", "云住建"),
    ("culture", "云江市文化广电旅游局", "Culture and Tourism Bureau", "云文旅"),
    ("justice", "云江市司法局", "Justice Bureau (legal-affairs office)", "云司"),
];

const DISTRICTS: [(&str, &str, &str, &str); 6] = [
    ("donghu", "东湖区人民政府", "Donghu District", "东湖府"),
    ("xihe", "西河区人民政府", "Xihe District", "西河府"),
    ("nanshan", "南山区人民政府", "Nanshan District", "南山府"),
    ("beiling", "北岭区人民政府", "Beiling District", "北岭府"),
    ("qingxi", "清溪县人民政府", "Qingxi County", "清溪府"),
    ("baishi", "白石县人民政府", "Baishi County", "白石府"),
];

const TOWNSHIPS: [(&str, &str, &str, &str); 6] = [
    ("liuyin", "柳荫街道办事处", "Liuyin Subdistrict", "donghu"),
    ("guqiao", "古桥镇人民政府", "Guqiao Town", "donghu"),
    ("shahe", "沙河街道办事处", "Shahe Subdistrict", "xihe"),
    ("songlin", "松林镇人民政府", "Songlin Town", "nanshan"),
    ("meiwan", "梅湾乡人民政府", "Meiwan Township", "qingxi"),
    ("shiqiao", "石桥镇人民政府", "Shiqiao Town", "baishi"),
];

/// All bodies.
pub(super) fn bodies() -> Vec<Body> {
    let make = |id: &str, name: &str, en: &str, short: &str, kind, parent: Option<&str>| Body {
        id: id.into(),
        name: name.to_owned(),
        en: en.to_owned(),
        short: short.to_owned(),
        kind,
        parent: parent.map(BodyId::from),
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
    };
    let mut all =
        vec![make("city", "云江市人民政府", "Yunjiang City Government", "云府", BodyKind::Government, None)];
    all.extend(
        DEPARTMENTS
            .map(|(id, name, en, short)| make(id, name, en, short, BodyKind::Department, Some("city"))),
    );
    all.extend(
        DISTRICTS.map(|(id, name, en, short)| make(id, name, en, short, BodyKind::District, Some("city"))),
    );
    all.extend(TOWNSHIPS.map(|(id, name, en, parent)| {
        let short: String = name.chars().take(2).collect();
        make(id, name, en, &short, BodyKind::Township, Some(parent))
    }));
    all
}

/// How many enforcement officers a body has.
const OFFICERS: [(&str, u32); 16] = [
    ("urban", 12),
    ("market", 10),
    ("ecology", 7),
    ("transport", 7),
    ("health", 6),
    ("housing", 5),
    ("culture", 4),
    ("donghu", 4),
    ("xihe", 4),
    ("nanshan", 3),
    ("beiling", 3),
    ("qingxi", 3),
    ("baishi", 3),
    ("liuyin", 3),
    ("guqiao", 2),
    ("shahe", 2),
];

const ROLES: [&str; 8] =
    ["officer", "clerk", "legal_reviewer", "head", "panel", "host", "drafter", "cashier"];

/// All accounts: for each body one person for each of its roles, and the offices that reach over all.
pub(super) fn accounts() -> Vec<Account> {
    let mut all = Vec::new();
    let mut chance: StdRng = rand::SeedableRng::seed_from_u64(7);
    for body in bodies() {
        for role in ROLES {
            let id = person_for(role, body.id.as_str());
            let known = SIGN_INS.iter().find(|one| one.name == id);
            let name = known.map_or_else(|| full_name(&mut chance), |one| one.person.to_owned());
            all.push(account(&id, &name, role, body.id.as_str()));
        }
    }
    for (body, officers) in OFFICERS {
        for number in 2..=officers {
            let id = officer(body, number);
            all.push(account(&id, &full_name(&mut chance), "officer", body));
        }
    }
    for (id, role, body, name) in [
        ("legal-office", "legal_office", "justice", "李衡"),
        ("supervisor", "supervisor", "justice", "赵督"),
        ("government", "government", "city", "孙政"),
        ("npc-staff", "npc_staff", "city", "钱代"),
        ("admin", "admin", "justice", "冯管"),
    ] {
        all.push(account(id, name, role, body));
    }
    all
}

fn account(id: &str, name: &str, role: &str, body: &str) -> Account {
    let post = Post { role: RoleId::new(role), body: BodyId::new(body) };
    Account {
        person: PersonId::new(id),
        name: name.to_owned(),
        en: id.to_owned(),
        posts: vec![post],
        open: true,
    }
}

/// The account of a body's officer of that number; the first is the one who acts in the role.
pub(super) fn officer(body: &str, number: u32) -> String {
    match number {
        1 => format!("officer-{body}"),
        more => format!("officer-{body}-{more}"),
    }
}

/// What the holder of an account is called.
pub(super) fn name_of(id: &str) -> String {
    static NAMES: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| accounts().into_iter().map(|one| (one.person.to_string(), one.name)).collect());
    NAMES.get(id).cloned().unwrap_or_else(|| id.to_owned())
}

/// Who acts in a role for a body.
pub(super) fn person_for(role: &str, body: &str) -> String {
    match role {
        "legal_reviewer" => format!("reviewer-{body}"),
        "legal_office" => "legal-office".to_owned(),
        "supervisor" => "supervisor".to_owned(),
        "government" => "government".to_owned(),
        "npc_staff" => "npc-staff".to_owned(),
        "admin" => "admin".to_owned(),
        other => format!("{other}-{body}"),
    }
}

/// For which body a role acts.
pub(super) fn body_of_role(role: &str, body: &str) -> String {
    match role {
        "legal_office" | "supervisor" | "admin" => "justice".to_owned(),
        "government" | "npc_staff" => "city".to_owned(),
        _ => body.to_owned(),
    }
}

const FAMILY: &str = "陈林黄张刘杨何郭马罗梁宋谢韩唐冯于董萧程";
const GIVEN: &str = "明华建国文静丽娟志强伟芳敏杰涛磊洋艳勇军霞平刚桂英玉兰秀云海燕春雪";

fn full_name(chance: &mut StdRng) -> String {
    let pick = |text: &str, chance: &mut StdRng| {
        let all: Vec<char> = text.chars().collect();
        all[chance.random_range(0..all.len())]
    };
    let mut name = pick(FAMILY, chance).to_string();
    for _ in 0..chance.random_range(1..=2) {
        name.push(pick(GIVEN, chance));
    }
    name
}

/// A citizen as a step writes one, with a number that is valid in form and belongs to nobody: its division code is not
/// assigned.
pub(super) fn citizen(chance: &mut StdRng) -> String {
    let name = full_name(chance);
    let (year, month, day) =
        (chance.random_range(1958..=2003), chance.random_range(1..=12), chance.random_range(1..=28));
    let seventeen = format!("999901{year:04}{month:02}{day:02}{:03}", chance.random_range(1..=999));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        seventeen.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = b"10X98765432"[(sum % 11) as usize] as char;
    format!(
        "{{kind=citizen,name=\"{name}\",code={seventeen}{check},address=\"云江市东湖区柳荫路{}号\"}}",
        chance.random_range(1..=300)
    )
}

const TRADES: [&str; 10] =
    ["餐饮", "建材", "运输", "食品", "物业", "环保科技", "建筑工程", "文化传媒", "汽车维修", "商贸"];
const WORDS: [&str; 10] = ["云江", "鑫源", "恒达", "瑞丰", "永顺", "宏远", "嘉和", "顺通", "博雅", "晨光"];

/// A firm as a step writes one.
pub(super) fn firm(chance: &mut StdRng) -> String {
    let word = WORDS[chance.random_range(0..WORDS.len())];
    let trade = TRADES[chance.random_range(0..TRADES.len())];
    format!(
        "{{kind=organisation,name=\"{word}{trade}有限公司\",address=\"云江市西河区江滨大道{}号\"}}",
        chance.random_range(1..=900)
    )
}
