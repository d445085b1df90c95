//! Everything that decides. No browser, no clock, no randomness, no network: the time is an argument.

pub mod account;
pub mod case;
pub mod fold;
pub mod intake;
pub mod labels;
pub mod panel;
pub mod role_name;
pub mod snapshot;
