//! The GraphQL door for programs and members: `POST /graphql` with a secret key or a session. Partners
//! have a door and a schema of their own, in [`portal`].
//!
//! A call passes [`handle`] (HTTP, the key, the rate), [`guard`] (what would break the library), the
//! limits of the library (depth and cost), and then resolvers. Those translate: arguments into
//! values, rows into objects. What may be is the domain's business; whose rows they are, and whether
//! the caller may see them, is asked with `tenant` by every resolver that reads.
//!
//! There is one file per noun: its object, its queries, its mutations.
//!
//! - To add a **field**, add a method with a description to the noun's `#[Object]`. One that reads
//!   says so in its `complexity`, and gets related rows by a look-up of `load.rs`.
//! - To add a **query** or a **mutation**, add a method to the noun's `…Query` or `…Mutation`. A
//!   mutation has a payload of its own, with what it changed and `userErrors`.
//! - To add a **noun**, add a file, and its parts to [`QueryRoot`], [`MutationRoot`] and `Node`.
//!
//! Then run `introw schema > schema.graphql`: the contract is checked in, and a test compares.

mod activity;
mod audit;
mod campaign;
mod click;
mod conversion;
mod decision;
mod document;
pub mod export;
mod form;
pub mod guard;
mod handler;
mod import;
mod install;
mod key;
mod legacy;
mod link;
mod load;
mod mapping;
mod member;
mod money;
mod operation;
mod organisation;
mod overview;
mod page;
mod partner;
mod partner_user;
pub mod portal;
mod problem;
mod request;
mod reward;
mod scalar;
mod search;
mod server;
mod sse;
mod stats;
mod submission;
mod trail;
mod viewer;
mod webhook;
mod what_if;

use std::str::FromStr;

use async_graphql::{Context, ID, Interface, MergedObject, ObjectType, SDLExportOptions, SubscriptionType};
use chrono::{DateTime, Utc};

use crate::app::App;
use crate::domain::key::Permission;
use crate::error::{Error, Result};
use crate::http::caller::Caller;
use crate::store::{Claim, Tenant};

pub use activity::SubscriptionRoot;
pub use handler::handle;

/// The schema of this door.
pub type Schema = async_graphql::Schema<QueryRoot, MutationRoot, SubscriptionRoot>;

/// What a program or a member can ask. Each field names the scope that a key needs for it; a member
/// has those of their role.
#[derive(Default, MergedObject)]
pub struct QueryRoot(
    organisation::OrganisationQuery,
    partner::PartnerQuery,
    form::FormQuery,
    campaign::CampaignQuery,
    mapping::MappingQuery,
    link::LinkQuery,
    legacy::LegacyQuery,
    conversion::ConversionQuery,
    submission::SubmissionQuery,
    decision::DecisionQuery,
    decision::IgnoredQuery,
    click::ClickQuery,
    reward::RewardQuery,
    decision::ReasonQuery,
    what_if::WhatIfQuery,
    key::KeyQuery,
    audit::AuditQuery,
    member::MemberQuery,
    viewer::ViewerQuery,
    stats::StatsQuery,
    webhook::WebhookQuery,
    activity::ActivityQuery,
    overview::OverviewQuery,
    overview::CheckQuery,
    key::PublishableKeyQuery,
    mapping::DryRunQuery,
    partner::PartnerImportQuery,
    request::RequestQuery,
    search::SearchQuery,
    server::ServerQuery,
);

/// What a program or a member can change. Each field names the scope that a key needs for it; a member
/// has those of their role. What is wrong with an input is told in `userErrors`, and nothing is changed
/// then. A request with the header `Idempotency-Key` is carried out once: for 24 hours, the same request
/// with the same key gets the same answer. It holds one root field.
#[derive(Default, MergedObject)]
pub struct MutationRoot(
    partner::PartnerMutation,
    partner_user::PartnerUserMutation,
    form::FormMutation,
    campaign::CampaignMutation,
    mapping::MappingMutation,
    link::LinkMutation,
    legacy::LegacyMutation,
    submission::SubmissionMutation,
    key::KeyMutation,
    organisation::OrganisationMutation,
    organisation::IncidentMutation,
    member::MemberMutation,
    viewer::ViewerMutation,
    webhook::WebhookMutation,
    install::InstallMutation,
    link::LinkBulkMutation,
    partner::PartnerBulkMutation,
    partner::PartnerImportMutation,
);

