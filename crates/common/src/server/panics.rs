//! 패닉: 세션 하나가 실패하면 무엇이 어디서 실패했는지 한 줄로 알립니다.
//!
//! A panic ends the one session that it happens in, and is told in one line: where, what, and what became of
//! it. A stack trace comes only to those who ask for it by `RUST_BACKTRACE`.

use std::{env, io::Write as _, panic};

use crate::console::Safe;

/// Replaces the standard message of a panic.
pub(super) fn explain() {
    let standard = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        // A message may quote what a peer sent.
        let what = Safe(info.payload_as_str().unwrap_or("?"));
        let _ = writeln!(
            std::io::stderr(),
            "코드의 오류로 패닉이 났습니다 ({place}): {what}. 이 연결은 코드 1011로 닫히고 다른 연결은 그대로입니다. \
             · The code panicked ({place}): {what}. This connection closes with code 1011, the others go on."
        );
        if env::var_os("RUST_BACKTRACE").is_some_and(|wanted| wanted != "0") {
            standard(info);
        }
    }));
}
