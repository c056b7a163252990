//! Connections that do next to nothing: they end, and nobody else waits for them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use yifa_web::server::connections::{Patience, serve};

use crate::city::Town;

const PATIENCE: Patience = Patience {
    head: Duration::from_millis(600),
    body: Duration::from_millis(600),
    rate: 2_048,
    reader: Duration::from_millis(600),
};

/// A server with little patience.
async fn served(town: &Town) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(serve(listener, town.app.clone(), PATIENCE, std::future::pending()));
    address
}

async fn connected(address: SocketAddr, sent: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(sent.as_bytes()).await.expect("sent");
    stream
}

/// Sends a byte each tenth of a second until the other side ends the connection; gives how long that took and what it said.
async fn dripped(mut stream: TcpStream) -> (Duration, String) {
    let begun = Instant::now();
    let (mut told, mut buffer) = (Vec::new(), [0; 4_096]);
    while begun.elapsed() < Duration::from_secs(5) {
        if stream.write_all(b"a").await.is_err() {
            break;
        }
        match timeout(Duration::from_millis(100), stream.read(&mut buffer)).await {
            Err(_) => {}
            Ok(Ok(0) | Err(_)) => break,
            Ok(Ok(n)) => told.extend_from_slice(&buffer[..n]),
        }
    }
    (begun.elapsed(), String::from_utf8_lossy(&told).into_owned())
}

async fn answered(address: SocketAddr) -> String {
    let mut stream = connected(address, "GET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    let mut told = String::new();
    stream.read_to_string(&mut told).await.expect("an answer");
    told
}

#[tokio::test]
async fn a_head_that_never_ends_is_not_waited_for_and_keeps_nobody_else() {
    let town = Town::new().await;
    let address = served(&town).await;
    let mut slow = Vec::new();
    for _ in 0..200 {
        let head = "GET /api/matters HTTP/1.1\r\nhost: a\r\nx-slow: ";
        slow.push(tokio::spawn(dripped(connected(address, head).await)));
    }
    let begun = Instant::now();
    assert!(answered(address).await.starts_with("HTTP/1.1 200"), "others are answered");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    for one in slow {
        let (took, told) = one.await.expect("an end");
        assert!(took < Duration::from_secs(4), "{took:?}");
        assert!(!told.contains("200 OK"), "{told}");
    }
}

#[tokio::test]
async fn a_silent_connection_ends_before_its_first_request_and_after_it() {
    let town = Town::new().await;
    let address = served(&town).await;
    for sent in ["", "GET /health HTTP/1.1\r\nhost: a\r\n\r\n"] {
        let mut stream = connected(address, sent).await;
        let mut told = Vec::new();
        let read = timeout(Duration::from_secs(4), stream.read_to_end(&mut told)).await;
        assert!(read.is_ok(), "still open after: {sent:?}");
    }
}

#[tokio::test]
async fn a_body_that_drips_ends_and_one_that_is_only_slow_is_read() {
    let town = Town::new().await;
    let address = served(&town).await;
    let head = |path: &str, length: usize| {
        format!(
            "POST {path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {length}\r\n\r\n"
        )
    };
    for path in ["/sign-in", "/uploads", "/api/files?name=a.pdf", "/no/such/place"] {
        let (took, told) = dripped(connected(address, &head(path, 1_000_000)).await).await;
        assert!(took < Duration::from_secs(4), "{path} {took:?}");
        assert!(!told.starts_with("HTTP/1.1 200") && !told.starts_with("HTTP/1.1 5"), "{path} {told}");
    }
    // Twice as long as the beginning has, at four times the least rate.
    let mut stream = connected(address, &head("/sign-in", 12_000)).await;
    for _ in 0..12 {
        stream.write_all(&[b'a'; 1_000]).await.expect("sent");
        sleep(Duration::from_millis(100)).await;
    }
    let mut told = vec![0; 12];
    stream.read_exact(&mut told).await.expect("an answer");
    assert!(told.starts_with(b"HTTP/1.1 4"), "read and refused: {}", String::from_utf8_lossy(&told));
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    let town = Town::new().await;
    let address = served(&town).await;
    // Answers of some megabytes each, one behind the other: more than the machine holds for a connection.
    let asked = "GET /api/openapi.json HTTP/1.1\r\nhost: a\r\n\r\n".repeat(30);
    let mut stream = connected(address, &asked).await;
    sleep(Duration::from_secs(4)).await;
    let mut told = Vec::new();
    let read = timeout(Duration::from_secs(10), stream.read_to_end(&mut told)).await;
    assert!(read.is_ok(), "still open");
    assert!(told.len() < 50_000_000, "{} bytes were sent", told.len());
}
