//! Limits of the partners' schema, which are smaller than those of the other one.

use reqwest::StatusCode;
use serde_json::json;

use super::{add_user, ask_raw, post, sign_in, visit};
use crate::harness::{TestApp, on_both};

on_both! {
    async fn a_session_has_a_number_of_calls_a_minute(app: TestApp) {
        let app = TestApp::start_with(app.backend, &[("limits", "portal=3,address=off")]).await;
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let (one, other) = (sign_in(&app, &user).await, sign_in(&app, &user).await);
        let headers = [("cookie", one.cookie.as_str()), ("x-introw-csrf", one.csrf.as_str())];
        for left in ["2", "1", "0"] {
            let answer = post(&app, &headers, "{ partner { name } }", json!({})).await;
            assert_eq!(answer.headers()["ratelimit-policy"], "\"portal\";q=3;w=60");
            assert_eq!(answer.headers()["x-ratelimit-remaining-minute"], left);
        }
        let refused = post(&app, &headers, "{ partner { name } }", json!({})).await;
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        assert!(refused.headers().contains_key("retry-after"));
        let headers = [("cookie", other.cookie.as_str()), ("x-introw-csrf", other.csrf.as_str())];
        assert_eq!(post(&app, &headers, "{ partner { name } }", json!({})).await.status(), StatusCode::OK, "another session");
    }

    async fn a_query_costs_less_and_is_shorter(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let anna = visit(&app, &partner).await;
        // Fine for an organisation: a hundred rows with three look-ups and a few fields each.
        let dear = "{ calls(first: 100) { nodes { id at campaign { id name status } link { id code } alias { slug } } } }";
        let refused = ask_raw(&app, &anna, dear, json!({})).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "QUERY_TOO_COMPLEX");
        let usual = "{ calls(first: 25) { nodes { id at outcome reason explanation campaign { id name } alias { slug } submissionStatus rewardStatus } } }";
        assert!(ask_raw(&app, &anna, usual, json!({})).await["errors"].is_null());

        let headers = [("cookie", anna.cookie.as_str()), ("x-introw-csrf", anna.csrf.as_str())];
        let long = post(&app, &headers, "{ partner { name } }", json!({ "x": "y".repeat(17 * 1024) })).await;
        assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert!(long.text().await.unwrap().contains("16 KiB"));
        let bomb = format!("{{ a {}{} }}", "{ a ".repeat(40), "}".repeat(40));
        let refused = post(&app, &headers, &bomb, json!({})).await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
        let request = app.client.get(format!("{}/graphql/partner?query=%7Bpartner%7Bname%7D%7D", app.url)).header("cookie", &anna.cookie);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
