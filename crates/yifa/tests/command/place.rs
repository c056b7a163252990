//! A city made by `yifa init`, and servers of it, for the tests of the commands that need one.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::support::{Run, yifa};

pub const PASSWORD: &str = "a-long-password";

/// A city in a folder of its own.
pub struct City {
    pub folder: tempfile::TempDir,
}

impl City {
    /// Made on SQLite, or at an address.
    pub fn new(store: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("password"), format!("{PASSWORD}\n")).unwrap();
        let city = Self { folder };
        let run = city.init(&["--jurisdiction", "990100", "--name", "云江市"], store);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        let made = city.run(&[
            "account",
            "legal",
            "--person",
            "李衡",
            "--post",
            "legal_office@justice",
            "--password-file",
            &city.password(),
        ]);
        assert_eq!(made.code, Some(0), "{}", made.err);
        city
    }

    pub fn init(&self, more: &[&str], store: Option<&str>) -> Run {
        let (folder, password) = (self.path(), self.password());
        let mut all =
            vec!["init", &folder, "--admin", "root", "--person", "管理员", "--password-file", &password];
        all.extend(more);
        all.extend(store.iter().flat_map(|store| ["--store", *store]));
        yifa(all)
    }

    pub fn path(&self) -> String {
        self.folder.path().join("city").display().to_string()
    }

    pub fn password(&self) -> String {
        self.folder.path().join("password").display().to_string()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command on the city.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let folder = self.path();
        yifa([arguments, &["--city", &folder]].concat())
    }

    /// Starts a server on a free port.
    pub fn serve(&self) -> Server {
        Server::start(&["serve", "--city", &self.path(), "--listen", "127.0.0.1:0"])
    }
}

/// A server that ends with the test.
pub struct Server {
    pub child: Child,
    pub address: String,
}

impl Server {
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_yifa"))
            .args(arguments)
            .env("YIFA_LOG", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if line.is_empty() {
            let mut told = String::new();
            child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
            panic!("the server does not start: {told}");
        }
        Self { child, address: line.trim().to_owned() }
    }

    /// Tells it to stop, as an operator does, and waits for its end.
    pub fn stop(mut self) -> Option<i32> {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap().code()
    }

    /// As a power cut.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Somebody at a browser that keeps its cookies.
pub struct Visitor {
    pub address: String,
    cookie: String,
    agent: ureq::Agent,
}

impl Visitor {
    pub fn signed_in(address: &str, name: &str) -> Self {
        let config = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build();
        let mut visitor = Self { address: address.to_owned(), cookie: String::new(), agent: config.into() };
        let page = visitor.get("/sign-in");
        let token = hidden(&page, "csrf");
        let (status, _) =
            visitor.post("/sign-in", &[("csrf", &token), ("name", name), ("password", PASSWORD)]).unwrap();
        assert_eq!(status, 303, "{name} is not let in");
        visitor
    }

    /// The same person at another server of the city.
    pub fn at(&self, address: &str) -> Self {
        Self { address: address.to_owned(), cookie: self.cookie.clone(), agent: self.agent.clone() }
    }

    fn remember<T>(&mut self, answer: &ureq::http::Response<T>) {
        for line in answer.headers().get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap().to_owned();
            let name = pair.split('=').next().unwrap().to_owned();
            let kept = self
                .cookie
                .split("; ")
                .filter(|one| !one.is_empty() && !one.starts_with(&format!("{name}=")));
            self.cookie = kept.map(str::to_owned).chain([pair]).collect::<Vec<_>>().join("; ");
        }
    }

    pub fn get(&mut self, path: &str) -> String {
        let asked = self.agent.get(format!("{}{path}", self.address)).header("cookie", &self.cookie).call();
        let mut answer = asked.unwrap();
        self.remember(&answer);
        answer.body_mut().read_to_string().unwrap()
    }

    /// Status and place of a form's answer; `None` when the server has gone.
    pub fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Option<(u16, String)> {
        let request = self.agent.post(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        let answer = request.send_form(form.iter().copied()).ok()?;
        self.remember(&answer);
        let place = answer.headers().get("location").map(|place| place.to_str().unwrap().to_owned());
        Some((answer.status().as_u16(), place.unwrap_or_default()))
    }

    /// Opens a matter; its identifier, once the server has acknowledged it.
    pub fn open(&mut self, token: &str, once: &str) -> Option<String> {
        let form = nomination(token, once);
        let (status, place) = self.post(NOMINATE, &form)?;
        assert_eq!(status, 303, "{once}");
        Some(place.trim_start_matches("/matters/").to_owned())
    }

    pub fn token(&mut self) -> String {
        let page = self.get(NOMINATE);
        hidden(&page, "csrf")
    }
}

/// A form that anybody in the office may send as often as they like.
pub const NOMINATE: &str = "/matters/new/rule-evaluation/nominate";

/// That form, filled in.
pub fn nomination<'a>(token: &'a str, once: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("csrf", token),
        ("once", once),
        ("rule_title", once),
        ("triggers", "opinions"),
        ("trigger_evidence", "公众意见较多"),
    ]
}

fn hidden(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let after = after.unwrap_or_else(|| panic!("no {name} on the page: {page}"));
    after.split('"').next().unwrap().to_owned()
}
