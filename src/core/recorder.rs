//! The flight recorder: the last events of a guide, for whoever has to find out afterwards what went wrong.
//!
//! It keeps kinds and numbers alone. [`Bearings`] and an entry are `Copy` and borrow from nothing that passes, so no text
//! that a page, an organisation or a person wrote fits into them: all words are this program's own. It lives in the memory
//! of the frame, is bounded, and is read by nobody but who opens "Diagnostics" in the panel: [`Recorder::text`] is what is
//! shown there, and what is copied from there.

use crate::core::guide::{Effect, Event, Guide};
use crate::core::hints::{Found, Kind};
use crate::core::panel::{Input, State, Step};
use crate::core::teach::Ask;
use crate::protocol::{FromAgent, Refusal, Reply, ToAgent, ToWorker, Unpaintable};

/// The version of the text.
const SCHEMA: u32 = 1;
/// How many events are kept; the oldest one goes first. A job from the first look to the proof has about as many.
pub const MOST: usize = 64;
/// Who did something, and what.
type Happened = (&'static str, &'static str);

/// Where a guide stands, in kinds and numbers.
#[derive(Debug, Clone, Copy)]
pub struct Bearings {
    /// The current step.
    pub step: Step,
    /// What the panel is doing.
    pub state: State,
    /// The key of what it says: of the refusal, where there is one.
    pub said: &'static str,
    /// What the plan asks for.
    pub act: &'static str,
    /// The ring.
    pub ring: &'static str,
    /// The epoch of the newest snapshot, or 0.
    pub epoch: u32,
    /// For how many milliseconds the document has been connected; 0 where there is none.
    pub age: u32,
    /// What is recognised, where a page is.
    pub sights: Option<[(Kind, Found); 8]>,
    /// Rows of the list that were shown to the guide, and those that were only counted.
    pub rows: (usize, u32),
    /// How a row is unblocked there, which tells the portal's generations apart.
    pub design: &'static str,
    /// Which kind of page it is, and in which cloud.
    pub place: Happened,
    /// The language of the page, as a tag of the label data.
    pub language: &'static str,
    /// Whether a case is at hand; users of the queue; hints; checks that have no answer.
    pub counts: [usize; 4],
    /// What the organisation has fixed; what of that was not understood; what of the storage could not be read.
    pub policy: [usize; 3],
    /// Whether the admin has chosen a language, marks, a retention, an edge.
    pub settings: [bool; 4],
}

/// What is known beside the guide.
#[derive(Debug, Clone, Copy)]
pub struct Environment {
    /// The browser and its version, as [`browser`] reads it.
    pub browser: (&'static str, u32),
    /// The language of the panel.
    pub panel: &'static str,
    /// The side panel, where there is no page.
    pub is_side: bool,
    /// A private window.
    pub is_private: bool,
}

/// One event, and what followed.
#[derive(Debug, Clone, Copy)]
struct Entry {
    at: f64,
    happened: Happened,
    /// So many of the same, one after another; `at` is the last one's.
    times: u32,
    after: Bearings,
    /// A bit for each of [`EFFECTS`].
    effects: u32,
}

impl Entry {
    /// Whether this says no more than `before` did: snapshots of a restless page, or the clock.
    fn repeats(&self, before: &Entry) -> bool {
        let shape = |entry: &Entry| (entry.effects, entry.happened.1, entry.after.said, entry.after.ring);
        shape(self) == shape(before)
    }

