//! `POST /api/v1/affiliate/conversions`.

use serde_json::json;

use crate::harness::on_both;

on_both! {
    async fn a_click_converts_once(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let first = app.convert(json!({ "clickId": token })).await;
        assert_eq!(first.said(), "201 recorded");
        assert!(first.body["conversionId"].as_str().unwrap().starts_with("cnv_"));
        assert!(first.body["formSubmissionId"].as_str().unwrap().starts_with("fsub_"));
        let second = app.convert(json!({ "clickId": token })).await;
        assert_eq!(second.said(), "200 duplicate");
        assert_eq!(second.body, json!({ "status": "duplicate", "conversionId": null, "formSubmissionId": null }));
        assert_eq!(second.reason(), "already_converted");
        app.check_invariants().await;
    }
}
