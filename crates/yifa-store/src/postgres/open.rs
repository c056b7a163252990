//! Connecting: is the schema ours, how old is it, what must be added.

use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod};
use deadpool_postgres::{Runtime, Timeouts};
use tokio_postgres::GenericClient;

use super::address::Address;
use super::convert::failed;
use crate::error::{FaultKind, Result, StoreError};

/// In the order in which they were added; none is ever changed.
const MIGRATIONS: [&str; 8] = [
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
    include_str!("migrations/0008.sql"),
];

/// Connections of one process.
const CONNECTIONS: usize = 16;

/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn connect(address: &str) -> Result<Pool> {
    let Address { mut config, tls } = Address::parse(address)?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if config.get_application_name().is_none() {
        config.application_name("yifa");
    }
    let manager =
        Manager::from_config(config, tls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let pool = Pool::builder(manager)
        .max_size(CONNECTIONS)
        .timeouts(Timeouts { wait: Some(PATIENCE), create: Some(PATIENCE), recycle: Some(PATIENCE) })
        .runtime(Runtime::Tokio1)
        .post_create(Hook::async_fn(|client, _| {
            Box::pin(async move {
                // An answer means "durable": a server set to answer earlier is told not to.
                let durable = "SELECT set_config('synchronous_commit', 'on', false) \
                               WHERE current_setting('synchronous_commit') = 'off'";
                client.batch_execute(durable).await.map_err(HookError::Backend)
            })
        }))
        .build()
        .map_err(|cause| StoreError::caused(FaultKind::Engine, "connecting", cause))?;
    prepare(&pool).await?;
    Ok(pool)
}

pub(super) async fn client(pool: &Pool) -> Result<Object> {
    pool.get().await.map_err(|error| match error {
        PoolError::Backend(cause) => failed("connecting")(cause),
        PoolError::Timeout(deadpool_postgres::TimeoutType::Wait) => {
            StoreError::fault(FaultKind::Busy, "waiting for a connection")
        }
        other => StoreError::caused(FaultKind::Unavailable, "connecting", other),
    })
}

/// Brings the schema up to date, one process at a time.
async fn prepare(pool: &Pool) -> Result<()> {
    let mut client = client(pool).await?;
    create_schema(&client).await?;
    if examine(&**client).await? == MIGRATIONS.len() {
        return Ok(());
    }
    let doing = "preparing the schema";
    let transaction = client.transaction().await.map_err(failed(doing))?;
    let lock = "SELECT pg_advisory_xact_lock(hashtextextended('yifa ' || current_schema(), 0))";
    transaction.batch_execute(lock).await.map_err(failed(doing))?;
    // Read again under the lock: another process may have been faster.
    let found = examine(&*transaction).await?;
    for migration in &MIGRATIONS[found..] {
        transaction.batch_execute(migration).await.map_err(failed(doing))?;
    }
    let version = format!(
        "CREATE TABLE IF NOT EXISTS yifa_schema (version BIGINT NOT NULL); DELETE FROM yifa_schema; \
         INSERT INTO yifa_schema VALUES ({});",
        MIGRATIONS.len()
    );
    transaction.batch_execute(&version).await.map_err(failed(doing))?;
    transaction.commit().await.map_err(failed(doing))
}

/// Makes the schema that `search_path` names first, when none of those it names is there.
async fn create_schema(client: &Object) -> Result<()> {
    let doing = "making the schema";
    let named = "SELECT split_part(current_setting('search_path'), ',', 1) WHERE current_schema() IS NULL";
    let Some(row) = client.query_opt(named, &[]).await.map_err(failed(doing))? else { return Ok(()) };
    let name: String = row.try_get(0).map_err(failed(doing))?;
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        let why = "a schema's name has lower-case letters, digits and _ only";
        return Err(StoreError::invalid(format!("search_path \"{name}\""), why));
    }
    client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {name}")).await.map_err(failed(doing))
}

/// The version of the schema; refuses schemas of other programs and of newer versions of this one.
async fn examine(client: &impl GenericClient) -> Result<usize> {
    let doing = "reading the schema";
    let state = "SELECT current_setting('server_encoding'), \
                 (SELECT count(*) FROM information_schema.tables \
                  WHERE table_schema = current_schema() AND table_name = 'yifa_schema'), \
                 (SELECT count(*) FROM information_schema.tables \
                  WHERE table_schema = current_schema() AND table_name IN ('event', 'matter', 'record'))";
    let row = client.query_one(state, &[]).await.map_err(failed(doing))?;
    let (encoding, ours, like): (String, i64, i64) = (row.get(0), row.get(1), row.get(2));
    if encoding != "UTF8" {
        let why = format!("the database is encoded in {encoding}; create it with ENCODING 'UTF8'");
        return Err(StoreError::fault(FaultKind::Foreign, why));
    }
    if ours == 0 {
        return if like == 0 {
            Ok(0)
        } else {
            Err(StoreError::fault(FaultKind::Foreign, "the schema has tables of another program"))
        };
    }
    let version = client.query_opt("SELECT version FROM yifa_schema", &[]).await.map_err(failed(doing))?;
    let found = version.map_or(Ok(0), |row| row.try_get::<_, i64>(0)).map_err(failed(doing))?;
    match usize::try_from(found) {
        Ok(found) if found <= MIGRATIONS.len() => Ok(found),
        _ => {
            let versions = format!("its schema is {found}, this program knows {}", MIGRATIONS.len());
            Err(StoreError::fault(FaultKind::Newer, versions))
        }
    }
}

/// The version of the engine and of the schema, and whether it takes writes.
pub(super) async fn health(client: &Object) -> Result<(String, u32, bool)> {
    let schema = u32::try_from(examine(&***client).await?).unwrap_or(u32::MAX);
    let state = "SELECT current_setting('server_version'), \
                 NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'";
    let row = client.query_one(state, &[]).await.map_err(failed("reading"))?;
    Ok((row.get(0), schema, row.get(1)))
}
