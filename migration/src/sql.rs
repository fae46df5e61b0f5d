//! One spelling for both databases.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// What stands in braces, on Postgres and on SQLite.
///
/// The SQLite names are those that SeaORM gives its own columns, so that it reads them back.
const WORDS: &[(&str, &str, &str)] = &[
    ("{uuid}", "uuid", "uuid_text"),
    ("{time}", "timestamptz", "timestamp_with_timezone_text"),
    ("{json}", "jsonb", "jsonb_text"),
    ("{bytes}", "bytea", "blob"),
    // A counter's row is updated in place all day: room on its page keeps the updates off the indexes.
    ("{updated_often}", "WITH (fillfactor = 70)", ""),
    // What stands between `://` and the first `/` or `?`.
    (
        "{host of normalised}",
        "split_part(split_part(split_part(normalised, '://', 2), '/', 1), '?', 1)",
        "substr(substr(normalised, instr(normalised, '://') + 3), 1, min(
            instr(substr(normalised, instr(normalised, '://') + 3) || '/', '/'),
            instr(substr(normalised, instr(normalised, '://') + 3) || '?', '?')) - 1)",
    ),
];

/// What a statement begins with that only Postgres understands.
const ON_POSTGRES: &str = "{on postgres}";
/// What a statement begins with that only SQLite understands.
const ON_SQLITE: &str = "{on sqlite}";

struct Step {
    name: &'static str,
    statements: &'static [&'static str],
}

/// A step that runs `statements` in order.
pub(crate) fn step(name: &'static str, statements: &'static [&'static str]) -> Box<dyn MigrationTrait> {
    Box::new(Step { name, statements })
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for Step {
    // SQLite would otherwise leave half a step behind when the process is killed.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        let other = if postgres { ON_SQLITE } else { ON_POSTGRES };
        for statement in self.statements {
            if statement.starts_with(other) {
                continue;
            }
            let mut sql = statement.replace(ON_POSTGRES, "").replace(ON_SQLITE, "");
            for (word, on_postgres, on_sqlite) in WORDS {
                sql = sql.replace(word, if postgres { on_postgres } else { on_sqlite });
            }
            connection.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
