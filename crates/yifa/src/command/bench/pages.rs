//! Whole pages, asked for over HTTP from a server of its own by somebody who is signed in; how many lists it gives in a
//! second, and the memory that it then holds.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use yifa_app::city::City;
use yifa_app::sign_on::Passwords;
use yifa_app::{definitions, demo};
use yifa_store::{MatterOrder, MatterQuery};

use super::city::{faulty, row};
use super::{Measured, Room, memory_of, middle};
use crate::answer::Failure;
use crate::command::running::broken;

/// How often a page is read.
const READS: usize = 31;
/// Readers at once, and the lists that each asks for.
const READERS: usize = 8;
const LISTS: u32 = 500;

/// How long a server may be busy with its first round of upkeep, and for how long it is idle when it has ended it.
const FIRST_ROUND: Duration = Duration::from_secs(1200);
const IDLE: Duration = Duration::from_secs(2);
/// What an idle server works in that time, in ticks.
const A_LITTLE: u32 = 2;
/// The unit in which Linux tells how long a process has worked.
const TICK: Duration = Duration::from_millis(10);

/// A server in a process of its own; it ends with this value.
struct Serving {
    child: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn fault(error: impl ToString, at: &str) -> Failure {
    Failure::fault(error.to_string(), at, "report it")
}

impl Serving {
    fn begin(folder: &Path) -> Result<Self, Failure> {
        let own = folder.join("definitions");
        let national: BTreeSet<String> = definitions::embedded().into_iter().map(|one| one.path).collect();
        for source in demo::definitions().into_iter().filter(|one| !national.contains(&one.path)) {
            let path = own.join(&source.path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(|error| fault(error, "definitions"))?;
            }
            fs::write(&path, &source.text).map_err(|error| fault(error, "definitions"))?;
        }
        let program = std::env::current_exe().map_err(|error| fault(error, "yifa"))?;
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--jurisdiction", demo::JURISDICTION])
            .arg("--store")
            .arg(format!("sqlite:{}", folder.join("city.sqlite").display()))
            .arg("--definitions")
            .arg(&own)
            .env_remove("YIFA_CITY")
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| fault(error, "yifa serve"))?;
        let mut address = String::new();
        if let Some(told) = child.stdout.take() {
            BufReader::new(told).read_line(&mut address).map_err(|error| fault(error, "yifa serve"))?;
        }
        let serving = Self { child, address: address.trim().to_owned() };
        match serving.address.is_empty() {
            true => Err(fault("the server did not begin", "yifa serve")),
            false => Ok(serving),
        }
    }
}

impl Serving {
    /// Waits until what a server does at its start is done, where the machine tells how long a process has worked.
    fn settled(&self) {
        let begun = Instant::now();
        let mut before = worked(self.child.id());
        while before.is_some() && begun.elapsed() < FIRST_ROUND {
            thread::sleep(IDLE);
            let now = worked(self.child.id());
            if now.zip(before).is_some_and(|(now, before)| now - before <= A_LITTLE) {
                return;
            }
            before = now;
        }
    }
}

/// How long a process has worked, in the machine's ticks.
fn worked(process: u32) -> Option<u32> {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in brackets, may have blanks; the times are the 12th and 13th after it.
    let (_, rest) = line.rsplit_once(')')?;
    let times = rest.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u32>());
    times.sum::<Result<u32, _>>().ok()
}

/// Somebody who reads pages over one connection.
struct Reader {
    agent: ureq::Agent,
    address: String,
    cookie: String,
}

impl Reader {
    fn new(address: &str, token: &str) -> Self {
        let agent = ureq::Agent::config_builder().max_redirects(0).build().into();
        Self { agent, address: address.to_owned(), cookie: format!("yifa_session={token}") }
    }

    fn read(&self, path: &str) -> Result<(), Failure> {
        let asked = self.agent.get(format!("{}{path}", self.address)).header("Cookie", &self.cookie).call();
        let mut answer = asked.map_err(|error| fault(error, path))?;
        // As bytes: to check the text of a page costs a reader more than the server worked on it.
        answer.body_mut().read_to_vec().map_err(|error| fault(error, path))?;
        // Whoever is not let in is led to the page for signing in.
        match answer.status().is_success() {
            true => Ok(()),
            false => Err(fault("nobody is let in", path)),
        }
    }

