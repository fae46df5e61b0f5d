//! Reviews: submissions that wait for a person, one by one and many at once.

use entity::id::WebhookEndpointId;
use entity::value::{EndpointStatus, Texts};
use entity::{webhook_endpoint, webhook_event};
use futures::future::join_all;
use introw::domain::webhook::EventKind;
use introw::store::{Direction, Scope};
use sea_orm::IntoActiveModel;
use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};
use crate::rewards::{act, converted, reviewed};

async fn status(app: &TestApp, submission: &str) -> String {
    let document = "query($id: ID!) { submission(id: $id) { status } }";
    let submission = app.gql(document, json!({ "id": submission })).await["submission"].clone();
    submission["status"].as_str().unwrap().to_owned()
}

/// An endpoint that wants to know of everything.
async fn listen(app: &TestApp) {
    let now = app.clock.now();
    let row = webhook_endpoint::Model {
        organisation_id: app.org.id,
        id: WebhookEndpointId::new(now),
        url: "https://hooks.invalid/introw".to_owned(),
        description: String::new(),
        events: Texts(EventKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect()),
        wants_clicks: false,
        include_email: true,
        secret: vec![0; 32],
        old_secret: None,
        old_secret_expires_at: None,
        status: EndpointStatus::Enabled,
        disabled_reason: None,
        disabled_at: None,
        failing_since: None,
        failures: 0,
        last_failure: None,
        last_failure_at: None,
        paused_until: None,
        created_at: now,
        updated_at: now,
    };
    app.org.tenant.write(async |tx| tx.insert_all([row.clone().into_active_model()]).await).await.unwrap();
}

/// The events of the outbox by kind, sorted, and forgets them.
async fn events(app: &TestApp, seen: &mut usize) -> Vec<(String, Value)> {
    let rows = app.org.tenant.find::<webhook_event::Entity>();
    let rows = rows.order_by(webhook_event::Column::At, Direction::Ascending).all().await.unwrap();
    let mut new: Vec<_> = rows[*seen..].iter().map(|event| (event.kind.clone(), event.data.clone())).collect();
    *seen = rows.len();
    new.sort_by(|one, other| one.0.cmp(&other.0));
    new
}

fn kinds(events: &[(String, Value)]) -> Vec<&str> {
    events.iter().map(|(kind, _)| kind.as_str()).collect()
}

