//! Nothing of a partner reaches another one, of the same organisation or of another.
//!
//! Every root field of the partners' schema is called with one partner's session and another one's ids.
//! A root field without a case fails.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Visitor, add_user, ask, ask_raw, sign_in};
use crate::harness::{TestApp, on_both, token_of};
use crate::walk::Schema;

/// What stands in everything of the victim's that has a name.
const MARK: &str = "VICTIM";

/// A root field, a document that uses it, and what it has to answer: nothing found, or its own.
const CASES: &[(&str, &str, Says)] = &[
    ("viewer", "{ viewer { user { id email name } sessions { id } } }", Says::Own),
    ("partner", "{ partner { id name } }", Says::Own),
    ("organisation", "{ organisation { name } }", Says::Own),
    (
        "campaigns",
        "{ campaigns(first: 20) { totalCount nodes { id name link { id code } stats { clicks } } } }",
        Says::Own,
    ),
    (
        "links",
        "query($campaign: ID!) { links(filter: {campaignId: $campaign}) { totalCount nodes { id code } } }",
        Says::Nothing,
    ),
    ("link", "query($link: ID!) { link(id: $link) { id code aliases { slug } } }", Says::Nothing),
    (
        "linkAliasAvailable",
        "{ linkAliasAvailable(slug: \"free-to-take\") { slug available userErrors { message } } }",
        Says::Own,
    ),
    ("stats", "query($link: ID!) { stats(filter: {linkId: $link}) { clicks conversions } }", Says::Nothing),
    (
        "statsBy",
        "query($link: ID!) { statsBy(dimension: ALIAS, filter: {linkId: $link}) { key label clicks } }",
        Says::Nothing,
    ),
    (
        "rewards",
        "query($campaign: ID!) { rewards(filter: {campaignId: $campaign}) { totalCount nodes { id link { code } } } }",
        Says::Nothing,
    ),
    (
        "rewardTotals",
        "query($campaign: ID!) { rewardTotals(campaignId: $campaign) { held { minorUnits } payable { minorUnits } } }",
        Says::Own,
    ),
    (
        "calls",
        "query($link: ID!) { calls(filter: {linkId: $link}) { totalCount nodes { id link { id } alias { id } } } }",
        Says::Nothing,
    ),
    (
        "linkAliasCreate",
        "mutation($link: ID!) { linkAliasCreate(linkId: $link, slug: \"mine-now\") { link { code } userErrors { code } } }",
        Says::Nothing,
    ),
    (
        "linkAliasDelete",
        "mutation($alias: ID!) { linkAliasDelete(id: $alias) { link { code } userErrors { code } } }",
        Says::Nothing,
    ),
    (
        "viewerUpdate",
        "mutation { viewerUpdate(input: {name: \"Me\"}) { viewer { user { name } } userErrors { code } } }",
        Says::Own,
    ),
    (
        "sessionRevoke",
        "mutation($session: ID!) { sessionRevoke(id: $session) { sessionId userErrors { code } } }",
        Says::Nothing,
    ),
    // Last: it ends the session that asks.
    ("sessionsRevokeAll", "mutation { sessionsRevokeAll { revokedCount userErrors { code } } }", Says::Own),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Own,
    Nothing,
}

#[test]
fn every_root_field_has_a_case() {
    let schema = Schema::parse(&introw::graphql::portal::sdl());
    let fields: BTreeSet<_> = ["QueryRoot", "MutationRoot"]
        .iter()
        .flat_map(|root| schema.fields(root))
        .map(|field| field.name.node.as_str().to_owned())
        .collect();
    let cases: BTreeSet<_> = CASES.iter().map(|(field, ..)| (*field).to_owned()).collect();
    assert!(fields.len() > 10, "{fields:?}");
    assert_eq!(fields, cases, "each root field needs a case here, and each case a root field");
}

/// The intruder's session, the victim's ids, and the ids of a partner of another organisation.
struct Scene {
    intruder: Visitor,
    victim: Visitor,
    ids: Vec<Value>,
}

