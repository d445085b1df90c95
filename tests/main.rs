//! The integration tests: one binary, a module a line.

mod simulation;
mod tidy;
