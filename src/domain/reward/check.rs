//! The ledger, compared with what it is the history of.

use entity::id::RewardId;
use entity::value::{RewardAccount, RewardStatus, SubmissionStatus};
use entity::{reward, reward_entry, submission};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationTrait, Select};
use uuid::Uuid;

use crate::domain::money;
use crate::error::Result;
use crate::store::Scope;

/// How many differences of a kind are told at most.
const MOST: u64 = 100;

/// Compares all rewards with their entries and their submissions, and gives each difference in words.
/// Each comparison is one statement, so that what is recorded meanwhile is seen whole or not at all.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn check(scope: &impl Scope) -> Result<Vec<String>> {
    let mut differences = uneven_moves(scope).await?;
    differences.extend(wrong_balances(scope).await?);
    differences.extend(wrong_statuses(scope).await?);
    Ok(differences)
}

/// Moves of which the entries are not two that cancel each other out.
async fn uneven_moves(scope: &impl Scope) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        move_id: Uuid,
    }
    let uneven = Condition::any()
        .add(reward_entry::Column::AmountMinor.sum().ne(0_i64))
        .add(reward_entry::Column::Id.count().ne(2_i64));
    let rows: Vec<Row> = scope
        .find::<reward_entry::Entity>()
        .limit(MOST)
        .reduce(|select| {
            select.column(reward_entry::Column::MoveId).group_by(reward_entry::Column::MoveId).having(uneven)
        })
        .await?;
    let told = |row: Row| format!("The entries of the move {} are not two that cancel each other out.", row.move_id);
    Ok(rows.into_iter().map(told).collect())
}

/// What the entries of an account add up to.
fn balance(account: RewardAccount) -> Expr {
    let amount = Expr::col((reward_entry::Entity, reward_entry::Column::AmountMinor));
    let gained: Expr = Expr::case(reward_entry::Column::Account.eq(account), amount).finally(0_i64).into();
    gained.sum()
}

/// What they should add up to.
fn expected(account: RewardAccount) -> Expr {
    let amount = Expr::col((reward::Entity, reward::Column::AmountMinor));
    let status = match account {
        RewardAccount::Promised => return amount.mul(-1_i64),
        RewardAccount::Held => RewardStatus::Held,
        RewardAccount::Payable => RewardStatus::Payable,
        RewardAccount::Reversed => RewardStatus::Reversed,
    };
    Expr::case(reward::Column::Status.eq(status), amount).finally(0_i64).into()
}

const ACCOUNTS: [(RewardAccount, &str); 4] = [
    (RewardAccount::Promised, "promised"),
    (RewardAccount::Held, "held"),
    (RewardAccount::Payable, "payable"),
    (RewardAccount::Reversed, "reversed"),
];

/// Rewards of which the amount is not in the account of their status, and only there.
async fn wrong_balances(scope: &impl Scope) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: RewardId,
        status: RewardStatus,
        amount_minor: i64,
        currency: String,
        promised: i64,
        held: i64,
        payable: i64,
        reversed: i64,
    }
    let mut wrong = Condition::any()
        .add(reward_entry::Column::Id.count().eq(0_i64))
        .add(reward_entry::Column::Currency.min().ne(Expr::col((reward::Entity, reward::Column::Currency))))
        .add(reward_entry::Column::Currency.max().ne(Expr::col((reward::Entity, reward::Column::Currency))));
    for (account, _) in ACCOUNTS {
        wrong = wrong.add(balance(account).ne(expected(account)));
    }
    let columns = [reward::Column::Id, reward::Column::Status, reward::Column::AmountMinor, reward::Column::Currency];
    let shape = |select: Select<reward::Entity>| {
        let mut select = select.join_rev(JoinType::LeftJoin, reward_entry::Relation::Reward.def());
        for column in columns {
            select = select.column(column).group_by(column);
        }
        for (account, name) in ACCOUNTS {
            select = select.expr_as(balance(account).cast_as(Alias::new("bigint")), name);
        }
        select.having(wrong)
    };
    let rows: Vec<Row> = scope.find::<reward::Entity>().limit(MOST).reduce(shape).await?;
    let told = |row: Row| {
        let shown = |minor| money::decimal(minor, &row.currency);
        format!(
            "{} is {} with {}, but its entries add up to {} promised, {} held, {} payable and {} reversed.",
            row.id,
            row.status.as_str(),
            money::shown(row.amount_minor, &row.currency),
            shown(row.promised),
            shown(row.held),
            shown(row.payable),
            shown(row.reversed),
        )
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Rewards that do not stand where their submission says.
async fn wrong_statuses(scope: &impl Scope) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: RewardId,
        status: RewardStatus,
        submission: Option<SubmissionStatus>,
    }
    let agree = |reward: RewardStatus, submissions: &[SubmissionStatus]| {
        let submissions = submissions.iter().copied();
        Condition::all().add(reward::Column::Status.eq(reward)).add(submission::Column::Status.is_in(submissions))
    };
    let right = Condition::any()
        .add(agree(RewardStatus::Held, &[SubmissionStatus::Pending, SubmissionStatus::Error]))
        .add(agree(RewardStatus::Payable, &[SubmissionStatus::AutoAccepted, SubmissionStatus::Accepted]))
        .add(agree(RewardStatus::Reversed, &[SubmissionStatus::Declined]));
    let wrong = Condition::any().add(right.not()).add(submission::Column::Id.is_null());
    let shape = |select: Select<reward::Entity>| {
        select
            .join(JoinType::LeftJoin, reward::Relation::Submission.def())
            .column(reward::Column::Id)
            .column(reward::Column::Status)
            .column_as(submission::Column::Status, "submission")
            .filter(wrong)
    };
    let rows: Vec<Row> = scope.find::<reward::Entity>().limit(MOST).reduce(shape).await?;
    let told = |row: Row| {
        let submission = row.submission.map_or("missing", SubmissionStatus::as_str);
        format!("{} is {}, but its submission is {submission}.", row.id, row.status.as_str())
    };
    Ok(rows.into_iter().map(told).collect())
}
