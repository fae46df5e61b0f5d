//! How the database stands, for whoever runs the service.

use std::time::{Duration, Instant};

use sea_orm::{DbBackend, FromQueryResult, Statement};

use super::{Database, Store};
use crate::error::Result;

/// How the database stands.
#[derive(Debug, Clone, Copy)]
pub struct DatabaseHealth {
    /// How long it took to answer a question that asks nothing.
    pub latency: Duration,
    /// How many bytes it takes.
    pub size: i64,
    /// How many bytes its disk has left; none: it is a server's, which knows.
    pub free: Option<u64>,
}

impl Store {
    /// Asks the database, which is `database`, how it stands. No tenant's rows are read.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub async fn health(&self, database: &Database) -> Result<DatabaseHealth> {
        #[derive(FromQueryResult)]
        struct Row {
            size: i64,
        }
        let sql = match self.pools.backend {
            DbBackend::Postgres => "SELECT pg_database_size(current_database()) AS size",
            _ => "SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()",
        };
        let begun = Instant::now();
        self.ping().await?;
        let latency = begun.elapsed();
        let found = Row::find_by_statement(Statement::from_string(self.pools.backend, sql)).one(&self.pools.read);
        let size = found.await?.map_or(0, |row| row.size);
        let database = database.clone();
        // A disk that hangs must not hold up a thread that others need.
        let free = tokio::task::spawn_blocking(move || free(&database)).await.unwrap_or(None);
        Ok(DatabaseHealth { latency, size, free })
    }
}

#[cfg(unix)]
fn free(database: &Database) -> Option<u64> {
    let Database::Sqlite(path) = database else { return None };
    let disk = rustix::fs::statvfs(path).ok()?;
    // What a program may take that is not run by root.
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_database: &Database) -> Option<u64> {
    None
}