on_both! {
    async fn a_submission_goes_only_where_it_may(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        let (_, submission) = converted(&app, &campaign, "").await;
        for (mutation, becomes) in [
            ("submissionReopen", "NOT_ALLOWED"),
            ("submissionRetry", "NOT_ALLOWED"),
            ("submissionAccept", "ACCEPTED"),
            ("submissionAccept", "NOT_ALLOWED"),
            ("submissionDecline", "NOT_ALLOWED"),
            ("submissionReopen", "PENDING"),
            ("submissionDecline", "DECLINED"),
            ("submissionDecline", "NOT_ALLOWED"),
            ("submissionAccept", "NOT_ALLOWED"),
            ("submissionReopen", "PENDING"),
            ("submissionAccept", "ACCEPTED"),
        ] {
            assert_eq!(act(&app, mutation, &submission).await, becomes, "{mutation}");
        }
        for mutation in ["submissionAccept", "submissionDecline", "submissionReopen"] {
            for nobody in ["fsub_00000000000000000000000000", "x", &campaign.id] {
                assert_eq!(act(&app, mutation, nobody).await, "NOT_FOUND", "{mutation} {nobody}");
            }
        }
        let document = "query($id: ID!) { auditEvents(filter: { targetId: $id }) { nodes { action before after actorKind } } }";
        let audited = app.gql(document, json!({ "id": submission })).await["auditEvents"]["nodes"].clone();
        assert_eq!(audited.as_array().unwrap().len(), 5, "every change and no refusal: {audited:#}");
        app.check_invariants().await;
    }

    /// What needs no review can still be taken back, by reopening it.
    async fn an_accepted_one_is_taken_back_by_reopening_it(app: TestApp) {
        let campaign = app.campaign(json!({ "reward": { "amount": "5" } })).await;
        let (_, submission) = converted(&app, &campaign, "").await;
        assert_eq!(status(&app, &submission).await, "AUTO_ACCEPTED");
        assert_eq!(act(&app, "submissionDecline", &submission).await, "NOT_ALLOWED");
        assert_eq!(act(&app, "submissionReopen", &submission).await, "PENDING");
        assert_eq!(act(&app, "submissionDecline", &submission).await, "DECLINED");
        app.check_invariants().await;
    }

    async fn one_that_nobody_can_mend_is_declined_and_remembers_its_problems(app: TestApp) {
        let document = "mutation { formCreate(input: { name: \"Orders\", reviewRequired: true, fields: [\
                        { label: \"Seats\", dataType: NUMBER, isRequired: true }] }) { form { id } userErrors { message } } }";
        let form = app.mutate(document, json!({})).await["form"]["id"].clone();
        let campaign = app.campaign(json!({ "formId": form, "reward": { "amount": "5" } })).await;
        let (_, submission) = converted(&app, &campaign, "").await;
        assert_eq!(status(&app, &submission).await, "ERROR");
        assert_eq!(act(&app, "submissionAccept", &submission).await, "NOT_ALLOWED");
        assert_eq!(act(&app, "submissionDecline", &submission).await, "DECLINED");
        assert_eq!(act(&app, "submissionReopen", &submission).await, "ERROR", "it still does not fit the form");
        app.check_invariants().await;
    }

    async fn a_reason_is_kept_until_it_is_reopened(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        let (_, submission) = converted(&app, &campaign, "").await;
        let document = "mutation($id: ID!, $reason: String) { submissionDecline(id: $id, reason: $reason) { \
                        submission { declineReason reviewedAt } userErrors { field code } } }";
        let decline = async |reason: &str| {
            app.gql(document, json!({ "id": submission, "reason": reason })).await["submissionDecline"].clone()
        };
        for (reason, code) in [("x".repeat(1_001), "TOO_LONG"), ("\u{7}".to_owned(), "INVALID")] {
            let refused = decline(&reason).await;
            assert_eq!(refused, json!({ "submission": null, "userErrors": [{ "field": ["reason"], "code": code }] }));
        }
        assert_eq!(status(&app, &submission).await, "PENDING");
        let done = decline("  Not a customer:\nan employee. ").await["submission"].clone();
        assert_eq!(done["declineReason"], "Not a customer:\nan employee.");
        assert!(done["reviewedAt"].is_string());
        assert_eq!(act(&app, "submissionReopen", &submission).await, "PENDING");
        let document = "query($id: ID!) { submission(id: $id) { declineReason reviewedAt partner { id } campaign { id } } }";
        let reopened = app.gql(document, json!({ "id": submission })).await["submission"].clone();
        let expected = json!({ "declineReason": null, "reviewedAt": null, "partner": { "id": campaign.partner }, "campaign": { "id": campaign.id } });
        assert_eq!(reopened, expected);
        assert_eq!(decline(" ").await["submission"]["declineReason"], json!(null), "no reason is none");
    }

    async fn of_many_reviewers_at_once_one_wins(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        for _ in 0..5 {
            let (_, submission) = converted(&app, &campaign, "").await;
            let calls = (0..8).map(|turn| {
                let mutation = if turn % 2 == 0 { "submissionAccept" } else { "submissionDecline" };
                act(&app, mutation, &submission)
            });
            let said = join_all(calls).await;
            let won: Vec<_> = said.iter().filter(|said| *said != "NOT_ALLOWED").collect();
            assert_eq!(won.len(), 1, "{said:?}");
            assert_eq!(*won[0], status(&app, &submission).await);
        }
        assert_eq!(app.number("SELECT count(*) FROM reward_entry").await, 5 * 4);
        app.check_invariants().await;
    }

    async fn many_are_reviewed_at_once_each_by_itself(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        let mut ids = Vec::new();
        for _ in 0..4 {
            ids.push(converted(&app, &campaign, "").await.1);
        }
        assert_eq!(act(&app, "submissionDecline", &ids[1]).await, "DECLINED");
        let mut asked = ids.clone();
        asked.push("fsub_00000000000000000000000000".to_owned());
        asked.push(ids[0].clone());
        let document = "mutation($ids: [ID!]!) { submissionsAccept(ids: $ids) { \
                        results { id submission { status } userErrors { field code } } userErrors { code } } }";
        let payload = app.mutate(document, json!({ "ids": asked })).await;
        let results = payload["results"].as_array().unwrap();
        let said: Vec<_> = results
            .iter()
            .map(|result| result["submission"]["status"].as_str().or(result["userErrors"][0]["code"].as_str()).unwrap())
            .collect();
        assert_eq!(said, ["ACCEPTED", "NOT_ALLOWED", "ACCEPTED", "ACCEPTED", "NOT_FOUND", "NOT_ALLOWED"]);
        assert_eq!(results[1]["userErrors"][0]["field"], json!(["id"]));
        assert_eq!(results[4]["id"], asked[4], "in the order in which they were asked");
        let waiting = "{ submissions(filter: { status: PENDING }) { totalCount } }";
        assert_eq!(app.gql(waiting, json!({})).await["submissions"]["totalCount"], 0);

        let document = "mutation($ids: [ID!]!, $reason: String) { submissionsDecline(ids: $ids, reason: $reason) { \
                        results { submission { status declineReason } userErrors { code } } userErrors { field code } } }";
        for id in [&ids[0], &ids[2]] {
            act(&app, "submissionReopen", id).await;
        }
        let payload = app.mutate(document, json!({ "ids": [ids[0], ids[2]], "reason": "Refunded" })).await;
        for result in payload["results"].as_array().unwrap() {
            assert_eq!(result["submission"], json!({ "status": "DECLINED", "declineReason": "Refunded" }));
        }
        let many: Vec<_> = (0..101).map(|_| ids[0].clone()).collect();
        let document = "mutation($ids: [ID!]!) { submissionsDecline(ids: $ids) { results { id } userErrors { field code } } }";
        let refused = app.gql(document, json!({ "ids": many })).await["submissionsDecline"].clone();
        assert_eq!(refused, json!({ "results": null, "userErrors": [{ "field": ["ids"], "code": "TOO_LONG" }] }));
        assert_eq!(app.mutate(document, json!({ "ids": [] })).await["results"], json!([]));
        app.check_invariants().await;
    }

    async fn an_inbox_shows_the_oldest_that_wait_first(app: TestApp) {
        let (one, two) = (reviewed(&app, json!({})).await, reviewed(&app, json!({})).await);
        let mut ids = Vec::new();
        let mut times = Vec::new();
        for campaign in [&one, &two, &one, &two] {
            times.push(app.clock.now().to_rfc3339());
            ids.push(converted(&app, campaign, "").await.1);
            app.clock.advance(chrono::Duration::hours(5));
        }
        act(&app, "submissionAccept", &ids[2]).await;
        let inbox = async |filter: Value| {
            let document = "query($filter: SubmissionFilter) { submissions(filter: $filter, orderBy: { direction: ASC }) { nodes { id } } }";
            let nodes = app.gql(document, json!({ "filter": filter })).await["submissions"]["nodes"].clone();
            nodes.as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let of = |indexes: &[usize]| indexes.iter().map(|index| ids[*index].clone()).collect::<Vec<_>>();
        assert_eq!(inbox(json!({ "status": "PENDING" })).await, of(&[0, 1, 3]));
        assert_eq!(inbox(json!({ "status": "PENDING", "partnerId": two.partner })).await, of(&[1, 3]));
        assert_eq!(inbox(json!({ "status": "PENDING", "to": times[3] })).await, of(&[0, 1]));
        assert_eq!(inbox(json!({ "from": times[1], "to": times[3] })).await, of(&[1, 2]));
    }

    async fn reviews_need_the_right_to_change(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        let (_, submission) = converted(&app, &campaign, "").await;
        let reader = app.key_with(&["affiliate:read", "campaigns:read"]).await;
        for document in [
            "mutation($id: ID!) { submissionAccept(id: $id) { userErrors { code } } }",
            "mutation($id: ID!) { submissionDecline(id: $id) { userErrors { code } } }",
            "mutation($id: ID!) { submissionReopen(id: $id) { userErrors { code } } }",
            "mutation($id: ID!) { submissionsAccept(ids: [$id]) { userErrors { code } } }",
            "mutation($id: ID!) { submissionsDecline(ids: [$id]) { userErrors { code } } }",
            "mutation($id: ID!) { submissionsDecline(ids: []) { userErrors { code } } a: submissionRetry(id: $id) { userErrors { code } } }",
        ] {
            let answer = app.gql_raw(&reader, document, json!({ "id": submission })).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document}: {answer:#}");
        }
        assert_eq!(status(&app, &submission).await, "PENDING");
    }

    async fn what_happens_is_told(app: TestApp) {
        listen(&app).await;
        let campaign = reviewed(&app, json!({})).await;
        let mut seen = 0;
        let (conversion, submission) = converted(&app, &campaign, "anna@customer.example").await;
        let told = events(&app, &mut seen).await;
        assert_eq!(kinds(&told), ["conversion.recorded", "submission.created"]);
        let data = &told[0].1;
        assert_eq!((&data["conversionId"], &data["submissionId"]), (&json!(conversion), &json!(submission)));
        assert_eq!((&data["campaignId"], &data["partnerId"], &data["linkId"]), (&json!(campaign.id), &json!(campaign.partner), &json!(campaign.link)));
        assert_eq!((&data["email"], &data["submissionStatus"]), (&json!("anna@customer.example"), &json!("PENDING")));
        assert_eq!(data["reward"], json!({ "amount": "12.50", "currencyCode": "EUR", "minorUnits": 1250 }));
        assert_eq!((&told[1].1["status"], &told[1].1["linkId"]), (&json!("PENDING"), &json!(campaign.link)));
        for (mutation, expected) in [
            ("submissionAccept", vec!["reward.payable", "submission.accepted"]),
            ("submissionAccept", vec![]),
            ("submissionReopen", vec![]),
            ("submissionDecline", vec!["reward.reversed", "submission.declined"]),
        ] {
            act(&app, mutation, &submission).await;
            let told = events(&app, &mut seen).await;
            assert_eq!(kinds(&told), expected, "{mutation}");
            if let Some((_, data)) = told.first() {
                assert_eq!(data["amount"]["minorUnits"], 1250);
                assert_eq!(data["conversionId"], conversion);
            }
        }
        let campaign = app.campaign(json!({ "reward": { "amount": "1" } })).await;
        converted(&app, &campaign, "").await;
        let told = events(&app, &mut seen).await;
        let all = ["conversion.recorded", "reward.payable", "submission.accepted", "submission.created"];
        assert_eq!(kinds(&told), all, "at once where nobody reviews");
        // What was not recorded is not told.
        assert_eq!(app.convert(json!({ "clickId": "junk" })).await.said(), "200 ignored");
        assert_eq!(kinds(&events(&app, &mut seen).await), [] as [&str; 0]);
    }
}