    fn line(&self, now: f64) -> String {
        let Entry { at, happened: (who, what), times, after, effects } = self;
        let mut line = format!(
            "{} {who} {what} x{times} | {} {} {} | {} {} | epoch {} age {} | ",
            (now - at) as u32,
            after.step.name(),
            after.state.name(),
            after.said,
            after.act,
            after.ring,
            after.epoch,
            after.age,
        );
        for (_, found) in after.sights.iter().flatten() {
            line.push_str(sight(*found));
        }
        line.push_str(" |");
        for (bit, name) in EFFECTS.into_iter().enumerate() {
            if effects >> bit & 1 == 1 {
                line.push(' ');
                line.push_str(name);
            }
        }
        line
    }
}

/// The last events.
#[derive(Debug, Clone, Default)]
pub struct Recorder {
    entries: Vec<Entry>,
}

impl Recorder {
    /// Lets the guide take in the event, and notes it.
    pub fn update(&mut self, guide: &mut Guide, event: Event, now: f64) -> Vec<Effect> {
        let happened = happened(&event);
        if let Event::ClockMoved(by) = event {
            self.entries.iter_mut().for_each(|entry| entry.at += by);
        }
        let all = guide.update(event, now);
        let effects = all.iter().filter_map(effect).fold(0, |effects, bit| effects | 1 << bit);
        let entry = Entry { at: now, happened, times: 1, after: guide.bearings(now), effects };
        match self.entries.last_mut() {
            Some(last) if entry.repeats(last) => *last = Entry { times: last.times.saturating_add(1), ..entry },
            _ => self.entries.push(entry),
        }
        if self.entries.len() > MOST {
            self.entries.remove(0);
        }
        all
    }

    /// What is shown and copied, line by line: the environment, how the guide stands, and the last events.
    pub fn text(&self, guide: &Guide, environment: &Environment, now: f64) -> String {
        let bearings = guide.bearings(now);
        let Environment { browser: (browser, version), panel, is_side, is_private } = environment;
        let (route, cloud) = bearings.place;
        let (shown, counted) = bearings.rows;
        let [case, queue, hints, checks] = bearings.counts;
        let [fixed, problems, kept] = bearings.policy;
        let [by_language, by_marks, by_retention, by_edge] = bearings.settings;
        let mut out = format!(
            "Guided Unblock {}, diagnostics {SCHEMA}
browser: {browser} {version}, private window {is_private}, side panel {is_side}
languages: panel {panel}, page {}
portal: {route}, {cloud}, {}
policy: fixed {fixed}, not understood {problems}; storage: unreadable {kept}
chosen: language {by_language}, marks {by_marks}, retention {by_retention}, edge {by_edge}
rows: shown {shown}, counted {counted}; cases {case}, queue {queue}, hints {hints}, open checks {checks}
last events, in milliseconds before this | step, state, words | act, ring | page | list search selector unblock next submit last yes | effects",
            env!("CARGO_PKG_VERSION"),
            bearings.language,
            bearings.design,
        );
        for entry in &self.entries {
            out.push('\n');
            out.push_str(&entry.line(now));
        }
        out
    }
}

/// Which browser it is, and its version, from what it says of itself; nothing else of that is kept.
pub fn browser(user_agent: &str) -> (&'static str, u32) {
    // Edge and Opera say that they are Chrome, too.
    for (mark, name) in [("Firefox/", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chromium")] {
        if let Some((_, version)) = user_agent.split_once(mark) {
            let digits = version.chars().map_while(|c| c.to_digit(10)).take(4);
            return (name, digits.fold(0, |number, digit| number * 10 + digit));
        }
    }
    ("unknown", 0)
}

/// A sign for each: found, found because the admin has shown it, not there, more than one.
fn sight(found: Found) -> &'static str {
    match found {
        Found::Found => "+",
        Found::Shown => "s",
        Found::NotYet => "-",
        Found::Ambiguous => "?",
    }
}

fn happened(event: &Event) -> Happened {
    match event {
        Event::Agent(message) => ("agent", said(message)),
        Event::Worker(reply) => ("worker", answer(reply)),
        Event::Admin(input) => ("admin", did(input)),
        Event::Tick => ("clock", "tick"),
        Event::ClockMoved(_) => ("clock", "moved"),
        Event::Governed => ("policy", "changed"),
        Event::Gone => ("agent", "gone"),
    }
}

fn said(message: &FromAgent) -> &'static str {
    match message {
        FromAgent::Hello { untouched: true, .. } => "hello",
        FromAgent::Hello { .. } => "hello_touched",
        FromAgent::Snapshot { settled: true, .. } => "snapshot",
        FromAgent::Snapshot { .. } => "snapshot_unsettled",
        FromAgent::Click { .. } => "click",
        FromAgent::Painted { .. } => "painted",
        FromAgent::NotPainted { why, .. } => match why {
            Unpaintable::Gone => "not_painted_gone",
            Unpaintable::Changed => "not_painted_changed",
            Unpaintable::Hidden => "not_painted_hidden",
            Unpaintable::Covered => "not_painted_covered",
        },
        FromAgent::Filled { ok: true, .. } => "filled",
        FromAgent::Filled { .. } => "filled_refused",
        FromAgent::Route { untouched: true, .. } => "route",
        FromAgent::Route { .. } => "route_touched",
        FromAgent::Summon => "summon",
        FromAgent::Look { .. } => "look",
    }
}