/// Something with an id. The id is the same in URLs, logs, files and the REST API, and its prefix
/// says what it names.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id."))]
enum Node {
    Organisation(organisation::Organisation),
    Partner(partner::Partner),
    PartnerUser(partner_user::PartnerUser),
    Form(form::Form),
    Campaign(campaign::Campaign),
    Link(link::Link),
    LinkAlias(link::LinkAlias),
    LegacyLink(legacy::LegacyLink),
    Conversion(conversion::Conversion),
    Submission(submission::Submission),
    Decision(decision::Decision),
    Click(click::Click),
    Reward(reward::Reward),
    ApiKey(key::ApiKey),
    PublishableKey(key::PublishableKey),
    Request(request::Request),
    AuditEvent(audit::AuditEvent),
    Member(member::Member),
    Invitation(member::Invitation),
    Person(viewer::Person),
    Session(viewer::Session),
    WebhookEndpoint(webhook::WebhookEndpoint),
    WebhookEvent(webhook::WebhookEvent),
    WebhookDelivery(webhook::WebhookDelivery),
}

/// How deep a query may be: as deep as the introspection query of common tools.
const DEPTH: usize = 15;
/// What a query may cost: each field 1, one that reads [`page::READ`] more, and a list as often what
/// is asked of a row as there may be rows.
const COST: usize = 5_000;
/// How many directives a field may have.
const DIRECTIVES: usize = 5;

/// Builds the schema, which needs neither database nor settings.
pub fn schema() -> Schema {
    Schema::build(QueryRoot::default(), MutationRoot::default(), SubscriptionRoot)
        .register_output_type::<Node>()
        .limit_depth(DEPTH)
        .limit_complexity(COST)
        .limit_directives(DIRECTIVES)
        .disable_suggestions()
        .finish()
}

/// The contract, in the schema definition language. Sorted, so that a change moves nothing else.
pub fn sdl() -> String {
    exported(&schema())
}

fn exported<Q, M, S>(schema: &async_graphql::Schema<Q, M, S>) -> String
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by()
        .use_space_ident();
    schema.sdl_with_options(options)
}

fn app<'a>(ctx: &Context<'a>) -> Result<&'a App> {
    ctx.data_opt().ok_or_else(|| Error::internal("a request without its app"))
}

fn caller<'a>(ctx: &Context<'a>) -> Result<&'a Caller> {
    ctx.data_opt().ok_or_else(|| Error::internal("a request without its caller"))
}

/// The rows of the caller's organisation, if its key has the scope or its role allows it.
fn tenant(ctx: &Context<'_>, permission: Permission) -> Result<Tenant> {
    Ok(caller(ctx)?.tenant(app(ctx)?, permission)?.with_claim(ctx.data_opt::<Claim>().cloned()))
}

fn now(ctx: &Context<'_>) -> Result<DateTime<Utc>> {
    Ok(app(ctx)?.clock.now())
}

/// The id of a `noun` that a mutation names. One that is malformed names nothing, as one that is
/// foreign.
fn read_id<I: FromStr>(id: &ID, noun: &'static str) -> Result<I> {
    id.parse().map_err(|_| Error::NotFound(noun))
}

