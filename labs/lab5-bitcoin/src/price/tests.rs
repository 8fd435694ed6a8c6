//! Tables for what people know, and random prices for what nobody thought of.

use super::*;

fn read(text: &str) -> Price {
    Price::read(text).unwrap_or_else(|| panic!("{text} is a price"))
}

#[test]
fn a_price_is_shown_with_a_dollar_sign_comma_groups_and_two_decimals() {
    for (text, shown) in [
        ("70352.36000000", "$70,352.36"),
        ("70352.36", "$70,352.36"),
        ("70352", "$70,352.00"),
        ("0.5", "$0.50"),
        ("999.99", "$999.99"),
        ("1000", "$1,000.00"),
        ("123456.7", "$123,456.70"),
        ("1234567.89", "$1,234,567.89"),
        ("999999999999.99", "$999,999,999,999.99"),
    ] {
        assert_eq!(read(text).to_string(), shown);
    }
}

#[test]
fn rounding_is_half_up_to_the_cent() {
    for (text, shown) in [
        ("70352.36499999", "$70,352.36"),
        ("70352.36500000", "$70,352.37"),
        ("70352.355", "$70,352.36"),
        ("70352.994999999999", "$70,352.99"),
        ("70352.995", "$70,353.00"),
        ("999.995", "$1,000.00"),
        ("999999.999", "$1,000,000.00"),
        ("999999999999.999999999999", "$1,000,000,000,000.00"),
        ("0.004999999999", "$0.00"),
        ("0.005", "$0.01"),
    ] {
        assert_eq!(read(text).to_string(), shown, "{text}");
    }
}

#[test]
fn what_is_not_plainly_a_positive_decimal_is_no_price() {
    for text in [
        "",
        "0",
        "0.00000000",
        "000",
        "-1",
        "-70352.36000000",
        "+70352.36",
        "7.035236e4",
        "7E4",
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "70,352.36",
        "70_352.36",
        " 70352.36",
        "70352.36 ",
        "70352.36\n",
        "７０３５２.３６",
        "٧٠",
        "1.",
        ".5",
        ".",
        "1.2.3",
        "0x10",
        "$1",
        "n/a",
        "null",
        "1234567890123",
        "1.1234567890123",
        "0.0000000000001",
        "1\u{200b}",
        "1\0",
    ] {
        assert_eq!(Price::read(text), None, "{text:?}");
    }
}

#[test]
fn the_exact_text_keeps_every_digit_and_at_least_eight_decimals() {
    for (text, exact) in [
        ("70352.36000000", "70352.36000000"),
        ("70352.36", "70352.36000000"),
        ("70352", "70352.00000000"),
        ("0.000000000001", "0.000000000001"),
        ("1.1234567891", "1.1234567891"),
        ("007", "7.00000000"),
    ] {
        assert_eq!(read(text).exact(), exact);
    }
}

#[test]
fn the_change_is_in_percent_with_its_sign() {
    for (now, before, change) in [
        ("70352.36", "69000", "+1.96"),
        ("69000", "70352.36", "-1.92"),
        ("100", "100", "0.00"),
        ("100.004", "100", "0.00"),
        ("99.996", "100", "0.00"),
        ("100.005", "100", "+0.01"),
        ("250", "100", "+150.00"),
        ("999999999999", "0.000000000001", "+99999999999899999999999900.00"),
    ] {
        assert_eq!(read(now).change_since(read(before)), change);
    }
}

#[test]
fn nearness_is_measured_in_percent_of_the_other() {
    assert!(read("105").is_within(5, read("100")) && read("95").is_within(5, read("100")));
    assert!(!read("105.000000000001").is_within(5, read("100")));
    assert!(!read("94.999999999999").is_within(5, read("100")));
    assert!(!read("999999999999").is_within(5, read("0.000000000001")));
}

/// Random decimals of every length.
fn decimals() -> impl Iterator<Item = (u64, String)> {
    let mut random = fastrand::Rng::with_seed(5);
    std::iter::repeat_with(move || {
        let magnitude = random.u32(0..=12);
        let whole = random.u64(..10_u64.pow(magnitude));
        let length = random.u32(1..=12);
        let decimals = random.u64(..10_u64.pow(length));
        (whole, format!("{whole}.{decimals:0width$}", width = length as usize))
    })
    .take(20_000)
}

#[test]
fn what_is_shown_is_within_half_a_cent_of_what_came() {
    for (_, text) in decimals() {
        let Some(price) = Price::read(&text) else {
            assert!(text.bytes().all(|byte| matches!(byte, b'0' | b'.')), "{text}");
            continue;
        };
        let shown = price.to_string();
        let cents: u128 = shown.replace(['$', ',', '.'], "").parse().unwrap();
        let (low, high) = (cents * CENT, price.0 + CENT / 2);
        assert!(low <= high && high - low < CENT, "{text} is shown as {shown}");
        let (whole, decimals) = shown[1..].split_once('.').unwrap();
        assert_eq!(decimals.len(), 2, "{shown}");
        let groups: Vec<_> = whole.split(',').collect();
        assert!((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
    }
}

#[test]
fn the_exact_text_is_the_same_price_again() {
    for (whole, text) in decimals() {
        let Some(price) = Price::read(&text) else { continue };
        let exact = price.exact();
        assert_eq!(Price::read(&exact), Some(price), "{text}");
        assert!(exact.starts_with(&format!("{whole}.")) && exact.split_once('.').unwrap().1.len() >= 8);
    }
}

#[test]
fn one_wrong_character_anywhere_makes_it_no_price() {
    let mut random = fastrand::Rng::with_seed(6);
    for (_, text) in decimals().take(5000) {
        let wrong = random.choice(['-', '+', 'e', ',', '_', ' ', '\t', '.', 'x', '０', '\u{202e}']).unwrap();
        let mut broken = text.clone();
        broken.insert(random.usize(..=text.len()), wrong);
        assert_eq!(Price::read(&broken), None, "{broken:?}");
    }
}
