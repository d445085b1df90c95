//! What holds for the sources themselves.
