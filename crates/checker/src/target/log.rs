//! What a server prints, line by line and within bounds.

use std::{
    collections::VecDeque,
    io::{ErrorKind, Read},
    pin::pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};

/// So many bytes of lines are kept; the oldest go first.
const MOST: usize = 64 * 1024;

/// So many bytes of one line are kept, its beginning.
const LONGEST_LINE: usize = 4 * 1024;

/// What stands where a line was cut.
const CUT: &str = " …";

/// What a server has printed, to its standard output and to its standard error in the order they came.
#[derive(Debug, Default)]
pub(super) struct Log {
    lines: Mutex<Lines>,
    changed: Notify,
}

impl Log {
    /// Reads until nobody can write any more. Whatever is not kept is read all the same: a full pipe would stop the
    /// server.
    pub(super) fn fill(&self, mut from: impl Read) {
        let mut buffer = [0; 8 * 1024];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(length) => self.lock().feed(buffer.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
            self.changed.notify_waiters();
        }
        self.lock().is_complete = true;
        self.changed.notify_waiters();
    }

    /// So many of the last lines.
    pub(super) fn tail(&self, most: usize) -> Vec<String> {
        let lines = self.lock().all();
        lines.into_iter().rev().take(most).rev().collect()
    }

    /// Whether a line with this text is printed, or has been.
    pub(super) async fn holds(&self, text: &str, within: Duration) -> bool {
        self.until(
            within,
            |lines| {
                if lines.hold(text) { Some(true) } else { lines.is_complete.then_some(false) }
            },
        )
        .await
    }

    /// Waits until nobody can write any more, at most so long.
    pub(super) async fn complete(&self, within: Duration) {
        self.until(within, |lines| lines.is_complete.then_some(true)).await;
    }

    async fn until(&self, within: Duration, answer: impl Fn(&Lines) -> Option<bool>) -> bool {
        let wait = async {
            loop {
                let mut changed = pin!(self.changed.notified());
                // From here on no change is missed.
                changed.as_mut().enable();
                let answer = answer(&self.lock());
                if let Some(answer) = answer {
                    return answer;
                }
                changed.await;
                // A flood of lines must not make this a loop that does nothing else.
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(within, wait).await.unwrap_or(false)
    }

    fn lock(&self) -> MutexGuard<'_, Lines> {
        // Lines that were half written by a thread that panicked are better than none.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lines, and the one that is not complete.
#[derive(Debug, Default)]
struct Lines {
    whole: VecDeque<String>,
    /// Bytes in `whole`, each line with its end.
    size: usize,
    begun: Vec<u8>,
    /// Whether bytes of the line that has begun were left out.
    is_cut: bool,
    is_complete: bool,
}

impl Lines {
    fn feed(&mut self, mut bytes: &[u8]) {
        while let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
            let (line, rest) = bytes.split_at(end);
            self.go_on(line);
            let line = self.begun_line();
            self.begun.clear();
            self.is_cut = false;
            self.keep(line);
            bytes = rest.get(1..).unwrap_or_default();
        }
        self.go_on(bytes);
    }

    fn go_on(&mut self, bytes: &[u8]) {
        let room = LONGEST_LINE - self.begun.len().min(LONGEST_LINE);
        self.begun.extend(bytes.iter().take(room));
        self.is_cut |= bytes.len() > room;
    }

    fn keep(&mut self, line: String) {
        self.size += line.len() + 1;
        self.whole.push_back(line);
        while self.size > MOST {
            let Some(oldest) = self.whole.pop_front() else { break };
            self.size -= oldest.len() + 1;
        }
    }

    fn begun_line(&self) -> String {
        let line = plain(&self.begun);
        if !self.is_cut {
            return line;
        }
        // The cut may go through a character.
        format!("{}{CUT}", line.trim_end_matches(char::REPLACEMENT_CHARACTER))
    }

    fn all(&self) -> Vec<String> {
        let begun = (!self.begun.is_empty()).then(|| self.begun_line());
        self.whole.iter().cloned().chain(begun).collect()
    }

    fn hold(&self, text: &str) -> bool {
        self.whole.iter().any(|line| line.contains(text)) || self.begun_line().contains(text)
    }
}

/// The text of a line, without colours: many a logger writes them into a pipe, too.
fn plain(line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line);
    let mut text = String::with_capacity(line.len());
    let mut letters = line.trim_end_matches('\r').chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' && letters.next_if_eq(&'[').is_some() {
            // ECMA-48 5.4: a control sequence ends with a byte from @ to ~.
            letters.by_ref().find(|letter| ('@'..='~').contains(letter));
        } else {
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn lines(pieces: &[&[u8]]) -> Vec<String> {
        let mut lines = Lines::default();
        for piece in pieces {
            lines.feed(piece);
        }
        lines.all()
    }

    #[test]
    fn lines_are_the_same_however_the_bytes_come() {
        let text = "받은 메시지: 안녕 👋\r\n\nlast".as_bytes();
        let expected = ["받은 메시지: 안녕 👋", "", "last"];
        assert_eq!(lines(&[text]), expected);
        let single: Vec<&[u8]> = text.chunks(1).collect();
        assert_eq!(lines(&single), expected);
        assert_eq!(lines(&[b"a\n"]), ["a"]);
    }

    #[test]
    fn what_is_no_utf8_is_shown_as_such_and_colours_are_left_out() {
        assert_eq!(lines(&[b"a\xffb\n", b"\x1b[31m\x1b[1mWARN\x1b[0m x\n"]), ["a\u{fffd}b", "WARN x"]);
    }

    #[test]
    fn a_long_line_is_cut_between_characters_and_the_next_is_whole() {
        let long = "가".repeat(LONGEST_LINE);
        let shown = lines(&[long.as_bytes(), b"\nnext\n"]);
        assert_eq!(shown, [format!("{}{CUT}", "가".repeat(LONGEST_LINE / 3)), "next".into()]);
    }

    #[test]
    fn the_oldest_lines_go_first() {
        let mut lines = Lines::default();
        for number in 0..20_000 {
            lines.feed(format!("line {number}\n").as_bytes());
        }
        let all = lines.all();
        assert!(lines.size <= MOST && lines.size > MOST - 100, "{}", lines.size);
        assert_eq!(all.last().map(String::as_str), Some("line 19999"));
        assert_eq!(all.first(), Some(&format!("line {}", 20_000 - all.len())));
    }

    #[tokio::test(start_paused = true)]
    async fn a_text_is_found_before_and_after_it_is_printed_and_no_longer_awaited_at_the_end() {
        let log = Arc::new(Log::default());
        log.lock().feed(b"ready now");
        assert!(log.holds("ready", Duration::ZERO).await);
        assert!(!log.holds("later", Duration::from_secs(1)).await);
        let writer = Arc::clone(&log);
        let write = async move {
            sleep(Duration::from_millis(50)).await;
            // The end of the line comes with it, and the end of everything.
            writer.fill(&b" and later\n"[..]);
        };
        let (found, ()) = tokio::join!(log.holds("later", Duration::from_secs(1)), write);
        assert!(found);
        let before = tokio::time::Instant::now();
        assert!(!log.holds("never", Duration::from_secs(1)).await);
        assert_eq!(before.elapsed(), Duration::ZERO);
    }
}
