//! `yifa serve`, `yifa demo`: the city in the browser.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tracing_subscriber::EnvFilter;
use yifa_app::city::City;
use yifa_app::clock::{Clock, DayClock, SystemClock};
use yifa_app::demo;
use yifa_app::keeping::Keeping;
use yifa_app::notify::{Outside, Teller};
use yifa_app::sign_on::{SignOn, SignOnSettings};
use yifa_app::upkeep::Upkeep;
use yifa_web::MailWords;
use yifa_web::server::connections::{self, Patience};
use yifa_web::server::{API_RATE, PUBLIC_RATE, Server, router};

use super::hold::hold;
use super::place::Place;
use super::running::{self, broken};
use crate::answer::{Answer, Failure};
use crate::output;

/// How long a server that is told to stop waits for the requests that it is at, and for its upkeep.
const PATIENCE: Duration = Duration::from_secs(20);

/// Arguments of `yifa serve`.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// 监听地址，默认 127.0.0.1:7480 · address to listen on
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// 对外网址，印在文书和二维码上 · address under which people reach it, printed on papers
    #[arg(long)]
    address: Option<String>,
    /// 城市名称 · the city's name
    #[arg(long)]
    name: Option<String>,
    /// 备份目录，备份可在管理页面制作 · the folder for backups made from the administration
    #[arg(long, value_name = "DIR")]
    backups: Option<std::path::PathBuf>,
    /// 邮件服务器：smtps://用户:密码@主机 · the mail server: smtps://user:password@host
    #[arg(long, env = "YIFA_SMTP", hide_env_values = true)]
    smtp: Option<String>,
    /// 邮件的发件人 · the sender of mails
    #[arg(long, env = "YIFA_MAIL_FROM", default_value = "yifa@localhost.localdomain")]
    mail_from: String,
    /// 统一身份认证的密钥，不写则用 yifa.toml 的 · the secret of the single sign-on; that of yifa.toml unless given
    #[arg(long, env = "YIFA_SIGN_ON_SECRET", hide_env_values = true)]
    sign_on_secret: Option<String>,
    #[command(flatten)]
    rates: Rates,
}

/// How much one caller may ask.
#[derive(Debug, Args)]
struct Rates {
    /// 每个接口令牌每秒的请求数，默认 20，0 为不限 · API requests a second of one token, 20 unless given; 0: not counted
    #[arg(long, value_name = "N")]
    api_rate: Option<u16>,
    /// 同一网络地址每小时可提交的公众表单数，默认 20 · public forms that one address may send in an hour, 20 unless given
    #[arg(long, value_name = "N")]
    public_rate: Option<NonZeroU16>,
}

impl Rates {
    /// Requests of the API: what was given, what the file says, or the usual.
    fn api(&self, file: Option<u16>) -> Option<NonZeroU16> {
        NonZeroU16::new(self.api_rate.or(file).unwrap_or(API_RATE))
    }

    /// Public forms of one address: what was given, what the file says, or the usual.
    fn public(&self, file: Option<NonZeroU16>) -> NonZeroU16 {
        self.public_rate.or(file).unwrap_or(PUBLIC_RATE)
    }
}

/// Arguments of `yifa demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// 监听地址 · address to listen on
    #[arg(long, default_value = "127.0.0.1:7480")]
    listen: SocketAddr,
    /// 数据库地址，默认为临时目录 · address of an empty store; a temporary one unless given
    #[arg(long)]
    store: Option<String>,
    /// 演示的当日，默认为最近一个十一月二十三日 · the demonstration's today; the last 23 November unless given
    #[arg(long)]
    today: Option<jiff::civil::Date>,
    /// 规模：full 为全市，small 为小样 · how much of the city: full, or the small one that tests use
    #[arg(long, default_value = "full")]
    size: demo::Size,
    #[command(flatten)]
    rates: Rates,
}