fn answer(reply: &Reply) -> &'static str {
    match reply {
        Reply::Done => "done",
        Reply::Confirmed { elsewhere: true, .. } => "confirmed_elsewhere",
        Reply::Confirmed { .. } => "confirmed",
        Reply::Queue { .. } => "queue",
        Reply::Settings { .. } => "settings",
        Reply::Record { .. } => "record",
        Reply::Cases { .. } => "cases",
        Reply::Hints { .. } => "hints",
        Reply::Case { .. } => "case",
        Reply::Refused { why } => match why {
            Refusal::Stranger => "refused_stranger",
            Refusal::Elsewhere => "refused_elsewhere",
            Refusal::QueueElsewhere => "refused_queue_elsewhere",
            Refusal::Stale => "refused_stale",
            Refusal::NotAnAddress => "refused_not_an_address",
            Refusal::NotStored => "refused_not_stored",
        },
    }
}

fn did(input: &Input) -> &'static str {
    match input {
        Input::Start(_) => "start",
        Input::Reset(_) => "reset",
        Input::SignInBlocked(_) => "sign_in_blocked",
        Input::Elsewhere(_) => "elsewhere",
        Input::KnownAs(_) => "known_as",
        Input::Pick(..) => "pick",
        Input::ByHand(word, _) => word.id(),
        Input::Check(item, _) => item.id(),
        Input::Skip(_) => "skip",
        Input::Press(button) => button.name(),
        Input::Collapse(true) => "collapse",
        Input::Collapse(false) => "expand",
        Input::Teach(ask) => match ask {
            Ask::Unfold => "unfold",
            Ask::Show => "show",
            Ask::About(kind) => kind.as_str(),
            Ask::LookAt(_) => "look_at",
            Ask::Choose(_) => "choose",
            Ask::Forget => "forget",
            Ask::Report => "report",
        },
    }
}

/// What a guide does: to the page, and with the worker.
const EFFECTS: [&str; 19] = [
    "watch",
    "look",
    "ring",
    "clear",
    "fill",
    "reload",
    "frame",
    "yield",
    "open",
    "open_all",
    "next",
    "queue",
    "end_queue",
    "save",
    "hints",
    "teach",
    "release",
    "resume",
    "settings",
];

/// Its place in [`EFFECTS`]. When to wake is a matter between the guide and its clock; and not everything is the guide's to ask.
fn effect(effect: &Effect) -> Option<u32> {
    Some(match effect {
        Effect::Wake(_) => return None,
        Effect::Agent(message) => match message {
            ToAgent::Watch { .. } => 0,
            ToAgent::Look => 1,
            ToAgent::Ring { .. } => 2,
            ToAgent::Clear => 3,
            ToAgent::Fill { .. } => 4,
            ToAgent::Reload => 5,
            ToAgent::Frame { .. } => 6,
            ToAgent::Yield => 7,
        },
        Effect::Worker(message) => match message {
            ToWorker::Open { .. } => 8,
            ToWorker::OpenAll { .. } => 9,
            ToWorker::Next { .. } => 10,
            ToWorker::Queue { .. } => 11,
            ToWorker::EndQueue { .. } => 12,
            ToWorker::Save { .. } => 13,
            ToWorker::Hints => 14,
            ToWorker::Teach { .. } | ToWorker::Unteach => 15,
            ToWorker::Release { .. } => 16,
            ToWorker::Resume { .. } => 17,
            ToWorker::Settings => 18,
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests;
