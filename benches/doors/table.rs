//! The result: a line for each case, as a table and as JSON.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::client::Measured;

/// What the rounds gave for one case.
pub struct Line {
    name: String,
    per_second: Vec<f64>,
    /// To what it is compared with, in the same round.
    ratios: Vec<f64>,
    latencies: Vec<Duration>,
}

impl Line {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), per_second: Vec::new(), ratios: Vec::new(), latencies: Vec::new() }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn add(&mut self, measured: Measured, compared_with: f64) {
        assert!(!measured.latencies.is_empty(), "{}: nothing was answered", self.name);
        self.add_rate(measured.per_second(), compared_with);
        self.latencies.extend(measured.latencies);
    }

    pub fn add_rate(&mut self, per_second: f64, compared_with: f64) {
        self.per_second.push(per_second);
        self.ratios.push(per_second / compared_with);
    }

    /// In milliseconds; none where single calls were not timed.
    fn latency(&self, share: f64) -> Option<f64> {
        let place = (self.latencies.len() as f64 * share) as usize;
        Some(self.latencies.get(place)?.as_secs_f64() * 1e3)
    }
}

#[derive(Default)]
pub struct Table {
    lines: Vec<Line>,
}

impl Table {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line, unless it was not measured.
    pub fn add(&mut self, mut line: Line) {
        if line.ratios.is_empty() {
            return;
        }
        line.per_second.sort_by(f64::total_cmp);
        line.ratios.sort_by(f64::total_cmp);
        line.latencies.sort_unstable();
        self.lines.push(line);
    }

    pub fn print(&self) {
        println!("\n{:62} {:>9} {:>8} {:16} {:>9} {:>9}", "", "a second", "ratio", "", "p50 ms", "p99 ms");
        for line in &self.lines {
            let [least, middle, most] = spread(&line.ratios);
            let milliseconds = |share| line.latency(share).map_or_else(String::new, |time| format!("{time:.2}"));
            println!(
                "{:62} {:>9.0} {middle:>8.3} ({least:.3} to {most:.3}) {:>9} {:>9}",
                line.name,
                spread(&line.per_second)[1],
                milliseconds(0.5),
                milliseconds(0.99),
            );
        }
    }

    /// Writes it into the build's directory, and says where.
    pub fn write(&self, name: &str) {
        let lines: Vec<Value> = self
            .lines
            .iter()
            .map(|line| {
                let [least, middle, most] = spread(&line.ratios);
                json!({
                    "case": line.name, "perSecond": spread(&line.per_second)[1], "ratio": middle, "least": least,
                    "most": most, "p50Ms": line.latency(0.5), "p99Ms": line.latency(0.99),
                })
            })
            .collect();
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{name}.json"));
        std::fs::write(&path, serde_json::to_string_pretty(&lines).unwrap()).unwrap();
        println!("\nAlso in {}", path.display());
    }
}

/// The least, the middle and the most of what is sorted.
fn spread(sorted: &[f64]) -> [f64; 3] {
    [sorted[0], sorted[sorted.len() / 2], sorted[sorted.len() - 1]]
}
