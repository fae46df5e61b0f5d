//! Clicks: what was seen of each visit by way of a link.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use entity::click;
use entity::id::{AliasId, CampaignId, ClickId, LinkId, PartnerId};
use sea_orm::{ColumnTrait, Condition};

use super::campaign::Campaign;
use super::conversion::Conversion;
use super::link::{Link, LinkAlias};
use super::page::{self, Connection, ListOrder, Paging};
use super::partner::Partner;
use super::scalar::DateTime;
use super::{load, tenant};
use crate::domain::key::Permission;

/// What a click was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::Label")]
pub(super) enum ClickLabel {
    /// A person followed the link in a browser. The only one in headline numbers.
    Human,
    /// The same visitor followed the same link again within seconds.
    Repeat,
    /// Looks like a mail scanner, a script, or a browser that is not what it says.
    Suspect,
    /// A crawler or a link preview; it got no token.
    Crawler,
    /// An image, a frame or a script, not a visit; it got no token.
    NonNavigation,
    /// A repeat or suspect click that a conversion has proved to be real.
    Confirmed,
    /// Re-made from its token, because the click itself was not stored in time.
    Reconstructed,
}

pub(super) struct Click(click::Model);

page::listed!(Click, click, ClickId);

/// A hit on a link that was kept. What it shows of the visitor is all that is known.
#[Object]
impl Click {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// When it was.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// What it was.
    async fn label(&self) -> ClickLabel {
        self.0.label.into()
    }

    /// The host of the page that linked; null: it did not say.
    async fn referrer_host(&self) -> Option<&str> {
        self.0.referrer_host.as_deref()
    }

    /// The class of the device.
    async fn device(&self) -> Option<&str> {
        self.0.device.as_deref()
    }

    /// The family of the browser.
    async fn browser(&self) -> Option<&str> {
        self.0.browser.as_deref()
    }

    /// The operating system.
    async fn os(&self) -> Option<&str> {
        self.0.os.as_deref()
    }

    /// The country, by its ISO 3166 code; null where no GeoIP file is configured.
    async fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// The link. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
        Ok(load::one(ctx, load::LinkById(self.0.link_id)).await?.map(Link::from))
    }

    /// The alias that was followed; null: the code. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn alias(&self, ctx: &Context<'_>) -> Result<Option<LinkAlias>> {
        if self.0.via == self.0.link_id.0 {
            return Ok(None);
        }
        Ok(load::one(ctx, load::AliasById(AliasId(self.0.via))).await?.map(LinkAlias::from))
    }

    /// The campaign. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        Ok(load::one(ctx, load::CampaignById(self.0.campaign_id)).await?.map(Campaign::from))
    }

    /// The partner. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        Ok(load::one(ctx, load::PartnerById(self.0.partner_id)).await?.map(Partner::from))
    }

    /// What it converted into; null: it has not.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn conversion(&self, ctx: &Context<'_>) -> Result<Option<Conversion>> {
        Ok(load::one(ctx, load::ConversionOf(self.0.id)).await?.map(Conversion::from))
    }
}

/// Which clicks.
#[derive(Debug, Default, InputObject)]
pub(super) struct ClickFilter {
    /// Only those on this link.
    link_id: Option<ID>,
    /// Only those on links of this partner.
    partner_id: Option<ID>,
    /// Only those on links of this campaign.
    campaign_id: Option<ID>,
    /// Only those with this label.
    label: Option<ClickLabel>,
    /// Only those at this time or later.
    from: Option<DateTime>,
    /// Only those before this time.
    to: Option<DateTime>,
}

impl ClickFilter {
    fn condition(self) -> Condition {
        let label = self.label.map(entity::value::Label::from);
        Condition::all()
            .add_option(page::same::<LinkId>(click::Column::LinkId, self.link_id))
            .add_option(page::same::<PartnerId>(click::Column::PartnerId, self.partner_id))
            .add_option(page::same::<CampaignId>(click::Column::CampaignId, self.campaign_id))
            .add_option(label.map(|label| click::Column::Label.eq(label)))
            .add_option(self.from.map(|from| click::Column::At.gte(from.0)))
            .add_option(self.to.map(|to| click::Column::At.lt(to.0)))
    }
}

#[derive(Default)]
pub(super) struct ClickQuery;

#[Object]
impl ClickQuery {
    /// A click; null if there is none with this id. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn click(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Click>> {
        tenant(ctx, Permission::AffiliateRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::ClickById(id)).await?.map(Click))
    }

    /// The clicks: the rows that the numbers count. Scope `affiliate:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn clicks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<ClickFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Click>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::AffiliateRead, condition, paging).await
    }
}
