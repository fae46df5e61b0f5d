//! Buckets of calls in Redis.

use std::sync::LazyLock;
use std::time::Duration;

use redis::{Script, ScriptInvocation};

use super::Shared;
use super::gathered::{Gathered, Question};
use crate::cache::limits::{Limit, Taken, WINDOW, interval};

/// For each bucket whether there was a call in it, and for how long it fills.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    let take = taking();
    Script::new(&format!(
        "{take}
        local found = {{}}
        for place, key in ipairs(KEYS) do
            found[2 * place - 1], found[2 * place] = take(key, tonumber(ARGV[place]))
        end
        return found"
    ))
});

/// The beginning of a script that takes calls from buckets. Times are in microseconds, Redis' own.
pub(super) fn taking() -> String {
    let window = WINDOW.as_micros();
    format!(
        "local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local function take(key, interval)
            local full = tonumber(redis.call('GET', key) or now)
            local filling = math.max(full - now, 0)
            if filling + interval > {window} then
                return 0, filling
            end
            filling = filling + interval
            redis.call('SET', key, string.format('%.0f', now + filling), 'PX', math.ceil(filling / 1000))
            return 1, filling
        end"
    )
}

/// Names the bucket of a limit to a script.
pub(super) fn add_to(limit: &Limit, call: &mut ScriptInvocation<'_>) {
    call.key([b"introw:limit:", limit.key.as_bytes()].concat()).arg(interval(limit.per_minute).as_micros() as u64);
}

/// A call to be taken from a bucket.
pub(super) struct Take(Limit);

impl Question for Take {
    type Answer = Taken;

    const NUMBERS: usize = 2;

    fn script() -> &'static Script {
        &TAKE
    }

    fn add_to(&self, call: &mut ScriptInvocation<'_>) {
        add_to(&self.0, call);
    }

    fn answer(&self, numbers: &[u64]) -> Taken {
        Taken::new(numbers[0] == 1, self.0.per_minute, Duration::from_micros(numbers[1]))
    }

    fn waiting(shared: &Shared) -> &Gathered<Self> {
        &shared.takes
    }
}

impl Shared {
    /// Takes a call from a bucket; `None`: Redis does not answer in time.
    pub(in crate::cache) async fn take(&self, limit: Limit) -> Option<Taken> {
        self.ask_together(Take(limit)).await
    }
}
