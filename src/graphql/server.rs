//! The service itself.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::app;

/// The service that answers.
#[derive(SimpleObject)]
pub(super) struct Server {
    /// Its version, as `0.3.0`.
    version: &'static str,
    /// Whether it is a demo: its data is made up, and may be gone when it stops.
    is_demo: bool,
}

#[derive(Default)]
pub(super) struct ServerQuery;

#[Object]
impl ServerQuery {
    /// The service that answers. Whoever may call may ask.
    async fn server(&self, ctx: &Context<'_>) -> Result<Server> {
        Ok(Server { version: env!("CARGO_PKG_VERSION"), is_demo: app(ctx)?.config.is_demo })
    }
}
