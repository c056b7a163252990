//! The tree of region and bodies at the left, and the way back at the top.

use askama::Template;

use crate::face::{Chrome, Lang};

/// One step of the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// A place in a tree of links.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TreeNode {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How many things are there.
    pub count: Option<u32>,
    /// Whether it is the one shown.
    pub current: bool,
    /// Whether what lies below it is folded away at first.
    pub folded: bool,
    /// What lies below it.
    pub children: Vec<TreeNode>,
}

#[derive(Template)]
#[template(path = "components/tree.html")]
struct Branches<'a> {
    chrome: &'a Chrome,
    nodes: &'a [TreeNode],
}

/// The nested list of a tree, as HTML; empty when nothing is in it.
///
/// # Errors
/// Only when writing into memory fails.
pub fn tree(chrome: &Chrome, nodes: &[TreeNode]) -> askama::Result<String> {
    if nodes.is_empty() { Ok(String::new()) } else { Branches { chrome, nodes }.render() }
}

impl TreeNode {
    /// A city with departments and districts.
    pub fn samples(lang: Lang) -> Vec<Self> {
        let node = |zh: &str, en: &str, count, children| Self {
            label: lang.pick(zh, en).into(),
            href: "/matters?body=511".into(),
            count: Some(count),
            current: false,
            folded: true,
            children,
        };
        let districts = vec![
            node(
                "青溪区",
                "Qingxi District",
                212,
                vec![
                    node("青溪区综合行政执法局", "Qingxi Enforcement Bureau", 98, vec![]),
                    node("柳桥街道", "Liuqiao Street Office", 31, vec![]),
                ],
            ),
            node("白塔县", "Baita County", 140, vec![]),
        ];
        let mut city = node("锦安市", "Jin'an City", 1284, vec![]);
        city.children = vec![
            node("市城市管理局", "City Administration Bureau", 301, vec![]),
            node("市交通运输局", "Transport Bureau", 122, vec![]),
            node("市司法局", "Justice Bureau", 88, vec![]),
        ];
        city.children.extend(districts);
        city.current = true;
        vec![city]
    }
}
