//! `yifa bench law`: the law library at the size of a nation's whole collection.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;
use yifa_app::clock::{Clock, SystemClock};
use yifa_law::review::{Kind, Subject, review};
use yifa_law::text::normative::NormativeDocument;
use yifa_library::search::{Scope, SearchIndex, SearchQuery};
use yifa_library::{Instrument, Library, Shelf, Version};
use yifa_store::sha256;

use super::texts;
use super::{Against, Budget, Measured, Report, Room, law, median, memory, middle};
use crate::answer::{Answer, Failure};
use crate::command::{law_review, running};
use crate::folder;
use crate::words::Language;

/// 要测量的法规库 · the library to measure
#[derive(Debug, Args)]
pub struct Arguments {
    /// 法规文本所在的文件夹，默认 $YIFA_DATA/laws · a folder of texts; $YIFA_DATA/laws unless given
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,
    /// 文本件数；不足的以改名的副本补齐 · how many texts; copies under other titles make up the number
    #[arg(long, default_value_t = 3_500)]
    texts: usize,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
}

/// What people look for: many hits and few, two characters and whole phrases, several terms, Traditional writing.
const QUERIES: [&str; 16] = [
    "许可",
    "罚款",
    "听证",
    "期限",
    "应当",
    "保护",
    "滞纳金",
    "查封",
    "行政处罚",
    "責令改正",
    "没收违法所得",
    "自收到之日起",
    "自公布之日起施行",
    "许可 撤销",
    "罚款 十万元 吊销",
    "绝无此词",
];
/// How often each is asked.
const ASKED: usize = 15;
/// Answers on a page.
const PAGE: usize = 20;

/// Measures and prints.
///
/// # Errors
/// There are no texts; the temporary folder cannot be written.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    if !(100..=20_000).contains(&arguments.texts) {
        let given = arguments.texts.to_string();
        return Err(Failure::misuse("too few texts, or too many", given, "give 100 to 20000"));
    }
    let from = arguments.library.clone().or_else(shared).ok_or_else(|| {
        let next =
            "name a folder of statutes with --library, or set YIFA_DATA to the folder that holds laws/";
        Failure::misuse("there are no texts to measure with", "yifa bench law", next)
    })?;
    let folder = tempfile::tempdir()
        .map_err(|error| Failure::fault(error.to_string(), "temporary folder", "free some room"))?;
    let texts = folder.path().join("texts");
    std::fs::create_dir(&texts)
        .map_err(|error| Failure::fault(error.to_string(), "temporary folder", "free some room"))?;
    let written = texts::write(&from, &texts, arguments.texts)?;
    let baseline = law::baseline();
    let read = Read::whole(&texts, language)?;
    let mut rooms = read.rooms(written.bytes);
    let mut rows = vec![read.row()];
    let about = json!({ "texts": written.texts, "real_texts": written.real, "articles": read.library.count_articles(),
        "citations": read.citations(), "megabytes": written.bytes / 1_000_000 });
    rows.extend(read.searches());
    rows.push(read.review()?);
    rows.push(read.blast());
    drop(read);
    forget_peak();
    rows.push(stored(&texts, folder.path())?);
    rooms.extend(memory("VmHWM:").map(|mib| Room {
        name: "peak memory of the import into a city's store".into(),
        mib,
        budget_mib: Some(500.0),
    }));
    Report { baseline, about, rows, rooms }.print(arguments.json)
}

fn shared() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("YIFA_DATA")?).join("laws");
    folder.is_dir().then_some(folder)
}

