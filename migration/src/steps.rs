//! One file a step.

pub(crate) mod m0001_organisations;
pub(crate) mod m0002_campaigns;
pub(crate) mod m0003_clicks;
pub(crate) mod m0004_conversions;