/// Gives the victim one of everything, some of it in a campaign that the intruder is in too.
async fn scene(app: &TestApp) -> Scene {
    let campaign = app.campaign(json!({ "name": format!("{MARK} campaign") })).await;
    let rename = "mutation($p: ID!) { partnerUpdate(id: $p, input: {name: \"VICTIM partner\", email: \"VICTIM@partner.example\"}) { userErrors { code } } }";
    app.mutate(rename, json!({ "p": campaign.partner })).await;
    let user = add_user(app, &campaign.partner, "VICTIM@user.example").await;
    let victim = sign_in(app, &user).await;
    let alias = "mutation($l: ID!, $s: String!) { linkAliasCreate(linkId: $l, slug: $s) { link { aliases { id } } userErrors { code } } }";
    let alias = ask(app, &victim, alias, json!({ "l": campaign.link, "s": "victims" })).await["linkAliasCreate"]["link"]["aliases"][0]["id"].clone();
    let token = app.click("victims").await;
    let converted =
        app.convert(json!({ "clickId": token, "email": "VICTIM@mail.example", "properties": { "note": MARK } })).await;
    assert_eq!(converted.said(), "201 recorded");
    app.convert(json!({ "clickId": token })).await;
    let session =
        ask(app, &victim, "{ viewer { sessions { id } } }", json!({})).await["viewer"]["sessions"][0]["id"].clone();

    // A campaign of both that credits the first click: the victim's, although the intruder's converts.
    let shared = "mutation { campaignCreate(input: {name: \"Shared\", destinationUrl: \"https://shop.example\", attributionModel: FIRST_CLICK}) { campaign { id } userErrors { code } } }";
    let shared = app.mutate(shared, json!({})).await["campaign"]["id"].as_str().unwrap().to_owned();
    let intruder = app.partner("Intruder").await;
    let (shared_link, shared_code) = app.link(&shared, &campaign.partner).await;
    let (_, own_code) = app.link(&shared, &intruder).await;
    let first = app.follow(&shared_code, &[]).await;
    let cookie = first.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let token = token_of(&app.follow(&own_code, &[("cookie", &cookie)]).await).unwrap();
    let credited = app.convert(json!({ "clickId": token, "email": "VICTIM@mail.example" })).await;
    assert_eq!(credited.said(), "201 recorded");
    let ids = json!({
        "partner": campaign.partner, "campaign": campaign.id, "link": campaign.link, "sharedLink": shared_link,
        "alias": alias, "session": session, "user": user,
        "conversion": converted.body["conversionId"], "submission": converted.body["formSubmissionId"],
        "decision": converted.headers["x-introw-decision"].to_str().unwrap(),
        "sharedConversion": credited.body["conversionId"], "sharedSubmission": credited.body["formSubmissionId"],
        "code": campaign.code, "sharedCode": shared_code,
    });
    let intruder = sign_in(app, &add_user(app, &intruder, "intruder@user.example").await).await;

    let other = app.other_org("VICTIM organisation").await;
    let made = app.gql_as(&other.key, "mutation { partnerCreate(input: {name: \"VICTIM\"}) { partner { id } } campaignCreate(input: {name: \"VICTIM\", destinationUrl: \"https://VICTIM.example\"}) { campaign { id } } }", json!({})).await;
    let (partner, campaign) =
        (made["partnerCreate"]["partner"]["id"].clone(), made["campaignCreate"]["campaign"]["id"].clone());
    let generate =
        "mutation($c: ID!, $p: ID!) { linksGenerate(campaignId: $c, partnerIds: [$p]) { links { id code } } }";
    let link = app.gql_as(&other.key, generate, json!({ "c": campaign, "p": partner })).await["linksGenerate"]["links"]
        [0]
    .clone();
    let alias = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"victims-too\") { link { aliases { id } } } }";
    let alias = app.gql_as(&other.key, alias, json!({ "l": link["id"] })).await["linkAliasCreate"]["link"]["aliases"]
        [0]["id"]
        .clone();
    let foreign = json!({ "partner": partner, "campaign": campaign, "link": link["id"], "code": link["code"], "alias": alias, "session": "pses_01kagq3v5hf4qs2n8w9x7c6b5a" });
    Scene { intruder, victim, ids: vec![ids, foreign] }
}

fn shows_nothing(what: &str, answer: &Value, ids: &[Value]) {
    let text = answer.to_string();
    assert!(!text.contains(MARK), "{what} shows something of the victim's: {text}");
    for (name, id) in ids.iter().flat_map(|ids| ids.as_object().unwrap()) {
        assert!(!text.contains(id.as_str().unwrap()), "{what} shows the {name} of the victim: {text}");
    }
}

fn found_nothing(field: &str, answer: &Value) {
    assert!(answer["errors"].is_null(), "{field}: {answer}");
    let given = &answer["data"][field];
    let empty = given.as_array().is_some_and(Vec::is_empty);
    let nothing = empty || given.is_null() || given["totalCount"] == 0 || given["userErrors"][0]["code"] == "NOT_FOUND";
    assert!(nothing, "{field} finds what is another partner's: {answer}");
}

