//! The demo's customers: who converts, and what the shop sends along.

use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::{Map, Value};

use super::program::PLANS;

const FIRST: &[&str] = &[
    "amina", "ben", "carla", "dries", "elif", "femke", "george", "hana", "ines", "jonas", "kofi", "lena", "marco",
    "nadia", "oscar", "petra", "quentin", "rosa", "sven", "tara", "ugo", "vera", "wim", "yara",
];
const LAST: &[&str] = &[
    "aerts", "bakker", "conti", "dubois", "eriksen", "fischer", "garcia", "hughes", "ivanov", "janssens", "keller",
    "laurent", "maes", "novak", "okafor", "peeters", "rossi", "schmidt", "turner", "vandamme", "wagner", "zhou",
];
const COMPANIES: &[&str] = &[
    "brightworks.example",
    "harbourlab.example",
    "oaktable.example",
    "papercrane.example",
    "quietfox.example",
    "studio-nord.example",
    "tallships.example",
    "webmail.example",
];
/// Reasons that a reviewer gives.
pub(super) const DECLINES: &[&str] = &[
    "The order was returned within 14 days.",
    "The payment was charged back.",
    "This customer was in talks with our sales team already.",
    "The company does not exist at this address.",
];
pub(super) const HIJACKED: &str =
    "The coupon was pushed at the checkout: the click came seconds before the order. See section 4 of the terms.";

/// An address that nobody has had before, as good as always.
pub(super) fn email(random: &mut StdRng) -> String {
    let mut pick = |list: &[&'static str]| list[random.random_range(0..list.len())];
    let (first, last, company) = (pick(FIRST), pick(LAST), pick(COMPANIES));
    format!("{first}.{last}{}@{company}", random.random_range(10..1_000))
}

/// An order. One in fifty is of a plan that the form does not know.
pub(super) fn order(coupon: Option<&str>, random: &mut StdRng) -> Map<String, Value> {
    let plan = PLANS[random.random_range(0..PLANS.len())].to_lowercase();
    let plan = if random.random_bool(0.02) { "enterprise".to_owned() } else { plan };
    let cents: u32 = random.random_range(1_490..24_990);
    let number: u32 = random.random_range(10_000..100_000);
    let mut properties = Map::new();
    properties.insert("plan".to_owned(), plan.into());
    properties.insert("order_value".to_owned(), format!("{}.{:02}", cents / 100, cents % 100).into());
    properties.insert("order_id".to_owned(), format!("F-{number}").into());
    let own = random.random_bool(0.15).then_some("WELCOME10");
    if let Some(coupon) = coupon.or(own) {
        properties.insert("coupon".to_owned(), coupon.into());
    }
    properties
}
