//! Nothing of an organisation reaches another one.
//!
//! Every root field of GraphQL and every REST route is called with one organisation's key and
//! another one's ids. A root field or route without a case fails, so nobody can forget one.

use std::collections::BTreeSet;

use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use entity::id::OrganisationId;
use entity::value::Role;
use sea_orm::DatabaseBackend;
use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};
use crate::people::{member, member_id};
use crate::receiver::{Receiver, Reply, eventually};
use crate::walk::Schema;

/// What stands in everything of the victim's that has a name.
const MARK: &str = "VICTIM";

/// A root field, a document that uses it, and whether it names the victim's ids.
struct Case {
    field: &'static str,
    document: &'static str,
    names_ids: bool,
    for_people: bool,
}

const fn lists(field: &'static str, document: &'static str) -> Case {
    Case { field, document, names_ids: false, for_people: false }
}

const fn names(field: &'static str, document: &'static str) -> Case {
    Case { field, document, names_ids: true, for_people: false }
}

/// About the caller's own account, which a key has not.
const fn account(field: &'static str, document: &'static str, names_ids: bool) -> Case {
    Case { field, document, names_ids, for_people: true }
}

/// The variables, in braces, are the victim's ids.
const CASES: &[Case] = &[
    lists("organisation", "{ organisation { id name publishableKey } }"),
    lists(
        "campaigns",
        "{ campaigns(first: 10) { totalCount nodes { id name destinationUrl publishableKey form { id name } links(first: 5) { nodes { id code url } } conversions(first: 5) { nodes { id email } } } } }",
    ),
    lists(
        "partners",
        "{ partners(first: 10) { totalCount nodes { id name email links(first: 5) { nodes { id } } conversions(first: 5) { nodes { id } } } } }",
    ),
    lists("forms", "{ forms(first: 20) { totalCount nodes { id name fields { id label } } } }"),
    lists(
        "links",
        "{ links(first: 20) { totalCount nodes { id code url aliases { id slug } partner { name } campaign { name } } } }",
    ),
    lists(
        "conversions",
        "{ conversions(first: 20) { totalCount nodes { id email properties link { id } submission { id } decision { id } } } }",
    ),
    lists(
        "submissions",
        "{ submissions(first: 20) { totalCount nodes { id fields { value } unmapped conversion { id } form { id } } } }",
    ),
    lists(
        "decisions",
        "{ decisions(first: 20) { totalCount nodes { id reason trail { seen } link { id } campaign { id } partner { id } conversion { id } } } }",
    ),
    lists("apiKeys", "{ apiKeys(first: 20) { totalCount nodes { id name prefix } } }"),
    lists("auditEvents", "{ auditEvents(first: 20) { totalCount nodes { id action before after targetId } } }"),
    lists("legacyLinks", "{ legacyLinks(first: 20) { totalCount nodes { id url link { id } } } }"),
    lists(
        "ignoredCalls",
        "{ ignoredCalls(from: \"2020-01-01T00:00:00Z\", to: \"2100-01-01T00:00:00Z\") { reason count keyId } }",
    ),
    names(
        "campaign",
        "query($campaign: ID!) { campaign(id: $campaign) { id name stats(from: \"2026-01-01\", to: \"2026-01-02\") { clicks } } }",
    ),
    names("partner", "query($partner: ID!) { partner(id: $partner) { id name } }"),
    names("form", "query($form: ID!) { form(id: $form) { id name fields { label } } }"),
    names("link", "query($link: ID!) { link(id: $link) { id code } }"),
    names("conversion", "query($conversion: ID!) { conversion(id: $conversion) { id email } }"),
    names("submission", "query($submission: ID!) { submission(id: $submission) { id fields { value } } }"),
    names("decision", "query($decision: ID!) { decision(id: $decision) { id trail { seen } } }"),
    names(
        "fieldMappingsPreview",
        "query($campaign: ID!) { fieldMappingsPreview(campaignId: $campaign, properties: {a: 1}) { fields { label } unmapped userErrors { code } } }",
    ),
    lists(
        "partnerCreate",
        "mutation { partnerCreate(input: {name: \"Mine\"}) { partner { id organisationLess: name } userErrors { code } } }",
    ),
    names(
        "partnerUpdate",
        "mutation($partner: ID!) { partnerUpdate(id: $partner, input: {name: \"Mine\"}) { partner { name } userErrors { code } } }",
    ),
    lists(
        "formCreate",
        "mutation { formCreate(input: {name: \"Mine\", fields: []}) { form { id } userErrors { code } } }",
    ),
    names(
        "formUpdate",
        "mutation($form: ID!) { formUpdate(id: $form, input: {name: \"Mine\", fields: []}) { form { name } userErrors { code } } }",
    ),
    names(
        "campaignCreate",
        "mutation($form: ID!) { campaignCreate(input: {name: \"Mine\", destinationUrl: \"https://mine.example\", formId: $form}) { campaign { id } userErrors { code } } }",
    ),
    names(
        "campaignUpdate",
        "mutation($campaign: ID!) { campaignUpdate(id: $campaign, input: {name: \"Mine\", destinationUrl: \"https://evil.example\"}) { campaign { name } userErrors { code } } }",
    ),
    names(
        "fieldMappingsSet",
        "mutation($campaign: ID!, $field: ID!) { fieldMappingsSet(campaignId: $campaign, mappings: [{property: \"x\", fieldId: $field}]) { userErrors { code } } }",
    ),
    names(
        "linksGenerate",
        "mutation($campaign: ID!, $partner: ID!) { linksGenerate(campaignId: $campaign, partnerIds: [$partner]) { links { id code } userErrors { code } } }",
    ),
    names("linkRevoke", "mutation($link: ID!) { linkRevoke(id: $link) { link { code } userErrors { code } } }"),
    names("linkRestore", "mutation($link: ID!) { linkRestore(id: $link) { link { code } userErrors { code } } }"),
    names(
        "linkAliasCreate",
        "mutation($link: ID!) { linkAliasCreate(linkId: $link, slug: \"mine-now\") { link { code } userErrors { code } } }",
    ),
    names(
        "linkAliasDelete",
        "mutation($alias: ID!) { linkAliasDelete(id: $alias) { link { code } userErrors { code } } }",
    ),
    lists(
        "apiKeyCreate",
        "mutation { apiKeyCreate(input: {name: \"Mine\", scopes: [\"stats:read\"]}) { apiKey { id } userErrors { code } } }",
    ),
    names("apiKeyRevoke", "mutation($key: ID!) { apiKeyRevoke(id: $key) { apiKey { name } userErrors { code } } }"),
    names(
        "publishableKeyRotate",
        "mutation($campaign: ID!) { publishableKeyRotate(campaignId: $campaign) { publishableKey userErrors { code } } }",
    ),
    names(
        "submissionRetry",
        "mutation($submission: ID!) { submissionRetry(id: $submission) { submission { id } userErrors { code } } }",
    ),
    names(
        "legacyLinkCreate",
        "mutation($link: ID!) { legacyLinkCreate(url: \"https://mine.example/x\", linkId: $link) { legacyLink { id } userErrors { code } } }",
    ),
    names(
        "legacyLinkDelete",
        "mutation($legacy: ID!) { legacyLinkDelete(id: $legacy) { legacyLink { url } userErrors { code } } }",
    ),
    names(
        "legacyLinksImport",
        "mutation($csv: String!) { legacyLinksImport(csv: $csv) { rows { legacyLink { id } message } userErrors { code } } }",
    ),
    lists(
        "webhookEndpoints",
        "{ webhookEndpoints(first: 10) { totalCount nodes { id url description lastDay { attempts } lastFailure { message } } } }",
    ),
    lists(
        "webhookDeliveries",
        "{ webhookDeliveries(first: 10) { totalCount nodes { id event { data } endpoint { url } attempts { request response } } } }",
    ),
    lists(
        "webhookEvents",
        "{ webhookEvents(first: 10) { totalCount nodes { id data subjectId deliveries { id attempts { request } } } } }",
    ),
    names(
        "webhookEndpoint",
        "query($webhookEndpoint: ID!) { webhookEndpoint(id: $webhookEndpoint) { id url lastDay { attempts } } }",
    ),
    names(
        "webhookDelivery",
        "query($webhookDelivery: ID!) { webhookDelivery(id: $webhookDelivery) { id event { data } attempts { request } } }",
    ),
    lists(
        "webhookEndpointCreate",
        "mutation { webhookEndpointCreate(input: {url: \"https://mine.example/hook\", events: [LINK_REVOKED], enabled: false}) { webhookEndpoint { id } userErrors { code } } }",
    ),
    names(
        "webhookEndpointUpdate",
        "mutation($webhookEndpoint: ID!) { webhookEndpointUpdate(id: $webhookEndpoint, input: {url: \"https://evil.example/\", enabled: false}) { webhookEndpoint { url } userErrors { code } } }",
    ),
    names(
        "webhookEndpointDelete",
        "mutation($webhookEndpoint: ID!) { webhookEndpointDelete(id: $webhookEndpoint) { deletedId userErrors { code } } }",
    ),
    names(
        "webhookEndpointRotateSecret",
        "mutation($webhookEndpoint: ID!) { webhookEndpointRotateSecret(id: $webhookEndpoint) { secret userErrors { code } } }",
    ),
    names(
        "webhookEndpointTest",
        "mutation($webhookEndpoint: ID!) { webhookEndpointTest(id: $webhookEndpoint) { webhookDelivery { id } userErrors { code } } }",
    ),
    names(
        "webhookEndpointRecover",
        "mutation($webhookEndpoint: ID!) { webhookEndpointRecover(id: $webhookEndpoint, since: \"2020-01-01T00:00:00Z\") { events userErrors { code } } }",
    ),
    names(
        "webhookDeliveryRetry",
        "mutation($webhookDelivery: ID!) { webhookDeliveryRetry(id: $webhookDelivery) { webhookDelivery { id } userErrors { code } } }",
    ),
    names(
        "installCheckRun",
        "mutation($campaign: ID!) { installCheckRun(campaignId: $campaign) { campaign { id install { snippet { verdict } loads { today } } } userErrors { code } } }",
    ),
    lists(
        "rewards",
        "{ rewards(first: 20) { totalCount nodes { id amount { amount } entries { id } conversion { email } partner { name } campaign { name } link { code } } } }",
    ),
    lists(
        "rewardTotals",
        "{ rewardTotals { held { minorUnits } payable { minorUnits } reversed { minorUnits } months { held { amount } } otherCurrencies { currencyCode } } }",
    ),
    names("reward", "query($reward: ID!) { reward(id: $reward) { id amount { amount } entries { id } } }"),
    lists(
        "clicks",
        "{ clicks(first: 20) { totalCount nodes { id label link { code } alias { slug } conversion { email } partner { name } } } }",
    ),
    names("click", "query($click: ID!) { click(id: $click) { id label conversion { email } } }"),
    lists(
        "decisionReasons",
        "{ decisionReasons(from: \"2020-01-01T00:00:00Z\", to: \"2100-01-01T00:00:00Z\") { reason count lastSeen } }",
    ),
    names(
        "whatIf",
        "query($campaign: ID!) { whatIf(campaignId: $campaign, from: \"2020-01-01T00:00:00Z\", to: \"2100-01-01T00:00:00Z\") { calls partners { partnerId partner { name } } } }",
    ),
    names(
        "submissionAccept",
        "mutation($submission: ID!) { submissionAccept(id: $submission) { submission { id } userErrors { code } } }",
    ),
    names(
        "submissionDecline",
        "mutation($submission: ID!) { submissionDecline(id: $submission, reason: \"mine\") { submission { id } userErrors { code } } }",
    ),
    names(
        "submissionReopen",
        "mutation($submission: ID!) { submissionReopen(id: $submission) { submission { id } userErrors { code } } }",
    ),
    names(
        "submissionsAccept",
        "mutation($submission: ID!) { submissionsAccept(ids: [$submission]) { results { submission { id } userErrors { code } } userErrors { code } } }",
    ),
    names(
        "submissionsDecline",
        "mutation($submission: ID!) { submissionsDecline(ids: [$submission]) { results { submission { id } userErrors { code } } userErrors { code } } }",
    ),
    names(
        "partnerUserCreate",
        "mutation($partner: ID!) { partnerUserCreate(partnerId: $partner, input: {email: \"mine@mine.example\"}) { partnerUser { id } userErrors { code } } }",
    ),
    names(
        "partnerUserDelete",
        "mutation($partnerUser: ID!) { partnerUserDelete(id: $partnerUser) { partnerUser { email } userErrors { code } } }",
    ),
    names(
        "partnerUserSignInLink",
        "mutation($partnerUser: ID!) { partnerUserSignInLink(id: $partnerUser) { url userErrors { code } } }",
    ),
    names(
        "partnerViewAs",
        "mutation($partner: ID!) { partnerViewAs(partnerId: $partner) { url userErrors { code } } }",
    ),
    lists("viewer", "{ viewer { person { id email name } memberships { organisation { id name } } sessions { id } } }"),
    lists("members", "{ members(first: 20) { totalCount nodes { id email name sessionCount } } }"),
    lists("invitations", "{ invitations(first: 20) { totalCount nodes { id email invitedBy } } }"),
    lists(
        "memberInvite",
        "mutation { memberInvite(input: {email: \"mine@intruder.example\", role: ANALYST}) { invitation { id } userErrors { code } } }",
    ),
    names(
        "invitationRevoke",
        "mutation($invitation: ID!) { invitationRevoke(id: $invitation) { invitation { email } userErrors { code } } }",
    ),
    names(
        "memberUpdate",
        "mutation($member: ID!) { memberUpdate(id: $member, role: ANALYST) { member { email } userErrors { code } } }",
    ),
    names(
        "memberRemove",
        "mutation($member: ID!) { memberRemove(id: $member) { member { email } userErrors { code } } }",
    ),
    names(
        "passwordResetLinkCreate",
        "mutation($member: ID!) { passwordResetLinkCreate(memberId: $member) { url member { email } userErrors { code } } }",
    ),
    lists(
        "organisationUpdate",
        "mutation { organisationUpdate(input: {name: \"Mine\"}) { organisation { id name } userErrors { code } } }",
    ),
    lists("apiKeysRevokeAll", "mutation { apiKeysRevokeAll { revoked userErrors { code } } }"),
    lists(
        "organisationSignOut",
        "mutation { organisationSignOut(keepCurrent: true) { memberSessions portalSessions userErrors { code } } }",
    ),
    names(
        "apiKeyRotate",
        "mutation($key: ID!) { apiKeyRotate(id: $key) { secret apiKey { name } userErrors { code } } }",
    ),
    account(
        "viewerUpdate",
        "mutation { viewerUpdate(input: {name: \"Mine\"}) { viewer { person { name } } userErrors { code } } }",
        false,
    ),
    account(
        "sessionRevoke",
        "mutation($session: ID!) { sessionRevoke(id: $session) { session { id } userErrors { code } } }",
        true,
    ),
    account(
        "sessionsRevokeAll",
        "mutation { sessionsRevokeAll(keepCurrent: true) { revoked userErrors { code } } }",
        false,
    ),
    lists(
        "stats",
        "query($campaign: ID!) { stats(filter: {campaignId: $campaign}) { clicks uniqueVisitors buckets { clicks } previous { clicks } } }",
    ),
    lists("statsBy", "{ statsBy(dimension: PARTNER) { key label clicks } }"),
    lists(
        "overview",
        "{ overview { clicks { value } toDo { submissionsToReview linksToReview keysExpiring } getStarted { step doneAt } } }",
    ),
    lists("selfCheck", "{ selfCheck { figures differences { figure } } }"),
    lists(
        "recentActivity",
        "{ recentActivity { ... on ClickActivity { id partner { name } } ... on ConversionActivity { id link { code } } ... on DecisionActivity { id } } }",
    ),
    lists("activity", "subscription { activity { ... on ClickActivity { id partner { name } } } }"),
    names(
        "campaignDuplicate",
        "mutation($campaign: ID!) { campaignDuplicate(id: $campaign, name: \"Mine\") { campaign { name destinationUrl } userErrors { code } } }",
    ),
    names(
        "partnersSetStatus",
        "mutation($partner: ID!) { partnersSetStatus(ids: [$partner], status: INACTIVE) { results { partner { name } userErrors { code } } userErrors { code } } }",
    ),
    lists(
        "partnersImport",
        "mutation { partnersImport(csv: \"name\\nNorthwind\") { rows { outcome partner { name } message } userErrors { code } } }",
    ),
    lists(
        "partnersImportPreview",
        "{ partnersImportPreview(csv: \"name\\nNorthwind\") { rows { outcome partner { name } message } userErrors { code } } }",
    ),
    names(
        "linksRevoke",
        "mutation($link: ID!) { linksRevoke(ids: [$link]) { results { link { code } userErrors { code } } userErrors { code } } }",
    ),
    names(
        "linksRestore",
        "mutation($link: ID!) { linksRestore(ids: [$link]) { results { link { code } userErrors { code } } userErrors { code } } }",
    ),
    lists("linkAliasAvailable", "{ linkAliasAvailable(slug: \"victims\") { available slug userErrors { message } } }"),
    lists("legacyMisses", "{ legacyMisses { normalised count } }"),
    lists(
        "legacyLinkTest",
        "{ legacyLinkTest(url: \"https://old.example/%56ICTIM\") { normalised legacyLink { id link { code } } userErrors { code } } }",
    ),
    lists(
        "legacyLinksImportPreview",
        "{ legacyLinksImportPreview(csv: \"url,link\\nhttps://mine.example/y,victims\") { rows { url normalised outcome message } userErrors { code } } }",
    ),
    names(
        "fieldMappingsDryRun",
        "query($campaign: ID!) { fieldMappingsDryRun(campaignId: $campaign) { conversions { conversion { id email } after { unmapped } } userErrors { code } } }",
    ),
    names(
        "unmappedProperties",
        "query($campaign: ID!) { unmappedProperties(campaignId: $campaign) { property lastValue } }",
    ),
    lists(
        "publishableKeys",
        "{ publishableKeys(first: 20) { totalCount nodes { id key campaign { name } seenOrigins { origin } } } }",
    ),
    lists(
        "requests",
        "{ requests(first: 20, filter: {outcome: FAILED}) { totalCount nodes { id operation requestId key { name } } } }",
    ),
    lists("server", "{ server { version isDemo } }"),
    lists("search", "{ search(text: \"VICTIM\") { kind id title subtitle } }"),
];

