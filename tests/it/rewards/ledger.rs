//! The ledger cannot be rewritten, and what does not fit it is found.

use introw::domain::reward;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{act, converted, reviewed};
use crate::harness::{Backend, TestApp, on_both};

async fn differences(app: &TestApp) -> Vec<String> {
    reward::check(&app.org.tenant).await.unwrap()
}

on_both! {
    async fn the_database_refuses_to_rewrite_the_ledger(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        converted(&app, &campaign, "").await;
        for sql in ["UPDATE reward_entry SET amount_minor = 1", "DELETE FROM reward_entry"] {
            let refused = app.database.execute_unprepared(sql).await.unwrap_err();
            assert!(refused.to_string().contains("only ever added"), "{refused}");
        }
        assert_eq!(app.number("SELECT count(*) FROM reward_entry").await, 2);
    }

    async fn what_does_not_fit_the_ledger_is_found(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        assert_eq!(differences(&app).await, [] as [String; 0], "nothing is fine");
        let mut submissions = Vec::new();
        for act_of in ["submissionAccept", "submissionDecline", ""] {
            let (_, submission) = converted(&app, &campaign, "").await;
            if !act_of.is_empty() {
                act(&app, act_of, &submission).await;
            }
            submissions.push(submission);
        }
        assert_eq!(differences(&app).await, [] as [String; 0]);

        app.execute("UPDATE reward SET amount_minor = 1251 WHERE status = 'PAYABLE'").await;
        let found = differences(&app).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with("is PAYABLE with 12.51 EUR, but its entries add up to -12.50 promised, 0.00 held, 12.50 payable and 0.00 reversed."), "{found:?}");
        app.execute("UPDATE reward SET amount_minor = 1250 WHERE status = 'PAYABLE'").await;

        app.execute("UPDATE submission SET status = 'PENDING' WHERE status = 'ACCEPTED'").await;
        let found = differences(&app).await;
        assert!(found.len() == 1 && found[0].ends_with("is PAYABLE, but its submission is PENDING."), "{found:?}");
        app.execute("UPDATE submission SET status = 'ACCEPTED' WHERE status = 'PENDING' AND reviewed_at IS NOT NULL").await;
        assert_eq!(differences(&app).await, [] as [String; 0]);

        // A status that nobody moved: both comparisons see it.
        app.execute("UPDATE reward SET status = 'PAYABLE' WHERE status = 'HELD'").await;
        assert_eq!(differences(&app).await.len(), 2);
        app.execute("UPDATE reward SET status = 'HELD' WHERE id IN (SELECT r.id FROM reward r JOIN submission s ON s.conversion_id = r.conversion_id WHERE s.status = 'PENDING')").await;

        // Half a move, which only somebody with the database can write.
        let half = match app.backend {
            Backend::Sqlite => "INSERT INTO reward_entry SELECT organisation_id, randomblob(16), randomblob(16), reward_id, campaign_id, partner_id, account, 7, currency, at FROM reward_entry LIMIT 1",
            Backend::Postgres => "INSERT INTO reward_entry SELECT organisation_id, gen_random_uuid(), gen_random_uuid(), reward_id, campaign_id, partner_id, account, 7, currency, at FROM reward_entry LIMIT 1",
        };
        app.execute(half).await;
        let found = differences(&app).await;
        assert!(found.len() == 2 && found[0].starts_with("The entries of the move"), "{found:?}");
    }

    async fn another_organisations_ledger_is_its_own(app: TestApp) {
        let campaign = reviewed(&app, json!({})).await;
        converted(&app, &campaign, "").await;
        app.execute("UPDATE reward SET amount_minor = 1").await;
        let other = app.other_org("Globex").await;
        assert_eq!(reward::check(&other.tenant).await.unwrap(), [] as [String; 0]);
        assert_eq!(differences(&app).await.len(), 1);
        let totals = app.gql_as(&other.key, "{ rewardTotals { held { minorUnits } } rewards { totalCount } }", json!({})).await;
        assert_eq!(totals, json!({ "rewardTotals": { "held": { "minorUnits": 0 } }, "rewards": { "totalCount": 0 } }));
    }
}
