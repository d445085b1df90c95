//! Everything that touches the browser. Decides nothing.

pub mod dom;
pub mod draw;
pub mod file;
pub mod history;
pub mod inbox;
pub mod log;
pub mod memory;
pub mod options;
pub mod overlay;
pub mod platform;
pub mod popup;
pub mod port;
pub mod read;
pub mod storage;
pub mod texts;
pub mod time;
pub mod watch;
pub mod worker;