/// Root fields that give their owner neither a name nor an id of what the victim has, asked as here: they
/// count, or are about a text that is given.
const NAMELESS: &[&str] = &[
    "decisionReasons",
    "fieldMappingsDryRun",
    "ignoredCalls",
    "legacyLinkTest",
    "legacyLinksImportPreview",
    "legacyMisses",
    "linkAliasAvailable",
    "overview",
    "partnersImportPreview",
    "rewardTotals",
    "selfCheck",
    "server",
    "stats",
    "viewer",
];

/// REST routes, each with the test here that calls it with what is another organisation's.
const ROUTES: &[(&str, &str)] = &[
    ("/api/v1/affiliate/conversions", "a_foreign_token_is_ignored"),
    ("/api/v1/imports/legacy-links", "imports::an_upload_is_the_callers_own"),
    ("/api/v1/imports/partners", "imports::an_upload_is_the_callers_own"),
    ("/api/v1/affiliate/cookie", "public: a browser gets back what it has sent"),
    ("/api/v1/affiliate/legacy-redirect", "public: an old URL leads to its link for everybody"),
    ("/r/{code}", "public: a link leads everybody to its destination"),
    ("/api/v1/exports/everything.ndjson", "exports::everything_has_nothing_of_another_organisation"),
    ("/api/v1/exports/{export}", "exports::nothing_of_another_organisation_is_exported"),
    ("/affiliate.js", "public: the same for everybody"),
    ("/openapi.json", "public: the same for everybody"),
    ("/api/v1/auth/session", "portal::links::a_program_makes_links_for_users_of_its_organisation"),
    ("/api/v1/portal/session", "portal::isolation: a session is of one partner"),
    ("/api/v1/portal/sessions", "portal::session::signing_out_everywhere_ends_every_session_of_the_user"),
    ("/api/v1/portal/exports/{export}", "portal::exports::a_file_has_nothing_of_another_partner"),
    ("/api/v1/session", "people::session: a cookie opens its own session"),
    ("/api/v1/sessions", "people::session: a cookie ends the sessions of its own person"),
    ("/api/v1/session/links", "people::links: a link signs in whom it was made for"),
    ("/api/v1/password", "people::links: a link changes the password of whom it was made for"),
    ("/api/v1/invitations/accept", "people::members: an invitation is to its own organisation"),
    ("/api/v1/set-up", "people::links: there is no organisation yet"),
];

