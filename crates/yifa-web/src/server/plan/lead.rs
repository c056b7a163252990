//! Owns the bodies in charge as people write them: 云江市司法局、各部门.

use yifa_kernel::body::{Bodies, Body, BodyKind};
use yifa_kernel::id::BodyId;

use crate::face::Lang;

/// The kinds of body that have a word for all of them, with the key of the word.
const GROUPS: [(BodyKind, &str); 3] = [
    (BodyKind::Department, "plan.group.departments"),
    (BodyKind::District, "plan.group.districts"),
    (BodyKind::Township, "plan.group.townships"),
];

/// Between names.
const BETWEEN: [char; 7] = ['、', '，', ',', '；', ';', '\n', '\r'];

fn of_kind(bodies: &Bodies, kind: BodyKind) -> impl Iterator<Item = &Body> {
    bodies.iter().filter(move |body| body.kind == kind && body.valid_to.is_none())
}

/// Bodies in words: a group whole as the group, the others by name.
pub(super) fn write(lang: Lang, bodies: &Bodies, leads: &[BodyId]) -> String {
    let mut rest: Vec<&BodyId> = leads.iter().collect();
    let mut words = Vec::new();
    for (kind, key) in GROUPS {
        let all: Vec<&BodyId> = of_kind(bodies, kind).map(|body| &body.id).collect();
        if all.len() > 1 && all.iter().all(|id| rest.contains(id)) {
            rest.retain(|id| !all.contains(id));
            words.push(lang.t(key));
        }
    }
    let named = rest.into_iter().map(|id| {
        bodies
            .get(id)
            .map_or_else(|| id.to_string(), |body| lang.write(lang.pick(&body.name, &body.en)).into_owned())
    });
    words.extend(named);
    words.join(lang.pick("、", "; "))
}

/// Bodies from words in any of our languages.
///
/// # Errors
/// The first name that no body has.
pub(super) fn read(bodies: &Bodies, text: &str) -> Result<Vec<BodyId>, String> {
    let mut all: Vec<BodyId> = Vec::new();
    for name in text.split(BETWEEN).map(str::trim).filter(|name| !name.is_empty()) {
        let group = GROUPS.into_iter().find(|(_, key)| Lang::ALL.into_iter().any(|lang| lang.t(key) == name));
        let meant: Vec<BodyId> = match group {
            Some((kind, _)) => of_kind(bodies, kind).map(|body| body.id.clone()).collect(),
            None => vec![named(bodies, name).ok_or_else(|| name.to_owned())?.id.clone()],
        };
        for id in meant {
            if !all.contains(&id) {
                all.push(id);
            }
        }
    }
    Ok(all)
}

fn named<'a>(bodies: &'a Bodies, name: &str) -> Option<&'a Body> {
    let folded = yifa_law::fold::fold(name).to_lowercase();
    let is = |text: &str| yifa_law::fold::fold(text).to_lowercase() == folded;
    bodies
        .iter()
        .filter(|body| body.valid_to.is_none())
        .find(|body| is(&body.name) || is(&body.en) || is(&body.short) || body.id.as_str() == folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn city() -> Bodies {
        let body = |id: &str, name: &str, en: &str, kind| Body {
            id: id.into(),
            name: name.into(),
            en: en.into(),
            short: id.into(),
            kind,
            parent: None,
            valid_from: date(2010, 1, 1),
            valid_to: None,
            successor: None,
            place: 0,
        };
        Bodies::new([
            body("city", "云江市人民政府", "Yunjiang City Government", BodyKind::Government),
            body("justice", "云江市司法局", "Justice Bureau (legal-affairs office)", BodyKind::Department),
            body("urban", "云江市城市管理局", "Urban Management Bureau", BodyKind::Department),
            body("donghu", "东湖区人民政府", "Donghu District", BodyKind::District),
        ])
    }

    #[test]
    fn what_is_written_is_read_again_in_every_language() {
        let leads: Vec<BodyId> = vec!["urban".into(), "justice".into(), "city".into()];
        for lang in Lang::ALL {
            let text = write(lang, &city(), &leads);
            assert!(text.starts_with(&lang.t("plan.group.departments")), "{text}");
            let mut again = read(&city(), &text).unwrap();
            again.sort();
            let mut wanted = leads.clone();
            wanted.sort();
            assert_eq!(again, wanted, "{text}");
        }
    }

    #[test]
    fn a_name_that_nobody_has_is_named() {
        assert_eq!(read(&city(), "云江市司法局、云江市水务局"), Err("云江市水务局".to_owned()));
        assert_eq!(read(&city(), " 、，; "), Ok(vec![]));
        assert_eq!(read(&city(), "雲江市司法局；雲江市司法局").map(|all| all.len()), Ok(1));
    }
}
