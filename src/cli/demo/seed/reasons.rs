//! What goes wrong in a season, each thing at least once.

use chrono::{DateTime, Duration, Utc};
use entity::id::ClickId;
use entity::value::{CampaignStatus, PartnerStatus};
use serde_json::{Map, json};

use super::agenda::Caller;
use super::program::{HIJACKER, LEAVING, SeededCampaign};
use super::story::{SHOP, Story};
use crate::domain::token::Flags;
use crate::domain::{campaign as campaigns, link as links, partner as partners};
use crate::error::Error;

const PAGE: Caller = Caller::Page { origin: SHOP };

impl Story<'_> {
    /// Every reason that a call can end with; then a link is revoked, a partner leaves, a campaign pauses.
    pub(super) async fn every_reason(
        &mut self,
        mut campaigns: Vec<SeededCampaign>,
    ) -> Result<Vec<SeededCampaign>, Error> {
        if let [coffee, office, course] = campaigns.as_slice() {
            self.tokens(coffee, course).await?;
            self.origins_and_windows(office).await?;
            self.refused_customers(office).await?;
            self.misfits(coffee).await?;
            self.endings(coffee, course).await?;
        }
        if let Some(link) = campaigns.first_mut().and_then(|coffee| coffee.links.get_mut(HIJACKER)) {
            link.row.revoked_at = Some(self.now);
        }
        Ok(campaigns)
    }

    fn ago(&self, minutes: i64) -> DateTime<Utc> {
        self.now - Duration::minutes(minutes)
    }

    /// Tokens that are not genuine, and genuine ones of something else.
    async fn tokens(&mut self, coffee: &SeededCampaign, course: &SeededCampaign) -> Result<(), Error> {
        let hour = Duration::hours(1);
        let link = &coffee.links[0];
        let genuine = self.fresh_click(link, hour).await?;
        let forged: String = genuine.chars().rev().collect();
        let forged = format!("A{}", &forged[1..]);
        let swapped = genuine.replacen(char::is_lowercase, "Z", 1);
        for (minutes, token, caller) in [
            (58, "", PAGE),
            (52, "not-a-token", PAGE),
            (47, forged.as_str(), Caller::Server),
            (44, swapped.as_str(), Caller::Server),
        ] {
            self.call(token, None, Map::new(), caller, self.ago(minutes)).await?;
        }
        let id = ClickId::new(self.now - hour);
        let unknown = self.token(Flags::HUMAN, id, 4_711, self.number);
        self.call(&unknown, None, Map::new(), Caller::Server, self.ago(41)).await?;
        let foreign = self.token(Flags::HUMAN, id, link.row.number, self.number ^ 1);
        self.call(&foreign, None, Map::new(), Caller::Server, self.ago(38)).await?;
        self.call(&genuine, None, Map::new(), Caller::CampaignPage(course.row.id), self.ago(35)).await?;
        Ok(())
    }

    /// A page that the campaign does not know; a click that came too long ago; one that comes twice.
    async fn origins_and_windows(&mut self, office: &SeededCampaign) -> Result<(), Error> {
        let link = &office.links[0];
        let click = self.fresh_click(link, Duration::hours(1)).await?;
        let copycat = Caller::Page { origin: "https://copycat.example" };
        self.call(&click, None, Map::new(), copycat, self.ago(33)).await?;
        let old = self.fresh_click(link, Duration::days(20)).await?;
        self.call(&old, None, Map::new(), PAGE, self.ago(31)).await?;
        let mut properties = Map::new();
        properties.insert("plan".to_owned(), json!("team"));
        self.call(&click, Some("ada@example.org"), properties, PAGE, self.ago(29)).await?;
        self.call(&click, Some("ada@example.org"), Map::new(), PAGE, self.ago(28)).await?;
        Ok(())
    }

    /// Customers that the campaign's rules refuse.
    async fn refused_customers(&mut self, office: &SeededCampaign) -> Result<(), Error> {
        for (minutes, email) in [
            (26, "sales@eu.competitor.example"),
            (24, "x@mailinator.com"),
            (21, "me@northwind-reviews.example"),
            (18, "ada@example.org"),
        ] {
            let click = self.fresh_click(&office.links[0], Duration::hours(1)).await?;
            self.call(&click, Some(email), Map::new(), PAGE, self.ago(minutes)).await?;
        }
        Ok(())
    }

    /// Properties that do not fit the form: recorded, with a submission to mend.
    async fn misfits(&mut self, coffee: &SeededCampaign) -> Result<(), Error> {
        let click = self.fresh_click(&coffee.links[0], Duration::hours(1)).await?;
        let mut properties = Map::new();
        properties.insert("plan".to_owned(), json!("Enterprise"));
        properties.insert("order_value".to_owned(), json!("about 50"));
        self.call(&click, Some("grace@example.org"), properties, Caller::Server, self.ago(15)).await?;
        Ok(())
    }

    /// A link is revoked, a partner leaves, a campaign pauses; and what converts after that.
    async fn endings(&mut self, coffee: &SeededCampaign, course: &SeededCampaign) -> Result<(), Error> {
        let (revoked, leaving, paused) = (&coffee.links[HIJACKER], &coffee.links[LEAVING], &course.links[0]);
        let mut tokens = Vec::new();
        for link in [revoked, leaving, paused] {
            tokens.push(self.fresh_click(link, Duration::hours(1)).await?);
        }
        let at = self.ago(12);
        self.admin
            .write(async |tx| {
                links::set_revoked(&tx, revoked.row.id, true, at).await?;
                let inactive = partners::Input { status: Some(PartnerStatus::Inactive), ..Default::default() };
                partners::update(&tx, leaving.partner.id, inactive, at).await?;
                let paused = campaigns::Input { status: Some(CampaignStatus::Paused), ..Default::default() };
                campaigns::update(&tx, course.row.id, paused, &[], at).await
            })
            .await?;
        for (minutes, token) in (0..).zip(tokens) {
            self.call(&token, None, Map::new(), Caller::Server, self.ago(9 - minutes)).await?;
        }
        Ok(())
    }
}
