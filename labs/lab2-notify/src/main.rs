//! 실습 2를 켭니다: `cargo run -p lab2-notify` · Starts lab 2, then open the URL it prints.

use std::process::ExitCode;

#[actix_web::main]
async fn main() -> ExitCode {
    lab_common::server::try_run(lab2_notify::LAB, lab2_notify::routes).await
}
