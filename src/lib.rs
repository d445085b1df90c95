//! Guided Unblock
pub mod core;
pub mod protocol;
