//! Owns the people, firms and places of the whole city: invented names, numbers that are valid in form and belong to nobody.

use rand::RngExt;
use rand::rngs::StdRng;

use super::bodies;

const FAMILY: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
/// Of two characters: one in thirty.
const DOUBLE: [&str; 4] = ["欧阳", "司徒", "上官", "诸葛"];
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰秀云建国海燕春梅雪峰鹏宇浩轩梓涵欣怡佳琪晨阳志远文博思远嘉俊凯婷颖慧琳莹琴晓红旭东立新少波永康宏亮振兴德胜光辉素珍凤仪学良庆丰";

/// Somebody's name.
pub(super) fn name(chance: &mut StdRng) -> String {
    let mut name = match chance.random_range(0..30) {
        0 => DOUBLE[chance.random_range(0..DOUBLE.len())].to_owned(),
        _ => one_of(FAMILY, chance).to_string(),
    };
    for _ in 0..chance.random_range(1..=5).min(2) {
        name.push(one_of(GIVEN, chance));
    }
    name
}

fn one_of(text: &str, chance: &mut StdRng) -> char {
    text.chars().nth(chance.random_range(0..text.chars().count())).unwrap_or('明')
}

const ROADS: [&str; 40] = [
    "文昌路",
    "江滨大道",
    "解放街",
    "人民路",
    "环城北路",
    "桂花巷",
    "望江路",
    "青年街",
    "建设二路",
    "滨河东路",
    "和平里",
    "柳荫路",
    "园林路",
    "新华街",
    "工业一路",
    "工业三路",
    "学府路",
    "迎宾大道",
    "朝阳路",
    "南门街",
    "北关路",
    "码头街",
    "荷塘路",
    "松林路",
    "竹园巷",
    "银杏路",
    "梧桐街",
    "平安路",
    "长虹路",
    "兴业路",
    "锦绣路",
    "丰收路",
    "东风桥头",
    "古井巷",
    "石板街",
    "豆市街",
    "鱼市口",
    "粮站路",
    "老车站",
    "体育场路",
];

const TRADES: [(&str, &[&str]); 12] = [
    ("餐饮", &["餐饮管理", "酒楼", "小吃店", "火锅店", "饮品", "烘焙", "面馆"]),
    ("食品", &["食品", "粮油", "副食", "水产", "果蔬", "冷链食品"]),
    ("建筑", &["建筑工程", "建设", "市政工程", "园林绿化", "装饰工程", "混凝土"]),
    ("运输", &["运输", "物流", "货运", "渣土运输", "客运", "城市配送"]),
    ("工业", &["机械制造", "化工", "包装材料", "电子", "纺织", "金属制品", "环保科技"]),
    ("服务", &["物业服务", "酒店管理", "家政服务", "停车管理", "汽车维修", "洗浴"]),
    ("医疗", &["门诊部", "医疗美容", "大药房", "体检中心", "口腔门诊"]),
    ("文化", &["文化传媒", "网吧", "娱乐", "旅行社", "印务", "影城", "培训中心"]),
    ("农业", &["种业", "农资", "养殖", "农机", "饲料", "兽药"]),
    ("房产", &["房地产经纪", "房屋租赁", "置业", "公寓管理"]),
    ("人力", &["人力资源", "劳务派遣", "保安服务"]),
    ("能源", &["燃气", "加油站", "危化品仓储", "电力工程", "矿业"]),
];
const SYLLABLES: &str = "鑫源恒达瑞丰永顺宏远嘉和顺通博雅晨光金泰华盛兴隆安捷万福正大同创立诚信德聚宝佳美康润泽天合长青惠民众诺启明星辰";

/// Where something is: a road of the district of a body, or of any.
pub(super) fn address(body: &str, chance: &mut StdRng) -> String {
    let all: Vec<&str> = bodies::districts().map(|(_, name)| name).collect();
    let own = bodies::told_of(body).and_then(|told| told.district);
    let own = own.and_then(|id| bodies::districts().find(|(one, _)| one.as_str() == id));
    let district = own.map_or_else(|| all[chance.random_range(0..all.len())], |(_, name)| name);
    format!("云江市{district}{}", road(chance))
}

/// A road with a number.
pub(super) fn road(chance: &mut StdRng) -> String {
    format!("{}{}号", ROADS[chance.random_range(0..ROADS.len())], chance.random_range(1..=388))
}

