//! Lists: Relay connections that read by key.
//!
//! To add a list, give the noun's object [`listed!`], and a field that ends in [`list`].

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;

use async_graphql::connection::PageInfo;
use async_graphql::{Context, Enum, ID, InputObject, Object, OutputType, Result, TypeName};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::Identified;
use entity::id::OrganisationId;
use sea_orm::sea_query::{Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, Value, sea_query};
use uuid::Uuid;

use super::scalar::Count;
use crate::domain::key::Permission;
use crate::domain::keyring::{Keyring, Purpose};
use crate::error::{self, Error};
use crate::store::{Direction, Page, Reads, Scope};

/// What a field costs that asks the database, of the 5,000 that a query may cost.
pub(super) const READ: usize = 10;
/// How many rows are given to who does not say how many.
const USUAL: i32 = 25;
/// How many rows are given at most.
const MOST: i32 = 100;
/// How many bytes of the MAC a cursor carries.
const TAG: usize = 16;

/// What a list costs: itself, and as often what is asked of a row as there may be rows.
pub(super) fn cost(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    cost_of(first.or(last).unwrap_or(USUAL).clamp(0, MOST).unsigned_abs() as usize, child)
}

/// What a change of so many rows at once costs: what is asked of a row is looked up for all together.
pub(super) fn cost_of_bulk(rows: usize, child: usize) -> usize {
    cost_of(rows.div_ceil(4), child)
}

/// What a list of so many rows costs.
pub(super) fn cost_of(rows: usize, child: usize) -> usize {
    // Far over the limit, and as far from an overflow of the sum.
    READ.saturating_add(rows.saturating_mul(child)).min(1_000_000_000)
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, Default, InputObject)]
pub(super) struct ListOrder {
    /// By what.
    #[graphql(default)]
    field: ListOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What a list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub(super) enum ListOrderField {
    /// When the row came to be.
    #[default]
    CreatedAt,
}

/// Which way a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub(super) enum OrderDirection {
    /// Oldest first.
    Asc,
    /// Newest first.
    #[default]
    Desc,
}

/// Which part of a list is wanted: the arguments that every list has.
#[derive(Debug, Default)]
pub(super) struct Paging {
    pub(super) first: Option<i32>,
    pub(super) after: Option<String>,
    pub(super) last: Option<i32>,
    pub(super) before: Option<String>,
    pub(super) order_by: Option<ListOrder>,
}

/// How partners and campaigns are sorted.
#[derive(Debug, Clone, Copy, Default, InputObject)]
pub(super) struct NamedOrder {
    /// By what.
    #[graphql(default)]
    pub(super) field: NamedOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What a list of things with names can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub(super) enum NamedOrderField {
    /// When the row came to be.
    #[default]
    CreatedAt,
    /// The name, in any case.
    Name,
}

impl From<NamedOrder> for ListOrder {
    fn from(order: NamedOrder) -> Self {
        Self { field: ListOrderField::CreatedAt, direction: order.direction }
    }
}

/// An object of which there are lists.
pub(super) trait Listed: OutputType + From<Self::Row> {
    /// Its row.
    type Row: Send + Sync;
    /// What names it.
    type Id: Copy + Send;
    /// Its table.
    type Table: Identified<Id = Self::Id> + EntityTrait<Model = Self::Row>;

    /// The row's id, as it is stored.
    fn uuid(row: &Self::Row) -> Uuid;
    /// The id that is stored so.
    fn id(uuid: Uuid) -> Self::Id;
}

/// Makes a newtype of a row into an object of which there are lists.
macro_rules! listed {
    ($node:ident, $module:ident, $id:ident) => {
        impl From<$module::Model> for $node {
            fn from(row: $module::Model) -> Self {
                Self(row)
            }
        }

        impl $crate::graphql::page::Listed for $node {
            type Row = $module::Model;
            type Id = $id;
            type Table = $module::Entity;

            fn uuid(row: &$module::Model) -> uuid::Uuid {
                row.id.0
            }

            fn id(uuid: uuid::Uuid) -> $id {
                $id(uuid)
            }
        }
    };
}
pub(super) use listed;

/// A part of a list.
pub(super) struct Connection<N: Listed> {
    scope: Arc<dyn Reads<N::Table>>,
    condition: Condition,
    edges: Vec<Edge<N>>,
    has_previous_page: bool,
    has_next_page: bool,
}

impl<N: Listed> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

/// A part of a list. Go on with `pageInfo.endCursor` as `after`, and the same `filter` and
/// `orderBy`.
#[Object(name_type)]
impl<N: Listed> Connection<N> {
    /// The rows.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// The rows, each with its cursor.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// Where this part stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous_page,
            has_next_page: self.has_next_page,
            start_cursor: self.edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: self.edges.last().map(|edge| edge.cursor.clone()),
        }
    }

    /// How many rows the whole list has. Counted when it is asked for, exactly.
    async fn total_count(&self) -> Result<Count> {
        let count = self.scope.rows().filter(self.condition.clone()).count().await?;
        Ok(Count(i64::try_from(count).unwrap_or(i64::MAX)))
    }
}

