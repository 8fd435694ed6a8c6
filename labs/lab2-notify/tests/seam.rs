//! The seam between history and live pushes: thousands of random interleavings of publish, take, subscribe, resume
//! and time, against a model that only remembers which numbers a connection was given.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::{
    collections::BTreeSet,
    sync::Arc,
    thread,
    time::{Duration, Instant, SystemTime},
};

use lab2_notify::{
    feed::Feed,
    history::{Bounds, Cursor, History, Lagged, MOST_BEHIND},
    id::Id,
    notification::Notification,
};

/// SplitMix64: the same numbers for the same seed, everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// One connection, and what it was given so far.
struct Listener {
    cursor: Cursor,
    given: BTreeSet<u64>,
    /// Where it began to listen.
    start: u64,
}

impl Listener {
    fn take(&mut self, notifications: &[Notification]) {
        for pair in notifications.windows(2) {
            assert!(pair[0].number < pair[1].number, "out of order");
        }
        for notification in notifications {
            assert!(self.given.insert(notification.number), "{} was given twice", notification.number);
        }
    }

    fn has_all(&self, mut numbers: impl Iterator<Item = u64>) -> bool {
        numbers.all(|number| self.given.contains(&number))
    }
}

struct World {
    random: Random,
    history: History,
    bounds: Bounds,
    now: Instant,
    /// When each was published; the first is number 1.
    published: Vec<Instant>,
    listeners: Vec<Listener>,
    cut_off: usize,
    recovered: [usize; 2],
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        // Every second world forgets little.
        let scale = if seed.is_multiple_of(2) { 1 } else { 100 };
        let bounds = Bounds {
            count: usize::try_from(scale * (1 + random.below(40))).unwrap(),
            bytes: usize::try_from(scale * (500 + random.below(20_000))).unwrap(),
            age: Duration::from_secs(scale * (1 + random.below(100))),
        };
        Self {
            random,
            history: History::new("run".to_owned(), bounds),
            bounds,
            now: Instant::now(),
            published: Vec::new(),
            listeners: Vec::new(),
            cut_off: 0,
            recovered: [0; 2],
        }
    }

    fn newest(&self) -> u64 {
        self.published.len() as u64
    }

    /// The numbers that are kept.
    fn kept(&self) -> Vec<u64> {
        let everything = self.history.after(&Id { epoch: "another".to_owned(), offset: 0 });
        assert!(!everything.recovered);
        everything.notifications.iter().map(|notification| notification.number).collect()
    }

    fn step(&mut self) {
        match self.random.below(10) {
            0..=3 => self.publish(),
            4 => self.pass_time(),
            5 => self.subscribe(),
            6 | 7 => self.listen(),
            _ => self.resume(),
        }
        self.check_bounds();
    }

    fn publish(&mut self) {
        // Sometimes many at once, so that listeners fall behind.
        let many = if self.random.below(20) == 0 { self.random.below(400) } else { 1 };
        for _ in 0..many {
            let text = "가".repeat(usize::try_from(self.random.below(60)).unwrap());
            let text = (self.random.below(2) == 0).then_some(text.as_str());
            self.published.push(self.now);
            let id = self.history.publish(text, self.now, SystemTime::now());
            assert_eq!(id, Id { epoch: "run".to_owned(), offset: self.newest() });
        }
    }

    fn pass_time(&mut self) {
        self.now += Duration::from_millis(self.random.below(20_000));
        self.history.trim(self.now);
    }

    fn subscribe(&mut self) {
        let (cursor, start) = (self.history.subscribe(), self.newest());
        assert_eq!(cursor.seen(), start);
        self.listeners.push(Listener { cursor, given: BTreeSet::new(), start });
    }

    fn listen(&mut self) {
        let Some(index) = self.some_listener() else { return };
        let seen = self.listeners[index].cursor.seen();
        let news = self.history.news(&mut self.listeners[index].cursor);
        match news {
            Ok(news) => {
                let listener = &mut self.listeners[index];
                assert!(news.iter().map(|one| one.number).eq(seen + 1..=self.published.len() as u64));
                listener.take(&news);
                // Live is one unbroken stretch from the moment of subscribing.
                assert!(listener.has_all(listener.start + 1..=self.published.len() as u64));
            }
            Err(Lagged) => self.cut_off(index, seen),
        }
    }

    fn resume(&mut self) {
        let Some(index) = self.some_listener() else { return };
        let offset = self.random.below(self.newest() + 5);
        let epoch = if self.random.below(8) == 0 { "another" } else { "run" };
        let id = Id { epoch: epoch.to_owned(), offset };
        let (kept, newest) = (self.kept(), self.newest());
        let seen = self.listeners[index].cursor.seen();
        let missed = match self.history.resume(&mut self.listeners[index].cursor, &id) {
            Ok(missed) => missed,
            Err(Lagged) => return self.cut_off(index, seen),
        };
        assert_eq!(missed.newest.offset, newest);
        let listener = &mut self.listeners[index];
        listener.take(&missed.notifications);
        let is_ours = epoch == "run" && offset <= newest;
        // Nothing that is left is hidden, and nothing that was already known comes again.
        let after = if is_ours { offset } else { 0 };
        assert!(listener.has_all(kept.into_iter().filter(|number| *number > after)));
        assert!(missed.notifications.iter().all(|one| one.number > after.min(seen)));
        // The claim is made exactly where it is true.
        let is_complete = is_ours && listener.has_all(offset + 1..=newest);
        assert_eq!(missed.recovered, is_complete, "after {id} of {newest}");
        self.recovered[usize::from(is_complete)] += 1;
    }

    fn cut_off(&mut self, index: usize, seen: u64) {
        let is_trimmed = self.kept().first().is_none_or(|oldest| *oldest > seen + 1);
        assert!(is_trimmed || self.newest() - seen > MOST_BEHIND, "cut off without a reason");
        self.listeners.swap_remove(index);
        self.cut_off += 1;
    }

    fn some_listener(&mut self) -> Option<usize> {
        let count = self.listeners.len() as u64;
        (count > 0).then(|| usize::try_from(self.random.below(count)).unwrap())
    }

    fn check_bounds(&self) {
        let everything = self.history.after(&Id { epoch: "another".to_owned(), offset: 0 }).notifications;
        assert!(everything.len() <= self.bounds.count);
        assert!(everything.iter().map(Notification::bytes).sum::<usize>() <= self.bounds.bytes);
        // The newest ones, without a hole.
        let first = self.newest() + 1 - everything.len() as u64;
        assert!(everything.iter().map(|one| one.number).eq(first..=self.newest()));
        let ages =
            everything.iter().map(|one| self.now - self.published[usize::try_from(one.number).unwrap() - 1]);
        assert!(ages.max().is_none_or(|age| age <= self.bounds.age));
    }
}

