//! 실습의 약속대로 움직이는지, 어떤 언어로 만든 WebSocket 서버든 판정합니다.
//!
//! Plays a lab's wire contract against any WebSocket server, whatever language it is written in, and says where
//! it parts from it. It knows the labs by their wire alone, and speaks through a codec that shares nothing with
//! the servers.
//!
//! **Contract checks decide, the reference explains.** A [`scenario`] is data; [`run`] builds and starts the
//! reference and the target, plays the scenario against both and gives a [`verdict`]. A reference that does not pass
//! its own contract is an error of the tool, never a failure of a student.

pub mod course;
mod document;
pub mod failure;
pub mod hint;
pub mod judge;
pub mod lane;
pub mod language;
pub mod play;
mod price;
pub mod progress;
pub mod run;
pub mod scenario;
pub mod target;
pub mod transcript;
pub mod verdict;
