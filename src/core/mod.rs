//! Everything that decides. No browser, no clock, no randomness, no network: the time is an argument.

pub mod account;
pub mod alias;
pub mod case;
pub mod clock;
pub mod decide;
pub mod dock;
pub mod fold;
pub mod guide;
pub mod intake;
pub mod journal;
pub mod labels;
pub mod locate;
pub mod page;
pub mod panel;
pub mod pointing;
pub mod queue;
pub mod recognise;
pub mod role_name;
pub mod route;
pub mod secure;
pub mod snapshot;
pub mod verdict;
pub mod view;
