//! How wide a text is, and where it breaks, without a font at hand.

/// Width of a text in ems: full-width characters take one, Latin ones about half.
pub(super) fn ems(text: &str) -> f64 {
    text.chars().map(em).sum()
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'l' | 'j' | 't' | 'f' | 'r' | ' ' | '.' | ',' | '\'' | ':' | ';' | '|' => 0.36,
        'm' | 'w' | 'M' | 'W' => 0.88,
        'A'..='Z' => 0.7,
        '\0'..='\u{2FF}' => 0.57,
        _ => 1.0,
    }
}

/// Breaks a text into lines of at most `most` ems, at blanks or between full-width characters; a longer word
/// stays whole.
pub(super) fn wrap(text: &str, most: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut piece = String::new();
    let mut put = |piece: &mut String| {
        let Some(line) = lines.last_mut() else { return };
        if !line.is_empty() && ems(line) + ems(piece.trim_end()) > most {
            lines.push(piece.trim_start().to_owned());
        } else {
            line.push_str(piece);
        }
        piece.clear();
    };
    for c in text.chars() {
        let opens_line = c > '\u{2FF}' && !"，。、；：）》”’！？".contains(c);
        if opens_line {
            put(&mut piece);
        }
        piece.push(c);
        if c == ' ' {
            put(&mut piece);
        }
    }
    put(&mut piece);
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}
