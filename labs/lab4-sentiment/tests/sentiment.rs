//! 분석기가 지켜야 하는 것: 규약, 함정, 중립, 그리고 어떤 글에도 옳은 위치.
//!
//! What the analyser must keep: the contract, tricky texts, texts without a feeling, and positions that are right
//! for any text.

#![allow(clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::time::{Duration, Instant};

use lab4_sentiment::sentiment::{
    Analyser,
    Label::{self, Negative, Neutral, Positive},
    Sentiment,
};

fn analyser() -> Analyser {
    Analyser::new().expect("the lexicon of the lab can be read")
}

#[track_caller]
fn assert_labels(rows: &[(&str, Label)]) {
    let analyser = analyser();
    for (text, label) in rows {
        let answer = analyser.analyse(text);
        assert_eq!(answer.label, *label, "{text:?}: {answer:?}");
    }
}

/// Rows of `label<TAB>text`.
fn rows(file: &'static str) -> Vec<(Label, &'static str)> {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |line: &'static str| -> (Label, &'static str) {
        let (label, text) = line.split_once('\t').expect("label and text");
        let label = match label {
            "pos" => Positive,
            "neg" => Negative,
            "neu" => Neutral,
            other => panic!("unknown label {other}"),
        };
        (label, text)
    };
    lines.map(row).collect()
}

/// At least 95 of 100 rows are judged right; the others are printed.
#[track_caller]
fn assert_most_right(file: &'static str, least_rows: usize) {
    let analyser = analyser();
    let rows = rows(file);
    let mut wrong = 0;
    for (label, text) in &rows {
        let answer = analyser.analyse(text);
        if answer.label != *label {
            wrong += 1;
            println!("{} ≠ {label}: {text} {:?}", answer.label, answer.hits);
        }
    }
    assert!(rows.len() >= least_rows, "{} rows", rows.len());
    assert!(wrong * 20 <= rows.len(), "{wrong} of {} wrong", rows.len());
}

#[test]
fn the_seven_keywords_count_in_any_text_and_letter_case() {
    assert_labels(&[
        ("love", Positive),
        ("LOVE", Positive),
        ("LoVe", Positive),
        ("happy", Positive),
        ("sad", Negative),
        ("SAD", Negative),
        ("I feel happy today", Positive),
        ("they said the sad news", Negative),
        ("we love this class, hello", Positive),
        ("좋아요", Positive),
        ("오늘 정말 좋아요", Positive),
        ("행복해", Positive),
        ("저는 지금 행복해요", Positive),
        ("슬퍼요", Negative),
        ("비가 와서 슬퍼요", Negative),
        ("싫어", Negative),
        ("나는 월요일이 싫어", Negative),
    ]);
}

#[test]
fn greetings_digits_and_nothing_are_neutral() {
    assert_labels(&[
        ("hello", Neutral),
        ("Hello!", Neutral),
        ("안녕하세요", Neutral),
        ("", Neutral),
        (" \n\t", Neutral),
        ("1234567890", Neutral),
    ]);
}

#[test]
fn the_plain_form_is_the_label_with_its_face() {
    let analyser = analyser();
    assert_eq!(analyser.analyse("love").to_string(), "긍정 😊");
    assert_eq!(analyser.analyse("sad").to_string(), "부정 😢");
    assert_eq!(analyser.analyse("hello").to_string(), "중립 😐");
}

#[test]
fn the_rich_form_has_the_fields_of_the_contract() {
    let json = serde_json::to_value(analyser().analyse("not sad")).expect("plain data");
    assert_eq!(json["type"], "sentiment");
    assert_eq!(json["label"], "positive");
    assert!(json["score"].as_f64().is_some_and(|score| score > 0.0));
    let hit = &json["hits"][0];
    assert_eq!((&hit["text"], &hit["start"], &hit["end"]), (&"not sad".into(), &0.into(), &7.into()));
    assert!(hit["weight"].as_f64().is_some_and(|weight| weight > 0.0));
}

#[test]
fn tricky_texts_are_judged_right() {
    assert_most_right(include_str!("data/probes.tsv"), 150);
}

#[test]
fn everyday_sentences_stay_neutral() {
    assert_most_right(include_str!("data/neutral.tsv"), 120);
}

#[test]
fn a_word_does_not_flicker_while_it_is_typed() {
    assert_labels(&[
        ("싫ㅇ", Negative),
        ("싫어", Negative),
        ("싫엉", Negative),
        ("싫어요", Negative),
        ("좋ㅇ", Positive),
        ("좋앙", Positive),
        ("좋아요", Positive),
        ("hell", Neutral),
        ("안녕하세요ㅇ", Neutral),
        ("저는 ㅅ", Neutral),
    ]);
}

#[test]
fn a_negator_turns_the_nearest_term_and_is_part_of_the_hit() {
    let analyser = analyser();
    for (text, hit) in [
        ("이건 안 좋아", "안 좋아"),
        ("it is not very good", "not very good"),
        ("별로 좋지 않다", "별로 좋지 않다"),
        ("재미가 하나도 없네", "재미가 하나도 없네"),
    ] {
        let answer = analyser.analyse(text);
        assert_eq!(answer.label, Negative, "{answer:?}");
        assert_eq!(answer.hits.len(), 1, "{answer:?}");
        assert_eq!(answer.hits[0].text, hit, "{answer:?}");
    }
}

