//! 감정 분석: 글에서 감정이 담긴 말을 찾아 점수를 더하고, 긍정·부정·중립 가운데 하나로 답합니다.
//!
//! The analyser: it finds the words of feeling in a text, adds up their weights, and answers with one of
//! three labels. It knows no socket, reads no file and keeps nothing between two texts.
//!
//! 읽는 순서 · Reading order:
//!
//! 1. [`answer`](self::Sentiment): 답의 모양 · what an answer is made of.
//! 2. `lexicon.tsv`, [`lexicon`](self::LexiconError): 감정 사전 · the words and their weights.
//! 3. `folded`: 글 다듬기 · one spelling for what looks alike, and the way back to the text as sent.
//! 4. `signs`, `words`: 사전에서 찾기 · Korean stems and emoji, English words.
//! 5. `shares`, `gaps`, `contrast`: 부정, 강조, 반전 · negation, intensity, contrast.

mod analyser;
mod answer;
mod contrast;
mod folded;
mod gaps;
mod inflection;
mod lexicon;
mod mark;
mod shares;
mod signs;
mod words;

pub use analyser::Analyser;
pub use answer::{Hit, Label, Sentiment};
pub use lexicon::{LexiconError, Problem};