/// Lets the system measure the peak of memory anew, where it can.
fn forget_peak() {
    // Linux alone has it, and not in every container: then the peak of the whole run is told.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// A folder of texts as a library with its index.
struct Read {
    library: Arc<Library>,
    index: SearchIndex,
    took: Duration,
    hashed: Duration,
    peak: Option<f64>,
}

impl Read {
    fn whole(texts: &Path, language: Language) -> Result<Self, Failure> {
        let hashed = hash_all(texts)?;
        let start = Instant::now();
        let library = folder::library(Some(texts), language)?;
        let index = SearchIndex::build(&library);
        Ok(Self { library: Arc::new(library), index, took: start.elapsed(), hashed, peak: memory("VmHWM:") })
    }

    fn row(&self) -> Measured {
        Measured {
            name: "read all texts with citations, edges and index".into(),
            took: self.took,
            against: Against::Own("hashing the same bytes", self.hashed),
            budget: Budget::Time(Duration::from_secs(20)),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "mebibytes for people to read")]
    fn rooms(&self, bytes: u64) -> Vec<Room> {
        let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        let index = mib(self.index.bytes() as u64);
        let mut rooms = vec![
            Room { name: "bytes of all texts".into(), mib: mib(bytes), budget_mib: None },
            Room { name: "search index".into(), mib: index, budget_mib: Some(200.0) },
        ];
        rooms.extend(self.peak.map(|mib| Room {
            name: "peak memory while reading".into(),
            mib,
            budget_mib: Some(500.0),
        }));
        rooms
    }

    fn citations(&self) -> usize {
        let versions = self.library.instruments().iter().flat_map(Instrument::versions);
        versions.flat_map(Version::bodies).map(|body| body.cites.len()).sum()
    }

    fn searches(&self) -> Vec<Measured> {
        let scope = Scope::on(SystemClock.today());
        let mut all: Vec<(Duration, &str)> = Vec::new();
        for words in QUERIES {
            let query = SearchQuery::new(words, scope.clone());
            let took = median(ASKED, || drop(black_box(self.index.search(&self.library, &query, 0, PAGE))));
            all.push((took, words));
        }
        let slowest = all.iter().max().copied().unwrap_or_default();
        let row = |name: String, took| Measured {
            name,
            took,
            against: Against::Own("looking through every article", self.scan()),
            budget: Budget::Time(Duration::from_micros(1_500)),
        };
        let median = middle(all.iter().map(|(took, _)| *took).collect());
        vec![
            row(format!("article search, median of {} queries", QUERIES.len()), median),
            row(format!("article search, the slowest: {}", slowest.1), slowest.0),
        ]
    }

    /// What a plain scan for two characters takes.
    fn scan(&self) -> Duration {
        let versions = || self.library.instruments().iter().flat_map(Instrument::versions);
        median(3, || {
            let articles = versions().flat_map(Version::articles);
            let found = articles.filter(|(body, one)| body.statute.slice(&one.span).contains("滞纳"));
            black_box(found.count());
        })
    }

    fn review(&self) -> Result<Measured, Failure> {
        let parameters = law_review::parameters()?;
        let document = self.document();
        let shelf = Shelf::new(self.library.clone());
        let (kind, on) = (Kind::guess(&document), SystemClock.today());
        let subject = Subject { document: &document, kind, record: None };
        let took = median(5, || drop(black_box(review(&subject, &shelf, on, &parameters))));
        Ok(Measured {
            name: format!("review of a document of {} articles", document.statute.articles.len()),
            took,
            against: Against::Baseline,
            budget: Budget::Time(Duration::from_millis(50)),
        })
    }

    /// A document of fifty articles, each of which cites another instrument.
    fn document(&self) -> NormativeDocument {
        let cited =
            self.library.instruments().iter().filter(|one| one.versions().iter().any(Version::has_text));
        let mut text = "某市综合管理办法\n某府发〔2020〕1号\n".to_owned();
        for (number, one) in (1..=50).zip(cited.step_by(7).chain(self.library.instruments())) {
            text += &format!(
                "第{number}条　依照《{}》第{}条第一款的规定，当事人应当自收到通知之日起十日内办理；逾期的，由主管部门处五百元罚款。\n",
                one.title(),
                number % 12 + 1
            );
        }
        text += "\n某市人民政府\n2020年3月1日\n";
        NormativeDocument::read(text)
    }

    fn blast(&self) -> Measured {
        let on = SystemClock.today();
        let instruments = 0..self.library.instruments().len();
        let most = instruments.max_by_key(|index| self.library.cited_by(*index).len()).unwrap_or_default();
        let took = median(5, || drop(black_box(self.library.blast_radius(most, None, on))));
        Measured {
            name: format!("blast radius of what {} citations name", self.library.cited_by(most).len()),
            took,
            against: Against::Baseline,
            budget: Budget::Time(Duration::from_millis(20)),
        }
    }
}

fn hash_all(texts: &Path) -> Result<Duration, Failure> {
    let start = Instant::now();
    for file in yifa_library::gather(texts).map_err(folder::unreadable)? {
        black_box(sha256(&crate::input::read(&file)?));
    }
    Ok(start.elapsed())
}

/// The same texts into the store of a city, as `yifa import instruments` does it.
fn stored(texts: &Path, folder: &Path) -> Result<Measured, Failure> {
    let hashed = hash_all(texts)?;
    let start = Instant::now();
    let mut files = Vec::new();
    for file in yifa_library::gather(texts).map_err(folder::unreadable)? {
        files.push((file.display().to_string(), crate::input::read(&file)?));
    }
    running::runtime()?.block_on(async {
        let store = running::store(&format!("sqlite:{}", folder.join("library.sqlite").display())).await?;
        let jurisdiction = running::jurisdiction(yifa_app::demo::JURISDICTION)?;
        let done = yifa_app::library::import(store.as_ref(), &jurisdiction, files, SystemClock.now()).await;
        done.map(|imported| drop(black_box(imported))).map_err(|error| running::answered(&error))
    })?;
    Ok(Measured {
        name: "import into a city's store".into(),
        took: start.elapsed(),
        against: Against::Own("hashing the same bytes", hashed),
        budget: Budget::Time(Duration::from_secs(20)),
    })
}