#[test]
fn every_root_field_has_a_case() {
    let sdl = async_graphql::parser::parse_schema(introw::graphql::sdl()).unwrap();
    let mut fields = BTreeSet::new();
    for definition in sdl.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        if !matches!(definition.node.name.node.as_str(), "QueryRoot" | "MutationRoot" | "SubscriptionRoot") {
            continue;
        }
        if let TypeKind::Object(object) = &definition.node.kind {
            fields.extend(object.fields.iter().map(|field| field.node.name.node.to_string()));
        }
    }
    assert!(fields.len() > 30, "{fields:?}");
    let cases: BTreeSet<_> = CASES.iter().map(|case| case.field.to_owned()).collect();
    assert_eq!(fields, cases, "each root field needs a case here, and each case a root field");
    for case in CASES {
        assert!(case.document.contains(case.field), "the case of {} does not use it", case.field);
    }
}

#[test]
fn every_route_has_a_case() {
    let contract: Value = serde_json::from_str(&introw::http::openapi::DOCUMENT).unwrap();
    let routes: BTreeSet<_> = contract["paths"].as_object().unwrap().keys().cloned().collect();
    let cases: BTreeSet<_> = ROUTES.iter().map(|(route, _)| (*route).to_owned()).collect();
    assert_eq!(routes, cases);
}

