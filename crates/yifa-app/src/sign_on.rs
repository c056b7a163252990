//! Owns signing in through the directory of people that a city keeps for all its systems 统一身份认证: OpenID Connect, the
//! code flow with PKCE. The directory says who somebody is; what they may do is said by their account here.

use std::time::Duration;

use jiff::SignedDuration;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse,
};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use yifa_kernel::id::PersonId;
use yifa_store::{NewRecord, sha256};

use crate::account::{SignInFault, session_id};
use crate::city::City;
use crate::error::{AppError, Result};
use crate::journal::Kind;
use crate::notify::outside::short;

/// Who was sent to the directory and has not come back; an id is the digest of a token that comes back with them.
const SENT: &str = "sign_on";
/// How long somebody may stay there.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
/// How long the directory may take to answer.
const ANSWER: Duration = Duration::from_secs(10);

/// What a city says of its directory: `[sign_on]` in `yifa.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOnSettings {
    /// The address of the directory, `https://…`, as it calls itself.
    pub issuer: String,
    /// What this platform is called there.
    pub client: String,
    /// The secret that was agreed; none for a directory that asks for none.
    #[serde(default)]
    pub secret: Option<String>,
    /// What of the directory's answer is the name of the account here.
    #[serde(default)]
    pub account: AccountClaim,
    /// Who may still come in by a password kept here.
    #[serde(default)]
    pub passwords: Passwords,
    /// What people call the directory.
    pub title: String,
    /// The same in English.
    pub title_en: String,
}

/// Who may come in by a password kept here, where there is a directory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passwords {
    /// Everybody who has one.
    #[default]
    Everybody,
    /// Those who keep the accounts alone, so that a silent directory shuts nobody out for good.
    Administrators,
}

/// What of a directory's answer is the name of the account here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountClaim {
    /// The identifier that the directory never gives twice.
    #[default]
    Sub,
    /// The name with which the person signs in there.
    PreferredUsername,
    /// The address of mails, if the directory has verified it.
    Email,
}

/// Why somebody who was sent to the directory is not in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignOnFault {
    /// The directory gives no answer, or none that can be read.
    Unreachable(String),
    /// The directory, or the person there, said no.
    Declined(String),
    /// What the directory said does not prove who somebody is.
    Unproven(String),
    /// Sent too long ago, from another browser, or back for the second time.
    Ended,
    /// The directory knows the person; there is no account of that name here, or it has ended.
    NoAccount(String),
    /// Who has a second step here takes it, with this token.
    Code(String),
}

type Directory = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The directory of a city, as this platform asks it.
#[derive(Debug, Clone)]
pub struct SignOn {
    settings: SignOnSettings,
    issuer: IssuerUrl,
    back: RedirectUrl,
    web: ureq::Agent,
}

/// Somebody who came back from the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Where they wanted to go; the start if that is not known.
    pub back: String,
    /// The token of the session, for the cookie; or why there is none.
    pub token: std::result::Result<String, SignOnFault>,
}

impl SignOn {
    /// The path under which people come back.
    pub const RETURN: &str = "/sign-in/directory/return";

    /// A directory. `address`: where people reach this platform, no slash at the end.
    ///
    /// # Errors
    /// An address that cannot be read; a directory without TLS that is not on this machine.
    pub fn new(settings: SignOnSettings, address: &str) -> Result<Self> {
        let wrong = |why: &str| AppError::invalid(settings.issuer.clone(), why.to_owned());
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|fault| wrong(&fault.to_string()))?;
        let here = matches!(issuer.url().host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if issuer.url().scheme() != "https" && !here {
            return Err(wrong("a directory is asked by https://"));
        }
        let back = RedirectUrl::new(format!("{address}{}", Self::RETURN))
            .map_err(|fault| wrong(&fault.to_string()))?;
        let web = ureq::Agent::config_builder()
            .timeout_global(Some(ANSWER))
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        Ok(Self { settings, issuer, back, web })
    }

    /// What people call it.
    pub fn title(&self) -> (&str, &str) {
        (&self.settings.title, &self.settings.title_en)
    }

    /// Who may still come in by a password kept here.
    pub fn passwords(&self) -> Passwords {
        self.settings.passwords
    }

    /// What the directory says of itself now, its keys included.
    fn directory(&self) -> std::result::Result<Directory, SignOnFault> {
        let found = CoreProviderMetadata::discover(&self.issuer, &|request| self.ask(request));
        let found = found.map_err(|fault| SignOnFault::Unreachable(chain(&fault)))?;
        let secret = self.settings.secret.clone().map(ClientSecret::new);
        let client =
            CoreClient::from_provider_metadata(found, ClientId::new(self.settings.client.clone()), secret);
        Ok(client.set_redirect_uri(self.back.clone()))
    }

    /// Asks; follows nobody who sends it elsewhere.
    fn ask(&self, request: HttpRequest) -> std::result::Result<HttpResponse, ureq::Error> {
        let mut answer = self.web.run(request)?;
        let body = answer.body_mut().with_config().limit(1 << 20).read_to_vec()?;
        let (head, _) = answer.into_parts();
        Ok(HttpResponse::from_parts(head, body))
    }

