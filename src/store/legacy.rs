//! Old URLs: where one leads, and who asked for them. A request brings nothing but the URL, so
//! these questions have no tenant.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::id::{LegacyLinkId, OrganisationId};
use entity::{legacy_link, legacy_miss};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, InsertMany, IntoActiveModel, QueryFilter, QuerySelect,
    Statement,
};

use super::Store;
use super::tx::begin;
use crate::error::Result;

/// How many values a statement names.
const CHUNK: usize = 1_000;

/// Where an old URL leads.
#[derive(Debug, FromQueryResult)]
pub struct LegacyTarget {
    /// The owner.
    pub organisation_id: OrganisationId,
    /// The legacy link.
    pub id: LegacyLinkId,
    /// The code of the link that it leads to.
    pub code: String,
}

/// Requests for a legacy link.
#[derive(Debug)]
pub struct LegacyHit {
    /// The owner.
    pub organisation: OrganisationId,
    /// The legacy link.
    pub id: LegacyLinkId,
    /// How many.
    pub count: i64,
    /// When the last one was.
    pub last: DateTime<Utc>,
}

#[expect(clippy::disallowed_methods, reason = "each row and condition names its owner, of which there are many")]
impl Store {
    /// Where an old URL leads.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method here.
    pub async fn legacy_target(&self, normalised: &str) -> Result<Option<LegacyTarget>> {
        const SQL: &str = "SELECT legacy_link.organisation_id, legacy_link.id, link.code FROM legacy_link
            JOIN link ON link.organisation_id = legacy_link.organisation_id AND link.id = legacy_link.link_id
            WHERE legacy_link.normalised = $1";
        let statement = Statement::from_sql_and_values(self.pools.backend, SQL, [normalised.into()]);
        Ok(LegacyTarget::find_by_statement(statement).one(&self.pools.read).await?)
    }

    /// Adds to the hits of legacy links.
    ///
    /// # Errors
    ///
    /// See [`Store::legacy_target`].
    pub async fn count_legacy_hits(&self, mut hits: Vec<LegacyHit>) -> Result<()> {
        use legacy_link::Column;
        if hits.is_empty() {
            return Ok(());
        }
        // In one order, so that two replicas cannot wait for each other in a circle.
        hits.sort_by_key(|hit| (hit.organisation, hit.id));
        let transaction = begin(&self.pools.write, self.pools.backend).await?;
        for hit in hits {
            legacy_link::Entity::update_many()
                .col_expr(Column::Hits, Expr::col(Column::Hits).add(hit.count))
                .col_expr(Column::LastHitAt, Expr::value(hit.last))
                .filter(Column::OrganisationId.eq(hit.organisation))
                .filter(Column::Id.eq(hit.id))
                .exec(&transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The organisations that have a legacy link on one of these hosts, each with the host.
    ///
    /// # Errors
    ///
    /// See [`Store::legacy_target`].
    pub async fn organisations_at_legacy_hosts(&self, hosts: Vec<String>) -> Result<Vec<(String, OrganisationId)>> {
        let mut found = Vec::new();
        for hosts in hosts.chunks(CHUNK) {
            let rows = legacy_link::Entity::find()
                .select_only()
                .column(legacy_link::Column::Host)
                .column(legacy_link::Column::OrganisationId)
                .distinct()
                .filter(legacy_link::Column::Host.is_in(hosts.iter().cloned()))
                .into_tuple::<(String, OrganisationId)>()
                .all(&self.pools.read)
                .await?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// Adds to the counts of requests for URLs that lead nowhere, and keeps of each organisation the
    /// `most` that were asked for most, the latest first.
    ///
    /// # Errors
    ///
    /// See [`Store::legacy_target`].
    pub async fn count_legacy_misses(&self, mut misses: Vec<legacy_miss::Model>, most: u64) -> Result<()> {
        use legacy_miss::Column;
        const SURPLUS: &str = "DELETE FROM legacy_miss WHERE organisation_id = $1 AND normalised IN (
            SELECT normalised FROM legacy_miss WHERE organisation_id = $1
            ORDER BY count DESC, last_at DESC LIMIT 1000000 OFFSET $2)";
        if misses.is_empty() {
            return Ok(());
        }
        misses.sort_by(|one, other| {
            (one.organisation_id, &one.normalised).cmp(&(other.organisation_id, &other.normalised))
        });
        let owners: BTreeSet<_> = misses.iter().map(|row| row.organisation_id).collect();
        let sum = Expr::col((legacy_miss::Entity, Column::Count)).add(Expr::col(("excluded", Column::Count)));
        let transaction = begin(&self.pools.write, self.pools.backend).await?;
        for misses in misses.chunks(CHUNK) {
            let rows = misses.iter().cloned().map(IntoActiveModel::into_active_model);
            let conflict = OnConflict::columns([Column::OrganisationId, Column::Normalised])
                .value(Column::Count, sum.clone())
                .update_column(Column::LastAt)
                .to_owned();
            InsertMany::<legacy_miss::ActiveModel>::many(rows)
                .on_conflict(conflict)
                .exec_without_returning(&transaction)
                .await?;
        }
        for owner in owners {
            let values = [owner.into(), i64::try_from(most).unwrap_or(i64::MAX).into()];
            transaction.execute_raw(Statement::from_sql_and_values(self.pools.backend, SURPLUS, values)).await?;
        }
        Ok(transaction.commit().await?)
    }
}
