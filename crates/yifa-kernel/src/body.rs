//! Owns the bodies 机关: a dated hierarchy with lineage. It must not know matters.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::id::BodyId;

/// What kind of body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BodyKind {
    /// 人民政府 of the city itself.
    Government,
    /// 政府工作部门
    Department,
    /// 区（市）县人民政府
    District,
    /// 乡镇人民政府、街道办事处
    Township,
    /// 派出机关、内设机构、事业单位
    Office,
    /// 人民代表大会及其常务委员会: never supervised by the platform.
    Congress,
    /// 人民法院: never supervised by the platform.
    Court,
}

/// All kinds, in order of display.
pub const BODY_KINDS: [BodyKind; 7] = [
    BodyKind::Government,
    BodyKind::Department,
    BodyKind::District,
    BodyKind::Township,
    BodyKind::Office,
    BodyKind::Congress,
    BodyKind::Court,
];

impl BodyKind {
    /// The word used in conditions and data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Department => "department",
            Self::District => "district",
            Self::Township => "township",
            Self::Office => "office",
            Self::Congress => "congress",
            Self::Court => "court",
        }
    }

    /// Whether a body of this kind is a government 人民政府, or what stands for one in its streets.
    pub fn governs(self) -> bool {
        match self {
            Self::Government | Self::District | Self::Township => true,
            Self::Department | Self::Office | Self::Congress | Self::Court => false,
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        BODY_KINDS.into_iter().find(|kind| kind.word() == word)
    }
}

/// A body 机关.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Identifier.
    pub id: BodyId,
    /// Full name.
    pub name: String,
    /// English name, for display.
    pub en: String,
    /// The word that begins its document numbers, for example `蓉城管`.
    pub short: String,
    /// Kind.
    pub kind: BodyKind,
    /// The body above it.
    pub parent: Option<BodyId>,
    /// First day.
    pub valid_from: Date,
    /// Last day; `None` while it exists.
    pub valid_to: Option<Date>,
    /// Into which body it went, when merged or renamed.
    pub successor: Option<BodyId>,
    /// Its place in the order of bodies 机构序列, from 1, among those of its kind; 0: it has none yet and stands behind.
    pub place: u32,
}

impl Body {
    /// What a government governs: its name without 人民政府 or 街道办事处; of another body its name.
    pub fn place(&self) -> &str {
        let governs = |suffix: &str| self.name.strip_suffix(suffix).filter(|_| self.kind.governs());
        governs("人民政府").or_else(|| governs("办事处")).unwrap_or(&self.name)
    }
}

/// The bodies of a city.
#[derive(Debug, Clone, Default)]
pub struct Bodies {
    all: BTreeMap<BodyId, Body>,
    /// Their identifiers in the order of bodies 机构序列.
    order: Vec<BodyId>,
}

impl Bodies {
    /// Collects bodies; a later one with the same identifier replaces the earlier.
    pub fn new(bodies: impl IntoIterator<Item = Body>) -> Self {
        let all: BTreeMap<BodyId, Body> = bodies.into_iter().map(|body| (body.id.clone(), body)).collect();
        let mut order: Vec<BodyId> = all.keys().cloned().collect();
        let place = |body: &Body| (body.kind, body.place.checked_sub(1).unwrap_or(u32::MAX));
        order.sort_by_key(|id| all.get(id).map(place));
        Self { all, order }
    }

    /// One body.
    pub fn get(&self, id: &BodyId) -> Option<&Body> {
        self.all.get(id)
    }

