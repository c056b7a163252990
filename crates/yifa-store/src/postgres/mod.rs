//! PostgreSQL: the server engine. A pool of connections for reading; for writing, one lane for each
//! jurisdiction that keeps waiting batches together, whole columns at a time.

mod address;
mod convert;
mod lanes;
mod open;
mod transaction;

use std::borrow::Cow;
use std::sync::LazyLock;

use deadpool_postgres::Pool;
use tokio_postgres::IsolationLevel;

use crate::backend::{Backend, Sink, Source, Step, Touched};
use crate::cell::{Cell, Decode, Statements};
use crate::error::Result;
use crate::id::Jurisdiction;
use crate::plan::{Done, Work};
use crate::terms::Wanted;
use convert::{failed, parameters};
use lanes::Lanes;

pub(crate) static STATEMENTS: LazyLock<Statements> = LazyLock::new(|| {
    Statements::read(&[include_str!("log.sql"), include_str!("read.sql"), include_str!("beside.sql")])
});

/// Rows handed over at a time by an export.
const CHUNK: i32 = 500;

pub(crate) struct Postgres {
    pool: Pool,
    lanes: Lanes,
}

impl Postgres {
    /// Connects and, where needed, creates or migrates the schema.
    pub(crate) async fn open(address: &str) -> Result<Self> {
        let pool = open::connect(address).await?;
        Ok(Self { lanes: Lanes::new(pool.clone()), pool })
    }
}

/// Distributes the tables over the workers of a Citus cluster. Running it again changes nothing.
pub(crate) async fn distribute(address: &str) -> Result<()> {
    let pool = open::connect(address).await?;
    let client = open::client(&pool).await?;
    client.batch_execute(include_str!("citus.sql")).await.map_err(failed("distributing the tables"))
}

impl Backend for Postgres {
    const ENGINE: &'static str = "postgres";
    const SIGN: char = '$';

    fn terms(wanted: &[Wanted]) -> String {
        let all = wanted.iter().map(|one| match one {
            Wanted::Term(term) => format!("'{term}'"),
            Wanted::Begins(first) => format!("'{first}':*"),
        });
        all.collect::<Vec<_>>().join(" & ")
    }

    fn sql(&self, name: &'static str) -> &'static str {
        STATEMENTS.get(name)
    }

    async fn rows<T: Send + 'static>(
        &self,
        sql: Cow<'static, str>,
        params: Vec<Cell>,
        decode: Decode<T>,
    ) -> Result<Vec<T>> {
        let client = open::client(&self.pool).await?;
        let statement = client.prepare_cached(&sql).await.map_err(failed("reading"))?;
        let rows = client.query(&statement, &parameters(&params)).await.map_err(failed("reading"))?;
        rows.iter().map(|row| decode(row)).collect()
    }

    async fn commit(&self, work: Work) -> Result<Done> {
        self.lanes.keep(work).await
    }

    async fn write(&self, jurisdiction: Jurisdiction, steps: Vec<Step>) -> Result<Vec<Touched>> {
        let mut client = open::client(&self.pool).await?;
        let transaction = client.transaction().await.map_err(failed("writing"))?;
        let touched = transaction::run(&transaction, &jurisdiction, &steps).await?;
        transaction.commit().await.map_err(failed("writing"))?;
        Ok(touched)
    }

    async fn export(&self, names: &'static [&'static str], sink: Sink<'_>) -> Result<()> {
        let mut client = open::client(&self.pool).await?;
        let moment = client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .await
            .map_err(failed("reading"))?;
        for name in names {
            let portal = moment.bind(STATEMENTS.get(name), &[]).await.map_err(failed("reading"))?;
            loop {
                let rows = moment.query_portal(&portal, CHUNK).await.map_err(failed("reading"))?;
                if rows.is_empty() {
                    break;
                }
                rows.iter().try_for_each(|row| sink(name, convert::owned(row)?))?;
            }
        }
        moment.rollback().await.map_err(failed("reading"))
    }

    async fn import(&self, source: Source<'_>) -> Result<()> {
        let mut client = open::client(&self.pool).await?;
        let transaction = client.transaction().await.map_err(failed("writing"))?;
        while let Some((jurisdiction, step)) = source()? {
            transaction::run(&transaction, &jurisdiction, &[step]).await?;
        }
        transaction.commit().await.map_err(failed("writing"))
    }

    async fn health(&self) -> Result<(String, u32, bool)> {
        let client = open::client(&self.pool).await?;
        open::health(&client).await
    }
}
