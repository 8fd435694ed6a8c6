//! Durations as people read them.

/// `11 ms`, `2.0 s`, `1 min 05 s`: the same in both languages.
pub(crate) fn duration(millis: u64) -> String {
    match millis {
        0..1_000 => format!("{millis} ms"),
        // From 59.95 s on, one decimal would read `60.0 s`.
        1_000..59_950 => {
            let tenths = (millis + 50) / 100;
            format!("{}.{} s", tenths / 10, tenths % 10)
        }
        _ => {
            let seconds = (millis + 500) / 1_000;
            format!("{} min {:02} s", seconds / 60, seconds % 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn a_duration_has_the_unit_that_fits_it() {
        for (millis, text) in [
            (0, "0 ms"),
            (999, "999 ms"),
            (1_000, "1.0 s"),
            (1_949, "1.9 s"),
            (1_950, "2.0 s"),
            (59_949, "59.9 s"),
            (59_950, "1 min 00 s"),
            (65_000, "1 min 05 s"),
        ] {
            assert_eq!(duration(millis), text);
        }
    }
}
