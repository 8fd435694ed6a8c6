//! 실습 3을 켭니다: `cargo run -p lab3-typing` · Starts lab 3, then open the URL it prints.

use std::process::ExitCode;

#[actix_web::main]
async fn main() -> ExitCode {
    lab_common::server::run(lab3_typing::LAB, lab3_typing::routes).await
}
