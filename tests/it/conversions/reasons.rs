//! Why a call ended as it did: every reason, and which of two comes first.

use std::collections::BTreeMap;

use chrono::Duration;
use entity::id::ClickId;
use entity::ignored_call;
use entity::value::{Outcome, Reason, Source, Verdict};
use introw::clock::hour;
use introw::domain::keyring::Keyring;
use introw::domain::token::{ClickToken, Flags};
use introw::store::Scope;
use serde_json::json;

use super::{SHOP, change_campaign, change_partner, decisions, eventually, from_page, nothing, restore, revoke};
use crate::harness::{Org, TestApp, on_both};

const ELSEWHERE: &str = "https://elsewhere.example";

/// The reasons that a genuine click can be refused for, in the order of the specification, and what
/// a page is told.
const ORDER: [(Reason, &str); 11] = [
    (Reason::WrongCampaign, "200 ignored"),
    (Reason::OriginNotAllowed, "403 ORIGIN_NOT_ALLOWED"),
    (Reason::LinkRevoked, "200 ignored"),
    (Reason::PartnerInactive, "200 ignored"),
    (Reason::CampaignInactive, "200 ignored"),
    (Reason::OutsideWindow, "200 ignored"),
    (Reason::AlreadyConverted, "200 duplicate"),
    (Reason::ExcludedDomain, "200 ignored"),
    (Reason::DisposableEmail, "200 ignored"),
    (Reason::SelfReferral, "200 ignored"),
    (Reason::DuplicateEmail, "200 duplicate"),
];

/// Makes a campaign in which exactly these reasons apply to a click, and converts the click.
/// `foreign_key` is another campaign's. Gives what the page was told, and the reason that was kept.
async fn judged(app: &TestApp, reasons: &[Reason], foreign_key: &str) -> (String, Reason) {
    let has = |reason| reasons.contains(&reason);
    let domain = if has(Reason::DisposableEmail) { "mailinator.com" } else { "customer.example" };
    let email = format!("anna@{domain}");
    let campaign = app.campaign(json!({ "allowedOrigins": [SHOP] })).await;
    if has(Reason::DuplicateEmail) {
        let earlier = app.click(&campaign.code).await;
        assert_eq!(app.convert(json!({ "clickId": earlier, "email": email })).await.said(), "201 recorded");
    }
    let token = app.click(&campaign.code).await;
    if has(Reason::AlreadyConverted) {
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
    }
    // Every rule is on, so that each is also seen to let pass what it should.
    let excluded = if has(Reason::ExcludedDomain) { domain } else { "competitor.example" };
    let status = if has(Reason::CampaignInactive) { "PAUSED" } else { "ACTIVE" };
    let mut rules = json!({ "blockDisposable": true, "blockSelfReferral": true, "blockDuplicateEmail": true });
    rules["excludedDomains"] = json!([excluded]);
    change_campaign(app, &campaign.id, json!({ "qualityRules": rules, "status": status })).await;
    let partners = if has(Reason::SelfReferral) { email.as_str() } else { "me@northwind.example" };
    let status = if has(Reason::PartnerInactive) { "INACTIVE" } else { "ACTIVE" };
    change_partner(app, &campaign.partner, json!({ "email": partners, "status": status })).await;
    if has(Reason::LinkRevoked) {
        revoke(app, &campaign.link).await;
    }
    if has(Reason::OutsideWindow) {
        app.clock.advance(Duration::days(91));
    }
    let key = if has(Reason::WrongCampaign) { foreign_key } else { &campaign.publishable_key };
    let origin = if has(Reason::OriginNotAllowed) { ELSEWHERE } else { SHOP };
    let answer = from_page(app, key, Some(origin), json!({ "clickId": token, "email": email })).await;

    let decision = decisions(&app.org).await.pop().unwrap();
    // The trail ends with the check that decided; all before it were passed or passed over.
    let (last, passed) = decision.trail.0.split_last().unwrap();
    assert_eq!(last.check, decision.reason);
    assert_eq!(last.verdict == Verdict::Fail, decision.reason != Reason::Recorded);
    assert!(passed.iter().all(|step| step.verdict != Verdict::Fail), "{:?}", decision.trail);
    let id = |text: &str| text.parse().unwrap();
    assert_eq!(decision.campaign_id, Some(id(&campaign.id)));
    (answer.said(), decision.reason)
}