    /// All bodies in the order in which a city lists them 机构序列: by kind, by their place, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &Body> {
        self.order.iter().filter_map(|id| self.all.get(id))
    }

    /// The body that stands for one on a day: itself, or the one into which it had gone by then.
    pub fn on<'a>(&'a self, id: &'a BodyId, day: Date) -> &'a BodyId {
        self.follow(id, |body| body.valid_to.is_some_and(|last| last < day))
    }

    /// The last in the line of a body: itself while it exists.
    pub fn heir<'a>(&'a self, id: &'a BodyId) -> &'a BodyId {
        self.follow(id, |body| body.valid_to.is_some())
    }

    fn follow<'a>(&'a self, id: &'a BodyId, has_gone: impl Fn(&Body) -> bool) -> &'a BodyId {
        let mut at = id;
        // INVARIANT: a line is no longer than there are bodies; one that returns to itself ends here.
        for _ in 0..self.all.len() {
            let next =
                self.all.get(at).filter(|body| has_gone(body)).and_then(|body| body.successor.as_ref());
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// Whether the line of a body returns to itself: its last is one that has gone into another.
    fn ends_nowhere(&self, id: &BodyId) -> bool {
        let last = self.all.get(self.heir(id));
        last.is_some_and(|body| body.valid_to.is_some() && body.successor.is_some())
    }

    /// The bodies that went into one, directly or by others, in the order of their identifiers.
    pub fn forebears(&self, id: &BodyId) -> Vec<&Body> {
        self.all.values().filter(|body| body.id != *id && self.heir(&body.id) == id).collect()
    }

    /// The body itself and all above it, from the top: `/city/department/`. A body that has gone into another stands below
    /// that one, so that whatever it left is found there. Ends at a body that is unknown or was already passed.
    pub fn path(&self, id: &BodyId) -> String {
        let mut chain: Vec<&BodyId> = Vec::new();
        let mut next = Some(id);
        while let Some(one) = next {
            if chain.contains(&one) {
                break;
            }
            chain.push(one);
            next = self.all.get(one).and_then(|body| {
                let gone = body.successor.as_ref().filter(|_| body.valid_to.is_some());
                gone.or(body.parent.as_ref())
            });
        }
        let mut path = String::from("/");
        for one in chain.iter().rev() {
            path.push_str(one.as_str());
            path.push('/');
        }
        path
    }

    /// The government that a body is or belongs to: the nearest one at or above it, and itself where there is none.
    pub fn government<'a>(&'a self, id: &'a BodyId) -> &'a BodyId {
        let mut next = Some(id);
        // INVARIANT: no chain is longer than the number of bodies, unless it returns to itself.
        for _ in 0..self.all.len() {
            let Some(body) = next.and_then(|one| self.all.get(one)) else { break };
            if body.kind.governs() {
                return &body.id;
            }
            next = body.parent.as_ref();
        }
        id
    }

    /// The government next above a body, at county level or higher: of a department its own, of a government the one above it.
    /// `None` where that is none of these bodies.
    pub fn upper_government<'a>(&'a self, id: &BodyId) -> Option<&'a BodyId> {
        let mut next = self.all.get(id)?.parent.as_ref();
        // INVARIANT: no chain is longer than the number of bodies, unless it returns to itself.
        for _ in 0..self.all.len() {
            let body = self.all.get(next?)?;
            if matches!(body.kind, BodyKind::Government | BodyKind::District) && body.id != *id {
                return Some(&body.id);
            }
            next = body.parent.as_ref();
        }
        None
    }

    /// Whether a body is `top` or below it.
    pub fn is_within(&self, id: &BodyId, top: &BodyId) -> bool {
        self.path(id).split('/').any(|one| one == top.as_str())
    }

    /// The bodies' faults in their hierarchy: parents and heirs that are unknown, chains that return to themselves.
    pub fn faults(&self) -> Vec<(BodyId, BodyFault)> {
        let mut all = Vec::new();
        for body in self.all.values() {
            if let Some(heir) = &body.successor
                && (!self.all.contains_key(heir) || self.ends_nowhere(&body.id))
            {
                all.push((body.id.clone(), BodyFault::NoHeir(heir.clone())));
            }
            let Some(parent) = &body.parent else { continue };
            if !self.all.contains_key(parent) {
                all.push((body.id.clone(), BodyFault::UnknownParent(parent.clone())));
            } else if self.path(parent).split('/').any(|one| one == body.id.as_str()) {
                all.push((body.id.clone(), BodyFault::AboveItself));
            }
        }
        all
    }
}

