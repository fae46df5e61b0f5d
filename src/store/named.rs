//! What a click's token names: six tables in one question, because whoever converts waits for each.

use entity::id::ClickId;
use entity::{Identified, Owned, campaign, campaign_version, click, conversion, link, partner};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable};

use super::{Executes, Tenant};
use crate::error::Result;

/// A link, what it belongs to, and one of its clicks.
#[derive(Debug)]
pub struct Named {
    /// The link.
    pub link: link::Model,
    /// Its partner.
    pub partner: partner::Model,
    /// Its campaign.
    pub campaign: campaign::Model,
    /// The campaign's settings, as they are now.
    pub version: campaign_version::Model,
    /// The click, if it is stored. It may be another link's.
    pub click: Option<click::Model>,
    /// Whether the click has converted.
    pub converted: bool,
}

const CONVERTED: &str = "converted";

impl Tenant {
    /// What a token names; `None`: the organisation has no link with this number.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn named(&self, link_number: i64, click: ClickId) -> Result<Option<Named>> {
        let mut select = Query::select();
        select.from(link::Entity);
        columns::<link::Entity>(&mut select, "link_");
        join::<partner::Entity>(&mut select, JoinType::InnerJoin, same(partner::Column::Id, link::Column::PartnerId));
        columns::<partner::Entity>(&mut select, "partner_");
        join::<campaign::Entity>(
            &mut select,
            JoinType::InnerJoin,
            same(campaign::Column::Id, link::Column::CampaignId),
        );
        columns::<campaign::Entity>(&mut select, "campaign_");
        let current = same(campaign_version::Column::CampaignId, campaign::Column::Id)
            .and(same(campaign_version::Column::Version, campaign::Column::Version));
        join::<campaign_version::Entity>(&mut select, JoinType::InnerJoin, current);
        columns::<campaign_version::Entity>(&mut select, "settings_");
        join::<click::Entity>(&mut select, JoinType::LeftJoin, click::Entity::ID.eq(click));
        columns::<click::Entity>(&mut select, "click_");
        let conversion = Query::select()
            .expr(Expr::val(1))
            .from(conversion::Entity)
            .and_where(conversion::Entity::OWNER.eq(self.organisation))
            .and_where(conversion::Column::ClickId.eq(click))
            .take();
        select.expr_as(Expr::exists(conversion), CONVERTED);
        select.and_where(link::Entity::OWNER.eq(self.organisation)).and_where(link::Column::Number.eq(link_number));

        let Some(row) = self.executor().query_one(&select).await? else { return Ok(None) };
        let is_stored = row.try_get::<Option<ClickId>>("click_", "id")?.is_some();
        Ok(Some(Named {
            link: link::Model::from_query_result(&row, "link_")?,
            partner: partner::Model::from_query_result(&row, "partner_")?,
            campaign: campaign::Model::from_query_result(&row, "campaign_")?,
            version: campaign_version::Model::from_query_result(&row, "settings_")?,
            click: is_stored.then(|| click::Model::from_query_result(&row, "click_")).transpose()?,
            converted: row.try_get("", CONVERTED)?,
        }))
    }
}

/// All columns of a table, under names that begin so.
fn columns<E: EntityTrait>(select: &mut SelectStatement, prefix: &str) {
    for column in E::Column::iter() {
        let name = format!("{prefix}{}", column.as_str());
        select.expr_as(column.select_as(Expr::col(column.as_column_ref())), name);
    }
}

/// Joins a table by what `on` says, and always by the owner of the link.
fn join<E: Owned>(select: &mut SelectStatement, how: JoinType, on: Expr) {
    let owner = Expr::col(E::OWNER.as_column_ref()).eq(Expr::col(link::Entity::OWNER.as_column_ref()));
    select.join(how, E::default(), Condition::all().add(owner).add(on));
}

fn same(column: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    Expr::col(column.as_column_ref()).eq(Expr::col(other.as_column_ref()))
}