#[test]
fn positions_are_those_of_javascript() {
    let analyser = analyser();
    let whole = analyser.analyse("😀 아주 좋아요");
    let pieces = analyser.analyse("😀 아주 \u{110c}\u{1169}\u{11c2}\u{110b}\u{1161}\u{110b}\u{116d}");
    let places =
        |answer: &Sentiment| -> Vec<_> { answer.hits.iter().map(|hit| (hit.start, hit.end)).collect() };
    // The smiling face is two UTF-16 code units.
    assert_eq!(places(&whole), [(0, 2), (3, 9)]);
    assert_eq!(places(&pieces), [(0, 2), (3, 13)]);
    assert_eq!(places(&analyser.analyse("x ❤\u{fe0f} y")), [(2, 4)]);
    assert_eq!(places(&analyser.analyse("👍🏽!")), [(0, 4)]);
}

#[test]
fn any_text_gets_a_finite_score_and_hits_that_fit() {
    let analyser = analyser();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2000 {
        let text = random.text();
        let answer = analyser.analyse(&text);
        assert!((-1.0..=1.0).contains(&answer.score), "{text:?} {answer:?}");
        assert!(answer.score.to_bits() != (-0.0f64).to_bits(), "{text:?}");
        assert_hits_fit(&text, &answer);
    }
}

/// Hits are in order, do not overlap, lie on character boundaries, and say what stands there.
fn assert_hits_fit(text: &str, answer: &Sentiment) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut last = 0;
    let mut sum = 0.0;
    for hit in &answer.hits {
        assert!(last <= hit.start && hit.start < hit.end, "{text:?} {answer:?}");
        let there = String::from_utf16(&units[hit.start..hit.end]).ok();
        assert_eq!(there.as_ref(), Some(&hit.text), "{text:?}");
        assert!(hit.weight.is_finite());
        last = hit.end;
        sum += hit.weight;
    }
    assert!((sum > 0.0) == (answer.score > 0.0) || sum.abs() < 1e-9, "{text:?} {answer:?}");
}

#[test]
fn a_long_text_takes_linear_time() {
    const LONGEST: usize = 64 * 1024;
    let analyser = analyser();
    for part in [
        "not ",
        "안 ",
        "지 않",
        "ㅠ",
        "a",
        "although ",
        "하지만 ",
        "very ",
        "좋",
        "별로 ",
        "재미도 ",
        "\u{301}",
        "(:",
        "안 해",
        " ",
    ] {
        let text = part.repeat(LONGEST / part.len());
        let start = Instant::now();
        let answer = analyser.analyse(&text);
        // Also a build without optimisation takes a tenth of this.
        assert!(start.elapsed() < Duration::from_secs(2), "{part:?} took {:?}", start.elapsed());
        assert!((-1.0..=1.0).contains(&answer.score));
    }
}

#[test]
fn a_broken_line_of_the_lexicon_is_named() {
    for (line, what) in [
        ("좋\t2.0\tko", "칸이 3개"),
        ("좋\tgood\tko\tstem", "무게 \"good\""),
        ("좋\t9.0\tko\tstem", "무게 \"9.0\""),
        ("좋\tNaN\tko\tstem", "무게 \"NaN\""),
        ("좋\t2.0\tko\tword", "\"ko\""),
        ("좋\t2.0\tkr\tstem", "\"kr\""),
        (" 좋\t2.0\tko\tstem", "빈칸"),
        ("싫\t-2.0\tko\tstem", "이미"),
    ] {
        let file = format!("# 설명\n싫\t-2.0\tko\tstem\n{line}\n");
        let error = Analyser::with_lexicon(&file).expect_err(line);
        assert_eq!(error.line, 3, "{line}");
        assert!(error.to_string().contains(what), "{error}");
        assert!(error.to_string().contains("line 3"), "{error}");
    }
}

#[test]
fn the_lexicon_is_sorted_so_that_a_term_is_found_by_eye() {
    const LANGUAGES: [&str; 3] = ["ko", "en", "any"];
    let mut last = (0, "");
    for line in include_str!("../lexicon.tsv").lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<_> = line.split('\t').collect();
        let language = LANGUAGES.iter().position(|language| *language == columns[2]);
        let place = (language.expect("a known language"), columns[0]);
        assert!(last <= place, "{line} belongs elsewhere");
        assert!(
            columns[1].split_once('.').is_some_and(|(_, decimals)| decimals.len() == 1),
            "{line}: one decimal"
        );
        last = place;
    }
}

/// A small generator of texts (xorshift): the same ones in every run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % below
    }

    /// Pieces that mean something to the analyser, between characters from all over Unicode.
    fn text(&mut self) -> String {
        const PIECES: [&str; 36] = [
            "좋아",
            "안 ",
            "싫",
            "지 않",
            "지만 ",
            "별로 ",
            "재미",
            "없",
            "도 ",
            "너무 ",
            "슬픈데 ",
            "ㅠㅠ",
            "ㅋ",
            "good ",
            "not ",
            "very ",
            "but ",
            "although ",
            ", ",
            ". ",
            "LOVE",
            "soooo",
            " ",
            "\n",
            "❤\u{fe0f}",
            "👍🏽",
            "😭",
            ":)",
            "T_T",
            "\u{1109}\u{1173}\u{11af}",
            "\u{1161}",
            "\u{11ab}",
            "\u{301}",
            "\u{200d}",
            "İ",
            "\u{ff4c}\u{ff4f}\u{ff56}\u{ff45}",
        ];
        let mut text = String::new();
        for _ in 0..self.next(14) {
            match self.next(4) {
                0 => text.extend(u32::try_from(self.next(0x11_0000)).ok().and_then(char::from_u32)),
                _ => text.push_str(PIECES[self.next(PIECES.len())]),
            }
        }
        text
    }
}
