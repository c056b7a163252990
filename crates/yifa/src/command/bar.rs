//! Progress of long work, on a terminal only; nothing is drawn into a file or a pipe.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that counts things whose number is not known before.
pub fn counting(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {msg} {pos}");
    let bar =
        ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_message(what);
    bar
}

/// A bar of known length.
pub fn measured(what: &'static str, length: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len} {eta}");
    let bar = ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what);
    bar
}
