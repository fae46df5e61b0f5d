//! Rewards: what a conversion earns, how it follows its review, and what it adds up to.

mod ledger;
mod lifecycle;
mod totals;

use serde_json::{Value, json};

use crate::harness::{Campaign, TestApp};

/// A campaign that pays 12.50 for a conversion, whose submissions a person reviews.
pub async fn reviewed(app: &TestApp, input: Value) -> Campaign {
    let document = "mutation { formCreate(input: { name: \"Orders\", reviewRequired: true, fields: [\
                    { label: \"Seats\", dataType: NUMBER }] }) { form { id } userErrors { message } } }";
    let form = app.mutate(document, json!({})).await["form"]["id"].clone();
    let mut full = json!({ "formId": form, "reward": { "amount": "12.50" } });
    full.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
    app.campaign(full).await
}

/// Converts a new click. Gives the ids of the conversion and of its submission.
pub async fn converted(app: &TestApp, campaign: &Campaign, email: &str) -> (String, String) {
    let token = app.click(&campaign.code).await;
    let answer = app.convert(json!({ "clickId": token, "email": email })).await;
    assert_eq!(answer.said(), "201 recorded");
    let document = "query($id: ID!) { conversion(id: $id) { id submission { id } } }";
    let conversion = app.gql(document, json!({ "id": answer.body["conversionId"] })).await["conversion"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&conversion["id"]), text(&conversion["submission"]["id"]))
}

/// Accepts, declines, reopens or retries a submission: `act` is the mutation. Gives its status, or
/// the code of what is wrong.
pub async fn act(app: &TestApp, act: &str, submission: &str) -> String {
    let document =
        format!("mutation($id: ID!) {{ {act}(id: $id) {{ submission {{ status }} userErrors {{ field code }} }} }}");
    let payload = app.gql(&document, json!({ "id": submission })).await[act].clone();
    let status = payload["submission"]["status"].as_str();
    status.or_else(|| payload["userErrors"][0]["code"].as_str()).unwrap().to_owned()
}

/// The reward of a conversion, with its status and entries.
async fn reward(app: &TestApp, conversion: &str) -> Value {
    let document = "query($id: ID!) { conversion(id: $id) { rewardWithheld reward { id status \
                    amount { amount currencyCode minorUnits } entries { account amount { minorUnits } } \
                    partner { id } campaign { id } conversion { id } } } }";
    app.gql(document, json!({ "id": conversion })).await["conversion"].clone()
}

/// Where the amount went, as `HELD +1250`, oldest first.
fn moves(reward: &Value) -> Vec<String> {
    let entries = reward["entries"].as_array().unwrap();
    let shown = |entry: &Value| {
        let amount = entry["amount"]["minorUnits"].as_i64().unwrap();
        format!("{} {amount:+}", entry["account"].as_str().unwrap())
    };
    entries.iter().map(shown).collect()
}

/// What `rewardTotals` says in minor units: held, payable, reversed.
async fn totals(app: &TestApp, arguments: &str) -> [i64; 3] {
    let document = format!(
        "{{ rewardTotals{arguments} {{ held {{ minorUnits }} payable {{ minorUnits }} reversed {{ minorUnits }} }} }}"
    );
    let totals = app.gql(&document, json!({})).await["rewardTotals"].clone();
    ["held", "payable", "reversed"].map(|status| totals[status]["minorUnits"].as_i64().unwrap())
}
