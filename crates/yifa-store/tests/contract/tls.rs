//! The connection to a PostgreSQL server is encrypted, and its certificate checked, as the address asks.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use yifa_store::{FaultKind, StoreError};

use crate::postgres::Cluster;
use crate::sample::{append, city, matter, view};

/// An authority: its certificate, and itself to sign others.
fn authority() -> (String, Issuer<'static, KeyPair>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap().pem();
    (certificate, Issuer::new(params, key))
}

fn run(case: impl AsyncFnOnce()) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(case());
}

/// How many connections of a name are encrypted, and how many are not.
async fn connections(cluster: &Cluster, name: &str) -> (i64, i64) {
    let address = cluster.address();
    let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
    let running = tokio::spawn(connection);
    let sql = "SELECT count(*) FILTER (WHERE s.ssl), count(*) FILTER (WHERE NOT s.ssl) \
               FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.application_name = $1";
    let row = client.query_one(sql, &[&name]).await.unwrap();
    drop(client);
    running.await.unwrap().unwrap();
    (row.get(0), row.get(1))
}

#[test]
fn an_address_decides_whom_to_believe() {
    run(async || {
        let (trusted, issuer) = authority();
        let (stranger, _) = authority();
        let key = KeyPair::generate().unwrap();
        let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let server = server.signed_by(&key, &issuer).unwrap();
        let (cluster, port) = Cluster::start_with_tls(&server.pem(), &key.serialize_pem());
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let (trusted, stranger) = (file("trusted.pem", &trusted), file("stranger.pem", &stranger));
        let empty = file("empty.pem", "依法");
        let open = async |host: &str, options: String| {
            yifa_store::open(&format!("postgres://yifa@{host}:{port}/postgres?{options}")).await
        };

        let full = format!("sslmode=verify-full&sslrootcert={trusted}");
        for (name, options) in [("a", "sslmode=require".to_owned()), ("b", full), ("c", String::new())] {
            let store = open("localhost", format!("application_name={name}&{options}")).await.unwrap();
            let seq = store.head(&city(), &matter(1)).await.unwrap().map_or(0, |head| head.seq);
            store.commit(append(matter(1), seq, Some(view(1)))).await.unwrap();
            let (encrypted, open) = connections(&cluster, name).await;
            assert!(encrypted > 0 && open == 0, "{options}: {encrypted}, {open}");
        }
        let store = open("127.0.0.1", "application_name=d&sslmode=disable".to_owned()).await.unwrap();
        assert_eq!(store.events(&city(), &matter(1), 1).await.unwrap().len(), 3);
        assert_eq!(connections(&cluster, "d").await.0, 0);

        for (host, options) in [
            ("127.0.0.1", format!("sslmode=verify-full&sslrootcert={trusted}")),
            ("localhost", format!("sslmode=verify-full&sslrootcert={stranger}")),
            ("localhost", format!("sslmode=require&sslrootcert={stranger}")),
        ] {
            let refused = open(host, options.clone()).await.err().unwrap();
            assert_eq!(refused.fault_kind(), Some(FaultKind::Unavailable), "{options}: {refused}");
            assert!(refused.to_string().contains("certificate"), "{options}: {refused}");
        }
        for path in [empty, file("gone", "") + "-no"] {
            let refused = open("localhost", format!("sslmode=verify-full&sslrootcert={path}")).await;
            assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{path}");
        }
    });
}

#[test]
fn a_server_without_tls_is_not_spoken_to_in_the_open_when_tls_is_required() {
    run(async || {
        let cluster = Cluster::start();
        let refused = yifa_store::open(&format!("{}?sslmode=require", cluster.address())).await;
        let refused = refused.err().unwrap();
        assert_eq!(refused.fault_kind(), Some(FaultKind::Unavailable), "{refused}");
    });
}
