//! A day in the life of an installation, from the link that `serve` prints to a partner who looks at
//! what it has earned. All of it over HTTP, to the real program; only at the end are the tables asked
//! what is true.

use entity::value::Role;
use introw::config::Config;
use reqwest::header::HeaderMap;
use reqwest::{Client, Response};
use serde_json::{Value, json};

use crate::harness::{Backend, CHROME, check_invariants, connect, numbers, settings, token_of};
use crate::people::{Browser, PASSWORD};
use crate::process::Introw;
use crate::receiver::{Receiver, Reply, eventually};
use crate::webhooks::signature::is_from;

const PARTNERS: &str = "Name,E-mail\n\
    Northwind,hello@northwind.example\n\
    Contoso,hello@contoso.example\n\
    Fabrikam,hello@fabrikam.example\n\
    Tailspin,hello@tailspin.example\n\
    Litware,hello@litware.example\n";

/// Whoever has no session: visitors, a backend, a page, and a partner with a cookie of its own kind.
struct World {
    url: String,
    client: Client,
}

impl World {
    /// Follows a link as a new visitor, or whoever the headers say; gives the token.
    async fn follow(&self, code: &str, headers: &[(&str, &str)]) -> Option<String> {
        let mut request = self.client.get(format!("{}/r/{code}", self.url));
        if headers.is_empty() {
            request = request.header("user-agent", CHROME).header("sec-fetch-user", "?1");
        }
        let response = with(request, headers).send().await.unwrap();
        assert_eq!(response.status(), 302, "{code}");
        token_of(&response)
    }

    /// Sends a conversion; gives status and outcome, and the answer.
    async fn convert(&self, headers: &[(&str, &str)], body: Value) -> (String, Value) {
        let request = self.client.post(format!("{}/api/v1/affiliate/conversions", self.url)).json(&body);
        let response = with(request, headers).send().await.unwrap();
        let status = response.status().as_u16();
        let body: Value = response.json().await.unwrap();
        (format!("{status} {}", body["status"].as_str().unwrap_or("?")), body)
    }

    /// Asks the partners' schema; fails on any error.
    async fn portal(&self, headers: &[(&str, &str)], document: &str, variables: Value) -> Value {
        let body = json!({ "query": document, "variables": variables });
        let request = self.client.post(format!("{}/graphql/partner", self.url)).json(&body);
        let answer: Value = with(request, headers).send().await.unwrap().json().await.unwrap();
        assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
        answer["data"].clone()
    }
}

fn with(request: reqwest::RequestBuilder, headers: &[(&str, &str)]) -> reqwest::RequestBuilder {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}

/// What stands at the end of a link that signs somebody in.
fn token_in(url: &Value) -> &str {
    url.as_str().unwrap().rsplit_once('/').unwrap().1
}

