//! 글을 화면에 놓기: 칸의 너비, 보이지 않는 글자, 긴 글의 한 부분.
//!
//! Texts on a screen: how wide they are, what is invisible in them, and the part of a long one that matters.

mod charset;
mod duration;
mod excerpt;
mod visible;
mod width;

pub(crate) use charset::Charset;
pub(crate) use duration::duration;
pub(crate) use excerpt::{Excerpt, Row, difference};
pub(crate) use visible::{Cell, Look, cells, safe};
pub(crate) use width::{fit, grouped, pad, pad_left, width, wrap};
