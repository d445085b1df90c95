//! The integration tests: one binary, a module a line.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod confusions;
mod fuzz;
mod layouts;
mod simulation;
mod tidy;