/// What a mutation changed, after every replica has been told to forget what these addresses led to.
async fn forget<T>(ctx: &Context<'_>, done: Option<(T, Vec<String>)>) -> Result<Option<T>> {
    let Some((changed, addresses)) = done else { return Ok(None) };
    app(ctx)?.cache.forget_links(addresses).await;
    Ok(Some(changed))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What tools ask that show a schema, as deep as the deepest of them.
    fn introspection() -> String {
        let mut type_reference = "kind name".to_owned();
        for _ in 0..9 {
            type_reference = format!("kind name ofType {{ {type_reference} }}");
        }
        let argument =
            format!("name description type {{ {type_reference} }} defaultValue isDeprecated deprecationReason");
        format!(
            "query IntrospectionQuery {{ __schema {{
                description queryType {{ name }} mutationType {{ name }} subscriptionType {{ name }}
                types {{
                    kind name description specifiedByURL isOneOf
                    fields(includeDeprecated: true) {{
                        name description args(includeDeprecated: true) {{ {argument} }}
                        type {{ {type_reference} }} isDeprecated deprecationReason
                    }}
                    inputFields(includeDeprecated: true) {{ {argument} }}
                    interfaces {{ {type_reference} }}
                    enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
                    possibleTypes {{ {type_reference} }}
                }}
                directives {{ name description isRepeatable locations args(includeDeprecated: true) {{ {argument} }} }}
            }} }}"
        )
    }

    async fn ask(query: &str) -> async_graphql::Response {
        let mut request = async_graphql::Request::new(query);
        request.set_parsed_query(guard::check(query).unwrap());
        problem::translate(schema().execute(request).await, "test")
    }

    async fn types() -> Vec<Value> {
        let response = ask(&introspection()).await;
        assert!(response.errors.is_empty(), "{:?}", response.errors);
        let Value::Array(types) = response.data.into_json().unwrap()["__schema"]["types"].take() else { panic!() };
        let builtin =
            |name: &str| name.starts_with("__") || ["Int", "Float", "String", "Boolean", "ID"].contains(&name);
        types.into_iter().filter(|each| !builtin(each["name"].as_str().unwrap())).collect()
    }

    #[tokio::test]
    async fn everything_has_a_description() {
        let mut missing = Vec::new();
        let mut look = |path: &str, thing: &Value| {
            if thing["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
                missing.push(format!("{path}{}", thing["name"].as_str().unwrap()));
            }
        };
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        for each in types().await {
            look("", &each);
            let name = each["name"].as_str().unwrap();
            for field in list(&each["fields"]) {
                look(&format!("{name}."), &field);
                for argument in list(&field["args"]) {
                    look(&format!("{name}.{}.", field["name"].as_str().unwrap()), &argument);
                }
            }
            for value in list(&each["inputFields"]).iter().chain(&list(&each["enumValues"])) {
                look(&format!("{name}."), value);
            }
        }
        assert_eq!(missing, [] as [String; 0]);
    }

    #[tokio::test]
    async fn every_mutation_has_a_payload_of_its_own_with_user_errors() {
        let types = types().await;
        let fields = |name: &str| -> Vec<Value> {
            let found = types.iter().find(|each| each["name"] == name).unwrap();
            found["fields"].as_array().unwrap().clone()
        };
        for mutation in fields("MutationRoot") {
            let name = mutation["name"].as_str().unwrap();
            let payload = mutation["type"]["ofType"]["name"].as_str().unwrap();
            assert_eq!(payload, format!("{}{}Payload", name[..1].to_uppercase(), &name[1..]));
            for field in fields(payload) {
                let required = field["type"]["kind"] == "NON_NULL";
                assert_eq!(required, field["name"] == "userErrors", "{payload}.{}", field["name"]);
            }
        }
    }

    #[tokio::test]
    async fn what_is_too_much_has_a_code_of_its_own() {
        let deep = format!("{{ __schema {{ types {{ {} kind {} }} }} }}", "ofType {".repeat(13), "}".repeat(13));
        let dear = "{ campaigns(first: 100) { nodes { links(first: 100) { nodes { id } } } } }";
        let directed = format!("{{ __typename {} }}", "@include(if: true)".repeat(DIRECTIVES + 1));
        for query in [deep.as_str(), dear, directed.as_str()] {
            let response = serde_json::to_value(ask(query).await).unwrap();
            let extensions = json!({ "code": "QUERY_TOO_COMPLEX", "requestId": "test" });
            assert_eq!(response["errors"][0]["extensions"], extensions, "{response}");
        }
    }

    #[tokio::test]
    async fn an_answer_has_few_errors_and_none_shows_other_names() {
        let unknown: String = (0..50).map(|index| format!("typ{index} ")).collect();
        let response = ask(&format!("{{ campaign_ __schema {{ {unknown} }} }}")).await;
        assert_eq!(response.errors.len(), 10);
        for error in response.errors {
            assert!(!error.message.contains("campaigns") && !error.message.contains("types"), "{}", error.message);
            assert_eq!(error.extensions.unwrap().get("code"), Some(&"BAD_REQUEST".into()));
        }
    }

    #[tokio::test]
    async fn without_a_caller_nothing_is_given() {
        for query in ["{ organisation { id } }", "{ campaigns { nodes { id } } }"] {
            let response = ask(query).await;
            assert_eq!(response.data, async_graphql::Value::Null);
            let error = &response.errors[0];
            assert_eq!(error.extensions.as_ref().unwrap().get("code"), Some(&"INTERNAL".into()));
            assert!(!error.message.contains("caller"), "{}", error.message);
        }
    }

    #[test]
    fn the_contract_has_the_names_that_tools_call() {
        let sdl = sdl();
        for part in [
            "type QueryRoot {",
            "type MutationRoot {",
            "scalar DateTime @specifiedBy",
            "scalar URL",
            "scalar JSON",
            "scalar Date ",
        ] {
            assert!(sdl.contains(part), "{part} is missing:\n{sdl}");
        }
    }
}
