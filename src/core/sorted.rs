//! Short lists in order.
//!
//! The library's sorts and trees are made for long ones, and are compiled anew for every type: for what is seldom more than a
//! screenful each of them would be several kilobytes of the Wasm module.

use std::cmp::Ordering;

/// The items in order; those that are equal stay as they came.
pub fn sorted<T>(items: impl IntoIterator<Item = T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut sorted: Vec<T> = Vec::new();
    for item in items {
        let at = sorted.partition_point(|known| compare(known, &item).is_le());
        sorted.insert(at, item);
    }
    sorted
}

/// Texts, each once.
#[derive(Debug, Clone, Default)]
pub struct Texts(Vec<String>);

impl Texts {
    /// Takes one in; whether it is new.
    pub fn insert(&mut self, text: &str) -> bool {
        match self.find(text) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, text.to_owned());
                true
            }
        }
    }

    /// Whether it is among them.
    pub fn contains(&self, text: &str) -> bool {
        self.find(text).is_ok()
    }

    fn find(&self, text: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|known| known.as_str().cmp(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn items_are_in_order_and_equal_ones_as_they_came(keys in proptest::collection::vec(0_u8..9, 0..60)) {
            let items: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(sorted(items, |a, b| a.0.cmp(&b.0)), expected);
        }

        #[test]
        fn a_text_is_new_once(texts in proptest::collection::vec("[a-c]{0,2}", 0..40), other in "[a-c]{0,2}") {
            let mut known = Texts::default();
            for (at, text) in texts.iter().enumerate() {
                prop_assert_eq!(known.insert(text), !texts[..at].contains(text));
            }
            prop_assert_eq!(known.contains(&other), texts.contains(&other));
        }
    }
}
