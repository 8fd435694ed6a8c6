//! [실습 4] 실시간 감정 분석: 글을 입력하는 동안 그 글의 감정을 알려 줍니다.
//!
//! Lab 4, sentiment: tells the feeling of a text while it is being typed.

pub mod sentiment;
