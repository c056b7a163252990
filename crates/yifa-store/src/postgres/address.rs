//! The address of a server and what it asks of the connection: `sslmode` and `sslrootcert`, as PostgreSQL's own
//! programs take them.
//!
//! - `disable`: never encrypted
//! - `prefer` (unless given): encrypted where the server offers it
//! - `require`: encrypted; the server's certificate is checked only when `sslrootcert` is given
//! - `verify-full`: encrypted, and the certificate must be a trusted authority's for this host: an authority of the
//!   machine's, or of the file that `sslrootcert` names

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Result, StoreError};

/// Where to connect and how to check who answers.
pub(super) struct Address {
    pub config: Config,
    pub tls: MakeRustlsConnect,
}

/// Whom to believe.
#[derive(Debug, PartialEq, Eq)]
enum Trust {
    /// Whoever answers.
    Anybody,
    /// Authorities that the machine trusts.
    Machine,
    /// Authorities of a file.
    File(String),
}

impl Address {
    /// Reads an address. It holds a password, so no message repeats it.
    pub(super) fn parse(address: &str) -> Result<Self> {
        let (plain, trust) = split(address)?;
        let config: Config =
            plain.parse().map_err(|cause: tokio_postgres::Error| StoreError::invalid(WHAT, told(&cause)))?;
        Ok(Self { config, tls: MakeRustlsConnect::new(client(&trust)?) })
    }
}

const WHAT: &str = "the PostgreSQL address";

fn told(cause: &tokio_postgres::Error) -> String {
    std::error::Error::source(cause).map_or_else(|| cause.to_string(), |inner| format!("{cause}: {inner}"))
}

/// Takes out what the driver does not know.
fn split(address: &str) -> Result<(String, Trust)> {
    let Some((place, options)) = address.split_once('?') else {
        return Ok((address.to_owned(), Trust::Anybody));
    };
    let (mut kept, mut full, mut file) = (Vec::new(), false, None);
    for option in options.split('&').filter(|option| !option.is_empty()) {
        match option.split_once('=') {
            Some(("sslmode", "verify-full")) => {
                full = true;
                kept.push("sslmode=require");
            }
            Some(("sslmode", mode @ ("verify-ca" | "allow"))) => {
                let why = format!("sslmode={mode} is not known; use disable, prefer, require or verify-full");
                return Err(StoreError::invalid(WHAT, why));
            }
            Some(("sslrootcert", path)) => file = Some(unescaped(path)?),
            _ => kept.push(option),
        }
    }
    let trust = match (full, file) {
        (_, Some(file)) if file != "system" => Trust::File(file),
        (true, _) | (_, Some(_)) => Trust::Machine,
        (false, None) => Trust::Anybody,
    };
    Ok((format!("{place}?{}", kept.join("&")), trust))
}

fn unescaped(text: &str) -> Result<String> {
    let wrong = || StoreError::invalid("sslrootcert", "a path with %20 for a blank and the like");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()).ok_or_else(wrong)?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| wrong())?);
        rest = &after[2..];
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

fn client(trust: &Trust) -> Result<ClientConfig> {
    let failed = |why: String| StoreError::invalid("TLS to PostgreSQL", why);
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|cause| failed(cause.to_string()))?;
    let roots = match trust {
        Trust::Anybody => {
            let anybody = Arc::new(Anybody(provider));
            return Ok(builder.dangerous().with_custom_certificate_verifier(anybody).with_no_client_auth());
        }
        Trust::Machine => machine_roots().map_err(failed)?,
        Trust::File(path) => file_roots(path).map_err(|why| failed(format!("sslrootcert {path}: {why}")))?,
    };
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn machine_roots() -> std::result::Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let none = "this machine trusts no authority; install ca-certificates, or name a file with sslrootcert";
    if roots.is_empty() { Err(none.to_owned()) } else { Ok(roots) }
}

fn file_roots(path: &str) -> std::result::Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|cause| cause.to_string())? {
        let certificate = certificate.map_err(|cause| cause.to_string())?;
        roots.add(certificate).map_err(|cause| cause.to_string())?;
    }
    if roots.is_empty() { Err("the file has no certificate".to_owned()) } else { Ok(roots) }
}

/// `sslmode=require` encrypts and asks no more, as PostgreSQL's own programs do.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_driver_does_not_know_is_taken_out() {
        let split = |options: &str| split(&format!("postgres://h/d{options}")).ok();
        for (given, kept, trust) in [
            ("", "", Trust::Anybody),
            ("?sslmode=verify-full&connect_timeout=3", "?sslmode=require&connect_timeout=3", Trust::Machine),
            ("?sslrootcert=%2Fa%20b.pem&sslmode=require", "?sslmode=require", Trust::File("/a b.pem".into())),
        ] {
            assert_eq!(split(given), Some((format!("postgres://h/d{kept}"), trust)), "{given}");
        }
        for wrong in [
            "?sslmode=verify-ca",
            "?sslmode=allow",
            "?sslrootcert=%2",
            "?sslrootcert=%zz",
            "?sslrootcert=%ff",
        ] {
            assert_eq!(split(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn no_message_repeats_the_password() {
        for wrong in ["postgres://u:geheim@h:port/", "postgres://u:geheim@h/d?sslmode=nonsense"] {
            let refused = Address::parse(wrong).err().map(|refused| refused.to_string()).unwrap_or_default();
            assert!(!refused.is_empty() && !refused.contains("geheim"), "{refused}");
        }
    }
}
