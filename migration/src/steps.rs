//! One file a step.

pub(crate) mod m0001_organisations;
pub(crate) mod m0002_campaigns;
pub(crate) mod m0003_clicks;
pub(crate) mod m0004_conversions;
pub(crate) mod m0005_people;
pub(crate) mod m0006_rewards;
pub(crate) mod m0007_webhooks;
pub(crate) mod m0008_numbers;
pub(crate) mod m0009_calls;
