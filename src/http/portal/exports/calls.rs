//! The conversion calls that touched a partner's clicks, as a file. It has what the portal shows of them, and
//! so nothing of the customers.

use std::collections::HashMap;

use entity::id::{AliasId, CampaignId, ClickId, ConversionId, DecisionId, LinkId};
use entity::{campaign, click, conversion, decision, link, link_alias, reward, submission};
use futures::Stream;
use futures::stream::unfold;
use sea_orm::{ColumnTrait, Condition};

use crate::domain::money;
use crate::domain::portal::Call;
use crate::error::Result;
use crate::http::exports::cells::{Cell, Sheet};
use crate::store::{Direction, Page, PartnerTenant};

/// How many calls are read at a time.
const PAGE: u64 = 1_000;

const COLUMNS: [&str; 14] = [
    "id",
    "at",
    "outcome",
    "reason",
    "explanation",
    "campaign_id",
    "campaign",
    "link_code",
    "alias",
    "submission_status",
    "decline_reason",
    "reward_status",
    "reward_amount",
    "reward_currency",
];

/// Where a file is.
struct Place {
    tenant: PartnerTenant,
    condition: Condition,
    after: Option<DecisionId>,
    begun: bool,
}

/// The calls for which `condition` holds, newest first, some at a time.
pub(super) fn stream(
    tenant: PartnerTenant,
    condition: Condition,
) -> impl Stream<Item = Result<Sheet>> + Send + 'static {
    unfold(Some(Place { tenant, condition, after: None, begun: false }), |place| async move {
        let mut place = place?;
        match place.next().await {
            Ok((sheet, true)) => Some((Ok(sheet), Some(place))),
            Ok((sheet, false)) => Some((Ok(sheet), None)),
            Err(error) => Some((Err(error), None)),
        }
    })
}

impl Place {
    /// The next calls, and whether there are more.
    async fn next(&mut self) -> Result<(Sheet, bool)> {
        let page =
            Page { direction: Direction::Descending, after: self.after, before: None, limit: PAGE, from_end: false };
        let part = self.tenant.find::<decision::Entity>().filter(self.condition.clone()).page(page).await?;
        let mut sheet = if self.begun { Sheet::default() } else { Sheet::with_header(&COLUMNS) };
        self.begun = true;
        self.after = part.rows.last().map(|row| row.id);
        let about = About::of(&self.tenant, &part.rows).await?;
        for row in part.rows {
            sheet.row(about.cells(&row, Call::of(&row, self.tenant.partner())));
        }
        Ok((sheet, part.more))
    }
}

/// What belongs to some calls and is the partner's.
struct About {
    conversions: HashMap<ConversionId, conversion::Model>,
    submissions: HashMap<ConversionId, submission::Model>,
    rewards: HashMap<ConversionId, reward::Model>,
    clicks: HashMap<ClickId, click::Model>,
    links: HashMap<LinkId, String>,
    aliases: HashMap<AliasId, String>,
    campaigns: HashMap<CampaignId, String>,
}

impl About {
    async fn of(tenant: &PartnerTenant, rows: &[decision::Model]) -> Result<Self> {
        let converted: Vec<_> = rows.iter().filter_map(|row| row.conversion_id).collect();
        let conversions =
            tenant.find::<conversion::Entity>().filter(conversion::Column::Id.is_in(converted)).all().await?;
        let credited: Vec<_> = conversions.iter().map(|row| row.id).collect();
        let submissions = tenant
            .find::<submission::Entity>()
            .filter(submission::Column::ConversionId.is_in(credited.iter().copied()))
            .all()
            .await?;
        let rewards =
            tenant.find::<reward::Entity>().filter(reward::Column::ConversionId.is_in(credited)).all().await?;
        let clicked = rows.iter().filter_map(|row| row.click_id);
        let clicks = tenant.find::<click::Entity>().filter(click::Column::Id.is_in(clicked)).all().await?;
        let linked = rows.iter().filter_map(|row| row.link_id).chain(conversions.iter().map(|row| row.link_id));
        let links = tenant.find::<link::Entity>().filter(link::Column::Id.is_in(linked)).all().await?;
        let used = conversions.iter().map(|row| row.via).chain(clicks.iter().map(|row| row.via)).map(AliasId);
        let aliases = tenant.find::<link_alias::Entity>().filter(link_alias::Column::Id.is_in(used)).all().await?;
        let within = rows.iter().filter_map(|row| row.campaign_id);
        let campaigns = tenant.find::<campaign::Entity>().filter(campaign::Column::Id.is_in(within)).all().await?;
        Ok(Self {
            conversions: conversions.into_iter().map(|row| (row.id, row)).collect(),
            submissions: submissions.into_iter().map(|row| (row.conversion_id, row)).collect(),
            rewards: rewards.into_iter().map(|row| (row.conversion_id, row)).collect(),
            clicks: clicks.into_iter().map(|row| (row.id, row)).collect(),
            links: links.into_iter().map(|row| (row.id, row.code)).collect(),
            aliases: aliases.into_iter().map(|row| (row.id, row.slug)).collect(),
            campaigns: campaigns.into_iter().map(|row| (row.id, row.name)).collect(),
        })
    }

    fn cells(&self, row: &decision::Model, call: Call) -> [Cell; 14] {
        let conversion = row.conversion_id.and_then(|id| self.conversions.get(&id));
        let submission = conversion.and_then(|conversion| self.submissions.get(&conversion.id));
        let reward = conversion.and_then(|conversion| self.rewards.get(&conversion.id));
        let link = conversion.map(|conversion| conversion.link_id).or(row.link_id);
        let click = row.click_id.and_then(|id| self.clicks.get(&id));
        let via = conversion.map(|conversion| conversion.via).or_else(|| click.map(|click| click.via));
        let campaign = row.campaign_id.filter(|id| self.campaigns.contains_key(id));
        [
            Cell::plain(Some(row.id)),
            Cell::time(Some(row.at)),
            Cell::plain(Some(call.outcome.as_str())),
            Cell::plain(Some(call.reason)),
            Cell::text(Some(call.explanation)),
            Cell::plain(campaign),
            Cell::text(campaign.and_then(|id| self.campaigns.get(&id)).map(String::as_str)),
            Cell::text(link.and_then(|id| self.links.get(&id)).map(String::as_str)),
            Cell::text(via.and_then(|via| self.aliases.get(&AliasId(via))).map(String::as_str)),
            Cell::plain(submission.map(|submission| submission.status.as_str())),
            Cell::text(submission.and_then(|submission| submission.decline_reason.as_deref())),
            Cell::plain(reward.map(|reward| reward.status.as_str())),
            Cell::plain(reward.map(|reward| money::decimal(reward.amount_minor, &reward.currency))),
            Cell::plain(reward.map(|reward| reward.currency.as_str())),
        ]
    }
}
