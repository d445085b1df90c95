//! The guide against a synthetic portal.