#[test]
fn no_interleaving_leaves_a_gap_or_a_duplicate_or_tells_a_lie() {
    let (mut cut_off, mut recovered) = (0, [0; 2]);
    for seed in 0..200 {
        let run = thread::spawn(move || {
            let mut world = World::new(seed);
            (0..300).for_each(|_| world.step());
            (world.cut_off, world.recovered)
        });
        let (more, of) = run.join().unwrap_or_else(|_| panic!("seed {seed}"));
        cut_off += more;
        recovered = [recovered[0] + of[0], recovered[1] + of[1]];
    }
    println!("{cut_off} cut off; recovered: {} false, {} true", recovered[0], recovered[1]);
    assert!(cut_off > 100 && recovered.into_iter().all(|count| count > 1000), "too few cases were met");
}

#[test]
fn a_history_that_forgets_nothing_and_one_that_keeps_nothing_are_honest() {
    let now = Instant::now();
    let mut history = History::new("run".to_owned(), Bounds { bytes: 0, ..Bounds::DEFAULT });
    let before = history.newest();
    assert!(history.after(&before).recovered);
    let id = history.publish(None, now, SystemTime::now());
    let missed = history.after(&before);
    assert_eq!((missed.notifications.len(), missed.recovered, missed.newest), (0, false, id.clone()));
    assert!(history.after(&id).recovered);
    assert_eq!(history.news(&mut History::new("run".to_owned(), Bounds::DEFAULT).subscribe()), Err(Lagged));
}

/// The same seam with real threads: while one publishes, others subscribe and resume from what they saw last.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn listeners_that_come_and_go_while_others_publish_miss_nothing() {
    const NOTIFICATIONS: u64 = 20_000;
    let feed = Arc::new(Feed::default());
    let start = feed.newest();
    let publishers: Vec<_> = (0..2)
        .map(|_| {
            let feed = Arc::clone(&feed);
            thread::spawn(move || {
                for number in 0..NOTIFICATIONS / 2 {
                    feed.publish(None);
                    if number % 64 == 0 {
                        // Or the history would be over before anybody has looked at it.
                        thread::sleep(Duration::from_millis(1));
                    }
                }
            })
        })
        .collect();
    let listeners: Vec<_> =
        (0..8).map(|_| tokio::spawn(listen(Arc::clone(&feed), start.clone(), NOTIFICATIONS))).collect();
    for listener in listeners {
        listener.await.unwrap();
    }
    for publisher in publishers {
        publisher.join().unwrap();
    }
}

/// Connects again and again, each time after what it saw last, until it has seen them all.
async fn listen(feed: Arc<Feed>, mut last: Id, all: u64) {
    while last.offset < all {
        let mut subscription = feed.subscribe();
        let Ok(missed) = subscription.resume(&last) else { continue };
        assert!(
            missed.recovered
                || missed.notifications.is_empty()
                || missed.notifications[0].number > last.offset + 1
        );
        let is_complete = missed.recovered;
        let mut taken = missed.notifications;
        if last.offset + (taken.len() as u64) < all
            && let Ok(news) = subscription.next().await
        {
            taken.extend(news);
        }
        let first = if is_complete {
            last.offset + 1
        } else {
            taken.first().map_or(last.offset + 1, |one| one.number)
        };
        assert!(
            taken.iter().map(|one| one.number).eq(first..first + taken.len() as u64),
            "a gap or a duplicate"
        );
        last.offset = taken.last().map_or(last.offset, |one| one.number);
    }
}
