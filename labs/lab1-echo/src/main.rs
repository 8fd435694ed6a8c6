//! 실습 1을 켭니다: `cargo run -p lab1-echo` · Starts lab 1, then open the URL it prints.

use std::process::ExitCode;

#[actix_web::main]
async fn main() -> ExitCode {
    lab_common::server::run(lab1_echo::LAB, lab1_echo::routes).await
}
