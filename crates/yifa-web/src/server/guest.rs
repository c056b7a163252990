//! Owns who is asking: language, session, the frame of the page, and the proof that a form is ours.

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use subtle::ConstantTimeEq;
use yifa_app::account::Session;
pub(crate) use yifa_app::account::form_token;
use yifa_kernel::matter::Actor;

use super::{Server, absent, articles, words};
use crate::face::{Chrome, Lang, Nav, Person, mark_chinese};
use crate::pages::entry::ProblemPage;

/// The cookie of a session.
pub(super) const SESSION: &str = "yifa_session";
/// The cookie of the language.
pub(super) const LANGUAGE: &str = "yifa_language";
/// The cookie that proves that the sign-in form is ours.
pub(super) const ENTRY: &str = "yifa_entry";

/// Whoever asks, signed in or not.
#[derive(Clone)]
pub(crate) struct Guest {
    pub server: Server,
    pub lang: Lang,
    pub address: String,
    pub session: Option<Session>,
    /// The secret of the entry cookie, for the sign-in form.
    pub entry: Option<String>,
    /// How many notices the person has not read.
    pub unread: u32,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct Staff {
    pub guest: Guest,
    pub session: Session,
    pub actor: Actor,
}

impl FromRequestParts<Server> for Guest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Response> {
        let address =
            parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let address = address.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let accepted =
            parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let chosen = cookie(&parts.headers, LANGUAGE).and_then(|code| Lang::from_code(&code));
        let session = match cookie(&parts.headers, SESSION) {
            Some(token) => server.city.session(&token).await.map_err(|error| words::fault(server, &error))?,
            None => None,
        };
        Ok(Self {
            server: server.clone(),
            lang: chosen.unwrap_or_else(|| Lang::from_accept_language(accepted)),
            address,
            unread: unread(server, session.as_ref()).await,
            session,
            entry: cookie(&parts.headers, ENTRY),
        })
    }
}

impl FromRequestParts<Server> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Response> {
        let guest = Guest::from_request_parts(parts, server).await?;
        match guest.session.clone() {
            Some(session) => Ok(Self { actor: session.actor(), session, guest }),
            None => {
                let back =
                    serde_urlencoded::to_string([("back", guest.address.as_str())]).unwrap_or_default();
                Err(Redirect::to(&format!("/sign-in?{back}")).into_response())
            }
        }
    }
}

/// Notices are counted no further beside the bell.
const MOST_UNREAD: u32 = 100;

/// The number beside the bell. A page is shown without it rather than not at all.
async fn unread(server: &Server, session: Option<&Session>) -> u32 {
    let Some(session) = session else { return 0 };
    match server.city.unread_count(&session.account.person, MOST_UNREAD).await {
        Ok(count) => u32::try_from(count).unwrap_or(MOST_UNREAD),
        Err(error) => {
            tracing::warn!(%error, "the notices could not be counted");
            0
        }
    }
}

pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Whether a form's proof fits a secret.
pub(crate) fn is_ours(secret: &str, token: &str) -> bool {
    !token.is_empty() && bool::from(form_token(secret).as_bytes().ct_eq(token.as_bytes()))
}

impl Guest {
    /// Somebody who is signed in; else the guest again.
    pub(super) fn staff(self) -> Result<Staff, Box<Self>> {
        match self.session.clone() {
            Some(session) => Ok(Staff { actor: session.actor(), session, guest: self }),
            None => Err(Box::new(self)),
        }
    }

    /// Articles of the law, in the reader's language.
    pub(crate) fn articles(&self, basis: &[String]) -> String {
        articles::all(self.server.city.registry(), self.lang, basis)
    }

