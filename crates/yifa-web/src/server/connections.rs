//! Owns connections: who is silent, or sends or reads too slowly to mean it, is let go, so that nobody keeps a server busy by
//! doing next to nothing. Forms with files over a slow line have their time: how much has come counts, not how long it took.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use axum::http::Method;
use futures_util::{Stream, StreamExt, stream};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep, sleep_until};
use tower::Service;

/// How long whom is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of a request to be there whole, and for the next request of a connection.
    pub head: Duration,
    /// For a body, before what has come of it counts.
    pub body: Duration,
    /// Bytes of a body that each second more must have brought.
    pub rate: u32,
    /// For a reader who takes nothing of an answer.
    pub reader: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { head: seconds(75), body: seconds(30), rate: 2_048, reader: seconds(60) }
    }
}

/// Answers whoever comes until it is told to stop, and then those whose requests it has.
pub async fn serve(listener: TcpListener, app: Router, patience: Patience, stop: impl Future<Output = ()>) {
    let all = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let come = tokio::select! {
            come = listener.accept() => come,
            () = &mut stop => break,
        };
        let (stream, address) = match come {
            Ok(come) => come,
            Err(error) => {
                // Whoever left again is nothing; that too many are there passes.
                if !left(&error) {
                    tracing::error!(%error, "a connection could not be taken");
                    sleep(Duration::from_secs(1)).await;
                }
                continue;
            }
        };
        let app = app.clone();
        let answer = service_fn(move |request: hyper::Request<Incoming>| {
            let request = paced(request, address, patience);
            let mut app = app.clone();
            async move { Ok::<_, Infallible>(unfailing(app.call(request).await)) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience.head)
            .serve_connection(TokioIo::new(Reader::new(stream, patience.reader)), answer);
        let connection = all.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, %address, "a connection broke off");
            }
        });
    }
    drop(listener);
    all.shutdown().await;
}

fn left(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

fn unfailing<T>(answer: Result<T, Infallible>) -> T {
    match answer {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

/// The request, with the address from which it comes, and a body for which nobody waits for ever.
fn paced(request: hyper::Request<Incoming>, address: SocketAddr, patience: Patience) -> Request {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut request = request.map(|body| match Body::new(body) {
        body if is_read => body,
        body => Body::from_stream(paced_body(body, patience)),
    });
    request.extensions_mut().insert(ConnectInfo(address));
    request
}

fn paced_body(body: Body, patience: Patience) -> impl Stream<Item = io::Result<Bytes>> {
    let mut pieces = body.into_data_stream();
    let (begun, mut come) = (Instant::now(), 0_u64);
    let until = move |come: u64| {
        begun + patience.body + Duration::from_millis(come * 1_000 / u64::from(patience.rate.max(1)))
    };
    let mut alarm = Box::pin(sleep_until(until(0)));
    stream::poll_fn(move |context| {
        if let Poll::Ready(piece) = pieces.poll_next_unpin(context) {
            if let Some(Ok(piece)) = &piece {
                come = come.saturating_add(piece.len() as u64);
                alarm.as_mut().reset(until(come));
            }
            return Poll::Ready(piece.map(|piece| piece.map_err(io::Error::other)));
        }
        ready!(alarm.as_mut().poll(context));
        Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::TimedOut, "the body comes too slowly"))))
    })
}

/// A stream whose reader must take something from time to time.
struct Reader {
    stream: TcpStream,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Reader {
    fn new(stream: TcpStream, patience: Duration) -> Self {
        Self { stream, patience, waiting: None }
    }

    /// What came of writing; an error once nothing has been taken for too long.
    fn held<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let patience = self.patience;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(waiting.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "nobody reads the answer")))
    }
}

impl AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Reader {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.held(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.held(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.held(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
