//! What the rules of a campaign refused.

use async_graphql::SimpleObject;

use crate::domain::decision::{Figure, Figures, Rule};

/// What the rules of a campaign refused in the last 30 days, and what those that are switched off would
/// have refused. A change of the rules is not retroactive.
#[derive(SimpleObject)]
pub(in crate::graphql) struct CampaignQuality {
    /// The rules that hold in every campaign.
    always: Vec<RuleFigures>,
    /// The rules that can be switched on and off.
    switches: Vec<RuleFigures>,
    /// On how many recorded conversions the switched-off rules were tried: the newest 20,000 at most.
    tried: i64,
}

/// The figures of a rule.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RuleFigures {
    /// Which rule: the reason that it gives, as `self_referral`. `existing_customer` refuses nothing;
    /// it withholds the reward.
    rule: &'static str,
    /// Whether it is switched on.
    on: bool,
    /// How many calls it refused in the last 30 days; of `existing_customer`, how many rewards it
    /// withheld.
    #[graphql(name = "refused30Days")]
    refused_30_days: i64,
    /// How many recorded conversions of the last 30 days it would have refused if it were on; null: it
    /// is on, or lacks the list that says what it refuses.
    #[graphql(name = "wouldHaveRefused30Days")]
    would_have_refused_30_days: Option<i64>,
}

impl From<Figure> for RuleFigures {
    fn from(figure: Figure) -> Self {
        Self {
            rule: match figure.rule {
                Rule::Check(reason) => reason.as_str(),
                Rule::ExistingCustomer => "existing_customer",
            },
            on: figure.on,
            refused_30_days: figure.refused,
            would_have_refused_30_days: figure.would_have_refused,
        }
    }
}

impl From<Figures> for CampaignQuality {
    fn from(figures: Figures) -> Self {
        let shown = |rules: Vec<Figure>| rules.into_iter().map(RuleFigures::from).collect();
        Self { always: shown(figures.always), switches: shown(figures.switches), tried: figures.tried }
    }
}
