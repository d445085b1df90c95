//! Guided Unblock
pub mod core;
pub mod protocol;

#[cfg(target_arch = "wasm32")]
pub mod shell;
