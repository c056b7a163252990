//! Makes typed text fit for print without changing what a reader sees. Owns what is dropped; knows no layout.

/// Longest run without a place to break a line (an identity code has 18, a phone number 11).
const LONGEST_RUN: usize = 24;
/// Longest address that stays in one piece on a line of its own: who copies it from two lines gets two pieces.
const LONGEST_ADDRESS: usize = 60;
/// Where a longer run may be broken.
const BREAK_EVERY: usize = 12;

/// The text with line breaks as `\n`, without control characters and without the invisible characters that
/// reverse the printed order (a fine of 001 must not be made to read 100).
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\u{2028}' | '\u{2029}' | '\u{0B}' | '\u{0C}' | '\u{85}' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() || is_invisible(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// [`clean`], on one line.
pub(crate) fn clean_line(text: &str) -> String {
    clean(text).split('\n').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// [`clean`], with invisible places to break a line inside long runs of letters, so that nothing leaves the page.
pub(crate) fn clean_breakable(text: &str) -> String {
    breakable(text, LONGEST_RUN)
}

/// [`clean_breakable`], where a line has room for an address.
pub(crate) fn clean_note(text: &str) -> String {
    breakable(text, LONGEST_ADDRESS)
}

fn breakable(text: &str, longest_address: usize) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    let mut length = 0;
    for c in text.chars() {
        if c.is_whitespace() || is_ideographic(c) {
            push_run(&mut out, &run, length, longest_address);
            run.clear();
            length = 0;
            out.push(c);
        } else {
            run.push(c);
            length += 1;
        }
    }
    push_run(&mut out, &run, length, longest_address);
    out
}

fn push_run(out: &mut String, run: &str, length: usize, longest_address: usize) {
    let is_address = run.starts_with("https://") || run.starts_with("http://");
    if length <= if is_address { longest_address } else { LONGEST_RUN } {
        return out.push_str(run);
    }
    let mut since_break = 0;
    for c in run.chars() {
        // An emoji made of joined parts must stay whole.
        let joined = c == '\u{200D}' || out.ends_with('\u{200D}') || is_attached(c);
        if since_break >= BREAK_EVERY && !joined {
            out.push('\u{200B}');
            since_break = 0;
        }
        out.push(c);
        since_break += 1;
    }
}

/// Chinese writing breaks between any two characters.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Characters that belong to the one before them.
fn is_attached(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{AD}' | '\u{61C}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_of_every_system_become_one() {
        assert_eq!(clean("a\r\nb\rc\nd\u{2028}e"), "a\nb\nc\nd\ne");
        assert_eq!(clean_line(" 关于 \r\n 通知 \n\n"), "关于 通知");
    }

    #[test]
    fn direction_overrides_and_controls_are_dropped() {
        assert_eq!(clean("罚款\u{202E}001\u{202C}元\u{0}\u{7}\u{200F}"), "罚款001元");
    }

    #[test]
    fn what_a_person_typed_is_otherwise_kept() {
        let typed = "#import \"x\" *bold* $x$ @y <z> 𠮷㐂 😀👨\u{200D}👩";
        assert_eq!(clean(typed), typed);
    }

    #[test]
    fn only_long_runs_get_places_to_break() {
        assert_eq!(
            clean_breakable("统一社会信用代码91510100MA00000000"),
            "统一社会信用代码91510100MA00000000"
        );
        let long = clean_breakable(&"x".repeat(100));
        assert_eq!(long.matches('\u{200B}').count(), 8);
        assert_eq!(long.replace('\u{200B}', ""), "x".repeat(100));
        assert_eq!(clean_breakable(&"字".repeat(100)), "字".repeat(100));
        let address = "http://yifa.example/public/follow";
        assert!(clean_breakable(address).contains('\u{200B}'), "a cell of a table is narrow");
        assert_eq!(clean_note(&format!("在 {address} 可以查看")), format!("在 {address} 可以查看"));
        assert!(clean_note(&address.repeat(2)).contains('\u{200B}'));
    }
}
