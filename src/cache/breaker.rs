//! Stops asking something that does not answer.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// After so many failures in a row nothing is asked any more…
const FAILURES: u32 = 5;
/// …but for one question in this time, to learn whether it is back.
const PROBE: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub(super) struct Breaker {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    asked: Option<Instant>,
}

/// What a result did to the breaker.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    Opened,
    Closed,
    None,
}

impl Breaker {
    /// Whether to ask.
    pub(super) fn lets_through(&self) -> bool {
        let Ok(mut state) = self.state.lock() else { return false };
        if state.failures < FAILURES {
            return true;
        }
        let probe = state.asked.is_none_or(|asked| asked.elapsed() >= PROBE);
        if probe {
            state.asked = Some(Instant::now());
        }
        probe
    }

    /// Notes how it went.
    pub(super) fn note(&self, ok: bool) -> Change {
        let Ok(mut state) = self.state.lock() else { return Change::None };
        let was_open = state.failures >= FAILURES;
        state.failures = if ok { 0 } else { state.failures.saturating_add(1) };
        match (was_open, state.failures >= FAILURES) {
            (false, true) => {
                state.asked = Some(Instant::now());
                Change::Opened
            }
            (true, false) => Change::Closed,
            _ => Change::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_after_five_failures_and_closes_after_one_success() {
        let breaker = Breaker::default();
        for _ in 0..4 {
            assert_eq!(breaker.note(false), Change::None);
            assert!(breaker.lets_through());
        }
        assert_eq!(breaker.note(false), Change::Opened);
        assert!(!breaker.lets_through());
        assert_eq!(breaker.note(true), Change::Closed);
        assert!(breaker.lets_through());
    }
}