/// A row of a list, with its cursor.
pub(super) struct Edge<N: Listed> {
    cursor: String,
    node: N,
}

impl<N: Listed> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// A row of a list, with its cursor.
#[Object(name_type)]
impl<N: Listed> Edge<N> {
    /// Its place in the list, for `after` and `before`. Good for this list in this order, and for
    /// this organisation.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The row.
    async fn node(&self) -> &N {
        &self.node
    }
}

/// The part of a list that is wanted, of the rows for which `condition` holds.
pub(super) async fn list<N: Listed>(
    ctx: &Context<'_>,
    permission: Permission,
    condition: Condition,
    paging: Paging,
) -> Result<Connection<N>> {
    list_by(ctx, permission, condition, paging, None).await
}

/// The same, sorted by a column of text, in any case, or by creation.
pub(super) async fn list_by<N: Listed>(
    ctx: &Context<'_>,
    permission: Permission,
    condition: Condition,
    paging: Paging,
    column: Option<<N::Table as EntityTrait>::Column>,
) -> Result<Connection<N>> {
    let tenant = super::tenant(ctx, permission)?;
    let list = match column {
        Some(column) => format!("{} by {}", N::type_name(), sea_query::Iden::unquoted(&column)).into(),
        None => N::type_name(),
    };
    let cursors = Cursors::new(&super::app(ctx)?.keyring, tenant.organisation(), list);
    list_of(Arc::new(tenant), cursors, condition, paging, column).await
}

/// The same, of rows that `scope` has.
pub(super) async fn list_of<N: Listed>(
    scope: Arc<dyn Reads<N::Table>>,
    cursors: Cursors<'_>,
    condition: Condition,
    paging: Paging,
    column: Option<<N::Table as EntityTrait>::Column>,
) -> Result<Connection<N>> {
    let direction = match paging.order_by.unwrap_or_default().direction {
        OrderDirection::Asc => Direction::Ascending,
        OrderDirection::Desc => Direction::Descending,
    };
    let cursors = Cursors { direction, ..cursors };
    let (limit, from_end) = limit(paging.first, paging.last)?;
    let after = paging.after.as_deref().map(|text| cursors.read(text)).transpose()?;
    let before = paging.before.as_deref().map(|text| cursors.read(text)).transpose()?;
    let page = Page { direction, after: after.map(N::id), before: before.map(N::id), limit, from_end };
    let rows = scope.rows().filter(condition.clone());
    let part = match column {
        Some(column) => rows.page_by(column, page).await?,
        None => rows.page(page).await?,
    };
    // The row of a cursor lies beyond the end from which it counts.
    let (has_previous_page, has_next_page) =
        if from_end { (part.more, before.is_some()) } else { (after.is_some(), part.more) };
    let edges = part.rows.into_iter().map(|row| Edge { cursor: cursors.write(N::uuid(&row)), node: row.into() });
    let edges = edges.collect();
    Ok(Connection { scope, condition, edges, has_previous_page, has_next_page })
}

fn limit(first: Option<i32>, last: Option<i32>) -> error::Result<(u64, bool)> {
    let (name, count) = match (first, last) {
        (Some(_), Some(_)) => return Err(Error::BadRequest("Give `first` or `last`, not both.".to_owned())),
        (None, Some(last)) => ("last", last),
        (first, None) => ("first", first.unwrap_or(USUAL)),
    };
    let rows = u64::try_from(count).ok().filter(|_| count <= MOST);
    let rows = rows.ok_or_else(|| {
        Error::BadRequest(format!("`{name}` is {count}, and must be from 0 to {MOST}. Go on with a cursor for more."))
    })?;
    Ok((rows, name == "last"))
}

/// Makes places in one list, and reads them.
pub(super) struct Cursors<'a> {
    keyring: &'a Keyring,
    organisation: OrganisationId,
    list: Cow<'static, str>,
    direction: Direction,
}

impl<'a> Cursors<'a> {
    /// Of the list with this name, which is the newest first until it is sorted.
    pub(super) fn new(keyring: &'a Keyring, organisation: OrganisationId, list: Cow<'static, str>) -> Self {
        Self { keyring, organisation, list, direction: Direction::Descending }
    }

    fn mac(&self, key: u8, id: Uuid) -> Option<[u8; 32]> {
        self.keyring.mac(Purpose::Cursor, key, &self.parts(id.as_bytes()))
    }

