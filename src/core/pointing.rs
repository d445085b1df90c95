//! What may be pointed at: a unique, enabled control, and a commit control only with a verdict that allows it.

use crate::core::hints::Candidate;
use crate::core::locate::Target;
use crate::core::verdict::{Refused, Verdict};
use crate::protocol::Tone;

/// A ring that may be painted. There are two ways to make one, and none that takes a bare handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointing {
    target: Target,
    tone: Tone,
    commits: bool,
}

impl Pointing {
    /// At a control that commits nothing.
    pub fn at(target: &Target) -> Pointing {
        Pointing { target: target.clone(), tone: Tone::Sure, commits: false }
    }

    /// At a commit control (*Submit*, a final *Unblock user*, *Yes*). One that is known by a hint alone needs a page that
    /// names the subject.
    ///
    /// # Errors
    ///
    /// The reason why the page contradicts the subject.
    pub fn commit(target: &Target, verdict: Verdict) -> Result<Pointing, Refused> {
        let tone = match verdict {
            Verdict::Confirmed => Tone::Sure,
            Verdict::Silent if target.control().taught => return Err(Refused::Taught(target.control().name.clone())),
            Verdict::Silent => Tone::Compare,
            Verdict::Contradicted(refused) => return Err(refused),
        };
        Ok(Pointing { target: target.clone(), tone, commits: true })
    }

    /// The control.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Blue, or amber where the admin compares.
    pub fn tone(&self) -> Tone {
        self.tone
    }

    /// Whether the control commits.
    pub fn commits(&self) -> bool {
        self.commits
    }
}

/// The grey ring on what the admin looks at in the panel, to see which control it is. It asks for nothing, names no
/// target, and stands only while there is something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview(Candidate);

impl Preview {
    /// On a candidate of the open list.
    pub fn of(candidate: Candidate) -> Preview {
        Preview(candidate)
    }

    /// The candidate.
    pub fn candidate(&self) -> &Candidate {
        &self.0
    }
}
