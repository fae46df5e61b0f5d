//! How far the seeding is: a bar on a terminal, and a line for each quarter elsewhere.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::cli::say;

/// How wide the bar is, in characters.
const WIDTH: usize = 24;
/// How often it is drawn at most.
const PERIOD: Duration = Duration::from_millis(80);
/// How many parts it has, of the same length.
const PARTS: usize = 2;

pub(super) struct Progress {
    title: String,
    is_terminal: bool,
    begun: Instant,
    drawn: Option<Instant>,
    /// Which part, and how far in it.
    part: usize,
    done: usize,
    of: usize,
    events: usize,
    quarters: usize,
}

impl Progress {
    pub(super) fn new(title: String) -> Self {
        // A bar in the log of a build is noise.
        let is_terminal = std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        let begun = Instant::now();
        Self { title, is_terminal, begun, drawn: None, part: 0, done: 0, of: 1, events: 0, quarters: 0 }
    }

    /// The next part begins, with so many steps.
    pub(super) fn begin(&mut self, steps: usize) {
        self.part += 1;
        self.done = 0;
        self.of = steps.max(1);
    }

    /// So many steps were made, in which so many things happened.
    pub(super) fn step(&mut self, steps: usize, events: usize) {
        // A step may bring further ones.
        self.done = (self.done + steps).min(self.of);
        self.events += events;
        let percent = (100 * (self.part - 1) + 100 * self.done / self.of) / PARTS;
        if self.is_terminal {
            self.draw(percent);
        } else if percent / 25 > self.quarters {
            self.quarters = percent / 25;
            say(format!("  {} {percent} %", self.title));
        }
    }

    #[expect(clippy::print_stderr, reason = "a bar for the person at the terminal, drawn over itself")]
    fn draw(&mut self, percent: usize) {
        if self.drawn.is_some_and(|drawn| drawn.elapsed() < PERIOD) {
            return;
        }
        self.drawn = Some(Instant::now());
        let full = percent * WIDTH / 100;
        let bar = "█".repeat(full) + &"░".repeat(WIDTH - full);
        let rate = self.events as f64 / self.begun.elapsed().as_secs_f64().max(0.001);
        eprint!("\r  {}  {bar}  {percent:>3} %  {} events  {rate:.0}/s ", self.title, self.events);
        // What cannot be drawn is not missed.
        let _ = std::io::stderr().flush();
    }

    /// Clears the bar away; says how long it took.
    #[expect(clippy::print_stderr, reason = "takes the bar away")]
    pub(super) fn end(self) -> Duration {
        if self.drawn.is_some() {
            eprint!("\r\x1b[2K");
        }
        self.begun.elapsed()
    }
}
