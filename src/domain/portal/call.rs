//! What a conversion call was for a partner whose click it touched.

mod explanation;

use entity::decision;
use entity::id::PartnerId;
use entity::value::{Outcome, Reason};
use sea_orm::{ColumnTrait, Condition};

/// Why a conversion is another partner's, although it came with a click of this one. No reason of a
/// decision: that is the same for both.
const EARLIER_CLICK: &str = "earlier_click";

/// How a conversion call ended for the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallOutcome {
    /// A conversion was recorded and credited to the partner.
    Credited,
    /// The click, or the customer, had converted already.
    Duplicate,
    /// Nothing was credited to the partner.
    NotCredited,
}

impl CallOutcome {
    /// As files name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Credited => "CREDITED",
            Self::Duplicate => "DUPLICATE",
            Self::NotCredited => "NOT_CREDITED",
        }
    }

    /// Holds for the calls that ended so for this partner.
    pub fn condition(self, partner: PartnerId) -> Condition {
        let ended = |outcome: Outcome| decision::Column::Outcome.eq(outcome);
        match self {
            Self::Credited => {
                Condition::all().add(ended(Outcome::Recorded)).add(decision::Column::PartnerId.eq(partner))
            }
            Self::Duplicate => Condition::all().add(ended(Outcome::Duplicate)),
            Self::NotCredited => {
                let of_another = decision::Column::PartnerId.ne(partner);
                Condition::any()
                    .add(ended(Outcome::Ignored))
                    .add(ended(Outcome::Refused))
                    .add(Condition::all().add(ended(Outcome::Recorded)).add(of_another))
            }
        }
    }
}

/// What a call was for a partner, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// How it ended.
    pub outcome: CallOutcome,
    /// Why, for programs.
    pub reason: &'static str,
    /// Why, in one sentence.
    pub explanation: &'static str,
}

impl Call {
    /// What a decision was for this partner, of which it has touched a click.
    pub fn of(decision: &decision::Model, partner: PartnerId) -> Self {
        // Whether it is this partner that was credited, or would have been.
        let about = decision.partner_id == Some(partner);
        let outcome = match decision.outcome {
            Outcome::Recorded if about => CallOutcome::Credited,
            Outcome::Duplicate => CallOutcome::Duplicate,
            Outcome::Recorded | Outcome::Ignored | Outcome::Refused => CallOutcome::NotCredited,
        };
        let another = decision.reason == Reason::Recorded && !about;
        let reason = if another { EARLIER_CLICK } else { decision.reason.as_str() };
        Self { outcome, reason, explanation: explanation::of(decision.reason, about) }
    }
}
