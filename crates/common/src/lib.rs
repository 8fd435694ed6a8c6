//! 실습 서버들이 함께 쓰는 것: 시작과 끝, 연결, 형식, 하트비트, 접속 허가, 연결 수, 페이지, 콘솔.
//!
//! What the lab servers share. A lab keeps its lesson (the upgrade, the session loop, its own logic);
//! this crate takes the ceremony around it. It knows no lab.
//!
//! Reading order:
//!
//! 1. [`server`]: arguments, bind, the printed URL, the end.
//! 2. [`connection`]: `receive`, `send`, `close`, and the limits behind them.
//! 3. [`form`]: the same reply as a text or as JSON.
//! 4. [`heartbeat`]: is the peer still there?
//! 5. [`admission`]: which `Host` and `Origin` may come in.
//! 6. [`capacity`]: how many connections, and how many of one address.
//! 7. [`pages`]: the page a lab serves, and the headers that protect it.
//! 8. [`console`]: printing what a peer sent without letting it write to the terminal.

pub mod admission;
pub mod capacity;
pub mod connection;
pub mod console;
pub mod form;
pub mod heartbeat;
pub mod pages;
pub mod server;

pub use actix_ws::CloseCode;
pub use connection::{Closed, Connection, Message};
pub use form::Form;
pub use lab_wire::{Limits, Shutdown};
pub use server::{Arguments, Lab};