    /// The frame of a page.
    pub(crate) fn chrome(&self, here: Option<Nav>) -> Chrome {
        let person = self.session.as_ref().map(|session| {
            let actor = session.actor();
            let role = self.server.city.registry().role(&actor.role);
            let role = role.map_or_else(
                || actor.role.to_string(),
                |role| self.lang.pick(&role.label.zh, &role.label.en).to_owned(),
            );
            let bodies = self.server.city.bodies();
            let body = actor.body.as_ref().and_then(|body| bodies.get(body));
            let body = body.map_or_else(String::new, |body| self.lang.pick(&body.name, &body.en).to_owned());
            let name = self.lang.pick(&session.account.name, &session.account.en).to_owned();
            Person { name, role, body, administers: actor.role.as_str() == yifa_app::account::ADMINISTRATOR }
        });
        let secret =
            self.session.as_ref().map(|session| session.form_secret.as_str()).or(self.entry.as_deref());
        Chrome {
            lang: self.lang,
            address: self.address.clone(),
            person,
            csrf: secret.map(form_token).unwrap_or_default(),
            unread: self.unread,
            here,
            city: self.server.name.to_string(),
            demo: self.server.demo.is_some(),
            writing: self.server.demo.as_ref().and_then(|progress| progress.now()),
            told: None,
        }
    }

    /// The frame of a public page: nobody is signed in there.
    pub(crate) fn public_chrome(&self) -> Chrome {
        Chrome { person: None, ..self.chrome(None) }
    }

    /// The frame of a page that says why there is no page: on the portal nobody is signed in.
    pub(super) fn problem_chrome(&self) -> Chrome {
        let chrome = self.chrome(None);
        if chrome.is_public() { self.public_chrome() } else { chrome }
    }

    /// A page that says why there is no page.
    pub(crate) fn problem(
        &self,
        status: StatusCode,
        code: &str,
        what: String,
        place: Option<String>,
    ) -> Response {
        let page = ProblemPage {
            chrome: self.problem_chrome(),
            status: status.as_u16(),
            code: code.to_owned(),
            what,
            place,
            reasons: Vec::new(),
            back: "/".to_owned(),
        };
        (status, page_of(&page)).into_response()
    }

    /// The answer to a form that does not come from our own page.
    pub(super) fn not_ours(&self) -> Response {
        self.problem(StatusCode::FORBIDDEN, "403", self.lang.t("server.not_ours"), None)
    }

    /// The answer to whatever went wrong.
    pub(crate) fn failed(&self, error: &yifa_app::AppError) -> Response {
        use yifa_app::AppError;
        match error {
            AppError::NotFound(what) => self.problem(
                StatusCode::NOT_FOUND,
                "404",
                self.lang.t("server.not_found"),
                Some(absent::told(self.lang, what)),
            ),
            AppError::Forbidden => {
                self.problem(StatusCode::FORBIDDEN, "403", self.lang.t("server.forbidden"), None)
            }
            AppError::Invalid { what, why } => {
                let what = absent::unusable(self.lang, what, why);
                self.problem(StatusCode::BAD_REQUEST, "400", self.lang.t("server.invalid"), Some(what))
            }
            AppError::Sheet(fault) => {
                let what = super::register_import::sheet_words(self.lang, fault);
                self.problem(StatusCode::UNPROCESSABLE_ENTITY, "422", what, None)
            }
            AppError::Refused(refusal) => {
                let view = words::refusal(self, refusal);
                let page = ProblemPage {
                    chrome: self.problem_chrome(),
                    status: 409,
                    code: view.code.clone(),
                    what: view.tried.clone(),
                    place: None,
                    reasons: view.reasons,
                    back: refusal
                        .matter
                        .as_ref()
                        .map_or_else(|| "/".to_owned(), |matter| format!("/matters/{matter}")),
                };
                (StatusCode::CONFLICT, page_of(&page)).into_response()
            }
            AppError::Paper(fault) => {
                let place = Some(fault.to_string());
                self.problem(StatusCode::SERVICE_UNAVAILABLE, "503", self.lang.t("server.no_paper"), place)
            }
            AppError::Store(_) | AppError::Unreadable { .. } | AppError::Temporary(_) => {
                words::fault(&self.server, error)
            }
        }
    }
}

impl Staff {
    /// The frame of a page.
    pub(crate) fn chrome(&self, here: Option<Nav>) -> Chrome {
        self.guest.chrome(here)
    }
}

/// A rendered page; templates can only fail for want of memory.
pub(crate) fn page_of(page: &impl askama::Template) -> Response {
    match page.render() {
        Ok(html) => Html(mark_chinese(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