/// The rows that a partner could want to change, as texts.
async fn rows(app: &TestApp) -> Vec<String> {
    let mut rows = app
        .texts("SELECT 'alias ' || slug || ' ' || coalesce(CAST(deleted_at AS text), '') FROM link_alias ORDER BY 1")
        .await;
    rows.extend(app.texts("SELECT 'address ' || address FROM link_address ORDER BY 1").await);
    rows.extend(app.texts("SELECT 'user ' || email || ' ' || name FROM partner_user WHERE email <> 'intruder@user.example' ORDER BY 1").await);
    rows
}

on_both! {
    async fn no_root_field_shows_or_changes_what_is_another_partners(app: TestApp) {
        let scene = scene(&app).await;
        let before = rows(&app).await;
        for (field, document, says) in CASES {
            for ids in &scene.ids {
                let answer = ask_raw(&app, &scene.intruder, document, ids.clone()).await;
                shows_nothing(field, &answer, &scene.ids);
                if *says == Says::Nothing {
                    found_nothing(field, &answer);
                } else if *field != "sessionsRevokeAll" {
                    assert!(answer["errors"].is_null(), "{field}: {answer}");
                }
            }
        }
        assert_eq!(rows(&app).await, before, "something of the victim was changed");
        let alive = ask(&app, &scene.victim, "{ viewer { sessions { id } } }", json!({})).await;
        assert_eq!(alive["viewer"]["sessions"].as_array().unwrap().len(), 1);
    }

    async fn an_id_of_another_partner_and_an_absent_one_are_one_answer(app: TestApp) {
        let scene = scene(&app).await;
        for (field, document, _) in CASES.iter().filter(|(_, _, says)| *says == Says::Nothing) {
            let absent: serde_json::Map<_, _> = scene.ids[0]
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, id)| {
                    let id = id.as_str().unwrap();
                    (name.clone(), json!(format!("{}0000", &id[..id.len() - 4])))
                })
                .collect();
            let nothing = ask_raw(&app, &scene.intruder, document, Value::Object(absent)).await;
            for ids in &scene.ids {
                assert_eq!(ask_raw(&app, &scene.intruder, document, ids.clone()).await, nothing, "{field}");
            }
        }
    }

    /// Made from the contract, so that a field that is added is met here without anybody's doing.
    async fn no_path_of_four_steps_leads_to_what_is_another_partners(app: TestApp) {
        let scene = scene(&app).await;
        let schema = Schema::parse(&introw::graphql::portal::sdl());
        let mut shown = BTreeSet::new();
        let mut asked = 0;
        for ids in &scene.ids {
            let walks = schema.walks("QueryRoot", 4, ids);
            for walk in walks.iter().chain(&schema.filtered("QueryRoot", ids)) {
                asked += 1;
                let answer = ask_raw(&app, &scene.intruder, &walk.document, json!({})).await;
                shows_nothing(&walk.path, &answer, &scene.ids);
                let code = &answer["errors"][0]["extensions"]["code"];
                assert!(code.is_null() || code == "QUERY_TOO_COMPLEX", "{}: {answer}", walk.document);
                // A walk that shows nothing to anybody would prove nothing.
                let own = ask_raw(&app, &scene.victim, &walk.document, json!({})).await.to_string();
                if own.contains(MARK) || scene.ids[0].as_object().unwrap().values().any(|id| own.contains(id.as_str().unwrap())) {
                    shown.insert(walk.path.split('.').next().unwrap().to_owned());
                }
            }
        }
        assert!(asked > 100, "{asked}");
        for root in ["viewer", "partner", "campaigns", "links", "link", "calls"] {
            assert!(shown.contains(root), "{root} shows the victim nothing of its own: {shown:?}");
        }
    }

    async fn a_cursor_of_another_partner_is_none(app: TestApp) {
        let scene = scene(&app).await;
        let document = "query($after: String) { links(first: 1, after: $after) { edges { cursor } nodes { code } } }";
        let cursor = ask(&app, &scene.victim, document, json!({})).await["links"]["edges"][0]["cursor"].clone();
        let refused = ask_raw(&app, &scene.intruder, document, json!({ "after": cursor })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{refused}");
        // Of the lists of organisations neither, although they have the same name.
        let admin = app.gql("{ links(first: 1) { edges { cursor } } }", json!({})).await["links"]["edges"][0]["cursor"].clone();
        let refused = ask_raw(&app, &scene.victim, document, json!({ "after": admin })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{refused}");
    }
}
