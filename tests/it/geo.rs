//! The country of a click, from a file that the operator provides.

use serde_json::json;

use crate::harness::{Backend, TestApp, scratch};

/// A GeoIP database in which every IPv4 address is in Belgium: one node of the search tree,
/// whose both sides lead to the one record. See the
/// [format](https://maxmind.github.io/MaxMind-DB/).
fn everything_is_in_belgium() -> Vec<u8> {
    const NODES: u8 = 1;
    const SEPARATOR: [u8; 16] = [0; 16];
    let text = |value: &str| [&[0x40 | value.len() as u8], value.as_bytes()].concat();
    let map = |size: u8| vec![0xE0 | size];
    // Of the types that the format asks for: 16, 32 and 64 bits, each in the one byte that it needs.
    let short = |value: u8| vec![0xA1, value];
    let long = |value: u8| vec![0xC1, value];
    let longest = |value: u8| vec![0x01, 0x02, value];
    let record = [0, 0, NODES + SEPARATOR.len() as u8];
    let data = [map(1), text("country"), map(1), text("iso_code"), text("BE")].concat();
    let empty_list = vec![0x00, 0x04];
    let metadata = [
        map(9),
        [text("node_count"), long(NODES)].concat(),
        [text("record_size"), short(24)].concat(),
        [text("ip_version"), short(4)].concat(),
        [text("binary_format_major_version"), short(2)].concat(),
        [text("binary_format_minor_version"), short(0)].concat(),
        [text("build_epoch"), longest(1)].concat(),
        [text("description"), map(0)].concat(),
        [text("database_type"), text("Country")].concat(),
        [text("languages"), empty_list].concat(),
    ]
    .concat();
    [&record[..], &record[..], &SEPARATOR[..], &data, b"\xAB\xCD\xEFMaxMind.com", &metadata].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_keeps_its_country() {
    let file = scratch().join("country.mmdb");
    std::fs::write(&file, everything_is_in_belgium()).unwrap();
    let app = TestApp::start_with(Backend::Sqlite, &[("geoip_file", &file.display().to_string())]).await;
    let campaign = app.campaign(json!({})).await;
    app.click(&campaign.code).await;
    assert_eq!(app.texts("SELECT country FROM click").await, ["BE"]);

    let without = TestApp::start(Backend::Sqlite).await;
    let campaign = without.campaign(json!({})).await;
    without.click(&campaign.code).await;
    assert_eq!(without.number("SELECT count(*) FROM click WHERE country IS NULL").await, 1);
}
