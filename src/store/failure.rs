//! What a database error means to the caller.

use sea_orm::{DbErr, RuntimeErr};

use crate::error::Error;

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if is_out_of_reach(&error) || got_in_the_way(&error) {
            Self::Unavailable(error.into())
        } else {
            Self::Internal(error.into())
        }
    }
}

/// Whether the same statement may well succeed once the database is back.
fn is_out_of_reach(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(error) | DbErr::Query(error) => match error {
            RuntimeErr::SqlxError(error) => sqlx_is_out_of_reach(error),
            RuntimeErr::Internal(_) => false,
        },
        DbErr::TryIntoErr { .. }
        | DbErr::ConvertFromU64(_)
        | DbErr::UnpackInsertId
        | DbErr::UpdateGetPrimaryKey
        | DbErr::RecordNotFound(_)
        | DbErr::AttrNotSet(_)
        | DbErr::Custom(_)
        | DbErr::Type(_)
        | DbErr::Json(_)
        | DbErr::Migration(_)
        | DbErr::RecordNotInserted
        | DbErr::RecordNotUpdated
        | DbErr::BackendNotSupported { .. }
        | DbErr::KeyArityMismatch { .. }
        | DbErr::PrimaryKeyNotSet { .. }
        | DbErr::RbacError(_)
        | DbErr::AccessDenied { .. }
        | DbErr::MutexPoisonError => false,
        // The enumeration is open: what is not known is ours to look into.
        _ => false,
    }
}

fn sqlx_is_out_of_reach(error: &sea_orm::SqlxError) -> bool {
    use sea_orm::SqlxError;
    match error {
        SqlxError::Io(_)
        | SqlxError::Tls(_)
        | SqlxError::Protocol(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed => true,
        // Class 53: out of resources (disk full); 57P0x: shutting down or starting up.
        // SQLite 13: disk full; 10: input or output failed.
        SqlxError::Database(error) => error
            .code()
            .is_some_and(|code| code.starts_with("53") || code.starts_with("57P0") || code == "13" || code == "10"),
        _ => false,
    }
}

/// Whether the transaction lost against another one and may be tried again:
/// a deadlock or a serialisation failure on Postgres, a busy database on SQLite.
pub(super) fn got_in_the_way(inside: &(dyn std::error::Error + 'static)) -> bool {
    let Some(DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) =
        inside.downcast_ref::<DbErr>()
    else {
        return false;
    };
    matches!(
        error.as_database_error().and_then(|error| error.code()).as_deref(),
        Some("40001" | "40P01" | "5" | "261" | "517")
    )
}