    fn timed(&self, path: &str) -> Result<Duration, Failure> {
        let mut all = Vec::new();
        for _ in 0..READS {
            let start = Instant::now();
            self.read(path)?;
            all.push(start.elapsed());
        }
        Ok(middle(all))
    }
}

/// Measures the pages of a city that lies in a folder.
///
/// # Errors
/// The server does not begin; a page is refused.
pub async fn measure(city: &City, folder: &Path) -> Result<(Vec<Measured>, Option<Room>), Failure> {
    let token = city
        .sign_in("legal-office", demo::PASSWORD, Passwords::Everybody)
        .await
        .map_err(|error| broken(&error))?;
    let token = token.map_err(|_| fault("nobody is let in", "sign-in"))?;
    let place = (city.store(), city.jurisdiction());
    let page = async |after: Option<&yifa_store::Cursor>| {
        let all = MatterQuery::default();
        place.0.matters(place.1, &all, MatterOrder::ChangedLast, after, 200).await.map_err(faulty)
    };
    let first = page(None).await?;
    let matter = first.rows.first().map(|row| row.matter.to_string()).unwrap_or_default();
    // Deep: ten thousand pages of fifty, or as many as there are.
    let mut deep = first.next;
    for _ in 0..2_500 {
        match page(deep.as_ref()).await?.next {
            Some(next) => deep = Some(next),
            None => break,
        }
    }
    let deep = deep.map(|cursor| format!("/matters?after={cursor}")).unwrap_or_else(|| "/matters".to_owned());
    let folder = folder.to_owned();
    let measured = tokio::task::spawn_blocking(move || over_http(&folder, &token, &matter, &deep));
    measured.await.map_err(|error| fault(error, "the readers"))?
}

fn over_http(
    folder: &Path,
    token: &str,
    matter: &str,
    deep: &str,
) -> Result<(Vec<Measured>, Option<Room>), Failure> {
    let serving = Serving::begin(folder)?;
    serving.settled();
    let reader = Reader::new(&serving.address, token);
    let mut found = Vec::new();
    for (name, path, budget) in [
        ("page: list of matters, first page", "/matters".to_owned(), 3),
        ("page: list of matters, deep", deep.to_owned(), 3),
        ("page: a matter", format!("/matters/{matter}"), 5),
        ("page: my desk", "/".to_owned(), 10),
        ("page: the plan", "/plan".to_owned(), 10),
        ("page: figures", "/figures".to_owned(), 10),
    ] {
        found.push(row(name, reader.timed(&path)?, Duration::from_millis(budget)));
    }
    let before = worked(serving.child.id());
    let start = Instant::now();
    let readers: Vec<_> = (0..READERS)
        .map(|_| {
            let reader = Reader::new(&serving.address, token);
            thread::spawn(move || (0..LISTS).try_for_each(|_| reader.read("/matters")))
        })
        .collect();
    for reader in readers {
        reader.join().map_err(|_| fault("a reader broke off", "/matters"))??;
    }
    let each = start.elapsed() / (LISTS * READERS as u32);
    let name = format!("page: a list, {READERS} readers at once (500 µs are 2,000 a second)");
    found.push(row(name, each, Duration::from_micros(500)));
    // The readers are on the same machine; what the server alone would give is told by its own work.
    if let Some((before, after)) = before.zip(worked(serving.child.id())) {
        let each = (after - before) * TICK / (LISTS * READERS as u32);
        let name = "page: a list, the server's own work (two cores give 2,000 a second at 1 ms)";
        found.push(row(name, each, Duration::from_millis(1)));
    }
    let held = memory_of(serving.child.id(), "VmRSS:");
    let room = held.map(|mib| Room { name: "resident memory of serve".into(), mib, budget_mib: Some(300.0) });
    Ok((found, room))
}
