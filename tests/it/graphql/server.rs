//! What the service says of itself.

use serde_json::json;

use crate::harness::on_both;

on_both! {
    async fn whoever_may_call_may_ask_which_version_answers(app: TestApp) {
        let narrow = app.key_with(&["audit:read"]).await;
        let server = app.gql_as(&narrow, "{ server { version isDemo } }", json!({})).await["server"].clone();
        assert_eq!(server, json!({ "version": env!("CARGO_PKG_VERSION"), "isDemo": false }));
    }
}
