//! 채점: 정답이 있는 글에서 분석기가 얼마나 맞는지 셉니다.
//!
//! Scores the analyser on labelled texts.
//!
//! ```text
//! cargo run --release -p lab4-sentiment --example score -- [--wrong] FILE…
//! ```
//!
//! 파일 한 줄은 `라벨<탭>글`, 라벨은 `pos`, `neg`, `neu` 입니다. `--wrong` 은 틀린 글을 보여 줍니다.
//! A line of a file is `label<TAB>text`, with the label `pos`, `neg` or `neu`. `--wrong` prints the texts that
//! were judged wrong.

use std::{env, fmt::Display, fs, hint::black_box, process::ExitCode, time::Instant};

use lab4_sentiment::sentiment::{Analyser, Label, Sentiment};

/// A text is analysed this often to time it; the best counts, so that other programs disturb less.
const REPEATS: usize = 5;

struct Row {
    expected: Label,
    text: String,
}

/// What is counted over the rows of one file.
#[derive(Default)]
struct Score {
    /// Rows of a polarity: all, answered right, answered at all.
    polar: usize,
    right: usize,
    answered: usize,
    /// Neutral rows: all, and kept neutral.
    neutral: usize,
    kept: usize,
    positive: Counts,
    negative: Counts,
    nanoseconds: Vec<u128>,
}

/// For the F1 of one label.
#[derive(Default)]
struct Counts {
    true_ones: usize,
    expected: usize,
    said: usize,
}

fn main() -> ExitCode {
    let (options, files): (Vec<_>, Vec<_>) = env::args().skip(1).partition(|argument| argument == "--wrong");
    if files.is_empty() {
        eprintln!(
            "채점할 파일을 적으세요 (한 줄에 라벨<탭>글): \
             cargo run --release -p lab4-sentiment --example score -- FILE…\n\
             Name the files to score, label<TAB>text a line."
        );
        return ExitCode::from(2);
    }
    match run(&files, !options.is_empty()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(files: &[String], shows_wrong: bool) -> Result<(), String> {
    let analyser = Analyser::new().map_err(|error| error.to_string())?;
    println!(
        "acc: 감정이 있는 글 가운데 맞힌 것 (중립이라고 하면 틀림) · polar texts judged right, neutral is wrong"
    );
    println!(
        "cov: 중립이라고 하지 않은 것 · polar texts not called neutral    F1: 긍정·부정 평균 · mean of both labels"
    );
    println!(
        "neu: 중립인 글을 중립이라고 한 것 · neutral texts kept neutral   µs: 글 하나의 중앙값 · median per text"
    );
    println!();
    println!("  rows    acc    cov     F1    neu      µs  file");
    for file in files {
        let rows = read(file)?;
        let mut score = Score::default();
        for row in &rows {
            let answer = score.add(&analyser, row);
            if shows_wrong && answer.label != row.expected {
                print_wrong(row, &answer);
            }
        }
        score.print(rows.len(), file);
    }
    Ok(())
}

fn read(file: &str) -> Result<Vec<Row>, String> {
    let text = fs::read_to_string(file).map_err(|error| {
        format!("{file}: 읽을 수 없습니다. 경로를 확인하세요. · Cannot be read; check the path. ({error})")
    })?;
    let lines =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let rows: Result<Vec<_>, _> = lines.map(|(index, line)| row(file, index + 1, line)).collect();
    match rows {
        Ok(rows) if rows.is_empty() => {
            Err(format!("{file}: 글이 한 줄도 없습니다. · There is no text in it."))
        }
        rows => rows,
    }
}

fn row(file: &str, number: usize, line: &str) -> Result<Row, String> {
    let problem = || {
        format!(
            "{file} {number}번째 줄 · line {number}: `라벨<탭>글` 이어야 하고 라벨은 pos, neg, neu 입니다. \
             · Must be label<TAB>text, with the label pos, neg or neu."
        )
    };
    let (label, text) = line.split_once('\t').ok_or_else(problem)?;
    let expected = match label {
        "pos" => Label::Positive,
        "neg" => Label::Negative,
        "neu" => Label::Neutral,
        _ => return Err(problem()),
    };
    Ok(Row { expected, text: text.to_owned() })
}

fn print_wrong(row: &Row, answer: &Sentiment) {
    let hits: Vec<_> = answer.hits.iter().map(|hit| format!("{} {:+.1}", hit.text, hit.weight)).collect();
    println!("{} ≠ {}\t{}\t[{}]", answer.label, row.expected, row.text, hits.join(", "));
}

impl Score {
    fn add(&mut self, analyser: &Analyser, row: &Row) -> Sentiment {
        let mut best = u128::MAX;
        for _ in 0..REPEATS {
            let start = Instant::now();
            black_box(analyser.analyse(black_box(&row.text)));
            best = best.min(start.elapsed().as_nanos());
        }
        self.nanoseconds.push(best);
        let answer = analyser.analyse(&row.text);
        let is_right = answer.label == row.expected;
        if row.expected == Label::Neutral {
            self.neutral += 1;
            self.kept += usize::from(is_right);
        } else {
            self.polar += 1;
            self.right += usize::from(is_right);
            self.answered += usize::from(answer.label != Label::Neutral);
            self.positive.add(Label::Positive, row.expected, answer.label);
            self.negative.add(Label::Negative, row.expected, answer.label);
        }
        answer
    }

    fn print(&mut self, rows: usize, file: &str) {
        self.nanoseconds.sort_unstable();
        let median = self.nanoseconds.get(self.nanoseconds.len() / 2).copied().unwrap_or_default();
        // The precision of f64 is far beyond these counts.
        #[allow(clippy::cast_precision_loss)]
        let microseconds = median as f64 / 1000.0;
        let f1 = (self.polar > 0).then(|| f64::midpoint(self.positive.f1(), self.negative.f1()));
        println!(
            "{rows:>6} {} {} {} {} {microseconds:>7.2}  {file}",
            cell(percent(self.right, self.polar)),
            cell(percent(self.answered, self.polar)),
            cell(f1),
            cell(percent(self.kept, self.neutral)),
        );
    }
}

impl Counts {
    fn add(&mut self, label: Label, expected: Label, said: Label) {
        self.expected += usize::from(expected == label);
        self.said += usize::from(said == label);
        self.true_ones += usize::from(expected == label && said == label);
    }

    /// In percent; the harmonic mean of precision and recall.
    fn f1(&self) -> f64 {
        percent(2 * self.true_ones, self.expected + self.said).unwrap_or_default()
    }
}

fn percent(part: usize, whole: usize) -> Option<f64> {
    // The precision of f64 is far beyond these counts.
    #[allow(clippy::cast_precision_loss)]
    (whole > 0).then(|| 100.0 * part as f64 / whole as f64)
}

fn cell(percent: Option<f64>) -> impl Display {
    percent.map_or_else(|| "     -".to_owned(), |percent| format!("{percent:>6.1}"))
}
