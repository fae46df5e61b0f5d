//! Asking Redis many things in one question.
//!
//! What has gathered while the last question was under way goes into the next one, as clicks share a
//! commit: the busier it is the less one of them costs, and nobody waits for others to come.

use std::sync::{Arc, OnceLock};

use redis::{Script, ScriptInvocation};
use tokio::sync::{mpsc, oneshot};

use super::Shared;

/// How many are asked at once at most, so that Redis is not busy with one question for long.
const BATCH: usize = 250;
/// How many wait at most. Who comes then goes by what this process knows.
const WAITING: usize = 10_000;

/// One thing of many that are asked at once.
pub(super) trait Question: Send + Sized + 'static {
    type Answer: Send + 'static;

    /// How many numbers answer one of them.
    const NUMBERS: usize;

    /// What answers all of them, in their order.
    fn script() -> &'static Script;

    fn add_to(&self, call: &mut ScriptInvocation<'_>);

    fn answer(&self, numbers: &[u64]) -> Self::Answer;

    /// Those of `shared` that wait.
    fn waiting(shared: &Shared) -> &Gathered<Self>;
}

type Waiting<Q> = (Q, oneshot::Sender<<Q as Question>::Answer>);

/// Where questions are handed in. The task behind it starts with the first one, and ends with the last
/// [`Shared`] that has it.
pub(super) struct Gathered<Q: Question> {
    sender: Arc<OnceLock<mpsc::Sender<Waiting<Q>>>>,
}

impl<Q: Question> Default for Gathered<Q> {
    fn default() -> Self {
        Self { sender: Arc::default() }
    }
}

impl<Q: Question> Clone for Gathered<Q> {
    fn clone(&self) -> Self {
        Self { sender: self.sender.clone() }
    }
}

impl Shared {
    /// Asks together with others; `None`: Redis does not answer in time.
    pub(super) async fn ask_together<Q: Question>(&self, question: Q) -> Option<Q::Answer> {
        let (tell, told) = oneshot::channel();
        let sender = Q::waiting(self).sender.get_or_init(|| {
            let (sender, receiver) = mpsc::channel(WAITING);
            tokio::spawn(self.alone().answer_all(receiver));
            sender
        });
        sender.try_send((question, tell)).ok()?;
        // Not for ever: each question to Redis has an end, and after a few without an answer none is asked.
        told.await.ok()
    }

    async fn answer_all<Q: Question>(self, mut waiting: mpsc::Receiver<Waiting<Q>>) {
        let mut gathered = Vec::with_capacity(BATCH);
        while waiting.recv_many(&mut gathered, BATCH).await > 0 {
            let mut call = Q::script().prepare_invoke();
            gathered.iter().for_each(|(question, _)| question.add_to(&mut call));
            let numbers: Vec<u64> = self.run(&call).await.unwrap_or_default();
            // Who is not told goes by what this process knows.
            for ((question, tell), numbers) in gathered.drain(..).zip(numbers.chunks_exact(Q::NUMBERS)) {
                let _ = tell.send(question.answer(numbers));
            }
        }
    }
}
