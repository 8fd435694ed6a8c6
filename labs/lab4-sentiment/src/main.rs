//! 실습 4를 켭니다: `cargo run -p lab4-sentiment` · Starts lab 4, then open the URL it prints.

use std::process::ExitCode;

use lab4_sentiment::{LAB, routes, sentiment::Analyser};

#[actix_web::main]
async fn main() -> ExitCode {
    match Analyser::new() {
        Ok(analyser) => lab_common::server::run(LAB, |arguments| routes(arguments, analyser)).await,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
