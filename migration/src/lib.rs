//! The steps of the schema, in order, for Postgres and SQLite.
//!
//! A step is a list of SQL statements in which a few words in braces stand for what
//! the two databases spell differently (see [`sql`]). A released step never changes;
//! the next change of the schema is a new file in `steps` and a line in [`Migrator`].
//! Old binaries must work on the new schema and new ones on the old, so a column is
//! added in one release and needed in the next.

mod sql;
mod steps;

pub use sea_orm_migration::{MigratorTrait, SchemaManager};

use sea_orm_migration::MigrationTrait;
use sea_orm_migration::async_trait::async_trait;

/// Every step, oldest first.
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            sql::step("m0001_organisations", steps::m0001_organisations::STATEMENTS),
            sql::step("m0002_campaigns", steps::m0002_campaigns::STATEMENTS),
            sql::step("m0003_clicks", steps::m0003_clicks::STATEMENTS),
            sql::step("m0004_conversions", steps::m0004_conversions::STATEMENTS),
            sql::step("m0005_people", steps::m0005_people::STATEMENTS),
            sql::step("m0006_rewards", steps::m0006_rewards::STATEMENTS),
            sql::step("m0007_webhooks", steps::m0007_webhooks::STATEMENTS),
            sql::step("m0008_numbers", steps::m0008_numbers::STATEMENTS),
            sql::step("m0009_calls", steps::m0009_calls::STATEMENTS),
        ]
    }
}
