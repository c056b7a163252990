use std::sync::Arc;
#[tokio::main]
async fn main() {
    let registry = Arc::new(yifa_kernel::definition::compile(&yifa_app::definitions::embedded()).map_err(|f| println!("{}", f.render())).unwrap());
    let _ = std::fs::remove_file("/tmp/demox/t.sqlite");
    let store = yifa_store::open("sqlite:/tmp/demox/t.sqlite").await.unwrap();
    let clock = yifa_app::clock::SystemClock;
    let today = yifa_app::clock::Clock::today(&clock);
    let built = yifa_app::demo::build(store.clone(), registry.clone(), today, &|_, _| {}).await.unwrap();
    println!("{built:?}");
    let city = yifa_app::city::City::open(store, yifa_store::Jurisdiction::new("999900").unwrap(), registry, Arc::new(clock)).await.unwrap();
    let server = yifa_web::server::Server { city: Arc::new(city), name: "云江市".into(), demo: true, address: "http://127.0.0.1:7480".into(), secure: false };
    let l = tokio::net::TcpListener::bind("127.0.0.1:7480").await.unwrap();
    axum::serve(l, yifa_web::server::router(server)).await.unwrap();
}
