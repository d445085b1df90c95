//! Everything that decides. No browser, no clock, no randomness, no network: the time is an argument.

pub mod case;
pub mod panel;
pub mod snapshot;
