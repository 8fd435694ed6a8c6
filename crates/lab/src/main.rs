//! x
#![allow(dead_code)]
mod exit;
mod messages;
mod paths;
mod report;
mod screen;
mod store;
#[cfg(test)]
mod testing;
mod text;
fn main() {}
