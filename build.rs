//! Looks whether the dashboard was built before the binary is: `cargo build` alone needs no Node, and
//! a release must not be made without it unnoticed.

use std::path::Path;
use std::{env, process};

const BUILT: &str = "dashboard/dist";

#[expect(clippy::print_stderr, reason = "cargo shows it to whoever builds")]
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=INTROW_REQUIRE_DASHBOARD");
    if env::var_os("CARGO_FEATURE_DASHBOARD").is_none() {
        return;
    }
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let built = Path::new(BUILT);
    if release {
        // Files that came, went or changed are taken in again. A debug build reads them from the disk.
        // A path that is not there would build everything anew each time, so its parent is watched.
        println!("cargo:rerun-if-changed={}", if built.exists() { BUILT } else { "dashboard" });
    }
    if built.join("index.html").exists() {
        return;
    }
    if env::var("INTROW_REQUIRE_DASHBOARD").is_ok_and(|value| value == "1") {
        eprintln!("the dashboard is not built, and INTROW_REQUIRE_DASHBOARD=1 asks for it; run: make dashboard");
        process::exit(1);
    }
    if release {
        println!("cargo:warning=the dashboard is not built, so this binary has none; to have it: make dashboard");
    }
}