on_both! {
    /// The victim is the test's organisation, the intruder another one with a key of every scope.
    async fn no_root_field_shows_or_changes_what_is_foreign(app: TestApp) {
        let ids = victim(&app).await;
        let intruder = app.other_org("Intruder").await;
        let before = rows_of(&app, app.org.id).await;
        for case in CASES {
            let answer = app.gql_raw(&intruder.key, case.document, ids.clone()).await;
            if case.for_people {
                assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{}: {answer:#}", case.field);
                continue;
            }
            check(case, &answer, &ids);
        }
        assert_eq!(rows_of(&app, app.org.id).await, before, "something of the victim was changed");
        app.check_invariants().await;
    }

    /// Made from the contract, so that a field that is added is met here without anybody's doing.
    async fn no_path_of_four_steps_leads_to_what_is_foreign(app: TestApp) {
        let ids = victim(&app).await;
        let intruder = app.other_org("Intruder").await;
        let mut members = Vec::new();
        for (name, role) in [("eve", Role::Owner), ("mallory", Role::Admin), ("trudy", Role::Analyst)] {
            members.push(member(&app, &intruder, &format!("{name}@intruder.example"), role).await);
        }
        let schema = Schema::parse(&introw::graphql::sdl());
        let walks = schema.walks("QueryRoot", 4, &ids);
        assert!(walks.len() > 500, "{}", walks.len());
        for walk in walks.iter().chain(&schema.filtered("QueryRoot", &ids)) {
            let mut answers = vec![app.gql_raw(&intruder.key, &walk.document, json!({})).await];
            for member in &members {
                answers.push(member.gql_raw(&walk.document, json!({})).await.body);
            }
            for answer in answers {
                shows_nothing(&walk.path, &answer, &ids);
                let count = answer["data"].as_object().and_then(|data| data.values().next()?["totalCount"].as_i64());
                assert!(count.unwrap_or(0) == 0 || !walk.path.contains(" by "), "{} counts what is foreign", walk.path);
            }
        }
    }

    /// A walk that shows nothing to anybody would prove nothing.
    async fn the_same_paths_lead_their_owner_to_what_is_there(app: TestApp) {
        let ids = victim(&app).await;
        let schema = Schema::parse(&introw::graphql::sdl());
        let mut shown = BTreeSet::new();
        let mut asked = BTreeSet::new();
        for walk in schema.walks("QueryRoot", 2, &ids) {
            let answer = app.gql_raw(&app.org.key, &walk.document, json!({})).await;
            assert!(answer["errors"].is_null(), "{}: {answer:#}", walk.document);
            let root = walk.path.split('.').next().unwrap().to_owned();
            let text = answer["data"].to_string();
            if text.contains(MARK) || ids.as_object().unwrap().values().any(|id| text.contains(id.as_str().unwrap())) {
                shown.insert(root.clone());
            }
            asked.insert(root);
        }
        let silent: Vec<_> = asked.difference(&shown).collect();
        assert_eq!(silent, NAMELESS.iter().collect::<Vec<_>>(), "these show their owner nothing");
    }

    /// The same for a member of another organisation, also one who names the victim's.
    async fn no_root_field_shows_or_changes_what_is_foreign_to_a_member(app: TestApp) {
        let ids = victim(&app).await;
        let other = app.other_org("Intruder").await;
        let mut intruder = member(&app, &other, "eve@intruder.example", Role::Owner).await;
        let before = rows_of(&app, app.org.id).await;
        for case in CASES {
            let answer = intruder.gql_raw(case.document, ids.clone()).await;
            check(case, &answer.body, &ids);
        }
        intruder.organisation = Some(app.org.id.to_string());
        for case in CASES {
            let answer = intruder.gql_raw(case.document, ids.clone()).await;
            assert_eq!((answer.status, answer.body["code"].as_str()), (403, Some("FORBIDDEN")), "{}", case.field);
        }
        assert_eq!(rows_of(&app, app.org.id).await, before, "something of the victim was changed");
    }

    async fn a_foreign_id_and_an_absent_one_are_one_answer(app: TestApp) {
        let ids = victim(&app).await;
        let intruder = app.other_org("Intruder").await;
        // The same ids, with the last characters changed: there are none such.
        let absent: serde_json::Map<_, _> = ids
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, id)| (name.clone(), json!(absent_like(id.as_str().unwrap()))))
            .collect();
        for case in CASES.iter().filter(|case| case.names_ids && !case.for_people && case.field != "legacyLinksImport") {
            let foreign = app.gql_raw(&intruder.key, case.document, ids.clone()).await;
            let nothing = app.gql_raw(&intruder.key, case.document, Value::Object(absent.clone())).await;
            assert_eq!(foreign, nothing, "{}", case.field);
        }
    }

    async fn a_foreign_cursor_gives_nothing_of_another_organisation(app: TestApp) {
        victim(&app).await;
        let document = "{ partners(first: 1) { edges { cursor } } }";
        let cursor = app.gql(document, json!({})).await["partners"]["edges"][0]["cursor"].clone();
        let intruder = app.other_org("Intruder").await;
        let document = "query($after: String) { partners(first: 10, after: $after) { nodes { name } } }";
        let answer = app.gql_raw(&intruder.key, document, json!({ "after": cursor })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer:#}");
        assert!(answer["data"].is_null());
    }

    async fn a_foreign_token_is_ignored(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let intruder = app.other_org("Intruder").await;
        let foreign = app.convert_with(&[("x-api-key", &intruder.key)], json!({ "clickId": token })).await;
        assert_eq!((foreign.said().as_str(), foreign.reason()), ("200 ignored", "wrong_organisation"));
        let page = app
            .convert_with(&[("x-introw-publishable-key", &intruder.publishable_key)], json!({ "clickId": token }))
            .await;
        assert_eq!(page.body, foreign.body);
        assert!(page.headers.get("x-introw-reason").is_none());
        // The token is still good where it belongs.
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
    }

    async fn an_alias_is_unique_over_all_organisations(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let document = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"Summer-Sale\") { link { aliases { slug } } userErrors { field code } } }";
        let made = app.mutate(document, json!({ "l": campaign.link })).await;
        assert_eq!(made["link"]["aliases"], json!([{ "slug": "summer-sale" }]));

        let other = app.other_org("Other").await;
        let ids = app.gql_as(&other.key, "mutation { partnerCreate(input: {name: \"P\"}) { partner { id } } campaignCreate(input: {name: \"C\", destinationUrl: \"https://c.example\"}) { campaign { id } } }", json!({})).await;
        let link = app.gql_as(&other.key, "mutation($c: ID!, $p: ID!) { linksGenerate(campaignId: $c, partnerIds: [$p]) { links { id } } }", json!({
            "c": ids["campaignCreate"]["campaign"]["id"], "p": ids["partnerCreate"]["partner"]["id"],
        })).await;
        let link = &link["linksGenerate"]["links"][0]["id"];
        let taken = app.gql_as(&other.key, document, json!({ "l": link })).await;
        assert_eq!(taken["linkAliasCreate"]["userErrors"], json!([{ "field": ["slug"], "code": "TAKEN" }]));
        app.check_invariants().await;
    }
}

