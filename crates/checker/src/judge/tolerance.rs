//! What two texts may differ in and still count as the same.
//!
//! Each [`Note`] here stands for one thing that is made equal before two texts are compared. What a client has sent
//! itself must come back as it was: of that, only composition, line ends and white space at the end are made equal.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::emoji::{VARIATION_SELECTOR, is_emoji};
use crate::verdict::Note;

/// All that is tolerated. The first that is not needed is left out first, so that an explanation at the end of this
/// list is preferred: a space after the last emoji is one at the end of the text.
const ALL: [Note; 6] = [
    Note::EmojiSpaces,
    Note::VariationSelector,
    Note::ThreeDots,
    Note::LineEnds,
    Note::Nfd,
    Note::TrailingSpace,
];

/// What has to be tolerated so that the texts are the same; `None` when nothing makes them so.
pub(super) fn tolerated(expected: &str, received: &str, sent: Option<&str>) -> Option<Vec<Note>> {
    if expected == received {
        return Some(Vec::new());
    }
    fewest(|allowed| is_same(expected, received, sent, allowed))
}

/// The fewest notes with which it holds; `None` when it does not even hold with all of them.
pub(super) fn fewest(holds: impl Fn(&[Note]) -> bool) -> Option<Vec<Note>> {
    let mut allowed = ALL.to_vec();
    if !holds(&allowed) {
        return None;
    }
    for note in ALL {
        let fewer: Vec<Note> = allowed.iter().copied().filter(|other| *other != note).collect();
        if holds(&fewer) {
            allowed = fewer;
        }
    }
    allowed.sort_unstable();
    Some(allowed)
}

/// The text with everything made equal that may differ in a message of the server's own wording.
pub(super) fn normal(text: &str) -> String {
    worded(&plain(text, &ALL), &ALL)
}

/// The text with everything made equal that may differ in what a client has sent itself.
pub(super) fn own(text: &str) -> String {
    plain(text, &ALL)
}

fn is_same(expected: &str, received: &str, sent: Option<&str>, allowed: &[Note]) -> bool {
    let (expected, received) = (plain(expected, allowed), plain(received, allowed));
    if expected == received {
        return true;
    }
    let Some((before, own, after)) = sent.and_then(|sent| around(&expected, sent, allowed)) else {
        return worded(&expected, allowed) == worded(&received, allowed);
    };
    let (before, after) = (worded(before, allowed), worded(after, allowed));
    received.match_indices(&own).any(|(at, own)| {
        worded(&received[..at], allowed) == before && worded(&received[at + own.len()..], allowed) == after
    })
}

/// What stands before and after the client's own text in what is expected; `None` when it is not in there.
fn around<'e>(expected: &'e str, sent: &str, allowed: &[Note]) -> Option<(&'e str, String, &'e str)> {
    // The end of the expected text has been cut already, and the client's text may be that end.
    let uncut: Vec<Note> = allowed.iter().copied().filter(|note| *note != Note::TrailingSpace).collect();
    let own = [plain(sent, &uncut), plain(sent, allowed)]
        .into_iter()
        .find(|own| expected.contains(own.as_str()))?;
    let at = if own.is_empty() { None } else { expected.rfind(&own) }?;
    Some((&expected[..at], own.clone(), &expected[at + own.len()..]))
}

/// Line ends, composition, and white space at the end.
fn plain(text: &str, allowed: &[Note]) -> String {
    let mut text = text.to_owned();
    if allowed.contains(&Note::LineEnds) && text.contains('\r') {
        text = text.replace("\r\n", "\n");
    }
    if allowed.contains(&Note::Nfd) && !text.is_ascii() {
        text = text.nfc().collect();
    }
    if allowed.contains(&Note::TrailingSpace) {
        text.truncate(text.trim_end().len());
    }
    text
}

/// Three dots, and what may differ around emoji.
fn worded(text: &str, allowed: &[Note]) -> String {
    let dots = allowed.contains(&Note::ThreeDots) && text.contains("...");
    let text = if dots { text.replace("...", "…") } else { text.to_owned() };
    let (spaces, selectors) =
        (allowed.contains(&Note::EmojiSpaces), allowed.contains(&Note::VariationSelector));
    if text.is_ascii() || !(spaces || selectors) {
        return text;
    }
    let mut made = String::with_capacity(text.len());
    let mut after_emoji = false;
    for cluster in text.graphemes(true) {
        let blank = cluster.chars().all(char::is_whitespace);
        if is_emoji(cluster) {
            if spaces {
                made.truncate(made.trim_end().len());
            }
            made.extend(cluster.chars().filter(|part| !(selectors && *part == VARIATION_SELECTOR)));
        } else if !(spaces && after_emoji && blank) {
            made.push_str(cluster);
        }
        after_emoji = is_emoji(cluster) || (after_emoji && blank);
    }
    made
}

/// Whether the text begins like this and goes on with more than white space.
pub(super) fn begins(expected: &str, received: &str, allowed: &[Note]) -> bool {
    // The end of the beginning is not the end of a text, so that its white space counts.
    let within: Vec<Note> = allowed.iter().copied().filter(|note| *note != Note::TrailingSpace).collect();
    let received = worded(&plain(received, &within), allowed);
    let expected = worded(&plain(expected, &within), allowed);
    let rest = received.strip_prefix(&expected);
    // A selector behind the beginning belongs to its last character.
    rest.is_some_and(|rest| !rest.trim().is_empty() && !rest.starts_with(VARIATION_SELECTOR))
}

/// Whether the text begins like this and goes on, with everything tolerated.
pub(super) fn begins_at_all(expected: &str, received: &str) -> bool {
    begins(expected, received, &ALL)
}
