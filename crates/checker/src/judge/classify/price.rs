//! The prices of lab 5. All arithmetic is with whole numbers.

use super::{form, json, seen::Seen, value};
use crate::failure::FailureKind;

/// The kind where a price is due.
pub(super) fn kind(seen: &Seen<'_>) -> Option<FailureKind> {
    let due = exact(&seen.expected)?;
    let received = seen.received.trim();
    if received.starts_with('⚠') {
        return Some(FailureKind::NotRecovered);
    }
    if let Some(cents) = exact(received) {
        return Some(if cents.abs_diff(due) <= 1 {
            FailureKind::PriceRounding
        } else if seen.is_one_of(seen.context.earlier) {
            FailureKind::StalePrice
        } else {
            FailureKind::WrongPrice
        });
    }
    no_price(received)
        .or_else(|| form(seen))
        .or_else(|| json::instead(seen))
        .or_else(|| received.contains(&seen.expected).then_some(FailureKind::ExtraText))
        .or_else(|| another(received, due))
}

/// The kind of a dollar sign before what is no number: a word that shows a language, or that it was calculated.
fn no_price(received: &str) -> Option<FailureKind> {
    let rest = received.strip_prefix('$')?.trim();
    value::word(rest).or_else(|| is_no_number(rest).then_some(FailureKind::WrongPrice))
}

/// The kind of a text with a number in it, which is the price in another format or another price.
fn another(received: &str, due: u128) -> Option<FailureKind> {
    let dense: String = received.split_whitespace().collect();
    let numbers: Vec<Decimal> = numbers(received).chain(numbers(&dense)).collect();
    if numbers.iter().any(|number| number.is_near(due)) {
        Some(FailureKind::PriceFormat)
    } else {
        (!numbers.is_empty() || received.starts_with('$')).then_some(FailureKind::WrongPrice)
    }
}

/// Whether a text tells a price: it begins with a dollar sign or is a number.
pub(in crate::judge) fn tells_price(text: &str) -> bool {
    let bare = text.trim_start_matches(['+', '-']).trim_start();
    bare.starts_with(['$', '＄'])
        || bare.starts_with(|first: char| first.is_ascii_digit())
        || is_no_number(bare)
}

/// What languages write for what is no number, or beyond all numbers.
fn is_no_number(text: &str) -> bool {
    ["nan", "inf", "infinity"].contains(&text.to_lowercase().as_str())
}

/// The cents of a price in the right format: `$70,352.36`.
fn exact(text: &str) -> Option<u128> {
    let (dollars, cents) = text.strip_prefix('$')?.split_once('.')?;
    let mut groups = dollars.split(',');
    let first = groups.next()?;
    let digits = |text: &str, from: usize, to: usize| {
        (from..=to).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit())
    };
    let right = digits(first, 1, 3) && groups.all(|group| digits(group, 3, 3)) && digits(cents, 2, 2);
    right.then(|| format!("{}{cents}", dollars.replace(',', "")).parse().ok())?
}

/// A number with decimals: 70352.360 is 70352360 with three of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decimal {
    digits: u128,
    decimals: u32,
}

impl Decimal {
    /// Whether it is so many cents, as far as its decimals go and to the cent.
    fn is_near(self, cents: u128) -> bool {
        let unit = |decimals: u32| 10_u128.checked_pow(decimals);
        let near = || {
            let most = self.decimals.max(2);
            let here = self.digits.checked_mul(unit(most - self.decimals)?)?;
            let due = cents.checked_mul(unit(most - 2)?)?;
            Some(here.abs_diff(due) <= unit(most - self.decimals.min(2))?)
        };
        near().unwrap_or(false)
    }

    /// Reads digits with commas and points, of which the last one may begin the decimals.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim_matches(['.', ',', '_']);
        let mark = text.rfind(['.', ',']).filter(|at| {
            let mark = &text[*at..=*at];
            let alone = text.matches(mark).count() == 1;
            let others = text.matches(['.', ',']).count() > 1;
            // A single comma before three digits groups them.
            alone && (others || mark == "." || text.len() - at != 4)
        });
        let decimals = mark.map_or(0, |at| text.len() - at - 1);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        Some(Self { digits: digits.parse().ok()?, decimals: u32::try_from(decimals).ok()? })
    }
}

/// The numbers in a text.
fn numbers(text: &str) -> impl Iterator<Item = Decimal> {
    let runs = text.split(|letter: char| !letter.is_ascii_digit() && !".,_".contains(letter));
    runs.filter_map(Decimal::read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_however_they_are_grouped() {
        for (text, digits, decimals) in [
            ("70352.36000000", 7_035_236_000_000, 8),
            ("70,352.36", 7_035_236, 2),
            ("70.352,36", 7_035_236, 2),
            ("70,352", 70_352, 0),
            ("70352,36", 7_035_236, 2),
            ("1,070,352", 1_070_352, 0),
            ("70_352.4", 703_524, 1),
            ("70352.", 70_352, 0),
        ] {
            assert_eq!(numbers(text).collect::<Vec<_>>(), [Decimal { digits, decimals }], "{text}");
        }
        assert_eq!(numbers("BTC/USDT: 1 or 2.5").count(), 2);
        assert_eq!(numbers("..., no number").count(), 0);
    }

    #[test]
    fn a_number_is_near_as_far_as_its_decimals_go() {
        for (text, near) in [
            ("70352.36", true),
            ("70352.36499", true),
            ("70352.37", true),
            ("70352.38", false),
            ("70352.4", true),
            ("70352.5", false),
            ("70352", true),
            ("70351", false),
            ("7035236", false),
            ("99999999999999999999999999999999999999", false),
        ] {
            assert_eq!(numbers(text).any(|number| number.is_near(7_035_236)), near, "{text}");
        }
    }
}
