//! The room alone, with the clock paused: who hears of which state, and when.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::collections::HashMap;

use futures_util::FutureExt;
use tokio::time::{Duration, advance, sleep, sleep_until, timeout};

use super::*;
use crate::typists::PATIENCE;

/// A room whose silent typists are seen to.
fn open_room() -> Arc<Room> {
    let room = Arc::new(Room::new());
    tokio::spawn(Arc::clone(&room).expire());
    room
}

/// Waits for the next state, and gives back how many type and how long that took.
async fn next_state(member: &mut Member) -> (usize, Duration) {
    const NEVER: Duration = Duration::from_mins(1);
    let start = Instant::now();
    timeout(NEVER, member.states.changed()).await.expect("no new state").unwrap();
    (member.typists(), start.elapsed())
}

/// Nothing has happened that this member has not seen.
fn has_seen_all(member: &mut Member) -> bool {
    member.states.changed().now_or_never().is_none()
}

/// A timer of tokio is exact to a millisecond, and never early.
fn is_after(wait: Duration, expected: Duration) -> bool {
    (expected..=expected + Duration::from_millis(2)).contains(&wait)
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_in_hears_of_the_present_state_at_once() {
    let room = open_room();
    let mut first = room.join();
    assert_eq!(next_state(&mut first).await, (0, Duration::ZERO));
    first.typing();
    let mut second = room.join();
    assert_eq!(next_state(&mut second).await, (1, Duration::ZERO));
    assert!(has_seen_all(&mut second));
}

#[tokio::test(start_paused = true)]
async fn the_room_is_idle_when_the_last_one_has_stopped_or_left() {
    let room = open_room();
    let (mut reader, first, second, third) = (room.join(), room.join(), room.join(), room.join());
    for (index, typist) in [&first, &second, &third].into_iter().enumerate() {
        typist.typing();
        assert_eq!(next_state(&mut reader).await.0, index + 1);
    }
    first.stop();
    assert_eq!(next_state(&mut reader).await.0, 2);
    drop(second);
    assert_eq!(next_state(&mut reader).await.0, 1);
    let broken = tokio::spawn(async move {
        let _third = third;
        panic!("a session that breaks");
    });
    assert!(broken.await.is_err());
    assert_eq!(next_state(&mut reader).await.0, 0);
    // Leaving without having typed is no news.
    drop(first);
    assert!(has_seen_all(&mut reader));
}

#[tokio::test(start_paused = true)]
async fn a_typist_who_falls_silent_has_stopped_after_three_seconds() {
    let room = open_room();
    let (mut reader, typist) = (room.join(), room.join());
    // More than once: the task that waits for the silent must wake for every new typist.
    for pause in [0, 10, 100_000] {
        sleep(Duration::from_millis(pause)).await;
        typist.typing();
        assert_eq!(next_state(&mut reader).await, (1, Duration::ZERO));
        let (count, wait) = next_state(&mut reader).await;
        assert!(count == 0 && is_after(wait, PATIENCE), "{count} after {wait:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_typing_begins_the_three_seconds_anew() {
    let room = open_room();
    let (mut reader, patient, quick) = (room.join(), room.join(), room.join());
    patient.typing();
    quick.typing();
    assert_eq!(next_state(&mut reader).await.0, 2);
    advance(Duration::from_secs(2)).await;
    patient.typing();
    let (count, wait) = next_state(&mut reader).await;
    assert!(count == 1 && is_after(wait, Duration::from_secs(1)), "{count} after {wait:?}");
    let (count, wait) = next_state(&mut reader).await;
    assert!(count == 0 && is_after(wait, Duration::from_secs(2)), "{count} after {wait:?}");
}

#[tokio::test(start_paused = true)]
async fn only_the_newest_state_waits_for_a_slow_reader() {
    let room = open_room();
    let (mut slow, typist, other) = (room.join(), room.join(), room.join());
    assert_eq!(next_state(&mut slow).await.0, 0);
    for _ in 0..1000 {
        typist.typing();
        other.typing();
        typist.stop();
        other.stop();
    }
    typist.typing();
    assert_eq!(next_state(&mut slow).await.0, 1);
    assert!(has_seen_all(&mut slow), "one state for four thousand");
}

#[tokio::test(start_paused = true)]
async fn a_finished_line_ends_its_authors_typing_and_goes_to_everyone() {
    let room = open_room();
    let (mut reader, mut author) = (room.join(), room.join());
    author.typing();
    assert_eq!(reader.typists(), 1);
    author.say("안녕".to_owned());
    // Where the line is there, the end of the typing is there as well.
    assert_eq!(&*reader.lines.recv().await.unwrap(), "안녕");
    assert_eq!(reader.typists(), 0);
    assert_eq!(&*author.lines.recv().await.unwrap(), "안녕");
    // Nothing of it is kept for those who come later.
    assert!(room.join().lines.recv().now_or_never().is_none());
}

#[tokio::test(start_paused = true)]
async fn lines_keep_their_order_until_too_many_wait() {
    let room = open_room();
    let (mut reader, author) = (room.join(), room.join());
    for number in 0..MOST_WAITING_LINES {
        author.say(number.to_string());
    }
    for number in 0..MOST_WAITING_LINES {
        assert_eq!(*reader.lines.recv().await.unwrap(), *number.to_string());
    }
    for number in 0..=MOST_WAITING_LINES {
        author.say(number.to_string());
    }
    assert!(reader.lines.recv().await.is_err(), "what is lost is not passed over in silence");
}

/// A generator of numbers whose run is the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// One who reads as a session does: when it is woken, the newest state is told if it is another.
struct Reader {
    member: Member,
    told: Vec<usize>,
}

impl Reader {
    fn read(&mut self) {
        if self.member.states.changed().now_or_never().is_some() {
            let count = self.member.typists();
            if self.told.last() != Some(&count) {
                self.told.push(count);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn in_any_order_of_events_the_count_is_right_and_no_state_comes_twice() {
    let mut told = 0;
    for seed in 0..200 {
        told += come_and_go(Random(seed)).await;
    }
    assert!(told > 10_000, "{told} states are enough to tell something");
}

/// Members come, type, stop, speak, fall silent and leave; a table says how many type, and everyone agrees.
async fn come_and_go(mut random: Random) -> usize {
    const TICK: Duration = Duration::from_millis(10);
    let room = open_room();
    // The first reads whatever happens, the others more seldom.
    let mut readers: Vec<_> = (0..3).map(|_| Reader { member: room.join(), told: vec![0] }).collect();
    let mut members: Vec<Member> = Vec::new();
    let mut deadlines: HashMap<u64, Instant> = HashMap::new();
    let mut now = Instant::now();
    for _ in 0..200 {
        match (random.below(10), members.len()) {
            (0..=1, 0..20) | (_, 0) => members.push(room.join()),
            (choice, count) => {
                let index = usize::try_from(random.below(count as u64)).unwrap();
                let id = members[index].id;
                deadlines.remove(&id);
                match choice {
                    0..=5 => {
                        members[index].typing();
                        deadlines.insert(id, Instant::now() + PATIENCE);
                    }
                    6..=7 => members[index].stop(),
                    8 => members[index].say("안녕".to_owned()),
                    _ => drop(members.swap_remove(index)),
                }
            }
        }
        // Events fall on whole ticks and the count is looked at between them, so a timer's rounding is no matter.
        sleep_until(now + TICK / 2).await;
        deadlines.retain(|_, deadline| *deadline > Instant::now());
        for (pace, reader) in [1, 3, 30].into_iter().zip(&mut readers) {
            if random.below(pace) == 0 {
                reader.read();
            }
        }
        assert_eq!(readers[0].told.last(), Some(&deadlines.len()));
        now += TICK * u32::try_from(1 + random.below(40).pow(3) / 500).unwrap();
        sleep_until(now).await;
    }
    members.clear();
    for reader in &mut readers {
        reader.read();
        assert_eq!(reader.told.last(), Some(&0), "everybody has left");
        assert!(reader.told.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", reader.told);
    }
    readers.iter().map(|reader| reader.told.len()).sum()
}
