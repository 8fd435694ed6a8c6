//! 영어 낱말의 꼴: 사전에 `love`만 있어도 `loves`, `loved`, `loooove`를 찾습니다.
//!
//! Light inflection of English: `loves`, `loved` and `loooove` are found by the one entry `love`. Only endings
//! that leave the feeling as it is are taken off; `-less` and `-ful` are entries of their own.

/// A word with more runs of repeated letters than this is no word.
const RUNS: usize = 4;

/// A longer word is no English word of feeling.
const LONGEST: usize = 64;

/// Calls `look_up` with the forms that `word` may have come from, until one is known.
pub(super) fn find<T>(word: &str, look_up: impl Fn(&str) -> Option<T>) -> Option<T> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.strip_suffix("'s").unwrap_or(word);
    let runs = runs(word);
    if runs.is_empty() {
        return look_up(word).or_else(|| base(word, &look_up));
    }
    // Every run shortened to two letters or to one: `goooood` is good, `looove` is love.
    (0..1 << runs.len().min(RUNS)).find_map(|choice| {
        let shortened = shorten(word, &runs, choice);
        look_up(&shortened).or_else(|| base(&shortened, &look_up))
    })
}

/// Where three or more of the same letter stand.
fn runs(word: &str) -> Vec<(usize, usize)> {
    let letters = word.as_bytes();
    let mut runs = Vec::new();
    let mut start = 0;
    for end in 1..=letters.len() {
        if end == letters.len() || letters[end] != letters[start] {
            if end - start > 2 {
                runs.push((start, end));
            }
            start = end;
        }
    }
    runs
}

fn shorten(word: &str, runs: &[(usize, usize)], choice: usize) -> String {
    let mut shortened = String::with_capacity(word.len());
    let mut from = 0;
    for (index, (start, end)) in runs.iter().enumerate() {
        let kept = if choice >> index & 1 == 0 { 2 } else { 1 };
        shortened.push_str(&word[from..start + kept]);
        from = *end;
    }
    shortened + &word[from..]
}

fn base<T>(word: &str, look_up: &impl Fn(&str) -> Option<T>) -> Option<T> {
    const ENDINGS: [(&str, &[&str]); 10] = [
        ("iest", &["y"]),
        ("ies", &["y"]),
        ("ied", &["y"]),
        ("ier", &["y"]),
        ("ily", &["y"]),
        ("ing", &["", "e"]),
        ("est", &["", "e"]),
        ("ed", &["", "e"]),
        ("ly", &["", "le"]),
        ("s", &[""]),
    ];
    let more: [(&str, &[&str]); 2] = [("es", &[""]), ("er", &["", "e"])];
    ENDINGS.iter().chain(&more).find_map(|(ending, replacements)| {
        let stem = word.strip_suffix(ending).filter(|stem| stem.len() >= 3)?;
        let plain = replacements.iter().find_map(|replacement| look_up(&format!("{stem}{replacement}")));
        plain.or_else(|| look_up(undoubled(stem)?))
    })
}

/// `hugg` of `hugged`.
fn undoubled(stem: &str) -> Option<&str> {
    let [.., before, last] = stem.as_bytes() else { return None };
    if before == last { stem.get(..stem.len() - 1) } else { None }
}
