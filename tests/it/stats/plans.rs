//! No question of a page reads all clicks.

use chrono::{DateTime, Utc};

use super::sum_all;
use crate::harness::{Backend, TestApp};
use crate::volume;

#[tokio::test(flavor = "multi_thread")]
async fn no_question_of_a_page_reads_all_clicks() {
    let app = TestApp::start(Backend::Postgres).await;
    let now: DateTime<Utc> = "2026-10-22T09:00:00Z".parse().unwrap();
    app.clock.advance(now - app.clock.now());
    volume::fill(&app, 60_000, 30).await;
    sum_all(&app).await;
    app.execute("VACUUM ANALYZE").await;
    let variables = volume::variables(&app, 28).await;
    let (key, settings) = (app.org.key.clone(), app.settings.clone());
    let database = app.database.clone();
    app.stop().await;
    // What the database says of a connection is only sure once the connection is gone.
    volume::until_alone(&database).await;
    let before = volume::scans(&database).await;
    let app = TestApp::start_on(Backend::Postgres, settings).await;
    app.clock.advance(now - app.clock.now());
    for (name, document) in volume::QUESTIONS {
        let answer = app.gql_as(&key, document, volume::needed(document, &variables)).await;
        assert!(!answer.to_string().contains("\"clicks\":null"), "{name}: {answer}");
    }
    app.stop().await;
    volume::until_alone(&database).await;
    assert_eq!(volume::scans(&database).await - before, 0, "a question has read all clicks");
}
