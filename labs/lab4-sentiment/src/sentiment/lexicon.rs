//! 감정 사전: `lexicon.tsv` 한 줄이 말 하나입니다. 여기서는 그 줄들을 읽습니다.
//!
//! The lexicon: one line of `lexicon.tsv` is one term. The file explains its columns; this module reads
//! them, and says what is wrong with a line that it cannot read.

use std::{
    collections::HashSet,
    fmt::{self, Display},
};

/// 말의 언어. 찾는 방법을 정합니다.
/// The language of a term decides how it is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// Stems, anywhere in a word unless the kind says otherwise.
    Korean,
    /// Whole words, and phrases of them.
    English,
    /// Signs: emoticons and emoji.
    Any,
}

/// 말의 구실.
/// What a term does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Has a feeling. Korean, anywhere in a word.
    Stem,
    /// Has a feeling. Korean, at the beginning of a word.
    Start,
    /// Has a feeling. English, a whole word or phrase.
    Word,
    /// Has a feeling that no negation turns: `차라리`, `지루할 틈이 없다`. Korean, anywhere in a word.
    Idiom,
    /// Has a feeling; repeated, it counts once. Emoticons and emoji.
    Sign,
    /// Has a feeling unless it only leans on a negation: `별로` of `별로 나쁘지 않다`.
    Faint,
    /// Turns the feeling of what follows: `not`, `안`.
    Negator,
    /// The same, and is a fault of its own when nothing follows that it could turn: `lacks charm`, `a lack of care`.
    Lack,
    /// Has a feeling, and what follows is not so: `I wish it were good`.
    Wish,
    /// Turns the feeling of the verb before it: `-지 않다`.
    Negation,
    /// Turns the feeling of the noun right before it: `없다`, `아니다`.
    Absence,
    /// Makes what follows stronger or weaker: `very`, `너무`, `slightly`.
    Intensifier,
    /// What follows counts more than what went before: `but`, `지만`.
    Contrast,
    /// What follows, up to a comma, counts less: `although`.
    Concession,
    /// No feeling, although a term of feeling lies in it: `전화나` holds `화나`.
    Neutral,
}

/// What the lexicon says of a term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Meaning {
    pub(super) weight: f64,
    pub(super) language: Language,
    pub(super) kind: Kind,
}

/// One line of the file.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) term: &'a str,
    pub(super) meaning: Meaning,
}

/// 사전을 읽지 못한 까닭. 몇째 줄이 왜 잘못됐고 어떻게 고치는지 알려 줍니다.
/// Why the lexicon could not be read. Its `Display` names the line, what is wrong, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct LexiconError {
    /// 줄 번호, 1부터. 0이면 파일 전체입니다.
    /// The line, counted from 1; 0 stands for the file as a whole.
    pub line: usize,
    /// 무엇이 잘못됐는지.
    /// What is wrong.
    pub problem: Problem,
}

/// 사전 한 줄에서 잘못될 수 있는 것.
/// What can be wrong with a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// 칸이 넷이 아닙니다.
    /// Not four columns; the number found.
    Columns(usize),
    /// 말이 비었거나 앞뒤에 빈칸이 있습니다.
    /// The term is empty, or has spaces around it.
    Term,
    /// 무게가 -5.0 … 5.0의 수가 아닙니다.
    /// The weight is no number from -5.0 to 5.0.
    Weight(String),
    /// 모르는 언어나 구실, 또는 서로 맞지 않는 둘.
    /// An unknown language or kind, or two that do not go together.
    Kind(String, String),
    /// 같은 말이 두 번 있습니다.
    /// The term was there before.
    Twice(String),
    /// 찾는 기계를 만들 수 없습니다.
    /// No automaton can be built of the terms.
    Automaton(String),
}

