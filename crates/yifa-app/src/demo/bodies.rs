//! Owns the bodies of the demonstration city. All are invented.
//!
//! The small city, which tests and walks use, has a part of them; the whole one has twelve districts, twenty-six departments
//! and sixty townships and subdistricts, and two that went into others.

use jiff::civil::{Date, date};
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::id::BodyId;

use super::Size;

/// Identifier, name, English name, the word that begins document numbers.
type Row = (&'static str, &'static str, &'static str, &'static str);

const DEPARTMENTS: [Row; 8] = [
    ("urban", "云江市城市管理局", "Urban Management Bureau", "云城管"),
    ("market", "云江市市场监督管理局", "Market Supervision Bureau", "云市监"),
    ("ecology", "云江市生态环境局", "Ecology and Environment Bureau", "云环"),
    ("transport", "云江市交通运输局", "Transport Bureau", "云交"),
    ("health", "云江市卫生健康委员会", "Health Commission", "云卫"),
    ("housing", "云江市住房和城乡建设局", "Housing and Construction Bureau", "云住建"),
    ("culture", "云江市文化广电旅游局", "Culture and Tourism Bureau", "云文旅"),
    ("justice", "云江市司法局", "Justice Bureau (legal-affairs office)", "云司"),
];

const MORE_DEPARTMENTS: [Row; 18] = [
    ("development", "云江市发展和改革委员会", "Development and Reform Commission", "云发改"),
    ("education", "云江市教育局", "Education Bureau", "云教"),
    ("science", "云江市科学技术局", "Science and Technology Bureau", "云科"),
    ("industry", "云江市工业和信息化局", "Industry and Information Technology Bureau", "云工信"),
    ("security", "云江市公安局", "Public Security Bureau", "云公"),
    ("civil-affairs", "云江市民政局", "Civil Affairs Bureau", "云民"),
    ("finance", "云江市财政局", "Finance Bureau", "云财"),
    ("labour", "云江市人力资源和社会保障局", "Human Resources and Social Security Bureau", "云人社"),
    ("resources", "云江市自然资源和规划局", "Natural Resources and Planning Bureau", "云自规"),
    ("agriculture", "云江市农业农村局", "Agriculture and Rural Affairs Bureau", "云农"),
    ("water", "云江市水务局", "Water Bureau", "云水"),
    ("commerce", "云江市商务局", "Commerce Bureau", "云商"),
    ("veterans", "云江市退役军人事务局", "Veterans Affairs Bureau", "云退役"),
    ("emergency", "云江市应急管理局", "Emergency Management Bureau", "云应急"),
    ("audit", "云江市审计局", "Audit Bureau", "云审"),
    ("statistics", "云江市统计局", "Statistics Bureau", "云统"),
    ("medical", "云江市医疗保障局", "Healthcare Security Bureau", "云医保"),
    ("forestry", "云江市林业局", "Forestry Bureau", "云林"),
];

const DISTRICTS: [Row; 6] = [
    ("donghu", "东湖区人民政府", "Donghu District", "东湖府"),
    ("xihe", "西河区人民政府", "Xihe District", "西河府"),
    ("nanshan", "南山区人民政府", "Nanshan District", "南山府"),
    ("beiling", "北岭区人民政府", "Beiling District", "北岭府"),
    ("qingxi", "清溪县人民政府", "Qingxi County", "清溪府"),
    ("baishi", "白石县人民政府", "Baishi County", "白石府"),
];

const MORE_DISTRICTS: [Row; 6] = [
    ("jiangting", "江汀区人民政府", "Jiangting District", "江汀府"),
    ("wangyue", "望岳区人民政府", "Wangyue District", "望岳府"),
    ("taoxi", "桃溪区人民政府", "Taoxi District", "桃溪府"),
    ("qinglu", "青芦县人民政府", "Qinglu County", "青芦府"),
    ("shuangdu", "双渡县人民政府", "Shuangdu County", "双渡府"),
    ("luming", "鹿鸣县人民政府", "Luming County", "鹿鸣府"),
];

/// Identifier, name without its kind, English name, the kind (subdistrict 街道, town 镇, township 乡), the district.
type Town = (&'static str, &'static str, &'static str, char, &'static str);

const TOWNSHIPS: [Town; 6] = [
    ("liuyin", "柳荫", "Liuyin", '街', "donghu"),
    ("guqiao", "古桥", "Guqiao", '镇', "donghu"),
    ("shahe", "沙河", "Shahe", '街', "xihe"),
    ("songlin", "松林", "Songlin", '镇', "nanshan"),
    ("meiwan", "梅湾", "Meiwan", '乡', "qingxi"),
    ("shiqiao", "石桥", "Shiqiao", '镇', "baishi"),
];

