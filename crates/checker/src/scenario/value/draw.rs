//! What each kind of value looks like.

use super::{Kind, stream::Stream};
use crate::price;

/// Consonants of a word: without l, p, s and y, so that `love`, `happy`, `sad`, `typing`, `stop` and `price` cannot be
/// within it.
const CONSONANTS: &[u8] = b"bcdfgjkmnrtvwxz";
const VOWELS: &[u8] = b"aeiou";

/// Emoji of one code point and of several: with a skin tone, with joiners, a flag, a key cap, a variation selector.
/// None that a lab itself uses.
const EMOJI: &[&str] = &[
    "👋",
    "🌱",
    "🚲",
    "🐢",
    "🍉",
    "🎈",
    "👍🏽",
    "👩\u{200d}💻",
    "👨\u{200d}👩\u{200d}👧",
    "🇰🇷",
    "1\u{fe0f}\u{20e3}",
    "❤\u{fe0f}",
];

/// Syllables of the keywords of lab 4.
const KEYWORDS: &str = "좋아요행복해슬퍼싫어";

/// How often a value is drawn again because an earlier one is the same.
const TRIES: usize = 100;

/// One dollar in the unit of an exchange's last digit.
const DOLLAR: u64 = 100_000_000;

/// A value of this kind that none of the `earlier` ones is, where the kind has room for that.
pub(super) fn draw(kind: &Kind, stream: &mut Stream, earlier: &[(&str, String)]) -> String {
    match kind {
        Kind::Word => another(earlier, || word(stream)),
        Kind::Digits => another(earlier, || stream.between(1000, 9999).to_string()),
        Kind::Hangul => another(earlier, || hangul(stream)),
        Kind::Emoji => another(earlier, || stream.pick(EMOJI).to_owned()),
        Kind::Number { from, to } => stream.between(*from, *to).to_string(),
        Kind::Text { bytes } => text(stream, *bytes),
        Kind::Price { near, cents } => {
            let base = near.as_deref().and_then(|near| earlier.iter().find(|(name, _)| *name == near));
            let base = base.and_then(|(_, price)| units(price));
            let earlier: Vec<u64> = earlier.iter().filter_map(|(_, value)| units(value)).collect();
            price_from(stream, base, cents.as_deref(), &earlier)
        }
    }
}

/// Draws until no earlier value is the same: two clients that sent the same could not be told apart.
fn another(earlier: &[(&str, String)], mut draw: impl FnMut() -> String) -> String {
    let mut value = draw();
    for _ in 0..TRIES {
        if earlier.iter().all(|(_, other)| *other != value) {
            break;
        }
        value = draw();
    }
    value
}

/// Three syllables of a consonant and a vowel. One is `q` without a `u` after it and another begins with `x` or `z`,
/// which no word of a dictionary has together.
fn word(stream: &mut Stream) -> String {
    let mut syllables = [
        [b'q', stream.pick(b"aeio")],
        [stream.pick(b"xz"), stream.pick(VOWELS)],
        [stream.pick(CONSONANTS), stream.pick(VOWELS)],
    ];
    syllables.rotate_left(stream.pick(&[0, 1, 2]));
    if stream.pick(&[true, false]) {
        syllables.swap(0, 1);
    }
    syllables.as_flattened().iter().copied().map(char::from).collect()
}

fn hangul(stream: &mut Stream) -> String {
    let mut syllables = String::new();
    while syllables.chars().count() < 3 {
        let code = u32::try_from(stream.between(0xac00, 0xd7a3)).unwrap_or(0xac00);
        syllables.extend(char::from_u32(code).filter(|syllable| !KEYWORDS.contains(*syllable)));
    }
    syllables
}

/// Words, Hangul and emoji with single spaces between them, and letters at the end to make it exactly so long.
fn text(stream: &mut Stream, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes);
    loop {
        let piece = match stream.between(0, 5) {
            0 => stream.pick(EMOJI).to_owned(),
            1 | 2 => hangul(stream),
            _ => word(stream),
        };
        if text.len() + piece.len() + 1 >= bytes {
            break;
        }
        text.push_str(&piece);
        text.push(' ');
    }
    while text.len() < bytes {
        text.push(char::from(stream.pick(b"qxz")));
    }
    text
}

/// A price that is a dollar or more off every earlier one, so that an old price never looks like a rounding.
fn price_from(stream: &mut Stream, base: Option<u64>, cents: Option<&str>, earlier: &[u64]) -> String {
    let (from, to) = match base {
        // Nine tenths of a percent in whole dollars leave room for the cents.
        Some(base) => ((base - base / 1000 * 9) / DOLLAR + 1, (base + base / 1000 * 9) / DOLLAR - 1),
        None => (60_000, 79_999),
    };
    let mut price = 0;
    for _ in 0..TRIES {
        let fraction = match cents {
            Some(cents) => format!("{cents:0<8}").parse().unwrap_or(0),
            // Never a zero at the end: a server that drops it fails where that is asked for, and not by chance.
            None => (stream.between(0, 9) * 10 + stream.between(1, 9)) * (DOLLAR / 100),
        };
        price = stream.between(from, to) * DOLLAR + fraction;
        if earlier.iter().all(|other| other.abs_diff(price) >= DOLLAR) {
            break;
        }
    }
    format!("{}.{:08}", price / DOLLAR, price % DOLLAR)
}

/// A price in the unit of its last digit; `None` for what is no price of an exchange.
fn units(price: &str) -> Option<u64> {
    price::display(price)?;
    let (whole, fraction) = price.split_once('.')?;
    let fraction: u64 = (fraction.len() == 8).then(|| fraction.parse().ok())??;
    whole.parse::<u64>().ok()?.checked_mul(DOLLAR)?.checked_add(fraction)
}
