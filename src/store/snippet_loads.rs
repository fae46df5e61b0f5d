//! How often browsers load the snippet, by the host of the page. Whoever asks for a file says nothing
//! of an organisation, so that these rows have no owner.

use chrono::{DateTime, Utc};
use entity::snippet_load;
use entity::snippet_load::Column;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, InsertMany, IntoActiveModel, QueryFilter, QueryOrder};

use super::Store;
use crate::error::Result;

#[expect(clippy::disallowed_methods, reason = "these rows belong to no tenant")]
impl Store {
    /// Adds to the counts of loads.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method here.
    pub async fn count_snippet_loads(&self, mut loads: Vec<snippet_load::Model>) -> Result<()> {
        loads.sort_by(|one, other| (&one.host, one.hour).cmp(&(&other.host, other.hour)));
        let sum = Expr::col((snippet_load::Entity, Column::Count)).add(Expr::col(("excluded", Column::Count)));
        for loads in loads.chunks(1_000) {
            let rows = loads.iter().cloned().map(IntoActiveModel::into_active_model);
            let add = OnConflict::columns([Column::Host, Column::Hour])
                .update_column(Column::LastAt)
                .value(Column::Count, sum.clone())
                .to_owned();
            InsertMany::<snippet_load::ActiveModel>::many(rows)
                .on_conflict(add)
                .exec_without_returning(&self.pools.write)
                .await?;
        }
        Ok(())
    }

    /// The loads by pages of a host, newest hour first.
    ///
    /// # Errors
    ///
    /// See [`Store::count_snippet_loads`].
    pub async fn snippet_loads(&self, host: &str) -> Result<Vec<snippet_load::Model>> {
        let of_host = snippet_load::Entity::find().filter(Column::Host.eq(host));
        Ok(of_host.order_by_desc(Column::Hour).all(&self.pools.read).await?)
    }

    /// Forgets the loads of hours before `before`.
    ///
    /// # Errors
    ///
    /// See [`Store::count_snippet_loads`].
    pub async fn forget_snippet_loads(&self, before: DateTime<Utc>) -> Result<()> {
        snippet_load::Entity::delete_many().filter(Column::Hour.lt(before)).exec(&self.pools.write).await?;
        Ok(())
    }
}
