//! A town with one department, for tests that only need somewhere to act.

use std::sync::Arc;

use jiff::civil::date;
use yifa_app::city::City;
use yifa_app::clock::SetClock;
use yifa_app::demo;
use yifa_kernel::body::{Body, BodyKind};
use yifa_kernel::definition::{Source, compile};
use yifa_store::Jurisdiction;

/// Opens the town in a folder, under these definitions, at the instant of this clock; its department is `urban`.
pub async fn open(folder: &tempfile::TempDir, definitions: &[Source], clock: Arc<SetClock>) -> City {
    let place = format!("sqlite:{}", folder.path().join("town.sqlite").display());
    let store = yifa_store::open(&place).await.expect("a store");
    let registry = Arc::new(compile(definitions).expect("definitions"));
    let code = Jurisdiction::new(demo::JURISDICTION).expect("a code");
    let city = City::open(store, code, registry, clock).await.expect("a city");
    let urban = Body {
        id: "urban".into(),
        name: "云江市城市管理局".into(),
        en: "Urban".into(),
        short: "云城管".into(),
        kind: BodyKind::Department,
        parent: None,
        valid_from: date(2010, 1, 1),
        valid_to: None,
        successor: None,
        place: 0,
    };
    city.put_bodies([urban]).await.expect("a department");
    city
}

/// A clock that stands.
pub fn clock(at: &str) -> Arc<SetClock> {
    Arc::new(SetClock::at(at.parse().expect("an instant")))
}
