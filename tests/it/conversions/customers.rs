//! Rules about the customer: excluded domains, disposable addresses, the partner itself, and
//! customers who have converted before.

use introw::domain::keyring::Keyring;
use serde_json::{Value, json};

use super::{change_partner, nothing};
use crate::harness::{Campaign, TestApp, on_both};

/// A campaign with these rules.
async fn with_rules(app: &TestApp, rules: Value) -> Campaign {
    app.campaign(json!({ "qualityRules": rules })).await
}

/// Converts a new click with this address; gives the reason.
async fn convert(app: &TestApp, campaign: &Campaign, email: &str) -> String {
    let token = app.click(&campaign.code).await;
    app.convert(json!({ "clickId": token, "email": email })).await.reason().to_owned()
}

/// Whether the customer of each conversion was known before, oldest first.
async fn known_before(app: &TestApp) -> Vec<i64> {
    app.numbers("SELECT CAST(CAST(existing_customer AS integer) AS bigint) FROM conversion ORDER BY created_at").await
}

on_both! {
    async fn an_excluded_domain_covers_its_sub_domains(app: TestApp) {
        let domains = json!(["Competitor.example", "bücher.example"]);
        let campaign = with_rules(&app, json!({ "excludedDomains": domains })).await;
        for (email, reason) in [
            ("anna@competitor.example", "excluded_domain"),
            ("anna@COMPETITOR.example", "excluded_domain"),
            ("anna@sales.eu.competitor.example", "excluded_domain"),
            ("anna@xn--bcher-kva.example", "excluded_domain"),
            ("anna@notcompetitor.example", "recorded"),
            ("anna@competitor.example.org", "recorded"),
            ("competitor.example@customer.example", "recorded"),
        ] {
            assert_eq!(convert(&app, &campaign, email).await, reason, "{email}");
        }
    }

    async fn a_disposable_address_is_refused_where_the_rule_is_on(app: TestApp) {
        let (on, off) = (with_rules(&app, json!({ "blockDisposable": true })).await, with_rules(&app, json!({})).await);
        for (email, reason) in [
            ("anna@mailinator.com", "disposable_email"),
            ("anna@Mailinator.COM", "disposable_email"),
            ("anna@eu.mailinator.com", "disposable_email"),
            ("anna@gmail.com", "recorded"),
        ] {
            assert_eq!(convert(&app, &on, email).await, reason, "{email}");
            assert_eq!(convert(&app, &off, email).await, "recorded", "{email}");
        }
    }

    async fn a_partner_is_not_its_own_customer(app: TestApp) {
        let campaign = with_rules(&app, json!({ "blockSelfReferral": true })).await;
        change_partner(&app, &campaign.partner, json!({ "email": "Me@Northwind.example" })).await;
        for (email, reason) in [
            ("me@northwind.example", "self_referral"),
            ("ME+shop@NORTHWIND.example", "self_referral"),
            ("colleague@northwind.example", "self_referral"),
            ("colleague@mail.northwind.example", "self_referral"),
            ("me@southwind.example", "recorded"),
        ] {
            assert_eq!(convert(&app, &campaign, email).await, reason, "{email}");
        }
        // Everybody has an address there: only the very same one is the partner.
        change_partner(&app, &campaign.partner, json!({ "email": "north.wind@gmail.com" })).await;
        assert_eq!(convert(&app, &campaign, "somebody@gmail.com").await, "recorded");
        assert_eq!(convert(&app, &campaign, "northwind+x@googlemail.com").await, "self_referral");
        change_partner(&app, &campaign.partner, json!({ "email": "", "domain": "northwind.test" })).await;
        assert_eq!(convert(&app, &campaign, "anybody@shop.northwind.test").await, "self_referral");
        let off = with_rules(&app, json!({})).await;
        change_partner(&app, &off.partner, json!({ "email": "me@northwind.example" })).await;
        assert_eq!(convert(&app, &off, "me@northwind.example").await, "recorded");
    }

    async fn an_address_converts_once_in_a_campaign(app: TestApp) {
        let campaign = with_rules(&app, json!({ "blockDuplicateEmail": true })).await;
        assert_eq!(convert(&app, &campaign, "anna@customer.example").await, "recorded");
        for same in [
            "anna@customer.example",
            "Anna@Customer.EXAMPLE",
            "anna+spring@customer.example",
            "ANNA+a+b@customer.example",
        ] {
            let token = app.click(&campaign.code).await;
            let answer = app.convert(json!({ "clickId": token, "email": same })).await;
            assert_eq!((answer.said().as_str(), &answer.body), ("200 duplicate", &nothing("duplicate")), "{same}");
            assert_eq!(answer.reason(), "duplicate_email", "{same}");
            // The click may convert for somebody else, or for nobody in particular.
            assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded", "{same}");
        }
        assert_eq!(convert(&app, &campaign, "north.wind@gmail.com").await, "recorded");
        assert_eq!(convert(&app, &campaign, "Northwind+x@googlemail.com").await, "duplicate_email");
        assert_eq!(convert(&app, &campaign, "an.na@customer.example").await, "recorded", "dots count elsewhere");
        assert_eq!(convert(&app, &campaign, "anna@customer.example.org").await, "recorded");
        // Another campaign has not met her; and without the rule she may come again.
        let other = with_rules(&app, json!({ "blockDuplicateEmail": true })).await;
        assert_eq!(convert(&app, &other, "anna@customer.example").await, "recorded");
        let off = with_rules(&app, json!({})).await;
        assert_eq!(convert(&app, &off, "anna@customer.example").await, "recorded");
        assert_eq!(convert(&app, &off, "anna@customer.example").await, "recorded");
        app.check_invariants().await;
    }

    /// Customers of one organisation are no business of another.
    async fn a_known_customer_is_recorded_as_one(app: TestApp) {
        let campaign = with_rules(&app, json!({ "newCustomersOnly": true })).await;
        for email in ["anna@customer.example", "ANNA+again@customer.example", "bob@customer.example"] {
            assert_eq!(convert(&app, &campaign, email).await, "recorded", "{email}");
        }
        // Also one who converted in another campaign, and with an answer that says nothing of it.
        let other = with_rules(&app, json!({ "newCustomersOnly": true })).await;
        assert_eq!(convert(&app, &other, "anna@customer.example").await, "recorded");
        // Nothing is known of a customer without an address.
        let token = app.click(&campaign.code).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        assert_eq!(known_before(&app).await, [0, 1, 0, 1, 0]);

        let globex = TestApp { org: app.other_org("Globex").await, ..app };
        let theirs = with_rules(&globex, json!({ "newCustomersOnly": true })).await;
        assert_eq!(convert(&globex, &theirs, "anna@customer.example").await, "recorded");
        assert_eq!(known_before(&globex).await, [0, 1, 0, 1, 0, 0]);
    }

    /// The hash of an address is keyed; a new key must not make strangers of all customers.
    async fn a_customer_is_known_after_a_rotation_of_keys(app: TestApp) {
        let old = Keyring::generate_setting();
        let before = TestApp::start_with(app.backend, &[("signing_keys", &old)]).await;
        let campaign = with_rules(&before, json!({ "blockDuplicateEmail": true })).await;
        assert_eq!(convert(&before, &campaign, "anna@customer.example").await, "recorded");
        let (org, mut settings) = (before.org.clone(), before.settings.clone());
        before.stop().await;

        let new = Keyring::generate_setting().replacen("1:", "2:", 1);
        settings.set("signing_keys", format!("{new},{old}"));
        let after = TestApp { org, ..TestApp::start_on(app.backend, settings).await };
        assert_eq!(convert(&after, &campaign, "anna@customer.example").await, "duplicate_email");
        assert_eq!(convert(&after, &campaign, "bob@customer.example").await, "recorded");
        assert_eq!(convert(&after, &campaign, "bob@customer.example").await, "duplicate_email");
    }
}
