//! The request log. One statement for all tenants, because each second has calls of many.

use chrono::{DateTime, Utc};
use entity::api_call;
use sea_orm::{ConnectionTrait, InsertMany, IntoActiveModel, Statement};

use super::Store;
use crate::error::Result;

/// Eleven columns a row: well below the number of parameters that a statement may have.
const ROWS_PER_STATEMENT: usize = 1_000;

impl Store {
    /// Writes calls to the log.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method here.
    pub async fn log_calls(&self, calls: &[api_call::Model]) -> Result<()> {
        for calls in calls.chunks(ROWS_PER_STATEMENT) {
            let rows = calls.iter().cloned().map(IntoActiveModel::into_active_model);
            // A batch whose answer was lost is written again.
            InsertMany::<api_call::ActiveModel>::many(rows)
                .on_conflict(sea_orm::sea_query::OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(&self.pools.write)
                .await?;
        }
        Ok(())
    }

    /// Forgets at most `most` calls from before `before`; says how many.
    ///
    /// # Errors
    ///
    /// See [`Store::log_calls`].
    pub async fn forget_logged_calls(&self, before: DateTime<Utc>, most: u32) -> Result<u64> {
        const SQL: &str = "DELETE FROM api_call WHERE (organisation_id, id) IN (
            SELECT organisation_id, id FROM api_call WHERE at < $1 LIMIT $2)";
        let values = [before.into(), i64::from(most).into()];
        let statement = Statement::from_sql_and_values(self.pools.backend, SQL, values);
        Ok(self.pools.write.execute_raw(statement).await?.rows_affected())
    }
}
