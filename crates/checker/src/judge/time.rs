//! Moments as RFC 3339 writes them.

/// Whether it is a moment in UTC: `2026-03-05T09:00:00.123Z`, with a fraction of a second or without.
pub(super) fn is_moment(text: &str) -> bool {
    let Some(moment) = text.strip_suffix('Z').or_else(|| text.strip_suffix("+00:00")) else { return false };
    let (whole, fraction) = moment.split_once('.').unwrap_or((moment, "0"));
    let is_fraction =
        (1..=9).contains(&fraction.len()) && fraction.bytes().all(|digit| digit.is_ascii_digit());
    let form = whole.len() == 19
        && whole.bytes().zip(*b"0000-00-00T00:00:00").all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            mark => byte == mark,
        });
    if !form || !is_fraction {
        return false;
    }
    let number = |from: usize, to: usize| whole[from..to].parse::<u32>().unwrap_or(u32::MAX);
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    // A minute may have a leap second.
    let time = number(11, 13) < 24 && number(14, 16) < 60 && number(17, 19) <= 60;
    time && (1..=days(year, month)).contains(&day)
}

/// The days of a month; 0 when there is no such month.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_utc_are_told_from_other_texts() {
        for right in [
            "2026-03-05T09:00:00.123Z",
            "2026-03-05T09:00:00Z",
            "2026-03-05T09:00:00.5+00:00",
            "2024-02-29T23:59:60Z",
            "2000-02-29T00:00:00.123456789Z",
        ] {
            assert!(is_moment(right), "{right}");
        }
        for wrong in [
            "",
            "Z",
            "2026-03-05",
            "2026-03-05T09:00:00",
            "2026-03-05T09:00:00.123",
            "2026-03-05T09:00:00+09:00",
            "2026-03-05 09:00:00Z",
            "2026-03-05T09:00:00.Z",
            "2026-03-05T09:00:00.1234567890Z",
            "2026-02-29T09:00:00Z",
            "2100-02-29T09:00:00Z",
            "2026-13-01T09:00:00Z",
            "2026-00-01T09:00:00Z",
            "2026-04-31T09:00:00Z",
            "2026-03-00T09:00:00Z",
            "2026-03-05T24:00:00Z",
            "2026-03-05T09:60:00Z",
            "２026-03-05T09:00:0Z",
            "1772701200123",
        ] {
            assert!(!is_moment(wrong), "{wrong}");
        }
    }
}