fn cookie(headers: &HeaderMap) -> String {
    headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

async fn body(response: Response) -> Value {
    response.json().await.unwrap()
}

async fn day(backend: Backend) {
    let (mut settings, _) = settings(backend, &[]).await;
    settings.set("trusted_proxies", "127.0.0.1");
    let (introw, set_up) = Introw::serve_new(&settings).await;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let world = World { url: introw.url.clone(), client };

    // The owner sets it up, and invites an admin, who does the rest.
    let mut owner = Browser::at_url(&introw.url);
    let begin = json!({
        "token": token_in(&json!(set_up)), "organisation": "Acme", "timeZone": "Europe/Brussels", "currency": "EUR",
        "name": "Ada", "email": "ada@acme.example", "password": PASSWORD,
    });
    assert_eq!(owner.post("/api/v1/set-up", begin).await.status, 200);
    let invite = "mutation($input: MemberInviteInput!) { memberInvite(input: $input) { url userErrors { message } } }";
    let invited =
        owner.mutate(invite, json!({ "input": { "email": "bob@acme.example", "role": Role::Admin.as_str() } })).await;
    let mut admin = Browser::at_url(&introw.url);
    let accept = json!({ "token": token_in(&invited["url"]), "name": "Bob", "password": PASSWORD });
    assert_eq!(admin.post("/api/v1/invitations/accept", accept).await.status, 200);

    // A form that somebody reviews, a campaign that pays, and which property goes to which field.
    let form = "mutation($input: FormCreateInput!) { formCreate(input: $input) { form { id fields { id label } } userErrors { message } } }";
    let form = admin
        .mutate(
            form,
            json!({ "input": { "name": "Leads", "reviewRequired": true, "fields": [
            { "label": "Company", "dataType": "STRING", "isRequired": true },
            { "label": "Seats", "dataType": "NUMBER" },
        ] } }),
        )
        .await["form"]
        .clone();
    let field = |label: &str| {
        let fields = form["fields"].as_array().unwrap().iter();
        fields.filter(|field| field["label"] == label).map(|field| field["id"].clone()).next().unwrap()
    };
    let campaign = "mutation($input: CampaignCreateInput!) { campaignCreate(input: $input) { campaign { id publishableKey } userErrors { message } } }";
    let campaign = admin
        .mutate(
            campaign,
            json!({ "input": {
            "name": "Spring", "destinationUrl": "https://shop.example/start", "formId": form["id"],
            "reward": { "amount": "25.00" },
        } }),
        )
        .await["campaign"]
        .clone();
    let mapping = "mutation($c: ID!, $m: [FieldMappingInput!]!) { fieldMappingsSet(campaignId: $c, mappings: $m) { userErrors { message } } }";
    let mappings = json!([
        { "property": "company", "fieldId": field("Company") },
        { "property": "seats", "fieldId": field("Seats") },
    ]);
    admin.mutate(mapping, json!({ "c": campaign["id"], "m": mappings })).await;

    // Somebody wants to be told.
    let receiver = Receiver::start(|_| Reply::status(204)).await;
    let endpoint = "mutation($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { secret userErrors { message } } }";
    let endpoint = admin
        .mutate(
            endpoint,
            json!({ "input": { "url": format!("{}/hook", receiver.url()), "events": [
            "CONVERSION_RECORDED", "SUBMISSION_CREATED", "SUBMISSION_ACCEPTED", "SUBMISSION_DECLINED",
            "REWARD_PAYABLE", "REWARD_REVERSED", "LINK_REVOKED",
        ] } }),
        )
        .await;
    let secret = endpoint["secret"].as_str().unwrap().to_owned();

    // Five partners, each with a link; the first one's contact signs in and chooses an address of its own.
    let preview =
        "query($csv: String!) { partnersImportPreview(csv: $csv) { rows { outcome } userErrors { message } } }";
    let seen = admin.gql(preview, json!({ "csv": PARTNERS })).await["partnersImportPreview"].clone();
    assert_eq!(seen["rows"], json!(vec![json!({ "outcome": "CREATED" }); 5]));
    let import = "mutation($csv: String!) { partnersImport(csv: $csv) { createdCount rows { partner { id name } } userErrors { message } } }";
    let imported = admin.mutate(import, json!({ "csv": PARTNERS })).await;
    assert_eq!(imported["createdCount"], 5);
    let partners: Vec<_> =
        imported["rows"].as_array().unwrap().iter().map(|row| row["partner"]["id"].clone()).collect();
    let generate = "mutation($c: ID!) { linksGenerate(campaignId: $c, allPartners: true) { links { id code partner { id } } userErrors { message } } }";
    let links = admin.mutate(generate, json!({ "c": campaign["id"] })).await["links"].as_array().unwrap().clone();
    let link_of = |nth: usize| links.iter().find(|link| link["partner"]["id"] == partners[nth]).unwrap();
    let code_of = |nth: usize| link_of(nth)["code"].as_str().unwrap();

    let user = "mutation($p: ID!) { partnerUserCreate(partnerId: $p, input: {email: \"anna@northwind.example\"}) { partnerUser { id } userErrors { message } } }";
    let user = admin.mutate(user, json!({ "p": partners[0] })).await["partnerUser"]["id"].clone();
    let sign_in = "mutation($u: ID!) { partnerUserSignInLink(id: $u) { url userErrors { message } } }";
    let sign_in = admin.mutate(sign_in, json!({ "u": user })).await["url"].clone();
    let begin = world.client.post(format!("{}/api/v1/portal/session", world.url)).header("user-agent", CHROME);
    let begun = begin.json(&json!({ "token": token_in(&sign_in) })).send().await.unwrap();
    assert_eq!(begun.status(), 200);
    let cookie = cookie(begun.headers());
    let csrf = body(begun).await["csrfToken"].as_str().unwrap().to_owned();
    let anna = [("cookie", cookie.as_str()), ("x-introw-csrf", csrf.as_str())];
    let alias = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"Northwind-Spring\") { link { aliases { slug } } userErrors { message } } }";
    let made = world.portal(&anna, alias, json!({ "l": link_of(0)["id"] })).await["linkAliasCreate"].clone();
    assert_eq!(made["userErrors"], json!([]));

    // Visitors come: one by the first partner's link and two by its alias, two by the second's link, and
    // so on; and a crawler, which counts for nothing.
    let mut tokens = Vec::new();
    for nth in 0..5 {
        for _ in 0..=nth {
            tokens.push(world.follow(code_of(nth), &[]).await.unwrap());
        }
    }
    let by_alias =
        [world.follow("northwind-spring", &[]).await.unwrap(), world.follow("northwind-spring", &[]).await.unwrap()];
    world.follow(code_of(0), &[("user-agent", "Googlebot/2.1 (+http://www.google.com/bot.html)")]).await;

    // Some buy. The shop's backend tells of one twice, somebody makes a token up, and a page tells of
    // another one.
    let key = "mutation { apiKeyCreate(input: {name: \"shop\", scopes: [\"affiliate:write\"]}) { secret userErrors { message } } }";
    let key = admin.mutate(key, json!({})).await["secret"].as_str().unwrap().to_owned();
    let backend_of_shop = [("x-api-key", key.as_str())];
    let sale = |token: &str, company: &str, seats: u32| {
        json!({ "clickId": token, "email": format!("{}@buyer.example", company.to_lowercase()),
            "properties": { "company": company, "seats": seats, "plan": "gold" } })
    };
    let (said, first) = world.convert(&backend_of_shop, sale(&by_alias[0], "Wayne", 12)).await;
    assert_eq!(said, "201 recorded");
    let (said, again) = world.convert(&backend_of_shop, sale(&by_alias[0], "Wayne", 12)).await;
    assert_eq!((said.as_str(), &again["conversionId"]), ("200 duplicate", &first["conversionId"]));
    let (said, second) = world.convert(&backend_of_shop, sale(&tokens[0], "Stark", 3)).await;
    assert_eq!(said, "201 recorded");
    let page = [
        ("x-introw-publishable-key", campaign["publishableKey"].as_str().unwrap()),
        ("origin", "https://shop.example"),
        ("user-agent", CHROME),
    ];
    let (said, _) = world.convert(&page, sale(&tokens[1], "Oscorp", 7)).await;
    assert_eq!(said, "201 recorded");
    let (said, _) = world.convert(&backend_of_shop, sale("made-up", "Umbrella", 1)).await;
    assert_eq!(said, "200 ignored");

    // What came in is reviewed: two are good, one is not. What each earns follows.
    let pending = "{ submissions(filter: {status: PENDING}, orderBy: {direction: ASC}) { nodes { id fields { label value } unmapped conversion { email reward { status amount { amount } } } } } }";
    let pending = admin.gql(pending, json!({})).await["submissions"]["nodes"].as_array().unwrap().clone();
    let emails: Vec<_> = pending.iter().map(|each| each["conversion"]["email"].as_str().unwrap()).collect();
    assert_eq!(emails, ["wayne@buyer.example", "stark@buyer.example", "oscorp@buyer.example"]);
    let filled = &pending[0];
    assert_eq!(filled["unmapped"], json!({ "plan": "gold" }));
    assert!(filled["fields"].as_array().unwrap().iter().any(|field| field["value"] == "Wayne"), "{filled:#}");
    assert_eq!(filled["conversion"]["reward"], json!({ "status": "HELD", "amount": { "amount": "25.00" } }));
    let accept = "mutation($ids: [ID!]!) { submissionsAccept(ids: $ids) { userErrors { message } results { userErrors { message } submission { status } } } }";
    let accepted = admin.mutate(accept, json!({ "ids": [pending[0]["id"], pending[2]["id"]] })).await;
    assert_eq!(
        accepted["results"],
        json!([{ "userErrors": [], "submission": { "status": "ACCEPTED" } }, { "userErrors": [], "submission": { "status": "ACCEPTED" } }])
    );
    let decline = "mutation($id: ID!) { submissionDecline(id: $id, reason: \"They were customers already.\") { submission { status conversion { reward { status } } } userErrors { message } } }";
    let declined = admin.mutate(decline, json!({ "id": pending[1]["id"] })).await["submission"].clone();
    assert_eq!(declined, json!({ "status": "DECLINED", "conversion": { "reward": { "status": "REVERSED" } } }));
    let totals = "{ rewardTotals { held { amount } payable { amount } reversed { amount } } }";
    let totals = admin.gql(totals, json!({})).await["rewardTotals"].clone();
    assert_eq!(
        totals,
        json!({ "held": { "amount": "0.00" }, "payable": { "amount": "50.00" }, "reversed": { "amount": "25.00" } })
    );

    // Whoever wanted to be told has been, and can show that it was us.
    let told = receiver.until(3 + 3 + 2 + 1 + 2 + 1).await;
    let mut kinds: Vec<_> = told
        .iter()
        .map(|message| {
            assert!(is_from(&secret, message, chrono::Utc::now().timestamp()), "{message:?}");
            serde_json::from_str::<Value>(&message.body).unwrap()["type"].as_str().unwrap().to_owned()
        })
        .collect();
    kinds.sort_unstable();
    let expected = [
        ("conversion.recorded", 3),
        ("reward.payable", 2),
        ("reward.reversed", 1),
        ("submission.accepted", 2),
        ("submission.created", 3),
        ("submission.declined", 1),
    ];
    let expected: Vec<_> = expected.iter().flat_map(|(kind, count)| std::iter::repeat_n(*kind, *count)).collect();
    assert_eq!(kinds, expected);

    // Somebody asks why, and reads it.
    let trail = "query($id: ID!) { conversion(id: $id) { partner { name } trail { kind title detail verdict } } }";
    let why = admin.gql(trail, json!({ "id": second["conversionId"] })).await["conversion"].clone();
    assert_eq!(why["partner"]["name"], "Northwind");
    let why = why["trail"].to_string();
    for word in ["CLICK", "CHECK", "CONVERSION", "REVIEW", "REWARD", "They were customers already."] {
        assert!(why.contains(word), "{word} in {why}");
    }
    let reasons = "{ decisionReasons { reason count } }";
    let reasons = admin.gql(reasons, json!({})).await["decisionReasons"].to_string();
    assert!(reasons.contains("already_recorded"), "{reasons}");

    // The partner sees its own numbers, which are the admin's, which are the tables'.
    let figures = "clicks conversions uniqueVisitors";
    let theirs = world.portal(&anna, &format!("{{ stats {{ {figures} }} }}"), json!({})).await["stats"].clone();
    let filtered = format!("query($p: ID!) {{ stats(filter: {{partnerId: $p}}) {{ {figures} }} }}");
    assert_eq!(admin.gql(&filtered, json!({ "p": partners[0] })).await["stats"], theirs);
    let database = connect(&Config::new(&settings).unwrap().database).await;
    let of_northwind = "link_id = (SELECT link.id FROM link JOIN partner ON partner.id = link.partner_id WHERE partner.name = 'Northwind')";
    let count = async |sql: String| numbers(&database, &sql).await[0];
    let rows = json!({
        "clicks": count(format!("SELECT count(*) FROM click WHERE label = 'COUNTED' AND {of_northwind}")).await,
        "conversions": count(format!("SELECT count(*) FROM conversion WHERE {of_northwind}")).await,
        "uniqueVisitors": count(format!(
            "SELECT count(DISTINCT visitor_key) FROM click WHERE label = 'COUNTED' AND {of_northwind}")).await,
    });
    assert_eq!(theirs, rows);
    assert_eq!((&theirs["clicks"], &theirs["conversions"]), (&json!(3), &json!(2)));
    let calls = "{ calls { nodes { outcome submissionStatus rewardStatus declineReason } } }";
    let calls = world.portal(&anna, calls, json!({})).await["calls"]["nodes"].to_string();
    assert!(calls.contains("They were customers already.") && !calls.contains("buyer.example"), "{calls}");

    // A link is revoked: it leads nowhere, and that is told too.
    let revoke = "mutation($id: ID!) { linkRevoke(id: $id) { link { revokedAt } userErrors { message } } }";
    admin.mutate(revoke, json!({ "id": link_of(4)["id"] })).await;
    eventually("the revoked link to be gone", async || {
        let gone = world.client.get(format!("{}/r/{}", world.url, code_of(4))).header("user-agent", CHROME);
        (gone.send().await.unwrap().status() == 410).then_some(())
    })
    .await;
    let told = receiver.until(13).await;
    assert!(told.iter().any(|message| message.body.contains("link.revoked")));

    // Nothing that it counts differs from what it stores, and all of it is written down.
    let check = admin.gql("{ selfCheck { figures differences { figure } } }", json!({})).await["selfCheck"].clone();
    assert_eq!(check["differences"], json!([]), "{check:#}");
    check_invariants(&database).await;
    let audit = "{ auditEvents(first: 100) { nodes { action actorName } } }";
    let audit = admin.gql(audit, json!({})).await["auditEvents"]["nodes"].to_string();
    for action in [
        "memberInvite",
        "formCreate",
        "campaignCreate",
        "fieldMappingsSet",
        "webhookEndpointCreate",
        "linksGenerate",
        "partnerUserCreate",
        "linkAliasCreate",
        "apiKeyCreate",
        "submissionDecline",
        "linkRevoke",
    ] {
        assert!(audit.contains(action), "{action} in {audit}");
    }
    introw.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    day(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    day(Backend::Postgres).await;
}
