//! What a conversion becomes: the fields of its campaign's form.

use serde_json::{Value, json};

use super::change_campaign;
use crate::harness::{Campaign, TestApp, on_both};

/// A campaign whose conversions fill these fields.
struct Filling<'a> {
    app: &'a TestApp,
    campaign: Campaign,
}

impl<'a> Filling<'a> {
    async fn new(app: &'a TestApp, form: Value) -> Self {
        let document = "mutation($input: FormCreateInput!) { formCreate(input: $input) { \
                        form { id } userErrors { field message } } }";
        let form = app.mutate(document, json!({ "input": form })).await["form"]["id"].clone();
        Self { app, campaign: app.campaign(json!({ "formId": form })).await }
    }

    /// The form's fields, as an admin would send them back.
    async fn fields(&self) -> Vec<Value> {
        let document = "query($id: ID!) { form(id: $id) { fields { id label dataType isRequired options } } }";
        let form = self.app.gql(document, json!({ "id": self.campaign.form })).await;
        form["form"]["fields"].as_array().unwrap().clone()
    }

    /// The id of the field that people call so.
    async fn field(&self, label: &str) -> String {
        let field = self.fields().await.into_iter().find(|field| field["label"] == label).unwrap();
        field["id"].as_str().unwrap().to_owned()
    }

    async fn set_fields(&self, fields: &[Value]) {
        let document = "mutation($id: ID!, $input: FormUpdateInput!) { formUpdate(id: $id, input: $input) { \
                        form { id } userErrors { field message } } }";
        self.app.mutate(document, json!({ "id": self.campaign.form, "input": { "fields": fields } })).await;
    }

    /// Maps properties to the fields that people call so.
    async fn map(&self, mappings: &[(&str, &str)]) {
        let mut rules = Vec::new();
        for (property, label) in mappings {
            rules.push(json!({ "property": property, "fieldId": self.field(label).await }));
        }
        let document = "mutation($id: ID!, $rules: [FieldMappingInput!]!) { \
                        fieldMappingsSet(campaignId: $id, mappings: $rules) { \
                        campaign { id } userErrors { field message } } }";
        self.app.mutate(document, json!({ "id": self.campaign.id, "rules": rules })).await;
    }

    /// Converts a new click; the conversion is recorded whatever is sent. Gives the id that the
    /// answer has for the submission, and the submission.
    async fn convert(&self, email: &str, properties: Value) -> (Value, Value) {
        let token = self.app.click(&self.campaign.code).await;
        let answer = self.app.convert(json!({ "clickId": token, "email": email, "properties": properties })).await;
        assert_eq!(answer.said(), "201 recorded");
        let document = "query($id: ID!) { conversion(id: $id) { submission { id status unmapped \
                        fields { fieldId label value } problems { fieldId label message } } } }";
        let conversion = self.app.gql(document, json!({ "id": answer.body["conversionId"] })).await;
        (answer.body["formSubmissionId"].clone(), conversion["conversion"]["submission"].clone())
    }

    async fn retry(&self, submission: &Value) -> Value {
        let document = "mutation($id: ID!) { submissionRetry(id: $id) { submission { id status unmapped \
                        fields { fieldId label value } problems { fieldId label message } } userErrors { code } } }";
        self.app.mutate(document, json!({ "id": submission["id"] })).await["submission"].clone()
    }
}

