//! Owns which bodies of the city a notice means when it says 市司法局, 各部门 or nobody at all.

use yifa_kernel::body::{Bodies, Body, BodyKind};
use yifa_kernel::id::BodyId;
use yifa_law::notice::{Actors, ActorsFrom, Group};

/// The bodies that have to act, without doubles: those named, and all of the groups named. Where nobody is named, the
/// government that issued the notice; a rule without a subject binds every department and district.
pub(super) fn leads(bodies: &Bodies, who: &Actors, responsible: &[&str], office: &BodyId) -> Vec<BodyId> {
    let names = who.names.iter().map(String::as_str).chain(responsible.iter().copied());
    let mut all: Vec<BodyId> =
        names.filter_map(|name| named(bodies, name)).map(|one| one.id.clone()).collect();
    if all.is_empty() {
        all.extend(who.groups.iter().flat_map(|group| of_group(bodies, *group, office)));
    }
    if all.is_empty() {
        let kinds: &[BodyKind] = match who.from {
            ActorsFrom::Everyone => &[BodyKind::Department, BodyKind::District],
            ActorsFrom::Subject
            | ActorsFrom::Note
            | ActorsFrom::Object
            | ActorsFrom::Receiver
            | ActorsFrom::Issuer => &[BodyKind::Government],
        };
        all.extend(kinds.iter().flat_map(|kind| of_kind(bodies, *kind)));
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|id| seen.insert(id.clone()));
    all
}

/// The one body that a name means: its own, or its own without the city before it; `None` when several or none would do.
fn named<'a>(bodies: &'a Bodies, name: &str) -> Option<&'a Body> {
    let name = yifa_law::fold::fold(name.trim());
    let bare = name.trim_start_matches(['市', '省', '本']);
    let active = || bodies.iter().filter(|body| body.valid_to.is_none());
    if let Some(body) = active().find(|body| body.name == *name || body.short == *name) {
        return Some(body);
    }
    let mut ending = active().filter(|body| bare.chars().count() >= 3 && body.name.ends_with(bare));
    let first = ending.next()?;
    ending.next().is_none().then_some(first)
}

fn of_group(bodies: &Bodies, group: Group, office: &BodyId) -> Vec<BodyId> {
    match group {
        Group::Government => of_kind(bodies, BodyKind::Government),
        Group::Departments | Group::Officers => of_kind(bodies, BodyKind::Department),
        Group::Counties => of_kind(bodies, BodyKind::District),
        Group::Townships => of_kind(bodies, BodyKind::Township),
        Group::CivilServants => {
            let mut all = of_kind(bodies, BodyKind::Department);
            all.extend(of_kind(bodies, BodyKind::District));
            all
        }
        Group::LegalOffice => vec![office.clone()],
    }
}

fn of_kind(bodies: &Bodies, kind: BodyKind) -> Vec<BodyId> {
    let active = bodies.iter().filter(|body| body.kind == kind && body.valid_to.is_none());
    active.map(|body| body.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn city() -> Bodies {
        let body = |id: &str, name: &str, kind, parent: Option<&str>| Body {
            id: id.into(),
            name: name.into(),
            en: id.into(),
            short: id.into(),
            kind,
            parent: parent.map(BodyId::from),
            valid_from: date(2010, 1, 1),
            valid_to: None,
            successor: None,
            place: 0,
        };
        Bodies::new([
            body("city", "云江市人民政府", BodyKind::Government, None),
            body("justice", "云江市司法局", BodyKind::Department, Some("city")),
            body("urban", "云江市城市管理局", BodyKind::Department, Some("city")),
            body("donghu", "东湖区人民政府", BodyKind::District, Some("city")),
        ])
    }

    fn who(names: &[&str], groups: &[Group], from: ActorsFrom) -> Vec<String> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let who = Actors { names, groups: groups.to_vec(), from };
        leads(&city(), &who, &[], &"justice".into()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn names_are_found_with_and_without_the_city() {
        assert_eq!(who(&["市司法局"], &[Group::LegalOffice], ActorsFrom::Subject), ["justice"]);
        assert_eq!(who(&["市城市管理局", "市司法局"], &[], ActorsFrom::Note), ["urban", "justice"]);
        assert_eq!(who(&["市城市管理局", "市城市管理局"], &[], ActorsFrom::Note), ["urban"]);
    }

    #[test]
    fn groups_mean_all_of_them_and_nobody_means_the_issuer() {
        assert_eq!(who(&["市政府各部门"], &[Group::Departments], ActorsFrom::Subject), ["justice", "urban"]);
        assert_eq!(who(&["各区(县)"], &[Group::Counties], ActorsFrom::Subject), ["donghu"]);
        assert_eq!(who(&[], &[], ActorsFrom::Issuer), ["city"]);
        assert_eq!(who(&[], &[], ActorsFrom::Everyone), ["justice", "urban", "donghu"]);
    }

    #[test]
    fn a_name_that_several_bodies_end_with_means_none_of_them() {
        assert!(named(&city(), "人民政府").is_none());
        assert!(named(&city(), "局").is_none());
        assert!(named(&city(), "市教育局").is_none());
    }
}