fn shows_nothing(what: &str, answer: &Value, ids: &Value) {
    let text = answer.to_string();
    assert!(!text.contains(MARK), "{what} shows something of another organisation: {text}");
    for (name, id) in ids.as_object().unwrap() {
        assert!(!text.contains(id.as_str().unwrap()), "{what} shows the {name} of another organisation: {text}");
    }
}

/// Nothing of the victim stands in an answer, whose caller has made a few rows itself.
fn check(case: &Case, answer: &Value, ids: &Value) {
    shows_nothing(case.field, answer, ids);
    if case.field == "activity" {
        // By server-sent events: `live::another_organisation_hears_nothing`.
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer}");
    } else if case.names_ids {
        refuses_as_absent(case, answer);
    } else {
        assert!(answer["errors"].is_null(), "{}: {answer:#}", case.field);
        let count = answer["data"][case.field]["totalCount"].as_i64().unwrap_or(0);
        // The intruder has made a partner, forms, keys and their audit events itself.
        assert!(count <= 5, "{} counts what is foreign: {answer}", case.field);
    }
}

fn refuses_as_absent(case: &Case, answer: &Value) {
    let payload = &answer["data"][case.field];
    if payload.is_null() {
        assert!(answer["errors"].is_null(), "{}: {answer:#}", case.field);
        return;
    }
    if case.field == "legacyLinksImport" {
        assert!(payload["rows"].as_array().unwrap().iter().all(|row| row["legacyLink"].is_null()), "{answer:#}");
        return;
    }
    // Of many at once, each says what is wrong with it.
    let refusals = [&payload["userErrors"][0]["code"], &payload["results"][0]["userErrors"][0]["code"]];
    assert!(refusals.iter().any(|code| **code == "NOT_FOUND"), "{}: {answer:#}", case.field);
}

