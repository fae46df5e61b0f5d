//! What was made of user agents lately.
//!
//! Reading one goes through some hundred patterns, which took longer than all else that a redirect
//! does by itself; and of all visitors of a day there are a few hundred different ones. What is read
//! depends on nothing but the text, so it is kept for whole processes and never out of date.

use std::sync::LazyLock;

use papaya::HashMap;

use super::agent::{self, Agent, clipped};
use super::visitor::Visitor;

/// How many are kept. When they are reached all go: that happens only to who is sent made-up ones,
/// and costs the others one reading.
const MOST: usize = 4_096;

static KNOWN: LazyLock<HashMap<Box<str>, Known>> = LazyLock::new(HashMap::new);

/// What a user agent says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// Who it says it is.
    pub(super) agent: Agent,
    /// Whether it is one that sends `Sec-Fetch-*`.
    pub(super) sends_fetch_metadata: bool,
    /// What is kept of it with a click.
    pub(super) visitor: Visitor,
}

impl Known {
    fn read(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let agent = Agent::of(&lower);
        Self {
            agent,
            sends_fetch_metadata: agent::sends_fetch_metadata(&lower),
            visitor: Visitor::of(agent, text, &lower),
        }
    }
}

/// What a user agent says, of which at most 512 bytes are looked at.
pub(super) fn known(user_agent: &str) -> Known {
    let text = clipped(user_agent);
    let all = KNOWN.pin();
    if let Some(known) = all.get(text) {
        return *known;
    }
    let read = Known::read(text);
    if all.len() >= MOST {
        all.clear();
    }
    all.insert(text.into(), read);
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_there_are_each_is_read_right_and_few_are_kept() {
        for number in 0..2 * MOST {
            let phone = format!(
                "Mozilla/5.0 (Linux; Android 15; Phone {number}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile \
                 Safari/537.36"
            );
            let (first, again) = (known(&phone), known(&phone));
            assert_eq!(first, again);
            assert_eq!((first.agent, first.visitor.device), (Agent::Browser, "mobile"));
        }
        // Other tests read some meanwhile.
        assert!(KNOWN.pin().len() < MOST + 100);
    }
}