const MORE_TOWNSHIPS: [Town; 54] = [
    ("wenchang", "文昌", "Wenchang", '街', "donghu"),
    ("gulou", "鼓楼南", "Gulounan", '街', "donghu"),
    ("binjiang", "滨江路", "Binjianglu", '街', "donghu"),
    ("hexin", "荷心", "Hexin", '街', "donghu"),
    ("xinmatou", "新码头", "Xinmatou", '街', "xihe"),
    ("yuejin", "跃进路", "Yuejinlu", '街', "xihe"),
    ("hewan", "河湾", "Hewan", '街', "xihe"),
    ("luyuan", "绿苑", "Luyuan", '街', "xihe"),
    ("tangfang", "糖坊", "Tangfang", '镇', "xihe"),
    ("cuiping", "翠坪", "Cuiping", '街', "nanshan"),
    ("zhulin", "竹林湾", "Zhulinwan", '街', "nanshan"),
    ("nanmen", "南门口", "Nanmenkou", '街', "nanshan"),
    ("yanzi", "燕子岩", "Yanziyan", '镇', "nanshan"),
    ("beiguan", "北关", "Beiguan", '街', "beiling"),
    ("kuangshan", "矿山路", "Kuangshanlu", '街', "beiling"),
    ("lingxia", "岭下", "Lingxia", '镇', "beiling"),
    ("huangtu", "黄土坪", "Huangtuping", '镇', "beiling"),
    ("yaoshan", "瑶山坳", "Yaoshan'ao", '乡', "beiling"),
    ("xicheng", "溪城", "Xicheng", '镇', "qingxi"),
    ("ganquan", "甘泉铺", "Ganquanpu", '镇', "qingxi"),
    ("maoping", "茅坪", "Maoping", '乡', "qingxi"),
    ("yulin", "榆林桥", "Yulinqiao", '镇', "qingxi"),
    ("baicheng", "白城", "Baicheng", '镇', "baishi"),
    ("huaping", "花坪", "Huaping", '镇', "baishi"),
    ("longkou", "龙口塘", "Longkoutang", '镇', "baishi"),
    ("shanbei", "山背", "Shanbei", '乡', "baishi"),
    ("tingzhou", "汀洲", "Tingzhou", '街', "jiangting"),
    ("yufu", "渔埠", "Yufu", '街', "jiangting"),
    ("gangkou", "港口路", "Gangkoulu", '街', "jiangting"),
    ("xinjie", "新街口", "Xinjiekou", '街', "jiangting"),
    ("shazui", "沙嘴", "Shazui", '镇', "jiangting"),
    ("yuepo", "岳坡", "Yuepo", '街', "wangyue"),
    ("xueyuan", "学苑", "Xueyuan", '街', "wangyue"),
    ("keji", "科技园", "Kejiyuan", '街', "wangyue"),
    ("wanfeng", "晚枫", "Wanfeng", '街', "wangyue"),
    ("pingtang", "坪塘", "Pingtang", '镇', "wangyue"),
    ("taohua", "桃花渡", "Taohuadu", '街', "taoxi"),
    ("xikou", "溪口坝", "Xikouba", '街', "taoxi"),
    ("shuangxi", "双溪桥", "Shuangxiqiao", '镇', "taoxi"),
    ("liyuan", "梨园头", "Liyuantou", '镇', "taoxi"),
    ("chaling", "茶岭", "Chaling", '乡', "taoxi"),
    ("luting", "芦汀", "Luting", '镇', "qinglu"),
    ("daweizi", "大围子", "Daweizi", '镇', "qinglu"),
    ("hengtang", "横塘湖", "Hengtanghu", '镇', "qinglu"),
    ("yanwo", "雁窝", "Yanwo", '乡', "qinglu"),
    ("dukou", "渡口铺", "Dukoupu", '镇', "shuangdu"),
    ("nandu", "南渡头", "Nandutou", '镇', "shuangdu"),
    ("shimen", "石门冲", "Shimenchong", '镇', "shuangdu"),
    ("baihe", "白荷塘", "Baihetang", '乡', "shuangdu"),
    ("lucheng", "鹿城", "Lucheng", '镇', "luming"),
    ("banqiao", "板桥冲", "Banqiaochong", '镇', "luming"),
    ("shuanglong", "双龙垭", "Shuanglongya", '镇', "luming"),
    ("yunfeng", "云峰寨", "Yunfengzhai", '乡', "luming"),
    ("gaotian", "高田", "Gaotian", '乡', "luming"),
];

/// Since when the bodies of a city are.
const ALWAYS: Date = date(2010, 1, 1);
/// The year's reform of bodies, of which the bureaus of 2019 came.
const REFORMED: Date = date(2019, 1, 15);
/// When towns became larger and some subdistricts were set up.
const REDRAWN: Date = date(2021, 7, 1);