/// Reads all lines. Lines that begin with `#` and empty lines are skipped.
pub(super) fn parse(file: &str) -> Result<Vec<Entry<'_>>, LexiconError> {
    let mut seen = HashSet::new();
    let mut entries = Vec::new();
    for (line, text) in (1..).zip(file.lines()) {
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let entry = parse_line(text).map_err(|problem| LexiconError { line, problem })?;
        if !seen.insert((entry.term, entry.meaning.language == Language::English)) {
            return Err(LexiconError { line, problem: Problem::Twice(entry.term.to_owned()) });
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn parse_line(text: &str) -> Result<Entry<'_>, Problem> {
    let columns: Vec<_> = text.split('\t').collect();
    let [term, weight, language, kind] = columns[..] else {
        return Err(Problem::Columns(columns.len()));
    };
    if term.is_empty() || term.trim() != term {
        return Err(Problem::Term);
    }
    let parsed = weight.parse().ok().filter(|weight| (-5.0..=5.0).contains(weight));
    let weight = parsed.ok_or_else(|| Problem::Weight(weight.to_owned()))?;
    let unknown = || Problem::Kind(language.to_owned(), kind.to_owned());
    let (language, kind) = language_and_kind(language, kind).ok_or_else(unknown)?;
    Ok(Entry { term, meaning: Meaning { weight, language, kind } })
}

fn language_and_kind(language: &str, kind: &str) -> Option<(Language, Kind)> {
    use Language::{Any, English, Korean};
    Some(match (language, kind) {
        ("ko", "stem") => (Korean, Kind::Stem),
        ("ko", "idiom") => (Korean, Kind::Idiom),
        ("ko", "start") => (Korean, Kind::Start),
        ("ko", "faint") => (Korean, Kind::Faint),
        ("ko", "negator") => (Korean, Kind::Negator),
        ("ko", "negation") => (Korean, Kind::Negation),
        ("ko", "absence") => (Korean, Kind::Absence),
        ("ko", "intensifier") => (Korean, Kind::Intensifier),
        ("ko", "contrast") => (Korean, Kind::Contrast),
        ("ko", "neutral") => (Korean, Kind::Neutral),
        ("en", "word") => (English, Kind::Word),
        ("en", "negator") => (English, Kind::Negator),
        ("en", "lack") => (English, Kind::Lack),
        ("en", "wish") => (English, Kind::Wish),
        ("en", "intensifier") => (English, Kind::Intensifier),
        ("en", "contrast") => (English, Kind::Contrast),
        ("en", "concession") => (English, Kind::Concession),
        ("en", "neutral") => (English, Kind::Neutral),
        ("any", "emoji" | "emoticon") => (Any, Kind::Sign),
        ("any", "neutral") => (Any, Kind::Neutral),
        _ => return None,
    })
}

impl Display for LexiconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "감정 사전(lexicon.tsv): {}", self.problem),
            line => write!(f, "감정 사전(lexicon.tsv) {line}번째 줄 · line {line}: {}", self.problem),
        }
    }
}

impl std::error::Error for LexiconError {}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns(found) => write!(
                f,
                "칸이 {found}개입니다. 말, 무게, 언어, 구실 네 칸을 탭으로 나누세요. \
                 · {found} columns; separate the four (term, weight, language, kind) with tabs."
            ),
            Self::Term => f.write_str(
                "말이 비었거나 앞뒤에 빈칸이 있습니다. 지우세요. · The term is empty or has spaces around it; remove them.",
            ),
            Self::Weight(found) => write!(
                f,
                "무게 \"{found}\" 를 -5.0부터 5.0까지의 수로 고치세요. · Make the weight \"{found}\" a number from -5.0 to 5.0."
            ),
            Self::Kind(language, kind) => write!(
                f,
                "언어 \"{language}\" 와 구실 \"{kind}\" 의 짝을 모릅니다. 파일 맨 위의 설명에서 고르세요. \
                 · The language \"{language}\" and the kind \"{kind}\" do not go together; choose from the list at the top."
            ),
            Self::Twice(term) => write!(
                f,
                "\"{term}\" 이(가) 이미 있습니다. 하나를 지우세요. · \"{term}\" is there already; remove one of the two."
            ),
            Self::Automaton(reason) => {
                write!(f, "말을 찾는 기계를 만들지 못했습니다. · No automaton can be built: {reason}")
            }
        }
    }
}