fn absent_like(id: &str) -> String {
    if let Some(head) = id.strip_suffix(&id[id.len() - 4..]) { format!("{head}0000") } else { id.to_owned() }
}

/// Gives the test's organisation one of everything, and names their ids.
pub async fn victim(app: &TestApp) -> Value {
    let form = app
        .mutate(
            "mutation($input: FormCreateInput!) { formCreate(input: $input) { form { id fields { id } } userErrors { message } } }",
            json!({ "input": { "name": format!("{MARK} form"), "fields": [
                { "label": format!("{MARK} field"), "dataType": "NUMBER", "isRequired": true },
            ] } }),
        )
        .await["form"]
        .clone();
    let campaign = app
        .campaign(json!({ "name": format!("{MARK} campaign"), "formId": form["id"], "reward": { "amount": "5" } }))
        .await;
    let alias = app
        .mutate(
            "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"victims\") { link { aliases { id } } userErrors { message } } }",
            json!({ "l": campaign.link }),
        )
        .await["link"]["aliases"][0]["id"]
        .clone();
    let user = app
        .mutate(
            "mutation($p: ID!) { partnerUserCreate(partnerId: $p, input: {email: \"VICTIM@user.example\", name: \"VICTIM\"}) { partnerUser { id } userErrors { message } } }",
            json!({ "p": campaign.partner }),
        )
        .await["partnerUser"]["id"]
        .clone();
    let legacy = app
        .mutate(
            "mutation($l: ID!) { legacyLinkCreate(url: \"https://old.example/VICTIM\", linkId: $l) { legacyLink { id } userErrors { message } } }",
            json!({ "l": campaign.link }),
        )
        .await["legacyLink"]["id"]
        .clone();
    let token = app.click(&campaign.code).await;
    let email = format!("{MARK}@mail.example");
    // Without the required field: its submission can be run again.
    let made = app.convert(json!({ "clickId": token, "email": email, "properties": { "note": MARK } })).await;
    assert_eq!(made.said(), "201 recorded");
    let (webhook, delivery) = webhook(app).await;
    let owner = member(app, &app.org, "victim@victim.example", Role::Owner).await;
    let name = json!({ "name": MARK });
    owner
        .mutate(
            "mutation($input: ViewerUpdateInput!) { viewerUpdate(input: $input) { userErrors { code } } }",
            json!({ "input": name }),
        )
        .await;
    let session = owner.gql("{ viewer { sessions { id } } }", json!({})).await["viewer"]["sessions"][0]["id"].clone();
    let invitation = app
        .mutate(
            "mutation { memberInvite(input: {email: \"VICTIM.two@victim.example\", role: ADMIN}) { invitation { id } userErrors { code } } }",
            json!({}),
        )
        .await["invitation"]["id"]
        .clone();
    let document = "{ submissions(first: 1) { nodes { id } } apiKeys(first: 1) { nodes { id } } rewards { nodes { id } } clicks { nodes { id } } }";
    let ids = app.gql(document, json!({})).await;
    json!({
        "organisation": app.org.id,
        "campaign": campaign.id,
        "partner": campaign.partner,
        "form": form["id"],
        "field": form["fields"][0]["id"],
        "link": campaign.link,
        "alias": alias,
        "partnerUser": user,
        "legacy": legacy,
        "conversion": made.body["conversionId"],
        "submission": ids["submissions"]["nodes"][0]["id"],
        "decision": made.headers["x-introw-decision"].to_str().unwrap(),
        "key": ids["apiKeys"]["nodes"][0]["id"],
        "reward": ids["rewards"]["nodes"][0]["id"],
        "click": ids["clicks"]["nodes"][0]["id"],
        "member": member_id(app, "victim").await,
        "invitation": invitation,
        "session": session,
        "csv": format!("url,link\nhttps://mine.example/y,{}\n", campaign.code),
        "webhookEndpoint": webhook,
        "webhookDelivery": delivery,
    })
}

