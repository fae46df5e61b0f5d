//! Opening a database, and bringing its schema up to date.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr};
use tokio::sync::Notify;

use super::{Pools, Store};
use crate::error::Result;

/// Which database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file, made if it does not exist.
    Sqlite(PathBuf),
    /// A server, by its URL.
    Postgres(String),
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The setting names no database that is known here.
    #[error("`{0}` is not a database URL: it starts with `postgres://` or `sqlite://`")]
    UnknownUrl(String),
    /// The directory of the file cannot be used.
    #[error("cannot use `{path}`: {source}")]
    Directory {
        /// The directory.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The database refused, or is not there.
    #[error("cannot open {database}: {source}")]
    Connect {
        /// Which, without its password.
        database: String,
        /// Why.
        source: DbErr,
    },
    /// A migration failed; the schema is as it was before it.
    #[error("cannot bring the schema of {database} up to date: {source}")]
    Migrate {
        /// Which, without its password.
        database: String,
        /// Why.
        source: DbErr,
    },
    /// The schema is older than this program.
    #[error("{pending} migrations are pending; run `introw migrate`, or start without `--no-migrate`")]
    Behind {
        /// How many steps are missing.
        pending: usize,
    },
}

/// How long a call waits for a connection. A database that refuses connections is asked
/// again until then, so this is also how long it takes to learn that it is down.
const ACQUIRE: Duration = Duration::from_secs(2);

impl Database {
    /// Reads a URL: `postgres://…`, or `sqlite://` and a path.
    ///
    /// # Errors
    ///
    /// [`OpenError::UnknownUrl`] for any other.
    pub fn parse(url: &str) -> Result<Self, OpenError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres(url.to_owned()))
        } else if let Some(path) = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")) {
            Ok(Self::Sqlite(PathBuf::from(path)))
        } else {
            // The text may be a URL with a password and a typing error in its scheme.
            Err(OpenError::UnknownUrl(url.split(':').next().unwrap_or_default().to_owned()))
        }
    }

    /// The database for people, without its password.
    pub fn describe(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(url) => match url::Url::parse(url) {
                Ok(mut url) => {
                    // Fails only for URLs without a host, which have no password.
                    let _ = url.set_password(None);
                    url.set_query(None);
                    url.to_string()
                }
                Err(_) => "the PostgreSQL server".to_owned(),
            },
        }
    }

    fn options(&self, connections: u32) -> ConnectOptions {
        let url = match self {
            Self::Sqlite(path) => format!("sqlite://{}?mode=rwc", path.display()),
            Self::Postgres(url) => url.clone(),
        };
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(connections)
            .acquire_timeout(ACQUIRE)
            .sqlx_logging(false)
            .record_stmt_in_spans(false)
            .test_before_acquire_if_idle_for(Duration::from_secs(5));
        match self {
            Self::Sqlite(_) => {
                options.map_sqlx_sqlite_opts(|options| {
                    options
                        .journal_mode(SqliteJournalMode::Wal)
                        // An answered call is on the disk, also when the machine loses its power.
                        .synchronous(SqliteSynchronous::Full)
                        .busy_timeout(Duration::from_secs(10))
                        .foreign_keys(true)
                });
            }
            Self::Postgres(_) => {
                options.map_sqlx_postgres_opts(|options| {
                    options.application_name("introw").options([
                        ("statement_timeout", "15s"),
                        // A replica that dies between two statements must not hold its locks for long.
                        ("idle_in_transaction_session_timeout", "10s"),
                    ])
                });
            }
        }
        options
    }

    #[expect(clippy::disallowed_methods, reason = "the store is where connections are made")]
    async fn connect(&self, connections: u32) -> Result<DatabaseConnection, OpenError> {
        let connect = sea_orm::Database::connect(self.options(connections));
        connect.await.map_err(|source| OpenError::Connect { database: self.describe(), source })
    }

    /// Brings the schema up to date, and gives the names of the steps that were taken.
    ///
    /// Only one process does it at a time; the others wait and find nothing left to do.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached or a step fails.
    pub async fn migrate(&self) -> Result<Vec<String>, OpenError> {
        let failed = |source| OpenError::Migrate { database: self.describe(), source };
        let _lock = self.make_room()?;
        // A connection of its own: the migrator changes settings of the connection that it uses,
        // and on Postgres the lock belongs to the session.
        let connection = self.connect(1).await?;
        if connection.get_database_backend() == DbBackend::Postgres {
            let lock = "SELECT pg_advisory_lock(hashtext('introw migrations'))";
            connection.execute_unprepared(lock).await.map_err(failed)?;
        }
        let pending = Migrator::get_pending_migrations(&connection).await.map_err(failed)?;
        Migrator::up(&connection, None).await.map_err(failed)?;
        connection.close().await.map_err(failed)?;
        Ok(pending.iter().map(|step| step.name().to_owned()).collect())
    }

    /// How many steps of the schema are missing.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn pending(&self) -> Result<usize, OpenError> {
        let _lock = self.make_room()?;
        let connection = self.connect(1).await?;
        let pending = Migrator::get_pending_migrations(&connection)
            .await
            .map_err(|source| OpenError::Connect { database: self.describe(), source })?;
        Ok(pending.len())
    }

    /// Makes the directory of a SQLite file, and takes the lock beside it.
    fn make_room(&self) -> Result<Option<File>, OpenError> {
        let Self::Sqlite(path) = self else { return Ok(None) };
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let unusable = |source| OpenError::Directory { path: directory.to_owned(), source };
        make_private_directory(directory).map_err(unusable)?;
        let lock = File::create(path.with_extension("lock")).map_err(unusable)?;
        lock.lock().map_err(unusable)?;
        Ok(Some(lock))
    }
}

/// A directory that only its owner can look into: it holds addresses and signing keys.
pub(crate) fn make_private_directory(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

impl Store {
    /// Opens a database whose schema is up to date.
    ///
    /// # Errors
    ///
    /// When it cannot be reached.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        let pools = match database {
            Database::Sqlite(_) => {
                let write = database.connect(1).await?;
                Pools {
                    backend: DbBackend::Sqlite,
                    read: database.connect(8).await?,
                    clicks: write.clone(),
                    write,
                    outbox: Notify::new(),
                }
            }
            Database::Postgres(_) => {
                let api = database.connect(24).await?;
                Pools {
                    backend: DbBackend::Postgres,
                    read: api.clone(),
                    write: api,
                    clicks: database.connect(4).await?,
                    outbox: Notify::new(),
                }
            }
        };
        Ok(Self { pools: Arc::new(pools) })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.pools.read.ping().await?)
    }
}
