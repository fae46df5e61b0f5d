//! Recent visits in Redis.

use std::sync::LazyLock;

use redis::{Script, ScriptInvocation};

use super::Shared;
use super::gathered::{Gathered, Question};
use super::limits::{add_to, taking};
use crate::cache::limits::Limit;
use crate::cache::visits::{RECENT, Recently, Visit};

/// For each visitor whether the limit lets it in, whether it followed the same link lately, and how many
/// of the organisation's.
///
/// What is kept of a visitor is one text: each link that it followed, in 16 bytes, and when, in 13 digits.
/// Nearly everybody comes for the first time, and then two commands are all it takes.
static NOTE: LazyLock<Script> = LazyLock::new(|| {
    let (take, recent) = (taking(), RECENT.num_milliseconds());
    Script::new(&format!(
        "{take}
        local found = {{}}
        for place = 1, #ARGV / 3 do
            local limit, key = KEYS[2 * place - 1], KEYS[2 * place]
            local interval, link, at = tonumber(ARGV[3 * place - 2]), ARGV[3 * place - 1], ARGV[3 * place]
            local allowed, same, links = 1, 0, 1
            if interval > 0 then
                allowed = take(limit, interval)
            end
            if allowed == 1 then
                local others = ''
                local kept = redis.call('GET', key) or ''
                for from = 1, #kept, 29 do
                    if tonumber(string.sub(kept, from + 16, from + 28)) > tonumber(at) - {recent} then
                        if string.sub(kept, from, from + 15) == link then
                            same = 1
                        else
                            others = others .. string.sub(kept, from, from + 28)
                            links = links + 1
                        end
                    end
                end
                redis.call('SET', key, others .. link .. at, 'PX', {recent})
            end
            found[3 * place - 2], found[3 * place - 1], found[3 * place] = allowed, same, links
        end
        return found"
    ))
});

/// A visit to be noted, if its limit allows it.
pub(super) struct Arrival {
    limit: Option<Limit>,
    visit: Visit,
}

impl Question for Arrival {
    type Answer = Option<Recently>;

    const NUMBERS: usize = 3;

    fn script() -> &'static Script {
        &NOTE
    }

    fn add_to(&self, call: &mut ScriptInvocation<'_>) {
        match &self.limit {
            Some(limit) => add_to(limit, call),
            None => _ = call.key("").arg(0),
        }
        let Visit { organisation, visitor, link, at } = self.visit;
        call.key([b"introw:recent:", &organisation.0.as_bytes()[..], &visitor].concat())
            .arg(link.0.as_bytes())
            .arg(format!("{:013}", at.timestamp_millis()));
    }

    fn answer(&self, numbers: &[u64]) -> Option<Recently> {
        let links = u32::try_from(numbers[2]).unwrap_or(u32::MAX);
        (numbers[0] == 1).then_some(Recently { same_link: numbers[1] == 1, links })
    }

    fn waiting(shared: &Shared) -> &Gathered<Self> {
        &shared.visits
    }
}

impl Shared {
    /// Notes a visit, and tells what this visitor did in the last [`RECENT`] before it, or that it is
    /// over the limit; `None`: Redis does not answer in time.
    pub(in crate::cache) async fn visit(&self, limit: Option<Limit>, visit: Visit) -> Option<Option<Recently>> {
        self.ask_together(Arrival { limit, visit }).await
    }
}