    /// All but the last are of a fixed length, so that no two lists give the same bytes.
    fn parts<'b>(&'b self, id: &'b [u8; 16]) -> [&'b [u8]; 4] {
        let direction: &[u8] = if self.direction == Direction::Ascending { b"+" } else { b"-" };
        [self.organisation.0.as_bytes(), id, direction, self.list.as_bytes()]
    }

    fn write(&self, id: Uuid) -> String {
        let (key, _) = self.keyring.signer(Purpose::Cursor);
        let tag = self.mac(key, id).unwrap_or_default();
        URL_SAFE_NO_PAD.encode([&[key], &id.as_bytes()[..], &tag[..TAG]].concat())
    }

    fn read(&self, text: &str) -> error::Result<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        if let Some((key, rest)) = bytes.split_first()
            && let Some((id, tag)) = rest.split_first_chunk::<16>()
            && tag.len() == TAG
            && self.keyring.verifies(Purpose::Cursor, *key, &self.parts(id), tag)
        {
            return Ok(Uuid::from_bytes(*id));
        }
        let message = "This cursor is not one of this list in this order. Leave it out to start anew.";
        Err(Error::BadRequest(message.to_owned()))
    }
}

/// Filters by an id. One that is malformed is nobody's, as one that is foreign.
pub(super) fn same<I: FromStr + Into<Value>>(column: impl ColumnTrait, id: Option<ID>) -> Option<sea_query::Expr> {
    let id = id?;
    Some(id.parse::<I>().map_or_else(|_| column.is_in([] as [Value; 0]), |id| column.eq(id)))
}

/// Filters by a whole text.
pub(super) fn is(column: impl ColumnTrait, text: Option<String>) -> Option<sea_query::Expr> {
    let text = text?;
    Some(if text.contains('\0') { nothing(column) } else { column.eq(text) })
}

/// Holds for no row. No text that is stored has U+0000 in it, and Postgres does not look for one.
fn nothing(column: impl ColumnTrait) -> sea_query::Expr {
    column.is_in([] as [Value; 0])
}

/// Filters by a part of a text, in any case.
pub(super) fn contains(column: impl ColumnTrait, typed: Option<String>) -> Option<sea_query::Expr> {
    let typed = typed?;
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    if typed.contains('\0') {
        return Some(nothing(column));
    }
    let pattern = |text: &str| {
        let escaped = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        LikeExpr::new(format!("%{escaped}%")).escape('!')
    };
    let lower = sea_query::Expr::expr(Func::lower(sea_query::Expr::col(column.as_column_ref())));
    // SQLite lowers ASCII alone; a text as it is written is found all the same.
    Some(lower.like(pattern(&typed.to_lowercase())).or(column.like(pattern(typed))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursors<'a>(keyring: &'a Keyring, organisation: u128, list: &'static str, direction: Direction) -> Cursors<'a> {
        Cursors { keyring, organisation: OrganisationId(Uuid::from_u128(organisation)), list: list.into(), direction }
    }

    #[test]
    fn a_cursor_is_good_for_its_own_list_alone() {
        let keyring = Keyring::parse(&Keyring::generate_setting()).unwrap();
        let id = Uuid::from_u128(7);
        let here = cursors(&keyring, 1, "Link", Direction::Descending);
        let cursor = here.write(id);
        assert_eq!(here.read(&cursor).unwrap(), id);
        assert!(cursors(&keyring, 2, "Link", Direction::Descending).read(&cursor).is_err(), "of another organisation");
        assert!(cursors(&keyring, 1, "Form", Direction::Descending).read(&cursor).is_err(), "of another list");
        assert!(cursors(&keyring, 1, "Link", Direction::Ascending).read(&cursor).is_err(), "in another order");
        for at in 0..cursor.len() {
            let mut edited = cursor.clone().into_bytes();
            edited[at] = if edited[at] == b'A' { b'B' } else { b'A' };
            assert!(here.read(std::str::from_utf8(&edited).unwrap()).is_err(), "edited at {at}");
        }
        for junk in ["", "A", "lnk_01", &cursor[..cursor.len() - 4], &format!("{cursor}AAAA")] {
            assert!(here.read(junk).is_err(), "{junk}");
        }
    }

    #[test]
    fn a_list_has_at_most_a_hundred_rows() {
        assert_eq!(limit(None, None).unwrap(), (25, false));
        assert_eq!(limit(Some(100), None).unwrap(), (100, false));
        assert_eq!(limit(None, Some(0)).unwrap(), (0, true));
        for (first, last) in [(Some(101), None), (Some(-1), None), (None, Some(101)), (Some(1), Some(1))] {
            assert!(matches!(limit(first, last), Err(Error::BadRequest(_))), "{first:?} {last:?}");
        }
    }

    #[test]
    fn what_a_list_costs_does_not_overflow() {
        assert_eq!(cost(None, None, 2), 60);
        assert_eq!(cost(Some(i32::MAX), None, 1), 110);
        assert_eq!(cost(Some(i32::MIN), None, 5), 10);
        assert_eq!(cost(None, Some(100), usize::MAX), 1_000_000_000);
    }
}
