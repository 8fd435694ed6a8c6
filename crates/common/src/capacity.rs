//! 연결 수: 서버 전체와 주소 하나에 열어 줄 WebSocket의 수, 그리고 지금 열린 수.
//!
//! Capacity: how many WebSockets a server holds open, in all and for one address. A class sits behind one
//! address, so that number is large; without one, a single client could take every place.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

/// WebSockets of a whole server.
pub const MOST: usize = 10_000;

/// WebSockets of one address.
pub const MOST_OF_ADDRESS: usize = 512;

/// The places of a server. Clones share them.
#[derive(Debug, Clone)]
pub struct Capacity(Arc<Places>);

#[derive(Debug)]
struct Places {
    most: usize,
    most_of_address: usize,
    taken: Mutex<Taken>,
    emptied: Notify,
}

#[derive(Debug, Default)]
struct Taken {
    total: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One place. It is free again when this is dropped, also by a panic.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    address: IpAddr,
}

impl Default for Capacity {
    fn default() -> Self {
        Self::of(MOST, MOST_OF_ADDRESS)
    }
}

impl Capacity {
    /// So many places in all, and so many for one address.
    #[must_use]
    pub fn of(most: usize, most_of_address: usize) -> Self {
        Self(Arc::new(Places { most, most_of_address, taken: Mutex::default(), emptied: Notify::new() }))
    }

    /// Takes a place, if there is one for `address`.
    #[must_use]
    pub fn enter(&self, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let mut taken = self.0.taken();
        if !self.0.has_place(&taken, address) {
            return None;
        }
        taken.total += 1;
        *taken.by_address.entry(address).or_default() += 1;
        Some(Place { places: Arc::clone(&self.0), address })
    }

    /// Whether there is a place for `address` now.
    #[must_use]
    pub fn has_place(&self, address: IpAddr) -> bool {
        self.0.has_place(&self.0.taken(), address.to_canonical())
    }

    /// The WebSockets that are open now.
    #[must_use]
    pub fn open(&self) -> usize {
        self.0.taken().total
    }

    /// Waits until no WebSocket is open.
    pub async fn emptied(&self) {
        loop {
            let emptied = self.0.emptied.notified();
            if self.open() == 0 {
                return;
            }
            emptied.await;
        }
    }
}

impl Places {
    fn taken(&self) -> MutexGuard<'_, Taken> {
        // The numbers are right between any two statements under the lock, whoever panicked.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_place(&self, taken: &Taken, address: IpAddr) -> bool {
        taken.total < self.most
            && taken.by_address.get(&address).copied().unwrap_or_default() < self.most_of_address
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.total -= 1;
        if let Some(count) = taken.by_address.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                // An address that has left leaves nothing behind.
                taken.by_address.remove(&self.address);
            }
        }
        if taken.total == 0 {
            self.places.emptied.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        hash::{BuildHasher, RandomState},
        panic::{AssertUnwindSafe, catch_unwind},
    };

    use super::*;

    fn address(number: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, number])
    }

    #[test]
    fn an_address_and_the_server_have_their_limits() {
        let capacity = Capacity::of(3, 2);
        let first = capacity.enter(address(1));
        let second = capacity.enter(address(1));
        assert!(first.is_some() && second.is_some());
        assert!(capacity.enter(address(1)).is_none() && !capacity.has_place(address(1)));
        let third = capacity.enter(address(2));
        assert!(third.is_some());
        assert!(capacity.enter(address(3)).is_none(), "the server is full");
        drop(first);
        assert!(capacity.enter(address(1)).is_some());
    }

    #[test]
    fn an_address_is_the_same_in_both_notations() {
        let capacity = Capacity::of(9, 1);
        let _place = capacity.enter("::ffff:10.0.0.1".parse().unwrap());
        assert!(!capacity.has_place(address(1)));
    }

    /// Random orders of coming, leaving, leaving by a panic, and being refused.
    #[test]
    fn the_numbers_return_to_zero_whatever_the_order() {
        let mut seed = RandomState::new().hash_one(0);
        let first_seed = seed;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 40).unwrap() % below
        };
        for _ in 0..200 {
            let capacity = Capacity::of(20, 6);
            let mut places = Vec::new();
            for _ in 0..300 {
                match random(4) {
                    0 | 1 => places.extend(capacity.enter(address(u8::try_from(random(5)).unwrap()))),
                    _ if places.is_empty() => {}
                    2 => drop(places.swap_remove(random(places.len()))),
                    _ => {
                        let place = places.swap_remove(random(places.len()));
                        let session = AssertUnwindSafe(move || {
                            let _place = place;
                            std::panic::resume_unwind(Box::new("a session fails"));
                        });
                        assert!(catch_unwind(session).is_err());
                    }
                }
                assert_eq!(capacity.open(), places.len(), "seed {first_seed}");
                assert!(places.len() <= 20);
            }
            drop(places);
            assert_eq!(capacity.open(), 0, "seed {first_seed}");
            assert!(capacity.0.taken().by_address.is_empty(), "seed {first_seed}");
        }
    }

    #[tokio::test]
    async fn whoever_waits_for_the_end_is_told() {
        let capacity = Capacity::default();
        capacity.emptied().await;
        let places: Vec<_> = (0..3).filter_map(|number| capacity.enter(address(number))).collect();
        let waiting = capacity.clone();
        let waiting = tokio::spawn(async move { waiting.emptied().await });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(places);
        waiting.await.unwrap();
    }
}
