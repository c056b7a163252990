//! Processes that end with the test run, however it ends.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

/// Waits for the end of its own input, then ends what it started with all that came of it. The test run holds the other end
/// of that input: it closes when the run is over, also when a walk has failed or the run was killed.
const GUARD: &str = r#"set -m
"$@" </dev/null &
child=$!
exec >&-
cat >/dev/null
kill -TERM -- "-$child" 2>/dev/null
wait "$child""#;

/// A process that ends with the test run: it lives as long as the guard's input is held open.
pub struct Guarded(Child);

impl Guarded {
    pub fn start(program: &str, arguments: &[String]) -> Self {
        let guard = Command::new("bash")
            .args(["-c", GUARD, "guard", program])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        Self(guard.expect("bash"))
    }

    /// Reads what the process prints until a line is what is waited for, and lets it print on; `None` if it ends before.
    pub fn until(&mut self, is_it: impl Fn(&str) -> bool) -> Option<String> {
        let mut lines = BufReader::new(self.0.stdout.take()?).lines().map_while(Result::ok);
        let found = lines.find(|line| is_it(line));
        // Whoever goes on writing needs somebody who goes on reading.
        std::thread::spawn(move || lines.for_each(drop));
        found
    }
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}
