//! A reward is held, payable or reversed as its submission is reviewed.

use futures::future::join_all;
use serde_json::{Value, json};

use super::{act, converted, moves, reviewed, reward, totals};
use crate::harness::{TestApp, on_both};

const UPDATE: &str = "mutation($id: ID!, $input: CampaignUpdateInput!) { campaignUpdate(id: $id, input: $input) { \
                      campaign { version reward { amount currencyCode minorUnits } } userErrors { field code message } } }";

async fn update(app: &TestApp, id: &str, input: Value) -> Value {
    app.gql(UPDATE, json!({ "id": id, "input": input })).await["campaignUpdate"].clone()
}

on_both! {
    async fn without_a_review_a_reward_is_payable_at_once(app: TestApp) {
        let campaign = app.campaign(json!({ "reward": { "amount": "12.5" } })).await;
        let (conversion, _) = converted(&app, &campaign, "").await;
        let earned = reward(&app, &conversion).await;
        let reward = &earned["reward"];
        assert_eq!(reward["status"], "PAYABLE");
        assert_eq!(reward["amount"], json!({ "amount": "12.50", "currencyCode": "EUR", "minorUnits": 1250 }));
        assert_eq!(moves(reward), ["PROMISED -1250", "HELD +1250", "HELD -1250", "PAYABLE +1250"]);
        assert_eq!(reward["partner"]["id"], campaign.partner);
        assert_eq!(reward["campaign"]["id"], campaign.id);
        assert_eq!(reward["conversion"]["id"], conversion);
        assert_eq!(earned["rewardWithheld"], json!(null));
        app.check_invariants().await;
    }

    async fn a_reward_follows_its_review(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        let (conversion, submission) = converted(&app, &campaign, "").await;
        let mut expected = vec!["PROMISED -1250", "HELD +1250"];
        for (mutation, status, sums, more) in [
            ("", "HELD", [1250, 0, 0], vec![]),
            ("submissionAccept", "PAYABLE", [0, 1250, 0], vec!["HELD -1250", "PAYABLE +1250"]),
            ("submissionReopen", "HELD", [1250, 0, 0], vec!["PAYABLE -1250", "HELD +1250"]),
            ("submissionDecline", "REVERSED", [0, 0, 1250], vec!["HELD -1250", "REVERSED +1250"]),
            ("submissionReopen", "HELD", [1250, 0, 0], vec!["REVERSED -1250", "HELD +1250"]),
        ] {
            if !mutation.is_empty() {
                act(&app, mutation, &submission).await;
            }
            expected.extend(more);
            let reward = reward(&app, &conversion).await["reward"].clone();
            assert_eq!((reward["status"].as_str().unwrap(), moves(&reward)), (status, expected.iter().map(|entry| (*entry).to_owned()).collect()));
            assert_eq!(totals(&app, "").await, sums, "after {mutation}");
        }
        app.check_invariants().await;
    }

    async fn a_submission_in_error_holds_its_reward_until_it_is_mended(app: TestApp) {
        let document = "mutation { formCreate(input: { name: \"Orders\", fields: [\
                        { label: \"Seats\", dataType: NUMBER, isRequired: true }] }) { form { id fields { id } } userErrors { message } } }";
        let form = app.mutate(document, json!({})).await["form"].clone();
        let campaign = app.campaign(json!({ "formId": form["id"], "reward": { "amount": "3" } })).await;
        let (conversion, submission) = converted(&app, &campaign, "").await;
        assert_eq!(reward(&app, &conversion).await["reward"]["status"], "HELD");
        let optional = json!({ "id": form["id"], "input": { "fields": [
            { "id": form["fields"][0]["id"], "label": "Seats", "dataType": "NUMBER", "isRequired": false }] } });
        let document = "mutation($id: ID!, $input: FormUpdateInput!) { formUpdate(id: $id, input: $input) { \
                        form { id } userErrors { message } } }";
        app.mutate(document, optional).await;
        assert_eq!(act(&app, "submissionRetry", &submission).await, "AUTO_ACCEPTED");
        let reward = reward(&app, &conversion).await["reward"].clone();
        assert_eq!(reward["status"], "PAYABLE");
        assert_eq!(moves(&reward), ["PROMISED -300", "HELD +300", "HELD -300", "PAYABLE +300"]);
        app.check_invariants().await;
    }

    async fn a_known_customer_earns_nothing_where_new_ones_are_wanted(app: TestApp) {
        let campaign = reviewed(&app, json!({ "qualityRules": { "newCustomersOnly": true } })).await;
        let (first, _) = converted(&app, &campaign, "anna@customer.example").await;
        let (second, submission) = converted(&app, &campaign, "ANNA@customer.example").await;
        assert_eq!(reward(&app, &first).await["reward"]["status"], "HELD");
        let withheld = json!({ "rewardWithheld": "EXISTING_CUSTOMER", "reward": null });
        assert_eq!(reward(&app, &second).await, withheld);
        assert_eq!(act(&app, "submissionAccept", &submission).await, "ACCEPTED");
        assert_eq!(reward(&app, &second).await, withheld, "a review does not make one");
        assert_eq!(totals(&app, "").await, [1250, 0, 0]);
        // Where nothing is paid, nothing is withheld.
        update(&app, &campaign.id, json!({ "reward": { "amount": null } })).await;
        let (third, _) = converted(&app, &campaign, "anna@customer.example").await;
        assert_eq!(reward(&app, &third).await, json!({ "rewardWithheld": null, "reward": null }));
        app.check_invariants().await;
    }

    /// The same customer twice at once is one new customer.
    async fn one_customer_who_comes_twice_at_once_is_new_once(app: TestApp) {
        let campaign = app.campaign(json!({ "reward": { "amount": "1" }, "qualityRules": { "newCustomersOnly": true } })).await;
        let mut tokens = Vec::new();
        for _ in 0..8 {
            tokens.push(app.click(&campaign.code).await);
        }
        let calls = tokens.iter().map(|token| app.convert(json!({ "clickId": token, "email": "anna@customer.example" })));
        assert!(join_all(calls).await.iter().all(|answer| answer.said() == "201 recorded"));
        assert_eq!(totals(&app, "").await, [0, 100, 0]);
        app.check_invariants().await;
    }

    async fn many_calls_for_one_click_earn_one_reward(app: TestApp) {
        let campaign = app.campaign(json!({ "reward": { "amount": "12.50" } })).await;
        let token = app.click(&campaign.code).await;
        let calls = (0..40).map(|_| app.convert(json!({ "clickId": token })));
        let recorded = join_all(calls).await.iter().filter(|answer| answer.said() == "201 recorded").count();
        assert_eq!(recorded, 1);
        assert_eq!(totals(&app, "").await, [0, 1250, 0]);
        app.check_invariants().await;
    }

    async fn another_reward_is_for_conversions_from_now_on(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        let (before, submission) = converted(&app, &campaign, "").await;
        let changed = update(&app, &campaign.id, json!({ "reward": { "amount": "20" } })).await;
        assert_eq!(changed["campaign"], json!({ "version": 2, "reward": { "amount": "20.00", "currencyCode": "EUR", "minorUnits": 2000 } }));
        let (after, _) = converted(&app, &campaign, "").await;
        assert_eq!(act(&app, "submissionAccept", &submission).await, "ACCEPTED");
        assert_eq!(reward(&app, &before).await["reward"]["amount"]["amount"], "12.50");
        assert_eq!(reward(&app, &after).await["reward"]["amount"]["amount"], "20.00");
        // A change of something else leaves it, and no amount switches it off.
        let other = update(&app, &campaign.id, json!({ "attributionWindowDays": 7 })).await;
        assert_eq!(other["campaign"]["reward"]["amount"], "20.00");
        let off = update(&app, &campaign.id, json!({ "reward": {} })).await;
        assert_eq!(off["campaign"]["reward"], json!(null));
        let (unpaid, _) = converted(&app, &campaign, "").await;
        assert_eq!(reward(&app, &unpaid).await["reward"], json!(null));
        assert_eq!(totals(&app, "").await, [2000, 1250, 0]);
        app.check_invariants().await;
    }

    async fn an_amount_is_one_of_the_organisations_currency(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for amount in ["12,50", "-1", "1e3", "", "12.505", "10000000000.01", "12\u{7}"] {
            let refused = update(&app, &campaign.id, json!({ "reward": { "amount": amount } })).await;
            assert_eq!(refused["campaign"], json!(null), "{amount}");
            let error = &refused["userErrors"][0];
            assert_eq!((&error["field"], &error["code"]), (&json!(["input", "reward", "amount"]), &json!("INVALID")), "{amount}");
            assert_ne!(error["message"], "");
        }
        // Nothing is an amount too: a conversion that is worth no money but has a status.
        let nothing = update(&app, &campaign.id, json!({ "reward": { "amount": "0" } })).await;
        assert_eq!(nothing["campaign"]["reward"]["minorUnits"], 0);
        let (conversion, _) = converted(&app, &campaign, "").await;
        assert_eq!(reward(&app, &conversion).await["reward"]["status"], "PAYABLE");
        app.execute("UPDATE organisation SET currency = 'JPY'").await;
        let yen = update(&app, &campaign.id, json!({ "reward": { "amount": "1250" } })).await;
        assert_eq!(yen["campaign"]["reward"], json!({ "amount": "1250", "currencyCode": "JPY", "minorUnits": 1250 }));
        let refused = update(&app, &campaign.id, json!({ "reward": { "amount": "12.5" } })).await;
        assert_eq!(refused["userErrors"][0]["message"], "JPY has no decimals; write 12.");
        app.check_invariants().await;
    }
}
