//! `yifa` 依法: the command line.
//!
//! Owns: reading the arguments, calling the crates below, printing answers and exit codes. It must not know law:
//! what a text says, when a limit ends and what a definition means is asked of the crates below.

mod answer;
mod command;
mod embedded;
mod folder;
mod input;
mod lines;
mod output;
mod words;

use clap::Parser;
use std::process::ExitCode;

/// Pages are made of many small pieces on several threads at once: the system's own allocator takes a fifth of their time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let line = command::CommandLine::parse();
    match line.run() {
        Ok(answer) => answer.exit_code(),
        Err(failure) => {
            eprint!("{failure}");
            failure.exit_code()
        }
    }
}