/// All bodies of a city of that size.
pub(super) fn bodies(size: Size) -> Vec<Body> {
    let mut all =
        vec![made("city", "云江市人民政府", "Yunjiang City Government", "云府", BodyKind::Government)];
    all.extend(DEPARTMENTS.iter().map(|row| child(row, BodyKind::Department, ALWAYS)));
    all.extend(DISTRICTS.iter().map(|row| child(row, BodyKind::District, ALWAYS)));
    all.extend(TOWNSHIPS.iter().map(|row| town(row, ALWAYS)));
    if size == Size::Full {
        all.extend(MORE_DEPARTMENTS.iter().map(|row| {
            let reformed = ["resources", "emergency", "veterans", "medical", "agriculture"].contains(&row.0);
            child(row, BodyKind::Department, if reformed { REFORMED } else { ALWAYS })
        }));
        all.extend(MORE_DISTRICTS.iter().map(|row| child(row, BodyKind::District, ALWAYS)));
        all.extend(MORE_TOWNSHIPS.iter().map(|row| {
            let redrawn = ["keji", "luyuan", "hexin", "shuangxi"].contains(&row.0);
            town(row, if redrawn { REDRAWN } else { ALWAYS })
        }));
        all.extend(gone());
    }
    all
}

/// What was before the reform, and where it went.
fn gone() -> [Body; 2] {
    let planning = ("planning", "云江市规划局", "Planning Bureau (before 2019)", "云规");
    let mut planning = child(&planning, BodyKind::Department, ALWAYS);
    planning.valid_to = REFORMED.yesterday().ok();
    planning.successor = Some("resources".into());
    let mut xiba = town(&("xiba", "溪坝", "Xiba", '乡', "taoxi"), ALWAYS);
    xiba.valid_to = REDRAWN.yesterday().ok();
    xiba.successor = Some("shuangxi".into());
    [planning, xiba]
}

fn made(id: &str, name: &str, en: &str, short: &str, kind: BodyKind) -> Body {
    Body {
        id: id.into(),
        name: name.to_owned(),
        en: en.to_owned(),
        short: short.to_owned(),
        kind,
        parent: None,
        valid_from: ALWAYS,
        valid_to: None,
        successor: None,
        place: 0,
    }
}

fn child(&(id, name, en, short): &Row, kind: BodyKind, since: Date) -> Body {
    Body { parent: Some("city".into()), valid_from: since, ..made(id, name, en, short, kind) }
}

fn town(&(id, stem, en, kind, parent): &Town, since: Date) -> Body {
    let (name, en) = match kind {
        '街' => (format!("{stem}街道办事处"), format!("{en} Subdistrict")),
        '镇' => (format!("{stem}镇人民政府"), format!("{en} Town")),
        _ => (format!("{stem}乡人民政府"), format!("{en} Township")),
    };
    let body = made(id, &name, &en, stem, BodyKind::Township);
    Body { parent: Some(parent.into()), valid_from: since, ..body }
}

/// What a story calls a group of bodies: `@departments`, `@districts`, `@towns`, and with `+` those of the whole city alone.
pub(super) fn group(word: &str) -> Option<Vec<&'static str>> {
    let rows = |all: &'static [Row]| all.iter().map(|row| row.0);
    let towns = |all: &'static [Town]| all.iter().map(|row| row.0);
    Some(match word {
        "@departments" => rows(&DEPARTMENTS).chain(rows(&MORE_DEPARTMENTS)).collect(),
        "@departments+" => rows(&MORE_DEPARTMENTS).collect(),
        "@districts" => rows(&DISTRICTS).chain(rows(&MORE_DISTRICTS)).collect(),
        "@districts+" => rows(&MORE_DISTRICTS).collect(),
        "@towns" => towns(&TOWNSHIPS).chain(towns(&MORE_TOWNSHIPS)).collect(),
        "@towns+" => towns(&MORE_TOWNSHIPS).collect(),
        _ => return None,
    })
}

/// What is asked of a body while stories are told: its name, its short word, the district in which it lies.
pub(super) fn told_of(id: &str) -> Option<Told> {
    let row = |all: &'static [Row], city: bool| {
        all.iter().find(|row| row.0 == id).map(|row| Told {
            name: row.1.trim_end_matches("人民政府").to_owned(),
            short: row.3.to_owned(),
            district: (!city).then_some(row.0),
        })
    };
    let town = |all: &'static [Town]| {
        all.iter().find(|row| row.0 == id).map(|&(_, stem, _, kind, district)| Told {
            name: format!(
                "{stem}{}",
                match kind {
                    '街' => "街道",
                    '镇' => "镇",
                    _ => "乡",
                }
            ),
            short: stem.to_owned(),
            district: Some(district),
        })
    };
    row(&DEPARTMENTS, true)
        .or_else(|| row(&MORE_DEPARTMENTS, true))
        .or_else(|| row(&DISTRICTS, false))
        .or_else(|| row(&MORE_DISTRICTS, false))
        .or_else(|| town(&TOWNSHIPS))
        .or_else(|| town(&MORE_TOWNSHIPS))
}

/// A body as stories speak of it.
pub(super) struct Told {
    /// What it is called: of a government, what it governs.
    pub name: String,
    /// The word that begins its numbers.
    pub short: String,
    /// The district that it governs or in which it lies; `None` for the city's departments.
    pub district: Option<&'static str>,
}

/// The districts with what they are called, in order.
pub(super) fn districts() -> impl Iterator<Item = (BodyId, &'static str)> {
    DISTRICTS.iter().chain(&MORE_DISTRICTS).map(|row| (row.0.into(), row.1.trim_end_matches("人民政府")))
}
