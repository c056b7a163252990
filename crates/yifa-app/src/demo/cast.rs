//! Owns the people of the demonstration city. All are invented.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rand::RngExt;
use rand::rngs::StdRng;
use yifa_kernel::id::{BodyId, PersonId, RoleId};

use super::bodies::{self, bodies};
use super::{Size, people};
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

/// How many enforcement officers a body has in every city.
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

/// How many more a body has in the whole city; beside these each new district has seven, each old one four, and each new
/// township two.
const MORE_OFFICERS: [(&str, u32); 24] = [
    ("urban", 100),
    ("market", 95),
    ("ecology", 45),
    ("transport", 60),
    ("health", 35),
    ("housing", 30),
    ("culture", 25),
    ("development", 6),
    ("education", 8),
    ("science", 4),
    ("industry", 8),
    ("security", 30),
    ("civil-affairs", 8),
    ("finance", 6),
    ("labour", 22),
    ("resources", 26),
    ("agriculture", 32),
    ("water", 22),
    ("commerce", 10),
    ("emergency", 32),
    ("statistics", 8),
    ("medical", 14),
    ("forestry", 16),
    ("shiqiao", 2),
];

/// The officers that the bodies of the whole city have beside those of every city.
pub(super) fn more_officers() -> Vec<(&'static str, u32)> {
    let all = |group: &str| bodies::group(group).unwrap_or_default();
    let new = all("@districts+");
    let districts = all("@districts").into_iter();
    let districts = districts.map(|body| (body, if new.contains(&body) { 7 } else { 4 }));
    let towns = all("@towns+").into_iter().map(|body| (body, 2));
    MORE_OFFICERS.into_iter().chain(districts).chain(towns).collect()
}

/// How many a body has of them.
pub(super) fn more_officers_of(body: &str) -> Option<u32> {
    more_officers().into_iter().find(|(one, _)| *one == body).map(|(_, count)| count)
}

/// The number among a body's officers of the `round`th of those whom only the whole city has.
pub(super) fn more_officer(body: &str, round: u32) -> u32 {
    OFFICERS.iter().find(|(one, _)| *one == body).map_or(0, |(_, own)| *own) + round
}

const ROLES: [&str; 8] =
    ["officer", "clerk", "legal_reviewer", "head", "panel", "host", "drafter", "cashier"];

/// All accounts: for each body one person for each of its roles, and the offices that reach over all. Whoever is in the
/// small city is called the same in the whole one.
pub(super) fn accounts(size: Size) -> Vec<Account> {
    let mut all = small();
    if size == Size::Full {
        let mut chance: StdRng = rand::SeedableRng::seed_from_u64(11);
        let new = bodies(Size::Full).into_iter().filter(|body| body.valid_to.is_none());
        let old = bodies(Size::Small);
        for body in new.filter(|body| !old.iter().any(|one| one.id == body.id)) {
            for role in ROLES {
                let id = person_for(role, body.id.as_str());
                all.push(account(&id, &people::name(&mut chance), role, body.id.as_str()));
            }
        }
        for (body, count) in more_officers() {
            for number in (1..=count).map(|round| more_officer(body, round)).filter(|number| *number > 1) {
                all.push(account(&officer(body, number), &people::name(&mut chance), "officer", body));
            }
        }
    }
    all
}

fn small() -> Vec<Account> {
    let mut all = Vec::new();
    let mut chance: StdRng = rand::SeedableRng::seed_from_u64(7);
    for body in bodies(Size::Small) {
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
        // Whoever reviewed the government's own document does not review its filing.
        ("legal-office-2", "legal_office", "justice", "沈核"),
        ("supervisor", "supervisor", "justice", "赵督"),
        ("government", "government", "city", "孙政"),
        ("deputy-urban", "panel", "urban", "许建军"),
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
        en: name.to_owned(),
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
    static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        accounts(Size::Full).into_iter().map(|one| (one.person.to_string(), one.name)).collect()
    });
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