    /// Where to send somebody, and what must be known when they come back.
    fn begin(&self) -> std::result::Result<(String, CsrfToken, Nonce, PkceCodeVerifier), SignOnFault> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let directory = self.directory()?;
        let asked = directory.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        );
        let scope = match self.settings.account {
            AccountClaim::Sub => None,
            AccountClaim::PreferredUsername => Some("profile"),
            AccountClaim::Email => Some("email"),
        };
        let scopes = scope.map(|scope| Scope::new(scope.to_owned()));
        let (address, state, nonce) = asked.add_scopes(scopes).set_pkce_challenge(challenge).url();
        Ok((address.into(), state, nonce, verifier))
    }

    /// The name of the account of whoever brings a code.
    fn finish(
        &self,
        code: String,
        nonce: &Nonce,
        verifier: PkceCodeVerifier,
    ) -> std::result::Result<String, SignOnFault> {
        let directory = self.directory()?;
        let asked = directory
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|fault| SignOnFault::Unreachable(chain(&fault)))?;
        let answer = asked
            .set_pkce_verifier(verifier)
            .request(&|request| self.ask(request))
            .map_err(|fault| SignOnFault::Unproven(chain(&fault)))?;
        let token = answer.id_token().ok_or_else(|| SignOnFault::Unproven("no id_token".to_owned()))?;
        let claims = token
            .claims(&directory.id_token_verifier(), nonce)
            .map_err(|fault| SignOnFault::Unproven(chain(&fault)))?;
        self.account_of(claims)
    }

    fn account_of(&self, claims: &CoreIdTokenClaims) -> std::result::Result<String, SignOnFault> {
        let (claim, name) = match self.settings.account {
            AccountClaim::Sub => ("sub", Some(claims.subject().to_string())),
            AccountClaim::PreferredUsername => {
                ("preferred_username", claims.preferred_username().map(|name| name.to_string()))
            }
            AccountClaim::Email => {
                let verified = claims.email_verified() == Some(true);
                ("email", claims.email().filter(|_| verified).map(|mail| mail.to_string()))
            }
        };
        name.filter(|name| !name.is_empty()).ok_or_else(|| SignOnFault::Unproven(format!("no {claim}")))
    }
}

impl City {
    /// Sends somebody to the directory; gives the address there. `browser` is a secret of their browser, which must be the
    /// one that comes back; `back` is where they want to go afterwards.
    ///
    /// # Errors
    /// The store.
    pub async fn begin_sign_on(
        &self,
        sign_on: &SignOn,
        browser: &str,
        back: &str,
    ) -> Result<std::result::Result<String, SignOnFault>> {
        let asked = sign_on.clone();
        let (address, state, nonce, verifier) = match aside(move || asked.begin()).await {
            Ok(begun) => begun,
            Err(fault) => return Ok(Err(fault)),
        };
        let value = json!({ "nonce": nonce.secret(), "verifier": verifier.secret(), "back": back,
            "browser": sha256(browser.as_bytes()).to_string() });
        let record = NewRecord {
            collection: SENT.into(),
            id: session_id(state.secret()),
            value,
            expected_version: None,
            expires_at: self.clock().now().checked_add(PATIENCE).ok(),
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(Ok(address))
    }

    /// Somebody comes back from the directory with what it gave them: a code, or why there is none. Each way there is good
    /// for one way back.
    ///
    /// # Errors
    /// The store.
    pub async fn finish_sign_on(
        &self,
        sign_on: &SignOn,
        browser: &str,
        state: &str,
        code: std::result::Result<String, String>,
    ) -> Result<Returned> {
        let id = session_id(state);
        let found = self.store().record_get(self.jurisdiction(), SENT, &id, self.clock().now()).await?;
        let sent = found.map_or(Json::Null, |record| record.value);
        let said = |key: &str| sent.get(key).and_then(Json::as_str).map(ToOwned::to_owned);
        let same = said("browser").is_some_and(|kept| kept == sha256(browser.as_bytes()).to_string());
        let ended = Returned { back: "/".to_owned(), token: Err(SignOnFault::Ended) };
        let Some(((nonce, verifier), back)) = said("nonce").zip(said("verifier")).zip(said("back")) else {
            return Ok(ended);
        };
        // Of two who bring the same, one is too late.
        if !same || !self.store().record_delete(self.jurisdiction(), SENT, &id).await? {
            return Ok(ended);
        }
        let asked = sign_on.clone();
        let name = match code {
            Err(why) => Err(SignOnFault::Declined(short(&why))),
            Ok(code) => {
                aside(move || asked.finish(code, &Nonce::new(nonce), PkceCodeVerifier::new(verifier))).await
            }
        };
        let token = match name {
            Ok(name) => self.vouched_for(name).await?,
            Err(fault) => Err(fault),
        };
        Ok(Returned { back, token })
    }

    /// A session of somebody whom the directory knows by this name.
    async fn vouched_for(&self, name: String) -> Result<std::result::Result<String, SignOnFault>> {
        let person = PersonId::new(&name);
        if !self.account(&person).await?.is_some_and(|account| account.open) {
            self.journal(Kind::SignInFailed, json!({ "name": name }), None, Vec::new()).await?;
            return Ok(Err(SignOnFault::NoAccount(name)));
        }
        Ok(self.proven(&person).await?.map_err(|fault| match fault {
            SignInFault::Code(half) => SignOnFault::Code(half),
            SignInFault::Wrong | SignInFault::Waiting | SignInFault::Ended | SignInFault::Directory => {
                SignOnFault::Ended
            }
        }))
    }
}

/// Asks the directory on a thread that may wait.
async fn aside<T: Send + 'static>(
    ask: impl FnOnce() -> std::result::Result<T, SignOnFault> + Send + 'static,
) -> std::result::Result<T, SignOnFault> {
    let work = tokio::task::spawn_blocking(ask).await;
    work.unwrap_or_else(|fault| Err(SignOnFault::Unreachable(fault.to_string())))
}

/// A fault with its causes; it may repeat what strangers answered.
fn chain(fault: &dyn std::error::Error) -> String {
    let mut told = fault.to_string();
    let mut cause = fault.source();
    while let Some(next) = cause {
        told = format!("{told}: {next}");
        cause = next.source();
    }
    short(&told)
}
