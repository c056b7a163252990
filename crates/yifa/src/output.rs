//! Standard output. Owns: printing text and JSON; a reader that goes away (`| head`) is no fault.

use std::io::{ErrorKind, Write, stdout};

use serde_json::Value;

use crate::answer::Failure;

/// Prints a text and ends the line.
///
/// # Errors
/// A fault when standard output cannot be written.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    let written = out.write_all(text.trim_end_matches('\n').as_bytes()).and_then(|()| out.write_all(b"\n"));
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let what = format!("the answer cannot be written: {error}");
            Err(Failure::fault(what, "standard output", "check the disk to which the output goes"))
        }
        _ => Ok(()),
    }
}

/// Prints a JSON value over several lines.
///
/// # Errors
/// As [`print`].
pub fn print_json(value: &Value) -> Result<(), Failure> {
    print(&format!("{value:#}"))
}

/// Prints a JSON value on one line.
///
/// # Errors
/// As [`print`].
pub fn print_json_line(value: &Value) -> Result<(), Failure> {
    print(&value.to_string())
}