/// A genuine token for a click that was never made.
fn minted(app: &TestApp, of: &Org, link_number: i64) -> String {
    let click = ClickId::new(app.clock.now());
    let token = ClickToken { flags: Flags::HUMAN, click, link_number, organisation_number: of.number };
    token.sign(&app.server.app.keyring)
}

on_both! {
    /// All pairs of the table: two reasons apply, the earlier one decides.
    async fn the_earlier_of_two_reasons_decides(app: TestApp) {
        let foreign = app.campaign(json!({ "name": "Another" })).await.publishable_key;
        assert_eq!(judged(&app, &[], &foreign).await, ("201 recorded".to_owned(), Reason::Recorded));
        for (place, (reason, told)) in ORDER.into_iter().enumerate() {
            assert_eq!(judged(&app, &[reason], &foreign).await, (told.to_owned(), reason), "alone");
            for (later, _) in &ORDER[place + 1..] {
                let both = judged(&app, &[reason, *later], &foreign).await;
                assert_eq!(both, (told.to_owned(), reason), "with {later:?}");
            }
        }
        app.check_invariants().await;
    }

    /// What is wrong with the token comes before everything that its click would say.
    async fn a_token_that_proves_nothing_comes_first(app: TestApp) {
        let campaign = app.campaign(json!({ "allowedOrigins": [SHOP] })).await;
        let other = app.campaign(json!({ "name": "Autumn" })).await;
        let token = app.click(&campaign.code).await;
        revoke(&app, &campaign.link).await;
        let last = if token.ends_with('A') { 'B' } else { 'A' };
        let forged = format!("{}{last}", &token[..63]);
        let unknown = minted(&app, &app.org, 42);
        for (token, reason) in
            [("", "missing_token"), ("x", "malformed_token"), (&forged, "bad_signature"), (&unknown, "unknown_click")]
        {
            // Neither is the origin refused: which campaign's list it would be is not known.
            for key in [&campaign.publishable_key, &other.publishable_key, &app.org.publishable_key] {
                let answer = from_page(&app, key, Some(ELSEWHERE), json!({ "clickId": token })).await;
                assert_eq!((answer.said().as_str(), &answer.body), ("200 ignored", &nothing("ignored")), "{reason}");
            }
            assert_eq!(app.convert(json!({ "clickId": token })).await.reason(), reason);
        }
        let kept: Vec<_> = decisions(&app.org).await.iter().map(|decision| decision.reason).collect();
        assert_eq!(kept, [Reason::UnknownClick; 4], "the others are not kept");
    }

    async fn a_token_for_another_links_click_is_unknown(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (_, other) = app.link(&campaign.id, &app.partner("Southwind").await).await;
        let verify = |token: &str| ClickToken::verify(token, &app.server.app.keyring).unwrap().token;
        let (mine, theirs) = (verify(&app.click(&campaign.code).await), verify(&app.click(&other).await));
        let crossed = ClickToken { link_number: theirs.link_number, ..mine }.sign(&app.server.app.keyring);
        let answer = app.convert(json!({ "clickId": crossed })).await;
        assert_eq!((answer.said().as_str(), answer.reason()), ("200 ignored", "unknown_click"));
    }

    /// Whoever has a signing key can write tokens; one that leaked proves only what is stored.
    async fn with_a_distrusted_key_only_a_stored_click_converts(app: TestApp) {
        let old = Keyring::generate_setting();
        let before = TestApp::start_with(app.backend, &[("signing_keys", &old)]).await;
        let campaign = before.campaign(json!({})).await;
        let stored = before.click(&campaign.code).await;
        let link_number = before.number("SELECT number FROM link").await;
        let invented = minted(&before, &before.org, link_number);
        let (org, mut settings) = (before.org.clone(), before.settings.clone());
        before.stop().await;

        let new = Keyring::generate_setting().replacen("1:", "2:", 1);
        settings.set("signing_keys", format!("{new},{old}@2020-01-01T00:00:00Z"));
        let after = TestApp::start_on(app.backend, settings).await;
        let key = [("x-api-key", org.key.as_str())];
        let answer = after.convert_with(&key, json!({ "clickId": invented })).await;
        assert_eq!((answer.said().as_str(), answer.reason()), ("200 ignored", "unknown_click"));
        assert_eq!(after.convert_with(&key, json!({ "clickId": stored })).await.said(), "201 recorded");
    }

    async fn another_organisations_token_tells_nothing(app: TestApp) {
        let other = app.other_org("Globex").await;
        let campaign = app.campaign(json!({ "allowedOrigins": [SHOP] })).await;
        let token = app.click(&campaign.code).await;
        let unknown = minted(&app, &other, 42);
        revoke(&app, &campaign.link).await;

        // Its own campaign's key, so that also the campaign is another; and an origin that the
        // click's campaign would refuse.
        let key = [("x-api-key", other.key.as_str())];
        let foreign = app.convert_with(&key, json!({ "clickId": token })).await;
        let nobodys = app.convert_with(&key, json!({ "clickId": unknown })).await;
        assert_eq!((foreign.status, &foreign.body), (nobodys.status, &nobodys.body));
        assert_eq!((foreign.said().as_str(), foreign.reason()), ("200 ignored", "wrong_organisation"));
        let page = from_page(&app, &other.publishable_key, Some(ELSEWHERE), json!({ "clickId": token })).await;
        assert_eq!((page.status, &page.body), (nobodys.status, &nobodys.body));

        let kept = decisions(&other).await;
        assert_eq!(kept.iter().filter(|decision| decision.reason == Reason::WrongOrganisation).count(), 2);
        let click = ClickToken::verify(&token, &app.server.app.keyring).unwrap().token.click;
        for decision in kept {
            assert_eq!(decision.outcome, Outcome::Ignored);
            assert_eq!((decision.click_id, decision.link_id, decision.campaign_id), (None, None, None));
            assert_eq!((decision.partner_id, decision.campaign_version), (None, None));
            let trail = serde_json::to_string(&decision.trail).unwrap();
            for told in [
                app.org.id.to_string(),
                campaign.id.clone(),
                campaign.link.clone(),
                click.to_string(),
                click.0.to_string(),
            ] {
                assert!(!trail.contains(&told), "{trail}");
            }
        }
        assert_eq!(decisions(&app.org).await.len(), 0, "nothing of the call is the click's owner's either");

        restore(&app, &campaign.link).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded", "the token was not used up");
    }

    /// What is mended afterwards converts the same click.
    async fn a_refusal_does_not_use_the_token_up(app: TestApp) {
        let anna = "anna@competitor.example";
        let rules = |on: bool| json!({ "excludedDomains": if on { vec!["competitor.example"] } else { vec![] } });
        let campaign = app.campaign(json!({ "qualityRules": rules(true) })).await;
        let token = app.click(&campaign.code).await;
        let refused = app.convert(json!({ "clickId": token, "email": anna })).await;
        assert_eq!((refused.said().as_str(), refused.reason()), ("200 ignored", "excluded_domain"));
        let other_customer = app.convert(json!({ "clickId": token, "email": "bob@customer.example" })).await;
        assert_eq!(other_customer.said(), "201 recorded");

        let token = app.click(&campaign.code).await;
        assert_eq!(app.convert(json!({ "clickId": token, "email": anna })).await.reason(), "excluded_domain");
        change_campaign(&app, &campaign.id, json!({ "qualityRules": rules(false), "status": "PAUSED" })).await;
        assert_eq!(app.convert(json!({ "clickId": token, "email": anna })).await.reason(), "campaign_inactive");
        change_campaign(&app, &campaign.id, json!({ "status": "ARCHIVED" })).await;
        assert_eq!(app.convert(json!({ "clickId": token, "email": anna })).await.reason(), "campaign_inactive");
        change_campaign(&app, &campaign.id, json!({ "status": "ACTIVE", "attributionWindowDays": 7 })).await;
        change_partner(&app, &campaign.partner, json!({ "status": "INACTIVE" })).await;
        assert_eq!(app.convert(json!({ "clickId": token, "email": anna })).await.reason(), "partner_inactive");
        change_partner(&app, &campaign.partner, json!({ "status": "ACTIVE" })).await;
        revoke(&app, &campaign.link).await;
        assert_eq!(app.convert(json!({ "clickId": token, "email": anna })).await.reason(), "link_revoked");
        restore(&app, &campaign.link).await;
        app.clock.advance(Duration::days(8));
        assert_eq!(app.convert(json!({ "clickId": token, "email": anna })).await.reason(), "outside_window");
        change_campaign(&app, &campaign.id, json!({ "attributionWindowDays": 9 })).await;
        assert_eq!(app.convert(json!({ "clickId": token, "email": anna })).await.said(), "201 recorded");
        app.check_invariants().await;
    }

    /// A flood of forgeries is counted by the hour, and costs the database nothing else.
    async fn calls_without_a_genuine_token_are_counted_and_not_kept(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let last = if token.ends_with('A') { 'B' } else { 'A' };
        let forged = format!("{}{last}", &token[..63]);
        let (org, page) = (&app.org, &campaign.publishable_key);
        // From the start of an hour, so that none begins in between.
        app.clock.advance(hour(app.clock.now()) + Duration::hours(1) - app.clock.now());
        for _ in 0..2 {
            for (token, times) in [("", 1), ("x", 2), (&forged, 3)] {
                for _ in 0..times {
                    assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "200 ignored");
                    assert_eq!(
                        from_page(&app, page, Some(SHOP), json!({ "clickId": token })).await.said(),
                        "200 ignored"
                    );
                }
            }
            app.clock.advance(Duration::hours(1));
        }
        let counted = async || {
            let rows = org.tenant.find::<ignored_call::Entity>().all().await.unwrap();
            Some(rows).filter(|rows| rows.iter().map(|row| row.count).sum::<i64>() == 24)
        };
        let rows = eventually("24 calls are counted", counted).await;
        let keys = app.gql("{ ignoredCalls { hour reason keyId count } }", json!({})).await;
        let keys: Vec<_> = keys["ignoredCalls"].as_array().unwrap().clone();
        assert_eq!((rows.len(), keys.len()), (12, 12), "two hours, three reasons, two keys");
        let mut by_key = BTreeMap::new();
        for row in &keys {
            let kind = row["keyId"].as_str().unwrap()[..4].to_owned();
            *by_key.entry((kind, row["reason"].as_str().unwrap())).or_insert(0) += row["count"].as_i64().unwrap();
        }
        for kind in ["key_", "pbk_"] {
            for (reason, count) in [("missing_token", 2), ("malformed_token", 4), ("bad_signature", 6)] {
                assert_eq!(by_key[&(kind.to_owned(), reason)], count, "{kind} {reason}");
            }
        }
        assert_eq!(decisions(org).await.len(), 0);
        // The token that was forged is as good as ever.
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        assert_eq!(decisions(org).await.iter().map(|decision| decision.source).collect::<Vec<_>>(), [Source::Server]);
    }
}
