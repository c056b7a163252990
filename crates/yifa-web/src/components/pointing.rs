//! The matters that point to the one on the page.

use yifa_store::Counted;

use crate::face::Lang;
use crate::pages::matter::LinkedMatter;

/// What points here: the newest by name, and where all of them are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointing {
    /// The newest.
    pub named: Vec<LinkedMatter>,
    /// How many there are in all.
    pub total: Counted,
    /// The list of all.
    pub href: String,
}

impl Pointing {
    /// A power with many cases.
    pub fn sample(lang: Lang) -> Self {
        let one = LinkedMatter {
            kind: lang.pick("行政处罚普通程序", "Administrative penalty, ordinary procedure").into(),
            href: "/matters/0199".into(),
            number: "云城管罚〔2026〕54号".into(),
            name: lang.pick("对擅自占用道路摆摊经营的处罚", "Penalty for stalls on the road").into(),
            state: lang.pick("已送达", "Served").into(),
        };
        Self { named: vec![one], total: Counted::from(312), href: "/matters?of=0199".into() }
    }
}