/// An endpoint with a delivery that has arrived, so that nothing of it changes by itself any more.
async fn webhook(app: &TestApp) -> (Value, Value) {
    let receiver = Receiver::start(|_| Reply { body: MARK.into(), ..Reply::status(200) }).await;
    let create = "mutation($url: String!) { webhookEndpointCreate(input: { url: $url, description: \"VICTIM\", events: [LINK_REVOKED] }) { webhookEndpoint { id } userErrors { message } } }";
    let made = app.mutate(create, json!({ "url": format!("{}/{MARK}", receiver.url()) })).await;
    let webhook = made["webhookEndpoint"]["id"].clone();
    let test = "mutation($id: ID!) { webhookEndpointTest(id: $id) { webhookDelivery { id } userErrors { message } } }";
    let delivery = app.mutate(test, json!({ "id": webhook })).await["webhookDelivery"]["id"].clone();
    let status = "query($id: ID!) { webhookDelivery(id: $id) { status } }";
    eventually("the test arrives", async || {
        let data = app.gql(status, json!({ "id": delivery })).await;
        (data["webhookDelivery"]["status"] == "DELIVERED").then_some(())
    })
    .await;
    (webhook, delivery)
}

/// Every row of an organisation, as text, table by table.
async fn rows_of(app: &TestApp, organisation: OrganisationId) -> Vec<String> {
    let postgres = app.database.get_database_backend() == DatabaseBackend::Postgres;
    let tables = if postgres {
        "SELECT table_name::text FROM information_schema.columns WHERE column_name = 'organisation_id' AND table_schema = 'public' ORDER BY 1"
    } else {
        "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'organisation_id' ORDER BY 1"
    };
    let mut rows = Vec::new();
    for table in app.texts(tables).await {
        let id = organisation.0;
        let sql = if postgres {
            format!(
                "SELECT '{table} ' || row_to_json(t)::text FROM {table} t WHERE organisation_id = '{id}' ORDER BY 1"
            )
        } else {
            let columns = app.texts(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid")).await;
            let shown: Vec<_> = columns.iter().map(|name| format!("'|' || quote({name})")).collect();
            format!(
                "SELECT '{table} ' || {} FROM {table} WHERE organisation_id = X'{}' ORDER BY 1",
                shown.join(" || "),
                id.simple()
            )
        };
        rows.extend(app.texts(&sql).await);
    }
    assert!(rows.len() > 10);
    // A key notes when it was used, and the request log what it did, a moment later than that.
    rows.retain(|row| !row.starts_with("api_key") && !row.starts_with("api_call"));
    rows
}

#[test]
fn every_table_with_an_owner_is_owned() {
    let migrations = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migration/src/steps");
    let entities =
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("entity/src/lib.rs")).unwrap();
    let owned = entities.split("owned! {").last().unwrap();
    for entry in std::fs::read_dir(migrations).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for table in text.split("CREATE TABLE ").skip(1) {
            let (name, rest) = table.split_once(' ').unwrap();
            if rest.split("\",").next().unwrap().contains("organisation_id {uuid}") {
                let listed =
                    owned.lines().any(|line| line.trim().trim_end_matches(',').split(':').next() == Some(name));
                assert!(listed, "`{name}` has an owner and no line in owned!");
            }
        }
    }
}