/// The filled fields as pairs of label and value.
fn filled(submission: &Value) -> Value {
    let fields = submission["fields"].as_array().unwrap();
    fields
        .iter()
        .map(|field| (field["label"].as_str().unwrap().to_owned(), field["value"].clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn problems(submission: &Value) -> Vec<&str> {
    let problems = submission["problems"].as_array().unwrap();
    for problem in problems {
        assert_ne!(problem["message"], "", "it says what would be right");
    }
    problems.iter().map(|problem| problem["label"].as_str().unwrap()).collect()
}

fn order_form() -> Value {
    json!({ "name": "Orders", "fields": [
        { "label": "Plan", "dataType": "DROPDOWN", "options": ["Free", "Team", "Über alles"] },
        { "label": "Seats", "dataType": "NUMBER" },
        { "label": "Interests", "dataType": "DROPDOWN_MULTI", "options": ["Mail", "Chat", "Calls"] },
        { "label": "Note", "dataType": "STRING" },
        { "label": "Start", "dataType": "DATE" },
    ] })
}

on_both! {
    async fn a_property_goes_to_the_field_that_it_names_or_is_mapped_to(app: TestApp) {
        let filling = Filling::new(&app, order_form()).await;
        filling.map(&[("order.note", "Note"), ("plan", "Plan"), ("seats", "Seats")]).await;
        let seats = filling.field("Seats").await;
        let (given, submission) = filling
            .convert(
                "anna@customer.example",
                json!({
                    "order.note": "by phone", "plan": "Team", &seats: 7,
                    // The field has its value from the property that is its id, so that this one is kept.
                    "seats": 3,
                    "orderId": "A-1", "items": [{ "sku": 1 }], "gift": false, "nothing": null,
                }),
            )
            .await;
        assert_eq!(given, submission["id"]);
        assert_eq!(submission["status"], "AUTO_ACCEPTED");
        assert_eq!(filled(&submission), json!({ "Plan": "Team", "Seats": 7, "Note": "by phone" }));
        let unmapped = json!({ "seats": 3, "orderId": "A-1", "items": [{ "sku": 1 }], "gift": false, "nothing": null });
        assert_eq!(submission["unmapped"], unmapped);
        assert_eq!(problems(&submission), Vec::<&str>::new());
        assert_eq!(submission["fields"][1]["fieldId"], seats);
        assert_eq!(seats.len(), 24);
        // Another organisation's field is nobody's here.
        let (_, empty) = filling.convert("", json!({ "Seats": 7, "SEATS": 7, &seats.to_uppercase(): 7 })).await;
        assert_eq!(filled(&empty), json!({}), "neither its label nor another spelling names a field");
    }

    async fn a_value_is_read_as_its_field_has_it(app: TestApp) {
        let filling = Filling::new(&app, order_form()).await;
        filling
            .map(&[
                ("plan", "Plan"),
                ("seats", "Seats"),
                ("interests", "Interests"),
                ("note", "Note"),
                ("start", "Start"),
            ])
            .await;
        for (properties, expected) in [
            (json!({ "seats": "49.90" }), json!({ "Seats": 49.9 })),
            (json!({ "seats": " 12 " }), json!({ "Seats": 12 })),
            (json!({ "seats": -3.0 }), json!({ "Seats": -3 })),
            (json!({ "plan": "TEAM" }), json!({ "Plan": "Team" })),
            (json!({ "plan": " über ALLES " }), json!({ "Plan": "Über alles" })),
            (json!({ "interests": ["chat", "MAIL", "chat"] }), json!({ "Interests": ["Chat", "Mail"] })),
            (json!({ "interests": "calls; mail" }), json!({ "Interests": ["Calls", "Mail"] })),
            (json!({ "interests": "Calls" }), json!({ "Interests": ["Calls"] })),
            (json!({ "note": 5 }), json!({ "Note": "5" })),
            (json!({ "note": true }), json!({ "Note": "true" })),
            (json!({ "start": "2026-01-31" }), json!({ "Start": "2026-01-31" })),
            (json!({ "start": "2026-01-31T23:30:00+02:00" }), json!({ "Start": "2026-01-31" })),
            (json!({ "plan": "", "seats": null, "interests": [], "note": " " }), json!({})),
        ] {
            let (given, submission) = filling.convert("", properties.clone()).await;
            assert!(given.is_string(), "{properties}");
            assert_eq!(filled(&submission), expected, "{properties}");
        }
    }

    async fn a_value_that_does_not_fit_leaves_the_conversion_and_its_submission_in_error(app: TestApp) {
        let filling = Filling::new(&app, order_form()).await;
        filling
            .map(&[
                ("plan", "Plan"),
                ("seats", "Seats"),
                ("interests", "Interests"),
                ("note", "Note"),
                ("start", "Start"),
            ])
            .await;
        for (property, value, label) in [
            ("plan", json!("Enterprise"), "Plan"),
            ("plan", json!(["Team"]), "Plan"),
            ("seats", json!("about 50"), "Seats"),
            ("seats", json!("1,000"), "Seats"),
            ("seats", json!(true), "Seats"),
            ("interests", json!(["Mail", "Fax"]), "Interests"),
            ("note", json!({ "a": 1 }), "Note"),
            ("start", json!("31.01.2026"), "Start"),
            ("start", json!("2026-02-30"), "Start"),
        ] {
            let (given, submission) = filling.convert("", json!({ property: value, "orderId": "A-1" })).await;
            assert_eq!(given, json!(null), "{property} {value}: the submission could not be made as it should");
            assert_eq!(submission["status"], "ERROR", "{property} {value}");
            assert_eq!(problems(&submission), [label], "{property} {value}");
            assert_eq!(
                submission["unmapped"],
                json!({ property: value, "orderId": "A-1" }),
                "nothing that was sent is lost"
            );
        }
        let waiting = app.gql("{ submissions(filter: { status: ERROR }) { totalCount } }", json!({})).await;
        assert_eq!(waiting["submissions"]["totalCount"], 9);
        app.check_invariants().await;
    }

    async fn an_admin_mends_the_mapping_and_runs_it_again(app: TestApp) {
        let filling = Filling::new(&app, order_form()).await;
        filling.map(&[("plan", "Seats")]).await;
        let (given, submission) = filling.convert("", json!({ "plan": "Team", "seats": 5 })).await;
        assert_eq!((given, &submission["status"]), (json!(null), &json!("ERROR")));
        let still = filling.retry(&submission).await;
        assert_eq!((&still["status"], problems(&still)), (&json!("ERROR"), vec!["Seats"]));

        filling.map(&[("plan", "Plan"), ("seats", "Seats")]).await;
        let mended = filling.retry(&submission).await;
        assert_eq!((&mended["id"], &mended["status"]), (&submission["id"], &json!("AUTO_ACCEPTED")));
        assert_eq!(filled(&mended), json!({ "Plan": "Team", "Seats": 5 }));
        assert_eq!((&mended["unmapped"], problems(&mended)), (&json!({}), vec![]));
        // Once is enough.
        let document =
            "mutation($id: ID!) { submissionRetry(id: $id) { submission { id } userErrors { code field } } }";
        let again = app.gql(document, json!({ "id": submission["id"] })).await;
        let refused = json!({ "submission": null, "userErrors": [{ "code": "NOT_ALLOWED", "field": ["id"] }] });
        assert_eq!(again["submissionRetry"], refused);
        app.check_invariants().await;
    }

    async fn an_admin_mends_the_form_and_runs_it_again(app: TestApp) {
        let filling = Filling::new(&app, order_form()).await;
        filling.map(&[("plan", "Plan")]).await;
        let (_, submission) = filling.convert("", json!({ "plan": "enterprise" })).await;
        assert_eq!(submission["status"], "ERROR");
        let mut fields = filling.fields().await;
        fields[0]["options"] = json!(["Free", "Team", "Enterprise"]);
        filling.set_fields(&fields).await;
        let mended = filling.retry(&submission).await;
        assert_eq!((&mended["status"], filled(&mended)), (&json!("AUTO_ACCEPTED"), json!({ "Plan": "Enterprise" })));
    }

    async fn a_required_field_that_is_missing_is_an_error(app: TestApp) {
        let filling = Filling::new(
            &app,
            json!({ "name": "Orders", "fields": [
            { "label": "Note", "dataType": "STRING", "isRequired": true },
            { "label": "Contact", "dataType": "EMAIL", "isRequired": true },
        ] }),
        )
        .await;
        filling.map(&[("note", "Note")]).await;
        for missing in [json!({}), json!({ "note": "" }), json!({ "note": null }), json!({ "Note": "x" })] {
            let (given, submission) = filling.convert("anna@customer.example", missing.clone()).await;
            assert_eq!((given, &submission["status"]), (json!(null), &json!("ERROR")), "{missing}");
            assert_eq!(problems(&submission), ["Note"], "{missing}");
            assert_eq!(filled(&submission), json!({ "Contact": "anna@customer.example" }), "what fits is there");
        }
        let (_, submission) = filling.convert("", json!({ "note": "x" })).await;
        assert_eq!(problems(&submission), ["Contact"], "nobody was named");
        let (given, submission) = filling.convert("anna@customer.example", json!({ "note": "x" })).await;
        assert_eq!((given, &submission["status"]), (submission["id"].clone(), &json!("AUTO_ACCEPTED")));
    }

    async fn a_form_with_review_lets_submissions_wait(app: TestApp) {
        let mut form = order_form();
        form["reviewRequired"] = json!(true);
        let filling = Filling::new(&app, form).await;
        filling.map(&[("seats", "Seats")]).await;
        let (given, submission) = filling.convert("", json!({ "seats": 5 })).await;
        assert_eq!((given, &submission["status"]), (submission["id"].clone(), &json!("PENDING")));
        let (_, wrong) = filling.convert("", json!({ "seats": "five" })).await;
        assert_eq!(wrong["status"], "ERROR");
        filling.map(&[]).await;
        assert_eq!(filling.retry(&wrong).await["status"], "PENDING", "what is mended still waits for review");
    }

    async fn a_campaign_without_a_form_takes_the_address(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let filling = Filling { app: &app, campaign };
        let fields = filling.fields().await;
        let kinds: Vec<_> =
            fields.iter().map(|field| (&field["label"], &field["dataType"], &field["isRequired"])).collect();
        assert_eq!(kinds, [(&json!("Email"), &json!("EMAIL"), &json!(false))]);
        let (given, submission) = filling.convert("Anna@customer.example", json!({ "plan": "Team" })).await;
        assert_eq!((given, &submission["status"]), (submission["id"].clone(), &json!("AUTO_ACCEPTED")));
        assert_eq!(filled(&submission), json!({ "Email": "Anna@customer.example" }));
        assert_eq!(submission["unmapped"], json!({ "plan": "Team" }));
        let (_, submission) = filling.convert("", json!({})).await;
        assert_eq!((&submission["status"], filled(&submission)), (&json!("AUTO_ACCEPTED"), json!({})));
        // An address among the properties is the customer's choice for the form.
        let field = filling.field("Email").await;
        let (_, submission) =
            filling.convert("anna@customer.example", json!({ &field: "billing@customer.example" })).await;
        assert_eq!(filled(&submission), json!({ "Email": "billing@customer.example" }));
    }

    /// A submission is of the form that its campaign had when it was made, or run again.
    async fn another_form_takes_over_and_its_mappings_begin_anew(app: TestApp) {
        let filling = Filling::new(&app, order_form()).await;
        filling.map(&[("seats", "Seats")]).await;
        let (_, wrong) = filling.convert("", json!({ "seats": "five" })).await;
        assert_eq!(wrong["status"], "ERROR");
        let other =
            Filling::new(&app, json!({ "name": "Notes", "fields": [{ "label": "Seats", "dataType": "STRING" }] }))
                .await;
        change_campaign(&app, &filling.campaign.id, json!({ "formId": other.campaign.form })).await;
        let filling =
            Filling { app: &app, campaign: Campaign { form: other.campaign.form.clone(), ..filling.campaign } };
        let document = "query($id: ID!) { campaign(id: $id) { fieldMappings { property } } }";
        let mapped = app.gql(document, json!({ "id": filling.campaign.id })).await;
        assert_eq!(mapped["campaign"]["fieldMappings"], json!([]), "they named fields of the form that was");
        let (_, unmapped) = filling.convert("", json!({ "seats": "six" })).await;
        assert_eq!((filled(&unmapped), &unmapped["unmapped"]), (json!({}), &json!({ "seats": "six" })));
        filling.map(&[("seats", "Seats")]).await;
        let mended = filling.retry(&wrong).await;
        assert_eq!((&mended["status"], filled(&mended)), (&json!("AUTO_ACCEPTED"), json!({ "Seats": "five" })));
    }
}
