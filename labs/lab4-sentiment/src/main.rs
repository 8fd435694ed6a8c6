//! 실습 4를 켭니다: `cargo run -p lab4-sentiment` · Starts lab 4, then open the URL it prints.

use std::process::ExitCode;

#[actix_web::main]
async fn main() -> ExitCode {
    lab_common::server::try_run(lab4_sentiment::LAB, lab4_sentiment::routes).await
}
