//! Prices as an exchange writes them and as people read them: decimal digits, never floating point.

/// What people read for a price of the exchange: `$70,352.36` for `70352.36000000`, rounded half up to the cent.
///
/// `None` when the text is not decimal digits with at most one point between them.
pub(crate) fn display(price: &str) -> Option<String> {
    let (whole, fraction) = price.split_once('.').unwrap_or((price, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let mut cents: Vec<u8> = whole.bytes().chain(fraction.bytes().chain(*b"00").take(2)).collect();
    // The third digit alone decides: five or more is half a cent or more, whatever follows.
    if fraction.as_bytes().get(2).is_some_and(|third| *third >= b'5') {
        add_one(&mut cents);
    }
    let (whole, cents) = cents.split_at(cents.len() - 2);
    let written = |digits: &[u8]| digits.iter().copied().map(char::from).collect::<String>();
    Some(format!("${}.{}", grouped(&written(whole)), written(cents)))
}

/// Adds one to a number written in decimal digits.
fn add_one(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

/// Groups of three digits with commas between them, and no zeros in front.
fn grouped(digits: &str) -> String {
    let digits = match digits.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_rounded_half_up_and_grouped() {
        for (price, read) in [
            ("70352.36000000", "$70,352.36"),
            ("70352.36499999", "$70,352.36"),
            ("70352.36500000", "$70,352.37"),
            ("70352.36500001", "$70,352.37"),
            ("70352.30000000", "$70,352.30"),
            ("70352.00000000", "$70,352.00"),
            ("69999.995", "$70,000.00"),
            ("69999.99400000", "$69,999.99"),
            ("99999.995", "$100,000.00"),
            ("999999.999", "$1,000,000.00"),
            ("70352.3", "$70,352.30"),
            ("70352", "$70,352.00"),
            ("999.004", "$999.00"),
            ("1000.005", "$1,000.01"),
            ("0.005", "$0.01"),
            ("0.004", "$0.00"),
            ("00012.5", "$12.50"),
            ("123456789012345678901234567890.129", "$123,456,789,012,345,678,901,234,567,890.13"),
        ] {
            assert_eq!(display(price).as_deref(), Some(read), "{price}");
        }
    }

    #[test]
    fn what_is_no_price_has_no_display() {
        for text in ["", ".", "1.", ".5", "-1.00", "+1.00", "1e5", "NaN", "70,352.36", "1.2.3", "１.００"]
        {
            assert_eq!(display(text), None, "{text:?}");
        }
    }
}
