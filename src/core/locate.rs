//! Never the first match: a control is missing, unique or ambiguous, and only a unique one can be pointed at. Where several
//! all have to be pressed and none of them commits, there is nothing to choose: any of them is the next.

use crate::protocol::Handle;

/// A control of the portal that somebody could point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// The agent's number for the node.
    pub handle: Handle,
    /// Its ARIA role.
    pub role: &'static str,
    /// Its accessible name, as the page shows it.
    pub name: String,
    /// It does not react now, natively or by `aria-disabled`.
    pub disabled: bool,
    /// It is known only because the admin has shown it.
    pub taught: bool,
}

/// How many controls answer to a description.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sighting {
    /// None.
    #[default]
    Missing,
    /// Exactly one.
    Unique(Target),
    /// Several: the admin must say which, the guide never does.
    Ambiguous(usize),
}

/// The only control that answers to its description. Nothing else can be ringed, and only this module makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(Control);

impl Target {
    /// One of several that all have to be pressed, in any order, and of which none commits.
    pub fn any(control: Control) -> Target {
        Target(control)
    }

    /// What was found.
    pub fn control(&self) -> &Control {
        &self.0
    }
}

impl Sighting {
    /// Counts the candidates.
    pub fn of(candidates: impl IntoIterator<Item = Control>) -> Sighting {
        let mut candidates = candidates.into_iter();
        match (candidates.next(), candidates.next()) {
            (None, _) => Sighting::Missing,
            (Some(only), None) => Sighting::Unique(Target(only)),
            (Some(_), Some(_)) => Sighting::Ambiguous(2 + candidates.count()),
        }
    }

    /// The target, where there is exactly one.
    pub fn unique(&self) -> Option<&Target> {
        match self {
            Sighting::Unique(target) => Some(target),
            _ => None,
        }
    }

    /// What is seen here and what is seen there, together.
    pub fn and(self, other: Sighting) -> Sighting {
        match (self.count(), other.count()) {
            (0, _) => other,
            (_, 0) => self,
            (here, there) => Sighting::Ambiguous(here + there),
        }
    }

    fn count(&self) -> usize {
        match self {
            Sighting::Missing => 0,
            Sighting::Unique(_) => 1,
            Sighting::Ambiguous(count) => *count,
        }
    }

    /// Whether there is none.
    pub fn is_missing(&self) -> bool {
        *self == Sighting::Missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn control(handle: Handle) -> Control {
        Control { handle, role: "button", name: "Yes".into(), disabled: false, taught: false }
    }

    #[test]
    fn the_first_of_two_is_nobody() {
        assert_eq!(Sighting::of([]), Sighting::Missing);
        assert_eq!(Sighting::of([control(1)]).unique().map(|target| target.control().handle), Some(1));
        assert_eq!(Sighting::of([control(1), control(2), control(3)]), Sighting::Ambiguous(3));
    }
}
