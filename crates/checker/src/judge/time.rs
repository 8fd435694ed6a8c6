//! Moments as RFC 3339 writes them.

/// Whether a text is a moment in UTC: `2026-03-05T09:00:00Z`, with or without a fraction of a second.
pub(super) fn is_utc(text: &str) -> bool {
    let Some((date, time)) = text.strip_suffix('Z').and_then(|text| text.split_once('T')) else {
        return false;
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let numbers = |text: &str, sign: char, widths: [usize; 3]| {
        let parts: Vec<&str> = text.split(sign).collect();
        let fits = |(part, width): (&&str, usize)| part.len() == width && digits(part);
        if parts.len() != 3 || !parts.iter().zip(widths).all(fits) {
            return None;
        }
        let number = |at: usize| parts[at].parse::<u32>().unwrap_or(u32::MAX);
        Some([number(0), number(1), number(2)])
    };
    let date = numbers(date, '-', [4, 2, 2])
        .is_some_and(|[_, month, day]| (1..=12).contains(&month) && (1..=31).contains(&day));
    let clock = numbers(clock, ':', [2, 2, 2])
        .is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second <= 60);
    date && clock && digits(fraction)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
