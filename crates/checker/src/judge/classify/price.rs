//! The prices of lab 5.

use super::{super::tolerance::normal, Seen};
use crate::failure::FailureKind;

/// The kind, where a price is due.
pub(super) fn kind(seen: &Seen<'_>) -> Option<FailureKind> {
    let due = cents(&seen.expected)?;
    if !seen.expected.starts_with('$') {
        return None;
    }
    if seen.received.starts_with('⚠') {
        return Some(FailureKind::NotRecovered);
    }
    if !tells_price(&seen.received) {
        return None;
    }
    let is_earlier = |text: &String| normal(text) == seen.received;
    if seen.context.earlier.iter().any(is_earlier) {
        return Some(FailureKind::StalePrice);
    }
    let Some(told) = cents(&seen.received) else { return Some(FailureKind::PriceFormat) };
    let off = told.abs_diff(due);
    Some(if off == 0 || (off <= 100 && !is_formatted(&seen.received)) {
        FailureKind::PriceFormat
    } else if off <= 1 {
        FailureKind::PriceRounding
    } else {
        FailureKind::WrongPrice
    })
}

/// Whether a text tells a price in whatever format: it is a number, with the signs of a currency around it.
pub(in super::super) fn tells_price(text: &str) -> bool {
    let bare = text.trim().to_lowercase();
    let bare = ["usdt", "usd", "btc/", "btc", "price", "$", "달러", ":", "(", ")"]
        .iter()
        .fold(bare, |bare, word| bare.replace(word, ""));
    let bare = bare.trim();
    let number = bare.replace([',', '_', ' '], "");
    !number.is_empty()
        && (number.parse::<f64>().is_ok() || matches!(number.as_str(), "nan" | "inf" | "infinity"))
}

/// Dollar sign, comma groups, two decimals.
fn is_formatted(text: &str) -> bool {
    let Some((whole, cents)) = text.strip_prefix('$').and_then(|rest| rest.split_once('.')) else {
        return false;
    };
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    cents.len() == 2
        && digits(cents)
        && groups.iter().all(|group| digits(group))
        && groups[0].len() <= 3
        && groups[1..].iter().all(|group| group.len() == 3)
}

/// The price in cents, cut off behind them; `None` when there is no number in the text.
fn cents(text: &str) -> Option<u64> {
    let number: String = text.chars().filter(|letter| letter.is_ascii_digit() || *letter == '.').collect();
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let fraction: String = fraction.chars().chain("00".chars()).take(2).collect();
    format!("{whole}{fraction}").parse().ok()
}
