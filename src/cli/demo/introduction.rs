//! What the demo says of itself: for a person, and for a script.

use serde_json::{Value, json};

use super::seed::{Seeded, SeededCampaign};
use crate::app::App;
use crate::cli::print;

/// Everything that a script needs.
pub(super) fn describe(app: &App, seeded: &Seeded) -> Value {
    let members: Vec<_> = seeded
        .members
        .iter()
        .map(|member| {
            json!({
                "email": member.email,
                "role": member.role.as_str(),
                "signInUrl": app.page_url("login", &member.sign_in),
            })
        })
        .collect();
    let partner_users: Vec<_> = seeded
        .partner_users
        .iter()
        .map(|user| {
            json!({
                "email": user.email,
                "partner": { "id": user.partner.id, "name": user.partner.name },
                "signInUrl": app.portal_link_url(&user.sign_in),
            })
        })
        .collect();
    let url = app.public_url.as_str().trim_end_matches('/');
    json!({
        "url": url,
        "organisation": { "id": seeded.organisation.id, "name": seeded.organisation.name },
        "owner": members.first(),
        "members": members,
        "portal": partner_users.first(),
        "partnerUsers": partner_users,
        "apiKey": seeded.api_key,
        "publishableKey": seeded.publishable_key,
        "shopUrl": format!("{url}/demo-shop"),
        "explorerUrl": format!("{url}/graphiql"),
        "legacyUrls": seeded.legacy_urls,
        "campaigns": seeded.campaigns.iter().map(|each| campaign(app, each)).collect::<Vec<_>>(),
    })
}

fn campaign(app: &App, campaign: &SeededCampaign) -> Value {
    let links: Vec<_> = campaign
        .links
        .iter()
        .map(|link| {
            json!({
                "id": link.row.id,
                "code": link.row.code,
                "url": app.link_url(&link.row.code),
                "alias": link.alias.as_ref().map(|(_, slug)| slug),
                "revoked": link.row.revoked_at.is_some(),
                "partner": { "id": link.partner.id, "name": link.partner.name },
            })
        })
        .collect();
    json!({
        "id": campaign.row.id,
        "name": campaign.row.name,
        "formId": campaign.row.form_id,
        "publishableKey": campaign.publishable_key,
        "destinationUrl": campaign.row.destination_url,
        "links": links,
    })
}

/// The links to open, and lines to paste.
pub(super) fn introduce(app: &App, seeded: &Seeded) {
    let url = app.public_url.as_str().trim_end_matches('/');
    let link = seeded.campaigns.first().and_then(|campaign| campaign.links.first());
    let link = link.map(|link| app.link_url(&link.row.code)).unwrap_or_default();
    let key = &seeded.api_key;
    let mut signs_in = seeded.members.iter().map(|member| app.page_url("login", &member.sign_in));
    let dashboard = signs_in.next().unwrap_or_default();
    let analyst = signs_in.next_back().unwrap_or_default();
    let portal = seeded.partner_users.first();
    let partner = portal.map_or("", |user| user.partner.name.as_str());
    let portal = portal.map(|user| app.portal_link_url(&user.sign_in)).unwrap_or_default();
    print(format!(
        "
  Dashboard   {dashboard}
              signs in as the owner of {name}, once
  Partner     {portal}
              the partner portal as {partner}, once
  Analyst     {analyst}
              somebody who reads and cannot change anything, once
  Explorer    {url}/graphiql
  Shop        {url}/demo-shop
              a made-up store with the snippet installed: click a link there, then sign up
  API key     {key}

  Try it:

    # click a link, as a browser would; the token is `irw_id` in the Location
    curl -si '{link}' -A 'Mozilla/5.0 Chrome/140.0.0.0' -H 'sec-fetch-mode: navigate' -H 'sec-fetch-dest: document'

    # the same, keeping the token
    TOKEN=$(curl -s -o /dev/null -w '%{{redirect_url}}' '{link}' -A 'Mozilla/5.0 Chrome/140.0.0.0' \\
      -H 'sec-fetch-mode: navigate' -H 'sec-fetch-dest: document' | sed 's/.*irw_id=//')

    # convert it: 201 recorded; again: 200 duplicate
    curl -si {url}/api/v1/affiliate/conversions -H 'x-api-key: {key}' -H 'content-type: application/json' \\
      -d \"{{\\\"clickId\\\":\\\"$TOKEN\\\",\\\"email\\\":\\\"ada@example.org\\\",\\\"properties\\\":{{\\\"plan\\\":\\\"team\\\",\\\"order_value\\\":\\\"49.90\\\",\\\"coupon\\\":\\\"SPRING\\\"}}}}\"

    # what it became, and why every other call was not recorded
    curl -s {url}/graphql -H 'x-api-key: {key}' -H 'content-type: application/json' \\
      -d '{{\"query\":\"{{ submissions(first: 1) {{ nodes {{ status fields {{ label value }} unmapped }} }} decisions(first: 5) {{ nodes {{ outcome reason explanation }} }} }}\"}}'
",
        name = seeded.organisation.name,
    ));
}