/// A citizen as a step writes one.
pub(super) fn citizen(body: &str, chance: &mut StdRng) -> String {
    let name = name(chance);
    format!(
        "{{kind=citizen,name=\"{name}\",code={},address=\"{}\"}}",
        citizen_code(chance),
        address(body, chance)
    )
}

/// A citizen number whose check digit is right and whose division code is assigned to no place.
pub(super) fn citizen_code(chance: &mut StdRng) -> String {
    let (year, month, day) =
        (chance.random_range(1956..=2004), chance.random_range(1..=12), chance.random_range(1..=28));
    let seventeen = format!(
        "9999{:02}{year:04}{month:02}{day:02}{:03}",
        chance.random_range(1..=12),
        chance.random_range(1..=999)
    );
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        seventeen.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = char::from(b"10X98765432"[(sum % 11) as usize]);
    format!("{seventeen}{check}")
}

/// A firm as a step writes one; of a trade if one is named that is known.
pub(super) fn firm(trade: &str, body: &str, chance: &mut StdRng) -> String {
    let trade =
        TRADES.iter().find(|one| one.0 == trade).unwrap_or(&TRADES[chance.random_range(0..TRADES.len())]);
    let kinds = trade.1;
    let first: Vec<char> = SYLLABLES.chars().collect();
    let pick = |chance: &mut StdRng| first[chance.random_range(0..first.len())];
    let (a, b) = (pick(chance), pick(chance));
    let kind = kinds[chance.random_range(0..kinds.len())];
    let form = match chance.random_range(0..6) {
        0 => "（个体工商户）",
        1 => "股份有限公司",
        _ => "有限公司",
    };
    let place = if chance.random_bool(0.6) { "云江" } else { "" };
    format!(
        "{{kind=organisation,name=\"{place}{a}{b}{kind}{form}\",code={},address=\"{}\"}}",
        credit_code(chance),
        address(body, chance)
    )
}

const CREDIT: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A unified social credit code whose check digits are right and whose division code is assigned to no place.
pub(super) fn credit_code(chance: &mut StdRng) -> String {
    let eight: String = (0..8).map(|_| char::from(b'0' + chance.random_range(0..10_u8))).collect();
    let sum: u32 = eight
        .bytes()
        .zip([3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let ninth = char::from(b"0X987654321"[(sum % 11) as usize]);
    let seventeen = format!("919999{:02}{eight}{ninth}", chance.random_range(1..=12));
    let (mut sum, mut weight) = (0, 1);
    for byte in seventeen.bytes() {
        let value = CREDIT.iter().position(|one| *one == byte).unwrap_or(0);
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    format!("{seventeen}{}", char::from(CREDIT[(31 - sum % 31) % 31]))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// The published example of GB 32100-2015 is rebuilt from its first seventeen characters by the same weights.
    #[test]
    fn codes_are_valid_in_form() {
        let mut chance = StdRng::seed_from_u64(1);
        for _ in 0..200 {
            let code = credit_code(&mut chance);
            assert_eq!(code.len(), 18, "{code}");
            let value =
                |byte: u8| CREDIT.iter().position(|one| *one == byte).expect("a character of the standard");
            let sum: usize = code
                .bytes()
                .zip([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1])
                .map(|(byte, weight)| value(byte) * weight)
                .sum();
            assert_eq!(sum % 31, 0, "{code}");
            let citizen = citizen_code(&mut chance);
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
            let value = |byte: u8| if byte == b'X' { 10 } else { u32::from(byte - b'0') };
            let sum: u32 = citizen.bytes().zip(weights).map(|(byte, weight)| value(byte) * weight).sum();
            assert_eq!((citizen.len(), sum % 11), (18, 1), "{citizen}");
        }
    }

    #[test]
    fn parties_of_a_town_live_in_its_district() {
        let mut chance = StdRng::seed_from_u64(2);
        assert!(firm("餐饮", "tangfang", &mut chance).contains("云江市西河区"));
        assert!(citizen("luming", &mut chance).contains("云江市鹿鸣县"));
        let anywhere: Vec<String> = (0..40).map(|_| address("urban", &mut chance)).collect();
        assert!(anywhere.iter().any(|one| one.contains("青芦县")), "{anywhere:?}");
    }
}
