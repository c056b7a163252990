//! Owns what is answered before a handler has seen a request whole: a form that is too large, a query that cannot be read. Such
//! an answer becomes a page in the reader's language with the way back, and what is still on its way is read to its end: a
//! browser that is still sending shows no answer, only a broken connection.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{Stream, StreamExt, stream};

use super::guest::{Guest, page_of};
use super::{Server, upload};
use crate::components::Reason;
use crate::pages::entry::ProblemPage;

/// How much of what nobody reads is read and thrown away.
const MOST: usize = 4 << 30;
/// How long a sender may take for it.
const LONGEST: Duration = Duration::from_secs(600);

/// The layer around everything else.
pub(super) async fn answered(State(server): State<Server>, request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let (request, rest) = shared(request);
    let response = next.run(request).await;
    if let Some(rest) = rest {
        // However it ends, the answer goes out.
        let _ = tokio::time::timeout(LONGEST, rest.read_away()).await;
    }
    match response.status() {
        status if asked.is_page() && is_bare(&response) => asked.page(&server, status, response).await,
        _ => response,
    }
}

/// Whether nobody wrote the answer for a reader: a few English words, or none.
fn is_bare(response: &Response) -> bool {
    let told = matches!(
        response.status(),
        StatusCode::BAD_REQUEST
            | StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::SERVICE_UNAVAILABLE
    );
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    told && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

/// What it was, why, and what to do.
fn keys(status: StatusCode) -> [&'static str; 3] {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            ["server.bare.too_large", "server.bare.too_large_why", "server.bare.too_large_next"]
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            ["server.bare.method", "server.bare.method_why", "server.bare.method_next"]
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
            ["server.bare.too_long", "server.bare.too_long_why", "server.bare.too_long_next"]
        }
        _ => ["server.bare.unreadable", "server.bare.unreadable_why", "server.bare.unreadable_next"],
    }
}

/// Who asked, and for what.
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let headers = request.headers();
        let told = [header::COOKIE, header::ACCEPT_LANGUAGE, header::REFERER, header::HOST];
        let told = told.into_iter().flat_map(|name| {
            headers.get_all(&name).iter().map(move |value| (name.clone(), value.clone())).collect::<Vec<_>>()
        });
        Self { method: request.method().clone(), uri: request.uri().clone(), headers: told.collect() }
    }

    /// Whether a reader is to see the answer: programs have answers of their own.
    fn is_page(&self) -> bool {
        let path = self.uri.path();
        path != "/health" && path != "/uploads" && path != "/api" && !path.starts_with("/api/")
    }

    /// The page of ours from which this came: that of a form still holds what was typed before.
    fn back(&self) -> Option<String> {
        let text = |name| self.headers.get(name).and_then(|value| value.to_str().ok());
        let from: Uri = text(header::REFERER)?.parse().ok()?;
        let ours = from.authority()?.as_str() == text(header::HOST)?;
        Some(from.path_and_query()?.as_str().to_owned()).filter(|_| ours)
    }

    async fn page(&self, server: &Server, status: StatusCode, bare: Response) -> Response {
        let mut request = Request::new(());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        let guest = match Guest::from_request_parts(&mut request.into_parts().0, server).await {
            Ok(guest) => guest,
            Err(fault) => return fault,
        };
        let [what, why, next] = keys(status).map(|key| {
            let mb = (upload::LARGEST >> 20).to_string();
            guest.lang.with(key, &[("mb", mb)])
        });
        let back = self.back();
        let page = ProblemPage {
            chrome: guest.problem_chrome(),
            status: status.as_u16(),
            code: status.as_u16().to_string(),
            what,
            place: Some(self.uri.path().to_owned()),
            reasons: vec![Reason {
                text: why,
                next: Some(next),
                next_href: back.clone(),
                ..Reason::default()
            }],
            back: back.unwrap_or_else(|| "/".to_owned()),
        };
        let mut response = page_of(&page);
        *response.status_mut() = status;
        for name in [header::ALLOW, header::RETRY_AFTER] {
            if let Some(value) = bare.headers().get(&name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        response
    }
}

/// A body that can be read on after whoever was to read it has gone.
#[derive(Clone)]
struct Rest(Arc<Mutex<Reading>>);

struct Reading {
    body: BodyDataStream,
    read: usize,
    ended: bool,
}

/// The request with a body that is shared, and the body; `None` where nothing is sent, or waits for our word to be sent.
fn shared(request: Request) -> (Request, Option<Rest>) {
    if matches!(*request.method(), Method::GET | Method::HEAD)
        || request.headers().contains_key(header::EXPECT)
    {
        return (request, None);
    }
    let (parts, body) = request.into_parts();
    let rest = Rest(Arc::new(Mutex::new(Reading { body: body.into_data_stream(), read: 0, ended: false })));
    (Request::from_parts(parts, Body::from_stream(rest.clone().pieces())), Some(rest))
}

impl Rest {
    fn pieces(self) -> impl Stream<Item = Result<Bytes, axum::Error>> {
        stream::poll_fn(move |context| {
            let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if reading.ended {
                return std::task::Poll::Ready(None);
            }
            let piece = std::task::ready!(reading.body.poll_next_unpin(context));
            match &piece {
                Some(Ok(bytes)) => reading.read = reading.read.saturating_add(bytes.len()),
                Some(Err(_)) | None => reading.ended = true,
            }
            std::task::Poll::Ready(piece)
        })
    }

    /// Reads to the end, or until it has become too much.
    async fn read_away(self) {
        let pieces = self.clone().pieces();
        let read = move || self.0.lock().unwrap_or_else(PoisonError::into_inner).read;
        let mut pieces = std::pin::pin!(pieces);
        while read() < MOST {
            match pieces.next().await {
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break,
            }
        }
    }
}
