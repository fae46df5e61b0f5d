//! The GraphQL door for partners: `POST /graphql/partner`, with a session on the portal or a key that is
//! one partner's.
//!
//! Its schema is a smaller one of its own, so that what only an organisation may see is not there to be
//! asked for. Whose rows are seen is not the resolvers' business: [`tenant`] gives one partner's.
//!
//! After a change run `introw schema --partner > schema.partner.graphql`: a test compares.

mod call;
mod campaign;
pub mod export;
mod link;
mod load;
mod organisation;
mod reward;
mod stats;
mod viewer;

use std::sync::{Arc, LazyLock};

use async_graphql::{Context, EmptySubscription, MergedObject, Result};
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use entity::{OfPartner, partner_user};
use sea_orm::Condition;

use super::guard;
use super::handler::{self, Refused};
use super::page::{self, Connection, Cursors, Listed, Paging};
use super::{DEPTH, DIRECTIVES, app, exported, problem};
use crate::app::App;
use crate::error::{self, Error};
use crate::http::portal::PortalCaller;
use crate::http::{limits, request_id};
use crate::store::{PartnerTenant, PartnerWriter};

/// The schema of this door.
pub type Schema = async_graphql::Schema<QueryRoot, MutationRoot, EmptySubscription>;

/// What a partner can ask: about itself, and nothing of anybody else.
#[derive(Default, MergedObject)]
pub struct QueryRoot(
    viewer::ViewerQuery,
    organisation::OrganisationQuery,
    campaign::CampaignQuery,
    link::LinkQuery,
    stats::StatsQuery,
    call::CallQuery,
    reward::RewardQuery,
);

/// What a user of a partner can change. A member who looks at the portal, and a program with a key,
/// cannot. What is wrong with an input is told in `userErrors`, and nothing is changed then.
#[derive(Default, MergedObject)]
pub struct MutationRoot(link::LinkMutation, viewer::ViewerMutation);

/// The path, as the known documents name it.
const PATH: &str = "/graphql/partner";

/// What a query may cost: as in the schema of organisations, but less of it.
const COST: usize = 3_000;
/// The largest body that is read.
const MOST: usize = 16 * 1024;

/// Built once: it is the same for every app, and holds nothing that changes.
static SCHEMA: LazyLock<Schema> = LazyLock::new(schema);

fn schema() -> Schema {
    Schema::build(QueryRoot::default(), MutationRoot::default(), EmptySubscription)
        // As deep as there: less would shut out the tools that ask for the schema.
        .limit_depth(DEPTH)
        .limit_complexity(COST)
        .limit_directives(DIRECTIVES)
        .disable_suggestions()
        .finish()
}

/// The contract, in the schema definition language.
pub fn sdl() -> String {
    exported(&schema())
}

/// Answers a call.
pub async fn handle(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    let mut limit = HeaderMap::new();
    let served = serve(&app, &headers, body, &mut limit).await;
    handler::settled(served, &headers, limit)
}

async fn serve(app: &App, headers: &HeaderMap, body: Body, limit: &mut HeaderMap) -> Result<Response, Refused> {
    let caller = PortalCaller::authenticate(app, headers, app.clock.now()).await?;
    *limit = limits::portal(app, &caller).await?;
    let (_, sent) = handler::read(MOST, headers, body).await?;
    let call = sent.with_text(app, PATH, caller.is_program())?;
    let document = guard::check(&call.query)?;
    let (request, changes) = handler::request(call, document)?;
    let request = request.data(load::loader(caller.tenant(app), changes)).data(app.clone()).data(caller);
    let answer = problem::translate(SCHEMA.execute(request).await, &request_id::current());
    Ok(handler::answered(&answer, handler::wants_graphql(headers)))
}

fn caller<'a>(ctx: &Context<'a>) -> error::Result<&'a PortalCaller> {
    ctx.data_opt().ok_or_else(|| Error::internal("a request without its caller"))
}

/// The rows of the caller's partner.
fn tenant(ctx: &Context<'_>) -> error::Result<PartnerTenant> {
    Ok(caller(ctx)?.tenant(app(ctx)?))
}

/// The rows of the caller's partner to change, and the user who does; an error for who only looks.
fn writer<'a>(ctx: &Context<'a>) -> error::Result<(PartnerWriter, &'a partner_user::Model)> {
    caller(ctx)?.writer(app(ctx)?)
}

/// The part of a list that is wanted, of the partner's rows for which `condition` holds.
async fn list<N: Listed>(ctx: &Context<'_>, condition: Condition, paging: Paging) -> Result<Connection<N>>
where
    N::Table: OfPartner,
{
    let tenant = tenant(ctx)?;
    // A cursor is good for this partner alone.
    let name = format!("{}/{}", tenant.partner(), N::type_name()).into();
    let cursors = Cursors::new(&app(ctx)?.keyring, tenant.organisation(), name);
    page::list_of(Arc::new(tenant), cursors, condition, paging, None).await
}
