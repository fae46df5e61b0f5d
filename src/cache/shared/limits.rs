//! Buckets of calls in Redis.

use std::sync::LazyLock;
use std::time::Duration;

use redis::{Script, ScriptInvocation};

use super::Shared;
use super::gathered::{Gathered, Question};
use crate::cache::limits::{Taken, WINDOW};

/// For each bucket whether there was a call in it, and for how long it fills.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local window, found = tonumber(ARGV[1]), {}
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        for place, key in ipairs(KEYS) do
            local interval = tonumber(ARGV[place + 1])
            local full = tonumber(redis.call('GET', key) or now)
            local filling = math.max(full - now, 0)
            local allowed = filling + interval <= window
            if allowed then
                filling = filling + interval
                redis.call('SET', key, string.format('%.0f', now + filling), 'PX', math.ceil(filling / 1000))
            end
            found[2 * place - 1] = allowed and 1 or 0
            found[2 * place] = filling
        end
        return found",
    )
});

/// A call to be taken from a bucket.
pub(super) struct Take {
    key: String,
    per_minute: u32,
}

impl Question for Take {
    type Answer = Taken;

    fn script() -> &'static Script {
        &TAKE
    }

    fn begin(call: &mut ScriptInvocation<'_>) {
        call.arg(WINDOW.as_micros() as u64);
    }

    fn add_to(&self, call: &mut ScriptInvocation<'_>) {
        let interval = WINDOW / self.per_minute.max(1);
        call.key(&self.key).arg(interval.as_micros() as u64);
    }

    fn answer(&self, [allowed, filling]: [u64; 2]) -> Taken {
        Taken::new(allowed == 1, self.per_minute, Duration::from_micros(filling))
    }

    fn waiting(shared: &Shared) -> &Gathered<Self> {
        &shared.takes
    }
}

impl Shared {
    /// Takes a call from a bucket; `None`: Redis does not answer in time.
    pub(in crate::cache) async fn take(&self, key: &str, per_minute: u32) -> Option<Taken> {
        self.ask_together(Take { key: format!("introw:limit:{key}"), per_minute }).await
    }
}
