//! What a partner earns: its rewards, and what they add up to.

use chrono::Duration;
use serde_json::{Value, json};

use super::{Visitor, add_user, ask, sign_in, visit};
use crate::harness::{TestApp, on_both};
use crate::rewards::{act, converted, reviewed};

const REWARDS: &str = "query($f: RewardFilter) { rewards(filter: $f) { totalCount nodes { status declineReason \
                       amount { amount currencyCode } campaign { name } link { code } } } }";

async fn rewards(app: &TestApp, as_: &Visitor, filter: Value) -> Vec<Value> {
    let seen = ask(app, as_, REWARDS, json!({ "f": filter })).await["rewards"].clone();
    assert_eq!(seen["totalCount"].as_u64().unwrap() as usize, seen["nodes"].as_array().unwrap().len());
    seen["nodes"].as_array().unwrap().clone()
}

/// Held, payable and reversed.
fn sums(of: &Value) -> [&str; 3] {
    ["held", "payable", "reversed"].map(|status| of[status]["amount"].as_str().unwrap())
}

on_both! {
    async fn earnings_follow_what_the_organisation_decides(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        let mut submissions = Vec::new();
        for number in 0..3 {
            submissions.push(converted(&app, &campaign, &format!("customer{number}@office.example")).await.1);
            app.clock.advance(Duration::minutes(1));
        }
        let anna = visit(&app, &campaign.partner).await;
        let document = "{ rewardTotals { held { amount currencyCode } payable { amount } reversed { amount } otherCurrencies { currencyCode } } }";
        assert_eq!(sums(&ask(&app, &anna, document, json!({})).await["rewardTotals"]), ["37.50", "0.00", "0.00"]);

        assert_eq!(act(&app, "submissionAccept", &submissions[0]).await, "ACCEPTED");
        let decline = "mutation($id: ID!) { submissionDecline(id: $id, reason: \"The order was sent back.\") { submission { status } userErrors { code } } }";
        app.mutate(decline, json!({ "id": submissions[1] })).await;
        let totals = ask(&app, &anna, document, json!({})).await["rewardTotals"].clone();
        assert_eq!(sums(&totals), ["12.50", "12.50", "12.50"]);
        assert_eq!((&totals["held"]["currencyCode"], &totals["otherCurrencies"]), (&json!("EUR"), &json!([])));

        let all = rewards(&app, &anna, json!({})).await;
        assert_eq!(all.len(), 3);
        let reversed = rewards(&app, &anna, json!({ "status": "REVERSED" })).await;
        assert_eq!(reversed, [json!({
            "status": "REVERSED", "declineReason": "The order was sent back.", "amount": { "amount": "12.50", "currencyCode": "EUR" },
            "campaign": { "name": "Spring" }, "link": { "code": campaign.code },
        })]);
        assert_eq!(rewards(&app, &anna, json!({ "campaignId": campaign.id, "status": "PAYABLE" })).await.len(), 1);
        assert_eq!(rewards(&app, &anna, json!({ "campaignId": "cmp_none" })).await.len(), 0);
        assert_eq!(rewards(&app, &anna, json!({ "to": app.clock.now() - Duration::days(1) })).await.len(), 0);

        let calls = "{ calls(filter: {outcome: CREDITED}) { nodes { rewardStatus rewardAmount { amount currencyCode } } } }";
        let calls = ask(&app, &anna, calls, json!({})).await["calls"]["nodes"].clone();
        assert_eq!(calls[2], json!({ "rewardStatus": "PAYABLE", "rewardAmount": { "amount": "12.50", "currencyCode": "EUR" } }));
        // The same as the organisation sees.
        let admin = "query($p: ID!) { rewardTotals(partnerId: $p) { held { amount } payable { amount } reversed { amount } } }";
        let admin = app.gql(admin, json!({ "p": campaign.partner })).await["rewardTotals"].clone();
        assert_eq!(sums(&admin), sums(&totals));
    }

    async fn earnings_are_told_by_the_month_of_the_partners_own_zone(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        converted(&app, &campaign, "one@office.example").await;
        let before = app.clock.now().date_naive();
        app.clock.advance(Duration::days(40));
        converted(&app, &campaign, "two@office.example").await;
        let user = add_user(&app, &campaign.partner, "anna@northwind.example").await;
        let anna = sign_in(&app, &user).await;
        let document = "query($from: Date, $z: String) { rewardTotals(from: $from, timeZone: $z) { held { amount } months { start held { amount } } } }";
        let seen = ask(&app, &anna, document, json!({ "from": before })).await["rewardTotals"].clone();
        assert_eq!(seen["held"]["amount"], "25.00");
        let months = seen["months"].as_array().unwrap();
        assert!(months.len() >= 2 && months[0]["start"] == before.to_string(), "{seen}");
        let held: Vec<_> = months.iter().map(|month| month["held"]["amount"].as_str().unwrap()).filter(|sum| *sum != "0.00").collect();
        assert_eq!(held, ["12.50", "12.50"]);
        assert_eq!(ask(&app, &anna, document, json!({})).await["rewardTotals"]["held"]["amount"], "12.50", "the last 30 days");
    }
}
