//! The carrier of the running platform: SMTP for mails, HTTPS for neighbours. Only signing in asks anybody else
//! (`sign_on`).

use std::time::Duration;

use async_trait::async_trait;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{Call, Carrier, CarryFault, Mail};
use crate::error::{AppError, Result};

/// How long a server may take to answer.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Mails by SMTP, messages by HTTP.
pub struct Outside {
    mail: Option<(AsyncSmtpTransport<Tokio1Executor>, Mailbox)>,
    web: ureq::Agent,
}

impl Outside {
    /// A carrier. `smtp`: `smtps://user:password@host` or `smtp://host:port?tls=required`; none: mails wait until there is
    /// one. `from`: the sender of mails.
    ///
    /// # Errors
    /// An address that cannot be read; the message names it, without a password.
    pub fn new(smtp: Option<&str>, from: &str) -> Result<Self> {
        let mail = match smtp {
            None => None,
            Some(url) => {
                let shown = url.rsplit('@').next().unwrap_or(url).to_owned();
                let wrong = |fault: SmtpError| AppError::invalid(shown, fault.to_string());
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(wrong)?;
                let sender = from.parse().map_err(|_| AppError::invalid(from, "name <name@example.cn>"))?;
                Some((builder.timeout(Some(PATIENCE)).build(), sender))
            }
        };
        let web = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // A neighbour that has moved is to be entered anew: a signed message follows nobody.
            .max_redirects(0)
            .build()
            .into();
        Ok(Self { mail, web })
    }
}

fn never(why: impl ToString) -> CarryFault {
    CarryFault { later: false, silent: false, why: short(&why.to_string()) }
}

fn later(why: impl ToString) -> CarryFault {
    CarryFault { later: true, silent: false, why: short(&why.to_string()) }
}

fn silent(why: impl ToString) -> CarryFault {
    CarryFault { silent: true, ..later(why) }
}

/// What strangers answer is kept short and on one line.
pub(crate) fn short(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

#[async_trait]
impl Carrier for Outside {
    fn has_mail(&self) -> bool {
        self.mail.is_some()
    }

    async fn mail(&self, mail: &Mail) -> std::result::Result<(), CarryFault> {
        let Some((transport, sender)) = &self.mail else { return Err(later("no mail server is set")) };
        let to: Mailbox = mail.to.parse().map_err(never)?;
        // The same mail has the same Message-ID, so that a receiver who gets it twice can tell.
        let name = yifa_store::sha256(mail.id.as_bytes());
        let message = Message::builder()
            .message_id(Some(format!("<{name}@{}>", sender.email.domain())))
            .from(sender.clone())
            .to(to)
            .subject(&mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(never)?;
        match transport.send(message).await {
            Ok(_) => Ok(()),
            Err(fault) if fault.is_permanent() => Err(never(fault)),
            Err(fault) if fault.is_transient() => Err(later(fault)),
            Err(fault) => Err(silent(fault)),
        }
    }

    async fn call(&self, call: &Call) -> std::result::Result<(), CarryFault> {
        let (web, call) = (self.web.clone(), call.clone());
        let work = tokio::task::spawn_blocking(move || {
            let mut request = web.post(&call.url);
            for (name, value) in &call.headers {
                request = request.header(name, value);
            }
            request.send(call.body.as_str()).map(|response| response.status().as_u16())
        });
        match work.await {
            Ok(Ok(200..=299)) => Ok(()),
            // It will never take it: what it does not know (410 Gone, 400 and the like) is not sent again.
            Ok(Ok(status @ (400 | 401 | 403 | 404 | 405 | 410 | 422))) => {
                Err(never(format!("HTTP {status}")))
            }
            Ok(Ok(status)) => Err(later(format!("HTTP {status}"))),
            Ok(Err(fault)) => Err(silent(fault)),
            Err(fault) => Err(later(fault)),
        }
    }
}
