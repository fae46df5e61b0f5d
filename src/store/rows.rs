//! A query of one organisation's rows, or of one partner's.

use entity::{Identified, Owned};
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoCondition, LockType, Query};
use sea_orm::{
    ColumnTrait, Condition, DatabaseExecutor, FromQueryResult, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use crate::error::Result;

/// Rows of one table that belong to one organisation, or to one partner of it. Whose they are is added
/// when the query runs, so no filter can widen it.
#[must_use = "a query does nothing until it is asked for rows"]
pub struct Rows<'a, E: Owned> {
    executor: DatabaseExecutor<'a>,
    whose: Condition,
    select: Select<E>,
}

/// Which way a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Oldest first.
    Ascending,
    /// Newest first.
    Descending,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Page<Id> {
    /// Which way the list runs.
    pub direction: Direction,
    /// Only what follows this row, in that direction.
    pub after: Option<Id>,
    /// Only what precedes this row, in that direction.
    pub before: Option<Id>,
    /// At most so many.
    pub limit: u64,
    /// Count the limit from the end of the list.
    pub from_end: bool,
}

/// A part of a list, in the order of the list.
#[derive(Debug)]
pub struct PageOf<M> {
    /// The rows.
    pub rows: Vec<M>,
    /// Whether the list goes on where the limit cut it.
    pub more: bool,
}

impl<'a, E: Owned> Rows<'a, E> {
    #[expect(clippy::disallowed_methods, reason = "whose rows they are is added before it runs")]
    pub(super) fn new(executor: DatabaseExecutor<'a>, whose: Condition) -> Self {
        Self { executor, whose, select: E::find() }
    }

    /// Only rows for which `condition` holds; several are joined by "and".
    pub fn filter(mut self, condition: impl IntoCondition) -> Self {
        self.select = self.select.filter(condition.into_condition());
        self
    }

    /// Sorts by a column, after the columns that were named before.
    pub fn order_by(mut self, column: E::Column, direction: Direction) -> Self {
        self.select = self.select.order_by(column, direction.into());
        self
    }

    /// Keeps others from changing these rows until the transaction ends. Rows that refer to them
    /// may still be added, as conversions are to a campaign.
    pub(super) fn locked(mut self) -> Self {
        // SQLite has no such lock and needs none: there, one transaction writes at a time.
        self.select = self.select.lock(LockType::NoKeyUpdate);
        self
    }

    /// At most so many rows.
    pub fn limit(mut self, limit: u64) -> Self {
        self.select = self.select.limit(limit);
        self
    }

    fn scoped(self) -> (DatabaseExecutor<'a>, Select<E>) {
        (self.executor, self.select.filter(self.whose))
    }

    /// All of them.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method that runs a query.
    pub async fn all(self) -> Result<Vec<E::Model>> {
        let (executor, select) = self.scoped();
        Ok(select.all(&executor).await?)
    }

    /// The first of them.
    ///
    /// # Errors
    ///
    /// See [`Rows::all`].
    pub async fn one(self) -> Result<Option<E::Model>> {
        let (executor, select) = self.scoped();
        Ok(select.one(&executor).await?)
    }

    /// How many there are.
    ///
    /// # Errors
    ///
    /// See [`Rows::all`].
    pub async fn count(self) -> Result<u64>
    where
        E::Model: Sync,
    {
        let (executor, select) = self.scoped();
        Ok(select.count(&executor).await?)
    }

    /// Whether there is any.
    ///
    /// # Errors
    ///
    /// See [`Rows::all`].
    pub async fn any(self) -> Result<bool> {
        Ok(self.limit(1).one().await?.is_some())
    }

    /// Other columns than the table's: `shape` chooses and groups them.
    ///
    /// # Errors
    ///
    /// See [`Rows::all`].
    pub async fn reduce<T>(mut self, shape: impl FnOnce(Select<E>) -> Select<E>) -> Result<Vec<T>>
    where
        T: FromQueryResult + Send + Sync,
    {
        self.select = shape(self.select.select_only());
        let (executor, select) = self.scoped();
        Ok(select.into_model::<T>().all(&executor).await?)
    }
}

impl<E: Identified> Rows<'_, E> {
    /// The row with this id, if it is the organisation's.
    pub fn id(self, id: E::Id) -> Self {
        self.filter(E::ID.eq(id))
    }

    /// A part of the list, sorted by a text in lower case, and by creation where that is the same.
    /// It goes on after the text that the row of the cursor has by then.
    ///
    /// # Errors
    ///
    /// See [`Rows::all`].
    pub async fn page_by(mut self, column: E::Column, page: Page<E::Id>) -> Result<PageOf<E::Model>> {
        let key = Expr::expr(Func::lower(Expr::col(column.as_column_ref())));
        let rising = page.direction == Direction::Ascending;
        for (id, above) in [(page.after, rising), (page.before, !rising)] {
            let Some(id) = id else { continue };
            // Of a row that was deleted nothing is known; then nothing follows.
            let at = Query::select()
                .expr(key.clone())
                .from(E::default())
                .cond_where(self.whose.clone())
                .and_where(E::ID.eq(id))
                .take();
            let at = Expr::SubQuery(None, Box::new(at.into()));
            let (beyond, beside) = match above {
                true => (key.clone().gt(at.clone()), E::ID.gt(id)),
                false => (key.clone().lt(at.clone()), E::ID.lt(id)),
            };
            self = self.filter(beyond.or(key.clone().eq(at).and(beside)));
        }
        let read = if rising == page.from_end { Direction::Descending } else { Direction::Ascending };
        self.select = self.select.order_by(key, read.into());
        self.cut(page, read).await
    }

    /// A part of the list, sorted by creation. It reads by key, not by offset, so that a
    /// page far down costs what the first one costs and rows that arrive shift nothing.
    ///
    /// # Errors
    ///
    /// See [`Rows::all`].
    pub async fn page(mut self, page: Page<E::Id>) -> Result<PageOf<E::Model>> {
        let rising = page.direction == Direction::Ascending;
        if let Some(id) = page.after {
            self = self.filter(if rising { E::ID.gt(id) } else { E::ID.lt(id) });
        }
        if let Some(id) = page.before {
            self = self.filter(if rising { E::ID.lt(id) } else { E::ID.gt(id) });
        }
        let read = if rising == page.from_end { Direction::Descending } else { Direction::Ascending };
        self.cut(page, read).await
    }

    async fn cut(self, page: Page<E::Id>, read: Direction) -> Result<PageOf<E::Model>> {
        // One row more than asked for tells whether the list goes on.
        let mut rows = self.order_by(E::ID, read).limit(page.limit + 1).all().await?;
        let more = rows.len() as u64 > page.limit;
        if more {
            rows.pop();
        }
        if page.from_end {
            rows.reverse();
        }
        Ok(PageOf { rows, more })
    }
}

impl From<Direction> for Order {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Ascending => Self::Asc,
            Direction::Descending => Self::Desc,
        }
    }
}
