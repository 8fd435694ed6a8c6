//! 콘솔 출력: 클라이언트가 보낸 글이 터미널을 조작하지 못하게 합니다.
//!
//! The console: what a peer sent is printed so that it cannot move the cursor, turn the line around
//! or flood the screen, and printing never holds up a connection.

use std::{
    fmt::{self, Display, Write as _},
    io::Write as _,
    sync::{
        OnceLock,
        atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

/// A longer message is cut, in characters.
const SHOWN_CHARACTERS: usize = 200;

/// Nobody reads faster than this; more lines are counted instead of printed.
const LINES_PER_SECOND: u32 = 100;

/// Lines that wait for the terminal. A terminal that stands still (a selection in a Windows console
/// stops it) fills this queue, and from then on lines are counted instead of printed.
const WAITING_LINES: usize = 1000;

/// Prints `받은 메시지: {message}`, as the lecture's server does.
pub fn received(message: impl Display) {
    print(format_args!("받은 메시지: {message}"));
}

/// Prints one line to standard output, soon and without waiting for it.
pub fn print(line: impl Display) {
    static LINES: OnceLock<SyncSender<String>> = OnceLock::new();
    if !BUDGET.take() || LINES.get_or_init(start).try_send(line.to_string()).is_err() {
        skip_line();
    }
}

/// Shows text from a peer: control, bidirectional and zero-width characters are escaped as in Rust
/// (`\u{202e}`), and what is longer than 200 characters is cut.
#[derive(Debug, Clone, Copy)]
pub struct Safe<'a>(pub &'a str);

impl Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(SHOWN_CHARACTERS) {
            if is_unprintable(character) {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        match characters.count() {
            0 => Ok(()),
            more => write!(f, "… (+{more}자)"),
        }
    }
}

/// Characters that act on a terminal, or on the reader's eye, instead of being seen.
fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character,
            // Arabic letter mark, soft hyphen, combining grapheme joiner, Hangul fillers.
            '\u{061c}' | '\u{00ad}' | '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
            | '\u{180e}'
            // Zero-width characters and direction marks.
            | '\u{200b}'..='\u{200f}'
            // Line and paragraph separators, and the embeddings and overrides of text direction.
            | '\u{2028}'..='\u{202e}'
            // Word joiner, invisible operators, isolates of text direction.
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            // Tags: invisible copies of ASCII.
            | '\u{e0000}'..='\u{e007f}')
}

/// Lines that may be printed before the present second is over. Every message of every connection asks, so
/// asking must cost next to nothing: no clock, and no write where nothing is left.
struct Budget(AtomicU32);

static BUDGET: Budget = Budget(AtomicU32::new(LINES_PER_SECOND));

impl Budget {
    fn take(&self) -> bool {
        let one_less = |left: u32| left.checked_sub(1);
        self.0.load(Ordering::Relaxed) > 0
            && self.0.try_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_ok()
    }

    fn refill(&self) {
        self.0.store(LINES_PER_SECOND, Ordering::Relaxed);
    }
}

/// Lines that were counted instead of printed. Threads that count in one place slow each other down, so
/// there are several, each on a cache line of its own.
#[repr(align(64))]
struct Skipped(AtomicU64);

static SKIPPED: [Skipped; 8] = [const { Skipped(AtomicU64::new(0)) }; 8];

thread_local! {
    static OWN_SKIPPED: &'static Skipped = {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        &SKIPPED[NEXT.fetch_add(1, Ordering::Relaxed) % SKIPPED.len()]
    };
}

fn skip_line() {
    OWN_SKIPPED.with(|skipped| skipped.0.fetch_add(1, Ordering::Relaxed));
}

fn take_skipped() -> u64 {
    SKIPPED.iter().map(|skipped| skipped.0.swap(0, Ordering::Relaxed)).sum()
}

/// Starts the thread that prints, and gives back the way to it.
fn start() -> SyncSender<String> {
    let (lines, queue) = sync_channel(WAITING_LINES);
    // Without this thread the lines stay in the queue until it is full: the server goes on.
    let _ = thread::Builder::new().name("console".to_owned()).spawn(move || write_lines(&queue));
    lines
}

fn write_lines(queue: &Receiver<String>) {
    // A closed standard output (`… | head`) is no reason to end the server.
    let write = |line: &str| {
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    };
    // The first line begins a second, at whose end the budget is full again.
    while let Ok(line) = queue.recv() {
        write(&line);
        let end = Instant::now() + Duration::from_secs(1);
        loop {
            match queue.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => write(&line),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        match take_skipped() {
            0 => {}
            skipped => write(&format!("… {skipped}줄 생략 · {skipped} lines left out")),
        }
        BUDGET.refill();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Safe(text).to_string()
    }

    #[test]
    fn korean_and_emoji_are_printed_as_they_are() {
        assert_eq!(shown("여기에다가 메시지 적으면 완성~!~! 👍"), "여기에다가 메시지 적으면 완성~!~! 👍");
    }

    #[test]
    fn whatever_acts_on_a_terminal_is_escaped() {
        assert_eq!(shown("\x1b[2J"), "\\u{1b}[2J");
        assert_eq!(shown("a\rb\nc\td\0"), "a\\rb\\nc\\td\\u{0}");
        assert_eq!(shown("\u{9b}31m"), "\\u{9b}31m");
        assert_eq!(shown("\u{7f}"), "\\u{7f}");
    }

    #[test]
    fn bidirectional_and_zero_width_characters_are_escaped() {
        for character in
            ['\u{202e}', '\u{2066}', '\u{200b}', '\u{200d}', '\u{feff}', '\u{2028}', '\u{61c}', '\u{e0041}']
        {
            let text = shown(&format!("a{character}b"));
            assert_eq!(text, format!("a{}b", character.escape_default()));
        }
    }

    #[test]
    fn a_long_message_is_cut_between_characters_and_says_how_much_is_missing() {
        let text = shown(&"가".repeat(SHOWN_CHARACTERS + 7));
        assert_eq!(text, format!("{}… (+7자)", "가".repeat(SHOWN_CHARACTERS)));
        assert_eq!(shown(&"가".repeat(SHOWN_CHARACTERS)), "가".repeat(SHOWN_CHARACTERS));
    }

    #[test]
    fn a_flood_is_cut_each_second() {
        let budget = Budget(AtomicU32::new(LINES_PER_SECOND));
        for _ in 0..3 {
            let printed = (0..1000).filter(|_| budget.take()).count();
            assert_eq!(printed, LINES_PER_SECOND as usize);
            budget.refill();
        }
    }

    #[test]
    fn what_is_left_out_is_counted_by_all_threads_together() {
        let threads: Vec<_> = (0..20).map(|_| thread::spawn(|| (0..100).for_each(|_| skip_line()))).collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(take_skipped(), 2000);
        assert_eq!(take_skipped(), 0);
    }
}