/// Serves a city until it is told to stop.
///
/// # Errors
/// The store or the address cannot be opened.
pub fn serve(arguments: &Serve) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let place = arguments.place.find()?;
        let asked = match (arguments.listen, &place.listen) {
            (Some(listen), _) => listen,
            (None, Some(text)) => text.parse().map_err(|_| {
                Failure::misuse("no address to listen on", text, "write it as 127.0.0.1:7480")
            })?,
            (None, None) => SocketAddr::from(([127, 0, 0, 1], 7480)),
        };
        let outside = Outside::new(arguments.smtp.as_deref(), &arguments.mail_from).map_err(|fault| {
            Failure::misuse(
                fault.to_string(),
                "--smtp, --mail-from",
                "write it as smtps://user:password@host",
            )
        })?;
        let _held = hold(&place.store)?;
        // Before anything is opened or made: a port that is taken is the most frequent mistake.
        let listener = listen(asked).await?;
        let city = running::city(&place).await?;
        let sources = running::sources(place.definitions.as_deref())?;
        city.keep_with(Keeping { sources, backups: arguments.backups.clone() });
        let address =
            arguments.address.clone().or(place.address).unwrap_or_else(|| address_of(&listener, asked));
        let secure = address.starts_with("https://");
        let address = address.trim_end_matches('/');
        let sign_on = place.sign_on.map(|settings| {
            let secret = arguments.sign_on_secret.clone().or(settings.secret);
            SignOn::new(SignOnSettings { secret, ..settings }, address).map(Arc::new).map_err(|fault| {
                Failure::misuse(fault.to_string(), "[sign_on]", "write issuer as https://id.example.gov.cn")
            })
        });
        let server = Server {
            city: city.clone(),
            name: arguments.name.clone().or(place.name).unwrap_or_else(|| "依法".to_owned()).into(),
            demo: None,
            address: address.into(),
            secure,
            api_rate: arguments.rates.api(place.api_rate),
            public_rate: arguments.rates.public(place.public_rate),
            sign_on: sign_on.transpose()?,
        };
        output::print(address)?;
        run(server, listener, outside, None).await
    })
}

/// Builds the demonstration city and serves it.
///
/// # Errors
/// As [`serve`]; or the stories and the definitions do not agree.
pub fn demo(arguments: &Demo) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let registry = running::compiled(&demo::definitions())?;
        let folder = tempfile::tempdir()
            .map_err(|error| Failure::fault(error.to_string(), "temporary folder", "set TMPDIR"))?;
        let place = format!("sqlite:{}", folder.path().join("yifa-demo.sqlite").display());
        let store = running::store(arguments.store.as_deref().unwrap_or(&place)).await?;
        let today = arguments.today.unwrap_or_else(|| demo::usual_day(SystemClock.today()));
        let listener = listen(arguments.listen).await?;
        let bar = ProgressBar::new(0).with_style(
            ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message("云江市的一年 · a year of the city");
        let begun = demo::begin(store.clone(), registry.clone(), arguments.size, today, &|done, total| {
            bar.set_length(total);
            bar.set_position(done);
        })
        .await
        .map_err(|error| broken(&error))?;
        bar.finish_and_clear();
        let jurisdiction = running::jurisdiction(demo::JURISDICTION)?;
        let city = City::open(store, jurisdiction, registry, Arc::new(DayClock::on(today)))
            .await
            .map_err(|error| broken(&error))?;
        city.keep_with(Keeping {
            sources: demo::definitions(),
            backups: Some(folder.path().join("backups")),
        });
        let address = address_of(&listener, arguments.listen);
        tell();
        let left = begun.left();
        said(&begun.built().await.map_err(|error| broken(&error))?)?;
        if left > 0 {
            output::print(&format!(
                "其余 {left} 件正在写入，页面已可使用 · {left} more are being written; the pages are open already"
            ))?;
        }
        output::print(&address)?;
        for one in demo::SIGN_INS {
            output::print(&format!("  {:<16} {}  {} · {}", one.name, demo::PASSWORD, one.zh, one.en))?;
        }
        output::print(&format!("十分钟认识依法 · ten minutes with Yifa: {address}/tour"))?;
        let progress = Arc::new(demo::Progress::default());
        progress.set(0, left);
        let writing = tokio::spawn(write(begun, progress.clone()));
        let server = Server {
            city: Arc::new(city),
            name: "云江市".into(),
            demo: Some(progress.clone()),
            address: address.into(),
            secure: false,
            api_rate: arguments.rates.api(None),
            public_rate: arguments.rates.public(None),
            sign_on: None,
        };
        let outside = Outside::new(None, "yifa@localhost.localdomain").map_err(|error| broken(&error))?;
        run(server, listener, outside, Some(writing)).await
    })
}

