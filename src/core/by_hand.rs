//! The same job where no guide can look: in the browser's side panel, beside a page that lets no extension in, or beside a
//! dialog that puts everything else out of reach.
//!
//! Nothing here is seen, so nothing here is proof. What the admin says of the list is kept as their word, and a case that
//! was unblocked by hand is proven by a page that shows it, or never.

use crate::core::case::Case;
use crate::core::decide::Plan;
use crate::core::panel::{Button, Line, Link, Mark, Panel, State, Step, Text};
use crate::core::route::Cloud;
use serde::{Deserialize, Serialize};

/// What the admin says they did, and when, in milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ByHand {
    /// "I have found the account on the list".
    pub found_at: Option<f64>,
    /// "I have chosen Yes".
    pub unblocked_at: Option<f64>,
    /// "The list, loaded anew, no longer shows the account".
    pub gone_at: Option<f64>,
}

/// One thing that the admin can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// See [`ByHand::found_at`].
    Found,
    /// See [`ByHand::unblocked_at`].
    Unblocked,
    /// See [`ByHand::gone_at`].
    Gone,
}

impl Word {
    /// All, in the order in which they can be said.
    pub const ALL: [Word; 3] = [Word::Found, Word::Unblocked, Word::Gone];

    /// Its name in hooks.
    pub fn id(self) -> &'static str {
        match self {
            Word::Found => "hand-found",
            Word::Unblocked => "hand-unblocked",
            Word::Gone => "hand-gone",
        }
    }

    /// The sentence beside its box.
    pub fn key(self) -> &'static str {
        match self {
            Word::Found => "by_hand.found",
            Word::Unblocked => "by_hand.unblocked",
            Word::Gone => "by_hand.gone",
        }
    }
}

impl ByHand {
    /// When it was said.
    pub fn said(&self, word: Word) -> Option<f64> {
        match word {
            Word::Found => self.found_at,
            Word::Unblocked => self.unblocked_at,
            Word::Gone => self.gone_at,
        }
    }

    /// Takes the admin's word, or takes it back, and with it what was said to follow from it.
    pub fn say(&mut self, word: Word, yes: bool, now: f64) {
        for later in Word::ALL.into_iter().skip_while(|later| *later != word) {
            let said = match later {
                Word::Found => &mut self.found_at,
                Word::Unblocked => &mut self.unblocked_at,
                Word::Gone => &mut self.gone_at,
            };
            *said = (yes && later == word).then_some(now);
        }
    }
}

/// A page has shown it, so that nobody has to say it.
fn is_seen(case: &Case, word: Word) -> bool {
    match word {
        Word::Found => case.found_by.is_some() || case.committed.is_some(),
        Word::Unblocked => case.committed.is_some(),
        Word::Gone => false,
    }
}

/// What is to be done next, and said.
fn next(case: &Case) -> Option<Word> {
    Word::ALL.into_iter().find(|word| case.by_hand.said(*word).is_none() && !is_seen(case, *word))
}

/// What to do now where the guide would wait for a page. Securing the account, a stop sign and a proof stay what they are.
pub fn plan(plan: Plan, case: &Case, search: &str) -> Plan {
    let is_proven = case.proven_at.is_some() && case.recheck.is_none();
    if plan.step == Step::Secure || plan.refused.is_some() || is_proven {
        return plan;
    }
    let (step, key) = match next(case) {
        Some(Word::Found) => (Step::Open, "by_hand.find"),
        Some(Word::Unblocked) => (Step::Unblock, "manual.4"),
        Some(Word::Gone) => (Step::Verify, "by_hand.verify"),
        None => (Step::Verify, "by_hand.done"),
    };
    let state = if next(case).is_some() { State::Asking } else { State::Waiting };
    let detail = match next(case) {
        Some(Word::Found) => Some("by_hand.not_there"),
        None => Some("by_hand.wait"),
        _ => None,
    };
    let cloud = case.cloud().unwrap_or(Cloud::Worldwide);
    Plan {
        instruction: Text::new(key).with("text", search),
        details: detail.into_iter().map(Text::new).collect(),
        links: vec![Link { text: Text::new("open.link"), url: cloud.list_url(case.tenant.as_deref()) }],
        ..Plan::new(step, state, key)
    }
}

/// Makes the panel of a guide without a page: it says why, and asks for the admin's word where a page would show something.
/// With the case `elsewhere`, in another tab, there is something to read and nothing to tick.
pub fn show(panel: Panel, case: Option<&Case>, manual: Vec<Text>, elsewhere: bool) -> Panel {
    let mut panel = Panel { alias: None, aid: None, ..panel };
    panel.details.push(Text::new("by_hand.why"));
    let does_not_apply = |button: &Button| {
        // The last one needs the tab that works on the list.
        matches!(button, Button::CloseGuide | Button::Reload | Button::Recheck | Button::EndQueue | Button::OnceMore)
            || (*button == Button::TryAgain && !elsewhere && case.is_some())
    };
    panel.buttons.retain(|button| !does_not_apply(button));
    let Some(case) = case else { return panel };
    panel.manual = manual;
    if elsewhere {
        (panel.gate, panel.checks) = (None, None);
        panel.buttons = vec![Button::TryAgain, Button::CopyPowershell];
        return panel;
    }
    if panel.step == Step::Secure || case.proven_at.is_some() {
        return panel;
    }
    let reached = next(case);
    let is_shown =
        |word: &Word| !is_seen(case, *word) && (case.by_hand.said(*word).is_some() || Some(*word) == reached);
    let words = Word::ALL.into_iter().filter(is_shown);
    panel.words = words.map(|word| (word, case.by_hand.said(word).is_some())).collect();
    if case.free_since().is_some() {
        panel.buttons.retain(|button| *button != Button::StartOver);
        panel.buttons.splice(..0, [Button::MailWorks, Button::NextUser]);
    }
    for line in &mut panel.steps {
        line.mark = mark(line, case, reached.is_none());
    }
    panel
}

/// A step that no page has shown is the admin's word.
fn mark(line: &Line, case: &Case, all_said: bool) -> Mark {
    let word = match line.step {
        Step::Secure => return line.mark,
        Step::Open | Step::Find => Word::Found,
        Step::Unblock => Word::Unblocked,
        Step::Verify => Word::Gone,
    };
    match line.mark {
        Mark::Seen if !is_seen(case, word) => Mark::SaidSo,
        Mark::Now if all_said => Mark::SaidSo,
        mark => mark,
    }
}

#[cfg(test)]
mod tests;
