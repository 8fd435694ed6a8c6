//! 답: 라벨, 점수, 그리고 그렇게 판단한 까닭.
//!
//! The answer: a label, a score, and the reasons. `Display` is the plain form of the protocol, `Serialize` the
//! rich form.

use std::fmt::{self, Display};

use serde::Serialize;

/// 감정의 방향.
/// The direction of a feeling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// 긍정.
    Positive,
    /// 부정.
    Negative,
    /// 중립: 감정이 없거나, 어느 쪽인지 말할 수 없습니다.
    /// No feeling, or none that can be told.
    Neutral,
}

/// 글 하나에 대한 답.
/// What the analyser says of one text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "sentiment")]
pub struct Sentiment {
    /// 감정의 방향.
    /// The direction.
    pub label: Label,
    /// -1.0 (가장 부정) … 1.0 (가장 긍정). 중립은 0에 가깝습니다.
    /// From -1.0, most negative, to 1.0, most positive, with three decimals; never NaN or -0.0. A neutral text is
    /// within ±0.2.
    pub score: f64,
    /// 까닭: 감정이 담긴 말들. 글에 나온 순서대로이고 서로 겹치지 않습니다.
    /// The reasons, in the order of the text. No two of them overlap.
    pub hits: Vec<Hit>,
}

/// 감정이 담긴 말 하나. 그 말에 작용한 부정어와 강조어도 함께 담습니다 (`not good`, `안 좋아`).
/// One expression of feeling, with the negator and the intensifiers that acted on it (`not good`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// 받은 글에 있는 그대로.
    /// As it stands in the text.
    pub text: String,
    /// 시작 위치. 받은 글의 UTF-16 코드 단위로 세므로 자바스크립트의 문자열 위치와 같습니다.
    /// Where it starts in the text as sent, in UTF-16 code units, the unit of a JavaScript string.
    pub start: usize,
    /// 끝 위치 (이 위치는 들어가지 않습니다).
    /// Where it ends, exclusive, in the same unit.
    pub end: usize,
    /// 이 말의 몫: 부정, 강조, 반전을 거친 무게. 몫의 합이 점수를 정합니다.
    /// Its signed share after negation, intensity and contrast. The sum of the shares decides the score.
    pub weight: f64,
}

impl Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Positive => "긍정 😊",
            Self::Negative => "부정 😢",
            Self::Neutral => "중립 😐",
        })
    }
}

impl Display for Sentiment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.label.fmt(f)
    }
}
