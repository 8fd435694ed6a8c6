//! 누가 언제까지 입력 중인가. 시각은 밖에서 받으므로 소켓도 시계도 없이 시험할 수 있습니다.
//!
//! Who types, and until when. The time comes from outside, so this is tested without socket or clock.

use std::collections::HashMap;

use tokio::time::{Duration, Instant};

/// 마지막 `typing` 뒤로 이만큼 조용하면 멈춘 것으로 봅니다: `stop` 은 오지 않을 수도 있습니다.
/// Silence after the last `typing` that counts as a stop, because a `stop` may never come. A page says `typing`
/// again every 2 s, so it has a second to spare.
pub(crate) const PATIENCE: Duration = Duration::from_secs(3);

/// 입력 중인 사람들. 바꾸는 함수는 사람 수가 달라졌는지 알려 줍니다.
/// Those who type. Whatever changes it tells whether their number has changed.
#[derive(Debug, Default)]
pub(crate) struct Typists {
    /// 저마다 언제까지. · Each with its deadline, by the member's id.
    deadlines: HashMap<u64, Instant>,
}

impl Typists {
    /// 몇 명인가. · How many there are.
    pub(crate) fn count(&self) -> usize {
        self.deadlines.len()
    }

    /// 지금부터 [`PATIENCE`] 동안 입력 중입니다.
    /// From now on, for [`PATIENCE`], this member types.
    pub(crate) fn typing(&mut self, member: u64, now: Instant) -> bool {
        self.deadlines.insert(member, now + PATIENCE).is_none()
    }

    /// 더는 입력하지 않습니다. · This member types no longer.
    pub(crate) fn stop(&mut self, member: u64) -> bool {
        self.deadlines.remove(&member).is_some()
    }

    /// 때가 지난 사람을 뺍니다. · Drops those whose time is over.
    pub(crate) fn expire(&mut self, now: Instant) -> bool {
        let before = self.count();
        self.deadlines.retain(|_, deadline| *deadline > now);
        self.count() != before
    }

    /// 가장 먼저 때가 지날 순간. 모두를 살펴보므로, 글자마다가 아니라 앞서 들은 순간이 왔을 때만 묻습니다.
    /// When the first of them is over. It looks at all of them, so it is asked not at every key but only when the
    /// moment told before has come.
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.deadlines.values().min().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn several_may_type_and_each_is_counted_once() {
        let (mut typists, now) = (Typists::default(), Instant::now());
        assert!(typists.typing(1, now));
        assert!(typists.typing(2, now));
        assert!(!typists.typing(1, now), "a repeated `typing` changes no number");
        assert_eq!(typists.count(), 2);
        assert!(typists.stop(1));
        assert!(!typists.stop(1), "who does not type cannot stop");
        assert_eq!(typists.count(), 1);
    }

    #[test]
    fn each_is_over_three_seconds_after_its_own_last_typing() {
        let (mut typists, now) = (Typists::default(), Instant::now());
        typists.typing(1, now);
        typists.typing(2, now + SECOND);
        assert_eq!(typists.next_deadline(), Some(now + 3 * SECOND));
        typists.typing(1, now + 2 * SECOND);
        assert_eq!(typists.next_deadline(), Some(now + 4 * SECOND));
        assert!(!typists.expire(now + 4 * SECOND - Duration::from_millis(1)));
        assert!(typists.expire(now + 4 * SECOND));
        assert_eq!(typists.count(), 1);
        assert!(typists.expire(now + 5 * SECOND));
        assert_eq!((typists.count(), typists.next_deadline()), (0, None));
    }
}
