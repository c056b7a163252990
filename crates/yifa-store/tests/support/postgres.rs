//! A throw-away PostgreSQL server for tests, or the one that `YIFA_TEST_POSTGRES` names.
//!
//! Other crates' tests take this file in by
//! `#[allow(dead_code)] #[path = "../../yifa-store/tests/support/postgres.rs"] mod postgres;`.
//!
//! The server listens on a socket in its own temporary folder only, keeps `fsync` on, and runs as an
//! unprivileged user. A small shell process waits beside it for the end of the test process, however that
//! comes, then stops the server and removes the folder: nothing is left behind.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Where Debian keeps the server programs of each version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// The address of a schema of its own, made when a store is first opened there, on the server that this test
/// process shares.
///
/// # Panics
/// When there is no server and none can be started: the test fails, it is never skipped.
pub fn fresh_schema() -> String {
    static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let given = std::env::var("YIFA_TEST_POSTGRES").ok();
    let shared = SHARED.get_or_init(|| given.is_none().then(Cluster::start));
    let base = given.unwrap_or_else(|| shared.as_ref().expect("started above").address());
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let schema = format!("yifa_test_{}_{number}", std::process::id());
    let sign = if base.contains('?') { '&' } else { '?' };
    format!("{base}{sign}options=-c%20search_path%3D{schema}")
}

/// The name of the schema in an address made by [`fresh_schema`].
pub fn schema_of(address: &str) -> &str {
    address.rsplit("search_path%3D").next().unwrap_or_default()
}

/// A server of its own, stopped when dropped.
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    guard: Child,
    /// Where it listens beside its socket, speaking TLS.
    port: Option<u16>,
}

impl Cluster {
    /// Makes a cluster and starts its server.
    ///
    /// # Panics
    /// When the server programs are missing or do not start.
    pub fn start() -> Self {
        let cluster = Self::make();
        cluster.launch();
        cluster
    }

    /// As [`start`](Self::start), with a server that also listens at a port of this machine and speaks TLS with a
    /// certificate and its key, both PEM. Gives the port too.
    ///
    /// # Panics
    /// As [`start`](Self::start).
    pub fn start_with_tls(certificate: &str, key: &str) -> (Self, u16) {
        let mut cluster = Self::make();
        for (name, text) in [("server.crt", certificate), ("server.key", key)] {
            let mut write = Command::new("sh");
            as_server_user(&mut write).args(["-c", "umask 077; cat > \"$1\"", "write"]);
            let file = cluster.folder.join("data").join(name);
            let mut child = write.arg(file).stdin(Stdio::piped()).spawn().expect("sh runs");
            let mut input = child.stdin.take().expect("it is piped");
            std::io::Write::write_all(&mut input, text.as_bytes()).expect("it is written");
            drop(input);
            assert!(child.wait().is_ok_and(|status| status.success()), "{name}");
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = port.expect("a free port").port();
        cluster.port = Some(port);
        cluster.launch();
        (cluster, port)
    }

    fn make() -> Self {
        let programs = programs();
        let folder = std::env::temp_dir().join(format!("yifa-pg-{}-{}", std::process::id(), unique()));
        let made = as_server_user(&mut Command::new("mkdir")).arg("-m").arg("700").arg(&folder).status();
        assert!(made.is_ok_and(|status| status.success()), "cannot make {}", folder.display());
        let made = as_server_user(&mut Command::new(programs.join("initdb")))
            .args(["-U", "yifa", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(folder.join("data"))
            .current_dir(&folder)
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let guard = guard(&folder, &programs);
        Self { folder, programs, guard, port: None }
    }

    /// The address of its database.
    pub fn address(&self) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        let port = self.port.map_or_else(String::new, |port| format!(":{port}"));
        format!("postgres://yifa@{socket}{port}/postgres")
    }

    /// Kills the server and all its processes as a power cut would.
    pub fn kill(&self) {
        let pid = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).expect("the server runs");
        let pid = pid.lines().next().expect("its pid").to_owned();
        let children = Command::new("ps").args(["-o", "pid=", "--ppid", &pid]).output();
        let children = children.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let mut pids = vec![pid];
        pids.extend(children.unwrap_or_default().split_whitespace().map(str::to_owned));
        let killed = Command::new("kill").arg("-9").args(&pids).stderr(Stdio::null()).status();
        assert!(killed.is_ok(), "kill");
        for pid in pids {
            let path = PathBuf::from("/proc").join(pid);
            wait_until("the server is gone", || !path.exists() || is_zombie(&path));
        }
        // The next start would take a dead process that nobody has buried yet for a living one.
        for lock in ["data/postmaster.pid", ".s.PGSQL.5432.lock"] {
            std::fs::remove_file(self.folder.join(lock)).expect("the file is ours");
        }
    }

    /// Starts the server, again after [`kill`](Self::kill).
    pub fn launch(&self) {
        let settings = format!(
            "-k {} {} -c fsync=on -c max_connections=200 -c shared_buffers=64MB",
            self.folder.display(),
            match self.port {
                Some(port) => format!("-p {port} -c ssl=on -c listen_addresses=127.0.0.1"),
                None => "-c listen_addresses=".to_owned(),
            }
        );
        let mut start = self.control(&["start", "-w", "-t", "60", "-s", "-l", "log", "-o", &settings]);
        let started = start.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert!(started.is_ok_and(|status| status.success()), "the server does not start: {}", log());
    }

    fn control(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.programs.join("pg_ctl"));
        as_server_user(&mut command).current_dir(&self.folder).args(["-D", "data"]).args(arguments);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The guard takes the end of its input for the end of the test.
        drop(self.guard.stdin.take());
        drop(self.guard.wait());
    }
}