/// What is wrong with a body's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyFault {
    /// Its parent does not exist.
    UnknownParent(BodyId),
    /// It stands above itself.
    AboveItself,
    /// The body into which it went does not exist, or it went into itself.
    NoHeir(BodyId),
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn body(id: &str, parent: Option<&str>) -> Body {
        Body {
            id: id.into(),
            name: id.into(),
            en: id.into(),
            short: id.into(),
            kind: BodyKind::Department,
            parent: parent.map(BodyId::from),
            valid_from: date(2020, 1, 1),
            valid_to: None,
            successor: None,
            place: 0,
        }
    }

    #[test]
    fn a_township_is_within_its_district_and_city() {
        let all =
            Bodies::new([body("city", None), body("district", Some("city")), body("town", Some("district"))]);
        assert_eq!(all.path(&"town".into()), "/city/district/town/");
        assert!(all.is_within(&"town".into(), &"city".into()));
        assert!(!all.is_within(&"city".into(), &"town".into()));
        assert!(all.faults().is_empty());
    }

    #[test]
    fn bodies_stand_by_kind_and_place_and_those_without_a_place_behind() {
        let of = |id: &str, kind, place| Body { kind, place, ..body(id, None) };
        let all = Bodies::new([
            of("district-b", BodyKind::District, 1),
            of("audit", BodyKind::Department, 3),
            of("new-b", BodyKind::Department, 0),
            of("new-a", BodyKind::Department, 0),
            of("planning", BodyKind::Department, 1),
            of("city", BodyKind::Government, 1),
        ]);
        let order: Vec<&str> = all.iter().map(|body| body.id.as_str()).collect();
        assert_eq!(order, ["city", "planning", "audit", "new-a", "new-b", "district-b"]);
    }

    #[test]
    fn the_government_of_a_body_is_the_nearest_one_above_it() {
        let of = |id: &str, parent: Option<&str>, kind| Body { kind, ..body(id, parent) };
        let all = Bodies::new([
            of("city", None, BodyKind::Government),
            of("justice", Some("city"), BodyKind::Department),
            of("district", Some("city"), BodyKind::District),
            of("bureau", Some("district"), BodyKind::Department),
            of("stray", Some("round"), BodyKind::Department),
            of("round", Some("stray"), BodyKind::Office),
        ]);
        for (id, government) in [
            ("city", "city"),
            ("justice", "city"),
            ("bureau", "district"),
            ("stray", "stray"),
            ("none", "none"),
        ] {
            assert_eq!(all.government(&id.into()).as_str(), government);
        }
    }

    #[test]
    fn the_government_above_is_another_one_at_county_level_or_higher() {
        let of = |id: &str, parent: Option<&str>, kind| Body { kind, ..body(id, parent) };
        let all = Bodies::new([
            of("city", None, BodyKind::Government),
            of("justice", Some("city"), BodyKind::Department),
            of("station", Some("justice"), BodyKind::Office),
            of("district", Some("city"), BodyKind::District),
            of("bureau", Some("district"), BodyKind::Department),
            of("town", Some("district"), BodyKind::Township),
            of("desk", Some("town"), BodyKind::Office),
            of("stray", Some("round"), BodyKind::Department),
            of("round", Some("stray"), BodyKind::District),
        ]);
        for (id, above) in [
            ("justice", Some("city")),
            ("station", Some("city")),
            ("district", Some("city")),
            ("bureau", Some("district")),
            ("town", Some("district")),
            ("desk", Some("district")),
            ("city", None),
            ("none", None),
            ("round", None),
        ] {
            assert_eq!(all.upper_government(&id.into()).map(BodyId::as_str), above, "{id}");
        }
    }

    #[test]
    fn what_has_gone_into_another_stands_below_it_and_is_it_from_the_next_day_on() {
        let gone = |id: &str, to: &str| Body {
            valid_to: Some(date(2026, 3, 31)),
            successor: Some(to.into()),
            ..body(id, Some("city"))
        };
        let all = Bodies::new([
            body("city", None),
            gone("culture", "culture-tourism"),
            gone("tourism", "culture-tourism"),
            body("culture-tourism", Some("city")),
            body("museum", Some("culture")),
        ]);
        assert_eq!(all.path(&"tourism".into()), "/city/culture-tourism/tourism/");
        assert!(all.is_within(&"museum".into(), &"culture-tourism".into()));
        assert_eq!(all.on(&"culture".into(), date(2026, 3, 31)).as_str(), "culture");
        assert_eq!(all.on(&"culture".into(), date(2026, 4, 1)).as_str(), "culture-tourism");
        assert_eq!(all.forebears(&"culture-tourism".into()).len(), 2);
        assert!(all.faults().is_empty());
    }

    #[test]
    fn lines_that_lead_nowhere_or_back_end_and_are_named() {
        let gone = |id: &str, to: &str| Body {
            valid_to: Some(date(2026, 3, 31)),
            successor: Some(to.into()),
            ..body(id, None)
        };
        let all = Bodies::new([gone("a", "b"), gone("b", "a"), gone("c", "nobody")]);
        assert!(["a", "b"].contains(&all.heir(&"a".into()).as_str()));
        let faults = all.faults();
        assert!(faults.contains(&("c".into(), BodyFault::NoHeir("nobody".into()))));
        assert!(faults.iter().any(|(_, fault)| matches!(fault, BodyFault::NoHeir(to) if to.as_str() == "a")));
    }

    #[test]
    fn circles_and_unknown_parents_are_named_and_end() {
        let all = Bodies::new([body("a", Some("b")), body("b", Some("a")), body("c", Some("nobody"))]);
        assert_eq!(all.path(&"a".into()), "/b/a/");
        let faults = all.faults();
        assert!(faults.contains(&("a".into(), BodyFault::AboveItself)));
        assert!(faults.contains(&("c".into(), BodyFault::UnknownParent("nobody".into()))));
    }
}
