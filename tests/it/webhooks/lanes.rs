//! Endpoints do not wait for each other, and replicas not for each other either.

use std::collections::HashMap;
use std::time::Duration;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use super::{deliveries, endpoint, revoked, settled, state};
use crate::harness::{Backend, TestApp, on_both};
use crate::receiver::{Receiver, Reply, eventually};

on_both! {
    async fn a_dead_endpoint_does_not_delay_a_healthy_one(app: TestApp) {
        let dead = Receiver::start(|_| Reply::status(200).after(Duration::from_secs(60))).await;
        let healthy = Receiver::start(|_| Reply::status(200)).await;
        endpoint(&app, &dead, json!({})).await;
        endpoint(&app, &healthy, json!({})).await;
        for _ in 0..10 {
            revoked(&app, 10).await;
        }
        // Those of the dead one would take minutes, four at a time, until each is given up.
        healthy.until(100).await;
        assert!(healthy.most_under_way() <= 4);
        assert_eq!(dead.most_under_way(), 4, "and no more than four are under way there");
    }

    async fn an_endpoint_that_comes_back_gets_all_that_it_missed(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(503)).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        revoked(&app, 40).await;
        eventually("it is seen to fail", async || state(&app, &made).await["pausedUntil"].is_string().then_some(())).await;
        // An hour later, tried now and then with a single one.
        at_rest(&app).await;
        app.clock.advance(chrono::Duration::hours(1));
        let before = receiver.received().len();
        assert!(before <= 8, "{before} tries at once of who is down");
        receiver.answers(|_| Reply::status(200).after(Duration::from_millis(5)));
        eventually("all but who wait longer", async || {
            at_rest(&app).await;
            let waiting = app.number("SELECT count(*) FROM webhook_delivery WHERE status <> 'DELIVERED'").await;
            app.clock.advance(chrono::Duration::minutes(10));
            (waiting == 0).then_some(())
        })
        .await;
        let ids: std::collections::HashSet<_> =
            receiver.received().iter().map(|message| message.header("webhook-id").to_owned()).collect();
        assert_eq!(ids.len(), 40);
        assert!(receiver.most_under_way() <= 4, "{}", receiver.most_under_way());
        let endpoint = state(&app, &made).await;
        assert_eq!((&endpoint["failingSince"], &endpoint["pausedUntil"]), (&json!(null), &json!(null)));
        assert!(endpoint["lastFailure"]["at"].is_string(), "it is still known that it failed");
    }

    async fn a_lane_that_another_worker_holds_is_left_to_it(app: TestApp) {
        use introw::store::Batch;
        let receiver = Receiver::start(|_| Reply::status(200)).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        revoked(&app, 1).await;
        settled(&app).await;
        // Somebody else, whose lease has not ended, has the whole lane.
        let now = app.clock.now();
        let lease = now + chrono::Duration::seconds(30);
        let batch = Batch { now, leased_until: lease, lane: 4, most: 64 };
        revoked_far(&app, 6, now + chrono::Duration::seconds(3_600)).await;
        let later = now + chrono::Duration::seconds(3_600);
        let batch = Batch { now: later, leased_until: later + chrono::Duration::seconds(30), ..batch };
        let store = &app.server.app.store;
        let first = store.claim_deliveries(batch).await.unwrap();
        assert_eq!(first.len(), 4, "a lane takes four");
        assert_eq!(store.claim_deliveries(batch).await.unwrap().len(), 0, "which are under way");
        // When the lease has ended they are due again.
        let after = later + chrono::Duration::seconds(31);
        let again = store.claim_deliveries(Batch { now: after, leased_until: after + chrono::Duration::seconds(30), ..batch }).await.unwrap();
        assert_eq!(again.len(), 4);
        assert_eq!(deliveries(&app, &made).await.len(), 7);
    }
}

/// Waits until nothing is under way and nothing will be before the clock goes on. Were it to leap
/// while something is, the leases would end early, and others would be sent beside it.
async fn at_rest(app: &TestApp) {
    eventually("nothing under way", async || {
        let busy = "SELECT 1 FROM webhook_delivery AS delivery JOIN webhook_endpoint AS endpoint \
                    ON endpoint.id = delivery.endpoint_id WHERE delivery.leased_until > $1 \
                    OR (delivery.next_attempt_at <= $1 AND (endpoint.paused_until IS NULL OR endpoint.paused_until <= $1)) \
                    LIMIT 1";
        let backend = app.database.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, busy, [app.clock.now().into()]);
        app.database.query_one_raw(statement).await.unwrap().is_none().then_some(())
    })
    .await;
}

/// Events of the future, which this server's own worker does not see as due.
async fn revoked_far(app: &TestApp, count: usize, at: chrono::DateTime<chrono::Utc>) {
    use introw::domain::webhook::{self, Event, EventKind};
    let events: Vec<_> = (0..count).map(|number| Event::new(EventKind::LinkRevoked, number, json!({}))).collect();
    app.org.tenant.write(async |tx| webhook::emit(&tx, events.clone(), at).await).await.unwrap();
}

/// Three replicas that share nothing but the database.
#[tokio::test(flavor = "multi_thread")]
async fn replicas_send_nothing_twice() {
    let app = TestApp::start(Backend::Postgres).await;
    let second = TestApp::start_on(Backend::Postgres, app.settings.clone()).await;
    let third = TestApp::start_on(Backend::Postgres, app.settings.clone()).await;
    let receiver = Receiver::start(|_| Reply::status(200).after(Duration::from_millis(3))).await;
    for _ in 0..3 {
        endpoint(&app, &receiver, json!({})).await;
    }
    for _ in 0..10 {
        revoked(&app, 10).await;
    }
    settled(&app).await;
    let mut times: HashMap<String, usize> = HashMap::new();
    for message in receiver.received() {
        *times.entry(message.header("webhook-id").to_owned()).or_default() += 1;
    }
    assert_eq!(times.len(), 100);
    assert!(times.values().all(|times| *times == 3), "once to each endpoint: {times:?}");
    assert!(receiver.most_under_way() <= 12, "four to each of three: {}", receiver.most_under_way());
    second.stop().await;
    third.stop().await;
}
