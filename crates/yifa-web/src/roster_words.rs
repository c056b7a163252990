//! The words of rosters, the same on the page and in the terminal.

use yifa_app::roster::{KindWords, RosterColumn, RosterFault, RosterFaultKind};
use yifa_kernel::body::{BODY_KINDS, BodyKind};

use crate::face::Lang;

/// What a column is called, in the words that a sheet in this language may use.
pub fn column<C: RosterColumn>(lang: Lang, column: C) -> String {
    let [zh, en, _] = column.names();
    lang.write(lang.pick(zh, en)).into_owned()
}

/// What a kind of body is called.
pub fn kind(lang: Lang, kind: BodyKind) -> String {
    lang.t(&format!("city.bodies.sort.{}", kind.word()))
}

/// What all kinds are called, in their order.
pub fn kinds(lang: Lang) -> Vec<String> {
    BODY_KINDS.into_iter().map(|one| kind(lang, one)).collect()
}

/// The words for kinds in every language, and their identifiers.
pub fn all_kinds() -> KindWords {
    let mut all = KindWords::new();
    for one in BODY_KINDS {
        let spoken = Lang::ALL.into_iter().map(|lang| kind(lang, one));
        for word in spoken.chain([one.word().to_owned()]) {
            // “乡镇、街道” is a township or a subdistrict: each is written by itself too.
            for part in word.split(['、', ',']).chain([word.as_str()]) {
                all.insert(yifa_law::fold::fold(part.trim()).to_lowercase(), one);
            }
        }
    }
    all
}

/// What stands in the cell of a fault; of a password nothing, since somebody might read it over a shoulder.
pub fn stands_there<C: RosterColumn>(fault: &RosterFault<C>) -> String {
    let secret = fault.column.key() == "password";
    if secret { String::new() } else { fault.text.chars().take(80).collect() }
}

/// What is wrong with a row.
pub fn fault(lang: Lang, what: &RosterFaultKind) -> String {
    use RosterFaultKind as K;
    let plain = |key: &str| lang.t(&format!("roster.fault.{key}"));
    let with =
        |key: &str, name: &str, value: String| lang.with(&format!("roster.fault.{key}"), &[(name, value)]);
    match what {
        K::Blank => plain("blank"),
        K::Unfit => plain("unfit"),
        K::NoDay => plain("no_day"),
        K::NotFound => plain("not_found"),
        K::Spoiled => lang.t("import.fault.spoiled"),
        K::Twice(line) => lang.with("import.fault.twice", &[("line", line.to_string())]),
        K::ShortTaken => plain("short_taken"),
        K::ShortInUse => plain("short_in_use"),
        K::Otherwise(known) => {
            let known = BodyKind::from_word(known).map_or_else(|| known.clone(), |one| kind(lang, one));
            with("otherwise", "known", known)
        }
        K::Circle => plain("circle"),
        K::Taken => plain("taken"),
        K::OtherName(line) => with("other_name", "line", line.to_string()),
        K::SignInName => lang.t("admin.name_wrong"),
        K::PasswordShort => lang.t("admin.password_short"),
    }
}
