//! 차례: 1초에 한 번만 묻고, 그 답을 모두가 나눠 갖습니다.
//!
//! Turns: whoever asks joins the call that began less than a second ago, running or done, and only without such a call
//! does a new one begin. So a thousand askers cost one call a second, nobody hears of anything older than a second,
//! and a call that hangs holds up only those who came in its first second.

use std::time::Duration;

use futures_util::{
    FutureExt,
    future::{LocalBoxFuture, Shared},
};
use tokio::time::Instant;

/// Calls begin at least so far apart.
const APART: Duration = Duration::from_secs(1);

/// A call whose answer all who joined it get.
pub(crate) type Joined<T> = Shared<LocalBoxFuture<'static, T>>;

/// The latest call.
#[derive(Debug)]
pub(crate) struct Turn<T: Clone> {
    latest: Option<(Instant, Joined<T>)>,
}

impl<T: Clone> Default for Turn<T> {
    fn default() -> Self {
        Self { latest: None }
    }
}

impl<T: Clone + 'static> Turn<T> {
    /// Joins the latest call, or begins one where it is a second old.
    pub(crate) fn join(&mut self, call: impl FnOnce() -> LocalBoxFuture<'static, T>) -> Joined<T> {
        let now = Instant::now();
        match &self.latest {
            Some((begun, joined)) if now.duration_since(*begun) < APART => joined.clone(),
            _ => {
                let joined = call().shared();
                self.latest = Some((now, joined.clone()));
                joined
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, rc::Rc};

    use tokio::time::{advance, sleep};

    use super::*;

    /// A call that takes so long and answers with its number.
    fn call(number: &Rc<Cell<u32>>, takes: Duration) -> LocalBoxFuture<'static, u32> {
        let number = number.replace(number.get() + 1);
        async move {
            sleep(takes).await;
            number
        }
        .boxed_local()
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_asks_within_a_second_shares_one_call() {
        let (mut turn, calls) = (Turn::default(), Rc::new(Cell::new(0)));
        let joined: Vec<_> = (0..1000).map(|_| turn.join(|| call(&calls, Duration::ZERO))).collect();
        for answer in joined {
            assert_eq!(answer.await, 0);
        }
        advance(Duration::from_millis(999)).await;
        assert_eq!(turn.join(|| call(&calls, Duration::ZERO)).await, 0);
        advance(Duration::from_millis(1)).await;
        assert_eq!(turn.join(|| call(&calls, Duration::ZERO)).await, 1);
        assert_eq!(calls.get(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_hangs_does_not_hold_up_those_who_come_later() {
        let (mut turn, calls) = (Turn::default(), Rc::new(Cell::new(0)));
        let hanging = turn.join(|| call(&calls, Duration::from_secs(3)));
        advance(Duration::from_secs(1)).await;
        let start = Instant::now();
        assert_eq!(turn.join(|| call(&calls, Duration::ZERO)).await, 1);
        assert!(start.elapsed() < Duration::from_millis(10));
        assert_eq!(hanging.await, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn in_a_minute_at_most_sixty_one_calls_begin() {
        let (mut turn, calls) = (Turn::default(), Rc::new(Cell::new(0)));
        let start = Instant::now();
        while start.elapsed() < Duration::from_mins(1) {
            drop(turn.join(|| call(&calls, Duration::from_secs(3))));
            advance(Duration::from_millis(7)).await;
        }
        assert!((50..=61).contains(&calls.get()), "{}", calls.get());
    }
}