/// Tells what is left of the year while the pages are open.
async fn write(begun: demo::Begun, progress: Arc<demo::Progress>) {
    if begun.left() == 0 {
        return;
    }
    let told = begun.finish(&|done, total| progress.set(done, total)).await;
    progress.set(0, 0);
    let said = match told {
        Ok(built) => said(&built),
        Err(error) => output::print(&format!("这一年没有写完 · the year could not be finished: {error}")),
    };
    if said.is_err() {
        tracing::warn!("nobody reads what is printed");
    }
}

/// Says what was built.
fn said(built: &demo::Built) -> Result<(), Failure> {
    output::print(&format!(
        "{0} 件事项 · {0} matters, {1} acts, {2} refused",
        built.matters, built.acts, built.refused
    ))?;
    for story in &built.broken {
        tracing::debug!("{story}");
    }
    if built.broken.is_empty() {
        return Ok(());
    }
    let count = built.broken.len();
    output::print(&format!(
        "{count} 个故事在这一天讲不完整 · {count} stories do not fit this day and break off (YIFA_LOG=debug names them)"
    ))
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| {
        let what = match error.kind() {
            std::io::ErrorKind::AddrInUse => "another process listens there already".to_owned(),
            std::io::ErrorKind::PermissionDenied => "this user may not listen there".to_owned(),
            _ => error.to_string(),
        };
        Failure::fault(what, address.to_string(), "choose another address with --listen")
    })
}

/// The address of a listener; port 0 asked for any that is free.
fn address_of(listener: &TcpListener, asked: SocketAddr) -> String {
    format!("http://{}", listener.local_addr().unwrap_or(asked))
}

/// What happens goes to standard error; `YIFA_LOG=debug` tells more, `YIFA_LOG=off` nothing.
fn tell() {
    let filter = EnvFilter::try_from_env("YIFA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // Already set in this process: then it stays.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// Serves until told to stop: then answers what was asked already, and ends the upkeep. The upkeep begins when what is still
/// being written is there: the law would act too early on what has only begun to be told.
async fn run(
    server: Server,
    listener: TcpListener,
    outside: Outside,
    writing: Option<JoinHandle<()>>,
) -> Result<Answer, Failure> {
    tell();
    let (stop, told) = watch::channel(false);
    let words = MailWords { address: server.address.to_string() };
    let courier = Arc::new(Teller::new(outside, words));
    let upkeep = Upkeep::new(server.city.clone()).with_courier(courier);
    let mut stopped = stop.subscribe();
    let upkeep = tokio::spawn(async move {
        if let Some(writing) = writing {
            tokio::select! {
                _ = writing => {}
                _ = stopped.wait_for(|stop| *stop) => return,
            }
        }
        upkeep.run(told).await;
    });
    yifa_app::paper::prepare();
    let stopping = stop.clone();
    let signal = async move {
        told_to_stop().await;
        tracing::info!("stopping");
        stopping.send_replace(true);
    };
    let serving = connections::serve(listener, router(server), Patience::default(), signal);
    let mut asked = stop.subscribe();
    let overdue = async {
        let _ = asked.wait_for(|stop| *stop).await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        () = serving => {}
        () = overdue => {}
    }
    stop.send_replace(true);
    // What it is at is one transaction after another: giving up loses nothing.
    let _ = tokio::time::timeout(PATIENCE, upkeep).await;
    Ok(Answer::Fine)
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
