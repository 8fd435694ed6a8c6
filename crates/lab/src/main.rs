//! x
#![allow(dead_code)]
mod arguments;
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
