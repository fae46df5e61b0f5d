//! Conversion calls without a genuine token, which are counted instead of kept.

use std::collections::HashSet;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::Duration;
use entity::id::{ApiKeyId, PublishableKeyId};
use entity::{api_key, ignored_call};
use sea_orm::ColumnTrait;

use super::super::scalar::DateTime;
use super::super::{now, page, tenant};
use crate::domain::key::Permission;
use crate::store::{Direction, Scope};

/// How far back is looked at unless the caller says.
const USUAL_DAYS: i64 = 7;
/// How many counts are given at most.
const MOST: u64 = 1_000;

/// How many conversion calls of one hour, reason and key came without a genuine token. Anybody can
/// make such calls up, so that they are counted and not kept.
#[derive(SimpleObject)]
pub(in crate::graphql) struct IgnoredCalls {
    /// The hour's first instant.
    hour: DateTime,
    /// Why they were ignored: `missing_token`, `malformed_token` or `bad_signature`.
    reason: &'static str,
    /// What the reason means and what to do about it, in plain words.
    explanation: String,
    /// The secret or publishable key that they were made with.
    key_id: ID,
    /// How many.
    count: i64,
}

#[derive(Default)]
pub(in crate::graphql) struct IgnoredQuery;

#[Object]
impl IgnoredQuery {
    /// How many conversion calls came without a genuine token, newest hour first, at most 1,000
    /// counts. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn ignored_calls(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only hours that begin at this time or later; the last seven days if unset.")] from: Option<
            DateTime,
        >,
        #[graphql(desc = "Only hours that begin before this time.")] to: Option<DateTime>,
    ) -> Result<Vec<IgnoredCalls>> {
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        let from = from.map_or(now(ctx)? - Duration::days(USUAL_DAYS), |from| from.0);
        let mut rows = tenant.find::<ignored_call::Entity>().filter(ignored_call::Column::Hour.gte(from));
        if let Some(to) = to {
            rows = rows.filter(ignored_call::Column::Hour.lt(to.0));
        }
        let rows = rows
            .order_by(ignored_call::Column::Hour, Direction::Descending)
            .order_by(ignored_call::Column::Reason, Direction::Ascending)
            .limit(MOST)
            .all()
            .await?;
        // The counts do not say which kind of key theirs is.
        let keys: HashSet<_> = rows.iter().map(|row| ApiKeyId(row.key_id)).collect();
        let secret = tenant.find::<api_key::Entity>().filter(api_key::Column::Id.is_in(keys)).all().await?;
        let secret: HashSet<_> = secret.into_iter().map(|key| key.id.0).collect();
        let shown = |row: ignored_call::Model| IgnoredCalls {
            hour: row.hour.into(),
            reason: row.reason.as_str(),
            explanation: super::explanation::of(row.reason),
            key_id: match secret.contains(&row.key_id) {
                true => ApiKeyId(row.key_id).to_string().into(),
                false => PublishableKeyId(row.key_id).to_string().into(),
            },
            count: row.count,
        };
        Ok(rows.into_iter().map(shown).collect())
    }
}
