//! Many partners changed at once.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::id::PartnerId;
use uuid::Uuid;

use super::{Partner, PartnerStatus};
use crate::domain::key::Permission;
use crate::domain::partner as partners;
use crate::error::{Problem, ProblemCode};
use crate::graphql::problem::{UserError, settle};
use crate::graphql::{forget, now, page, tenant};

/// What became of one of the partners that were named.
#[derive(SimpleObject)]
pub(in crate::graphql) struct PartnerChange {
    /// The partner as it is now; null if there is none with this id.
    partner: Option<Partner>,
    /// Why nothing was done about it; null if it is as it should be.
    error: Option<UserError>,
}

/// What `partnersSetStatus` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct PartnersSetStatusPayload {
    /// What became of each, in the order of the ids; null if nothing was done.
    results: Option<Vec<PartnerChange>>,
    /// What is wrong with the input as a whole.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(in crate::graphql) struct PartnerBulkMutation;

#[Object]
impl PartnerBulkMutation {
    /// Sets the status of many partners. One that there is not keeps no other from being changed.
    /// Scope `partners:write`.
    #[graphql(complexity = "page::cost_of_bulk(ids.len(), child_complexity)")]
    async fn partners_set_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partners, at most 1,000.")] ids: Vec<ID>,
        #[graphql(desc = "Whether they may earn.")] status: PartnerStatus,
    ) -> Result<PartnersSetStatusPayload> {
        let (tenant, now) = (tenant(ctx, Permission::PartnersWrite)?, now(ctx)?);
        // One that is malformed names nothing, as one that is foreign.
        let read: Vec<PartnerId> = ids.iter().map(|id| id.parse().unwrap_or(PartnerId(Uuid::nil()))).collect();
        let status = status.into();
        let done = tenant.write(async |tx| partners::set_status(&tx, &read, status, now).await).await;
        let (done, user_errors) = settle(done, "ids")?;
        let partners = forget(ctx, done).await?;
        let results = partners.map(|partners| {
            let named = read.iter().enumerate();
            named
                .map(|(index, id)| {
                    let partner = partners.get(id).cloned().map(Partner);
                    let missing = || {
                        let message = "There is no partner with this id.";
                        Problem::new(&format!("ids.{index}"), ProblemCode::NotFound, message).into()
                    };
                    PartnerChange { error: partner.is_none().then(missing), partner }
                })
                .collect()
        });
        Ok(PartnersSetStatusPayload { results, user_errors })
    }
}