/// The newest version's server programs.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir(VERSIONS).into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, programs)| programs.join("initdb").exists())
        .max();
    match newest {
        Some((_, programs)) => programs,
        None => panic!(
            "no PostgreSQL server in {VERSIONS}: install the package `postgresql`, or name a server in \
             YIFA_TEST_POSTGRES"
        ),
    }
}

/// The server refuses to run as root: then it runs as `postgres`, or `nobody` where there is none.
fn as_server_user(command: &mut Command) -> &mut Command {
    use std::os::unix::process::CommandExt;
    static USER: OnceLock<Option<(u32, u32)>> = OnceLock::new();
    let id = |arguments: &[&str]| -> Option<u32> {
        let output = Command::new("id").args(arguments).stderr(Stdio::null()).output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse().ok()
    };
    let user = USER.get_or_init(|| {
        let named = |name| Some((id(&["-u", name])?, id(&["-g", name])?));
        (id(&["-u"]) == Some(0)).then(|| named("postgres").or_else(|| named("nobody"))).flatten()
    });
    if let Some((user, group)) = user {
        command.uid(*user).gid(*group);
    }
    command
}

/// Waits for the end of this process in another one, then stops the server and removes its folder.
fn guard(folder: &Path, programs: &Path) -> Child {
    use std::os::unix::process::CommandExt;
    let script = "cat >/dev/null; \"$1/pg_ctl\" -D \"$2/data\" -m immediate -s stop; cd /; rm -rf \"$2\"";
    as_server_user(&mut Command::new("sh"))
        .args(["-c", script, "guard"])
        .arg(programs)
        .arg(folder)
        .current_dir(folder)
        .process_group(0) // a Ctrl-C meant for the tests does not reach it
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("sh runs")
}

fn unique() -> u32 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed)
}

fn is_zombie(process: &Path) -> bool {
    let stat = std::fs::read_to_string(process.join("stat")).unwrap_or_default();
    stat.rsplit(") ").next().is_none_or(|rest| rest.starts_with('Z'))
}

fn wait_until(what: &str, done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(30), "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
