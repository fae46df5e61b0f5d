//! The request log: what programs called, and what came of it.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use entity::api_call;
use entity::id::{ApiCallId, ApiKeyId};
use sea_orm::{ColumnTrait, Condition};

use super::key::ApiKey;
use super::load;
use super::page::{self, Connection, ListOrder, Paging};
use super::scalar::DateTime;
use crate::domain::key::Permission;

/// Codes of calls that failed on this side, where the status does not say it.
const OURS: [&str; 2] = ["INTERNAL", "UNAVAILABLE"];

pub(super) struct Request(api_call::Model);

page::listed!(Request, api_call, ApiCallId);

/// A call that a program made with a secret key. Kept for seven days, without its body; of many calls a
/// second some are left out, those that went well before those that were refused.
#[Object]
impl Request {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// When it came.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// The HTTP method.
    async fn method(&self) -> &str {
        &self.0.method
    }

    /// The path.
    async fn path(&self) -> &str {
        &self.0.path
    }

    /// Of GraphQL: the operation's name, or its first root fields.
    async fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The HTTP status of the answer. GraphQL says 200 also when it could not do what was asked.
    async fn status(&self) -> i32 {
        self.0.status
    }

    /// The code of the error in the answer, as `RATE_LIMIT_EXCEEDED`; null: there was none.
    async fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What the error means and what to do about it, in plain words; null: there was none.
    async fn explanation(&self) -> Option<&'static str> {
        explanation(self.0.code.as_deref()?)
    }

    /// How long it took, in milliseconds.
    async fn duration_ms(&self) -> i32 {
        self.0.duration_ms
    }

    /// What its answer said in the header `x-request-id`.
    async fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// The secret key that it was made with.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn key(&self, ctx: &Context<'_>) -> Result<Option<ApiKey>> {
        Ok(load::one(ctx, load::ApiKeyById(self.0.key_id)).await?.map(ApiKey::from))
    }
}

fn explanation(code: &str) -> Option<&'static str> {
    Some(match code {
        "FORBIDDEN" => "The key may not do this: it lacks a scope. Make a key with the scope, or use another one.",
        "RATE_LIMIT_EXCEEDED" | "RATE_LIMITED" => {
            "The key made more calls in a minute than it may. Wait as long as Retry-After says, and spread the calls."
        }
        "VALIDATION_ERROR" | "BAD_REQUEST" => {
            "The call was not of the form that is needed. Its answer said which field is wrong, and why."
        }
        "QUERY_TOO_COMPLEX" => "The query asks for more than one call may. Ask for less, or in several calls.",
        "UNKNOWN_DOCUMENT" => {
            "The call names a document that this version does not have. Send its text as `query` instead."
        }
        "CONFLICT" => "A call with the same Idempotency-Key was being made, or was made without a known answer.",
        "NOT_FOUND" => "There is no such thing, or it is another organisation's.",
        "PAYLOAD_TOO_LARGE" => "The body was larger than this address takes. Split it.",
        "UNSUPPORTED_MEDIA_TYPE" => "The body's content-type is not one that this address takes.",
        "INTERNAL" | "INTERNAL_ERROR" => "Something went wrong on our side. Name the request id when you ask about it.",
        "UNAVAILABLE" => "The service could not do it at that moment. The call is worth sending again.",
        _ => return None,
    })
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum RequestOutcome {
    /// It was done.
    Succeeded,
    /// Something was wrong with the call: 4xx, or an error in a GraphQL answer.
    Refused,
    /// Something went wrong on this side: 5xx, or such an error in a GraphQL answer.
    Failed,
}

impl RequestOutcome {
    fn condition(self) -> Condition {
        let (status, code) = (api_call::Column::Status, api_call::Column::Code);
        // Every answer that refuses has a code, and there is an index of these.
        let has_code = || Condition::all().add(code.is_not_null());
        match self {
            Self::Succeeded => Condition::all().add(code.is_null()),
            Self::Refused => has_code().add(status.lt(500)).add(code.is_not_in(OURS)),
            Self::Failed => has_code().add(Condition::any().add(status.gte(500)).add(code.is_in(OURS))),
        }
    }
}

/// Which calls.
#[derive(Debug, Default, InputObject)]
pub(super) struct RequestFilter {
    /// Only those that were made with this secret key.
    key_id: Option<ID>,
    /// Only those of which this came.
    outcome: Option<RequestOutcome>,
    /// Only those whose answer had this code.
    code: Option<String>,
    /// Only the one whose answer had this request id.
    request_id: Option<String>,
    /// Only those that came at this time or later.
    from: Option<DateTime>,
    /// Only those that came before this time.
    to: Option<DateTime>,
}

impl RequestFilter {
    pub(super) fn condition(self) -> Condition {
        Condition::all()
            .add_option(page::same::<ApiKeyId>(api_call::Column::KeyId, self.key_id))
            .add_option(self.outcome.map(RequestOutcome::condition))
            .add_option(page::is(api_call::Column::Code, self.code))
            .add_option(page::is(api_call::Column::RequestId, self.request_id))
            .add_option(self.from.map(|from| api_call::Column::At.gte(from.0)))
            .add_option(self.to.map(|to| api_call::Column::At.lt(to.0)))
    }
}

#[derive(Default)]
pub(super) struct RequestQuery;

#[Object]
impl RequestQuery {
    /// The calls that programs made with secret keys in the last seven days. A call shows up about a
    /// second after it was made. Scope `keys:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<RequestFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Request>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::KeysRead, condition, paging).await
    }
}
