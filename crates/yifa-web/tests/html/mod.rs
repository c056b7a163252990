//! A reader of our own markup, just enough for the page tests.

/// A part of a page.
#[derive(Debug)]
pub enum Piece<'a> {
    /// An opening tag.
    Open(Tag<'a>),
    /// A closing tag.
    Close(&'a str),
    /// Text between tags.
    Text(&'a str),
}

/// An opening tag.
#[derive(Debug)]
pub struct Tag<'a> {
    pub name: &'a str,
    pub attributes: Vec<(&'a str, &'a str)>,
    pub closes_itself: bool,
}

impl<'a> Tag<'a> {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, v)| *v)
    }
}

impl<'a> Piece<'a> {
    /// The tag, if it opens an element of this name.
    pub fn open(&self, name: &str) -> Option<&Tag<'a>> {
        match self {
            Self::Open(tag) if tag.name == name => Some(tag),
            Self::Open(_) | Self::Close(_) | Self::Text(_) => None,
        }
    }
}

/// The parts of a page, in order. Values of attributes must be quoted, as ours are.
pub fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let mut rest = page.strip_prefix("<!doctype html>").expect("a doctype");
    while let Some(at) = rest.find('<') {
        if at > 0 {
            all.push(Piece::Text(&rest[..at]));
        }
        rest = &rest[at + 1..];
        let mut quoted = false;
        let end = rest
            .char_indices()
            .find(|(_, c)| {
                quoted ^= *c == '"';
                *c == '>' && !quoted
            })
            .map_or_else(|| panic!("a tag without end: {rest:.60}"), |(i, _)| i);
        let inside = &rest[..end];
        rest = &rest[end + 1..];
        match inside.strip_prefix('/') {
            Some(name) => all.push(Piece::Close(name.trim())),
            None => all.push(Piece::Open(tag(inside))),
        }
    }
    if !rest.trim().is_empty() {
        all.push(Piece::Text(rest));
    }
    all
}

fn tag(inside: &str) -> Tag<'_> {
    let (inside, slash) = inside.strip_suffix('/').map_or((inside, false), |i| (i, true));
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        if let Some(value) = after.strip_prefix("=\"") {
            let (value, after) = value.split_once('"').expect("a closing quotation mark");
            attributes.push((key, value));
            rest = after;
        } else {
            assert!(!after.starts_with('='), "unquoted value in <{inside}>");
            attributes.push((key, ""));
            rest = after;
        }
    }
    let void = ["input", "meta", "link", "br", "hr", "img", "wbr"].contains(&name);
    Tag { name, attributes, closes_itself: slash || void }
}

/// The text inside the element that opens at `n`, with its `aria-label`.
pub fn text_within(all: &[Piece<'_>], n: usize) -> String {
    let Some(Piece::Open(tag)) = all.get(n) else { return String::new() };
    let mut text = tag.get("aria-label").unwrap_or_default().to_owned();
    let mut depth = usize::from(!tag.closes_itself);
    for piece in &all[n + 1..] {
        if depth == 0 {
            break;
        }
        match piece {
            Piece::Open(tag) => depth += usize::from(!tag.closes_itself),
            Piece::Close(_) => depth -= 1,
            Piece::Text(t) => text.push_str(t),
        }
    }
    text
}

/// Whether the piece at `n` lies inside an element of this name.
pub fn is_within(all: &[Piece<'_>], n: usize, name: &str) -> bool {
    let opened = all[..n].iter().filter(|p| p.open(name).is_some()).count();
    let closed = all[..n].iter().filter(|p| matches!(p, Piece::Close(c) if *c == name)).count();
    opened > closed
}

/// Whether an element around the piece at `n` says that its text is Chinese, whatever the page's language.
pub fn is_marked_chinese(all: &[Piece<'_>], n: usize) -> bool {
    let mut open: Vec<&Tag<'_>> = Vec::new();
    for piece in &all[..n] {
        match piece {
            Piece::Open(tag) if !tag.closes_itself => open.push(tag),
            Piece::Close(_) => drop(open.pop()),
            Piece::Open(_) | Piece::Text(_) => {}
        }
    }
    open.iter().skip(1).any(|tag| tag.get("lang").is_some_and(|l| l.starts_with("zh")))
}
