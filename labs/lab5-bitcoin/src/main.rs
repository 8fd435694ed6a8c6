//! 실습 5를 켭니다: `cargo run -p lab5-bitcoin` · Starts lab 5, then open the URL it prints.

use std::process::ExitCode;

#[actix_web::main]
async fn main() -> ExitCode {
    lab_common::server::try_run(lab5_bitcoin::LAB, lab5_bitcoin::routes).await
}
