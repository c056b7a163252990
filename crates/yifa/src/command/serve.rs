//! `yifa serve`, `yifa demo`: the city in the browser.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use tokio::net::TcpListener;
use yifa_app::city::City;
use yifa_app::clock::{Clock, DayClock, SystemClock};
use yifa_app::demo;
use yifa_web::server::{Server, router};

use super::running::{self, Place, broken};
use crate::answer::{Answer, Failure};
use crate::output;

/// How often the law is let act on what has lapsed.
const SWEEP: Duration = Duration::from_secs(300);

/// Arguments of `yifa serve`.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// 监听地址 · address to listen on
    #[arg(long, default_value = "127.0.0.1:7480")]
    listen: SocketAddr,
    /// 对外网址，印在文书和二维码上 · address under which people reach it, printed on papers
    #[arg(long)]
    address: Option<String>,
    /// 城市名称 · the city's name
    #[arg(long, default_value = "依法")]
    name: String,
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
    /// 演示的当日，默认今天 · the demonstration's today
    #[arg(long)]
    today: Option<jiff::civil::Date>,
}

/// Serves a city until it is told to stop.
///
/// # Errors
/// The store or the address cannot be opened.
pub fn serve(arguments: &Serve) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let city = running::city(&arguments.place).await?;
        let address = arguments.address.clone().unwrap_or_else(|| format!("http://{}", arguments.listen));
        let secure = address.starts_with("https://");
        let server = Server {
            city: city.clone(),
            name: arguments.name.as_str().into(),
            demo: false,
            address: address.trim_end_matches('/').into(),
            secure,
        };
        let listener = listen(arguments.listen).await?;
        output::print(&address)?;
        run(server, listener).await
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
        let today = arguments.today.unwrap_or_else(|| SystemClock.today());
        let listener = listen(arguments.listen).await?;
        let bar = ProgressBar::new(0).with_style(
            ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message("云江市的一年 · a year of the city");
        let built = demo::build(store.clone(), registry.clone(), today, &|done, total| {
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
        let address = format!("http://{}", arguments.listen);
        let told = format!(
            "{0} 件事项 · {0} matters, {1} acts, {2} refused",
            built.matters, built.acts, built.refused
        );
        output::print(&told)?;
        output::print(&address)?;
        for one in demo::SIGN_INS {
            output::print(&format!("  {:<16} {}  {} · {}", one.name, demo::PASSWORD, one.zh, one.en))?;
        }
        let server = Server {
            city: Arc::new(city),
            name: "云江市".into(),
            demo: true,
            address: address.into(),
            secure: false,
        };
        run(server, listener).await
    })
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| {
        Failure::fault(error.to_string(), address.to_string(), "choose another with --listen")
    })
}

async fn run(server: Server, listener: TcpListener) -> Result<Answer, Failure> {
    let city = server.city.clone();
    yifa_app::paper::prepare();
    let sweeper = tokio::spawn(async move {
        loop {
            tokio::time::sleep(SWEEP).await;
            if let Err(error) = city.sweep().await {
                tracing::error!(%error, "the sweep of lapses failed");
            }
        }
    });
    let served = axum::serve(listener, router(server)).with_graceful_shutdown(told_to_stop()).await;
    sweeper.abort();
    served.map_err(|error| Failure::fault(error.to_string(), "the server", "start it again"))?;
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
