//! What happens right now, as it happens: a subscription over server-sent events, and the latest of it.

mod event;
mod stream;

use std::sync::Arc;

use async_graphql::{Context, Object, Result, Subscription};
use futures::Stream;

use super::{app, now, page, tenant};
use crate::domain::activity;
use crate::domain::key::Permission;
use crate::error::Error;

use event::Activity;

/// How many events there are unless the caller says.
const USUAL: i32 = 10;
/// How many events there are at most.
const MOST: i32 = 100;

#[derive(Default)]
pub(super) struct ActivityQuery;

#[Object]
impl ActivityQuery {
    /// The last clicks, conversions and decisions, newest first. Scope `affiliate:read`.
    #[graphql(complexity = "page::cost(first, None, child_complexity)")]
    async fn recent_activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many: 10 if unset, 100 at most.")] first: Option<i32>,
    ) -> Result<Vec<Activity>> {
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        let first = first.unwrap_or(USUAL);
        let most = u64::try_from(first).ok().filter(|_| first <= MOST);
        let most =
            most.ok_or_else(|| Error::BadRequest(format!("`first` is {first}, and must be from 0 to {MOST}.")))?;
        let until = now(ctx)? - activity::WINDOW;
        let events = activity::latest(&tenant, most).await?;
        Ok(events.into_iter().rev().map(|event| Activity::new(Arc::new(event), until)).collect())
    }
}

/// The root of what can be followed.
#[derive(Default)]
pub struct SubscriptionRoot;

/// What a program or page can follow, over server-sent events: POST /graphql with `accept:
/// text/event-stream`.
#[Subscription]
impl SubscriptionRoot {
    /// The organisation's clicks, conversions and decisions, as they happen. At most ten a second are
    /// told one by one, the others are counted. With the cursor of an event it goes on from there and
    /// leaves nothing out, but may tell again what was told in the last minute: know events by `id`.
    /// It ends when the key stops being good. At most five streams for a caller. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cursor of the last event that was seen; from now on if unset.")] after: Option<String>,
    ) -> Result<impl Stream<Item = Result<Activity>> + use<>> {
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        let after = after.map(|cursor| event::read_cursor(&cursor)).transpose()?;
        let app = app(ctx)?;
        let listener = app.feeds.listen(tenant.clone(), &app.clock).await?;
        Ok(stream::follow(tenant, listener, app.clock.clone(), after))
    }
}
