//! The only types that cross a boundary: page agent, overlay frame, popup and worker.
//!
//! Every message is a plain object with a `kind` beside its fields, which `src/shell/port.rs` sees to: as an attribute of
//! the types it would buffer each message once more, in an eighth of the Wasm module. [`VERSION`] is part of the agent's greeting, and a frame that
//! meets another version says so and stops. Handles are the agent's numbers for nodes (see
//! [`crate::core::snapshot`]); times are milliseconds since 1970 as `f64`, the way browsers count.
//!
//! What is *not* here is the point: no message can click, submit, press a pointer or run a script.

use serde::{Deserialize, Serialize};

/// The version of the messages below. Agent and frame come out of one package, so they only differ when an
/// update replaced the extension under a living page.
pub const VERSION: u32 = 1;

/// The agent's number for a node: unique within one document for its whole life, never 0.
pub type Handle = u32;

/// What the page agent tells the overlay frame, over their private `MessagePort`.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FromAgent {
    /// First message, once per port.
    Hello {
        /// [`VERSION`] of the agent.
        version: u32,
        /// Random identity of this document, new at every load.
        document: String,
        /// No trusted press of pointer or key reached this document on this route before the agent watched.
        untouched: bool,
        /// The address of the page.
        url: String,
    },
    /// The page as it stands, in the format of [`crate::core::snapshot`].
    Snapshot {
        /// Grows by one with every snapshot of this document.
        epoch: u32,
        /// The flat text.
        text: String,
        /// The same nodes were seen two frames long: the page is not in the middle of a change.
        settled: bool,
    },
    /// A trusted click reached the page. A snapshot of the moment *before* the page handled it was sent first.
    Click {
        /// The epoch of that snapshot.
        epoch: u32,
        /// The clicked node and its ancestors, innermost first.
        path: Vec<Handle>,
    },
    /// The ring that was asked for is on the screen.
    Painted {
        /// The ringed node.
        handle: Handle,
    },
    /// The ring was not painted, or was taken away; the agent has sent or will send a new snapshot.
    NotPainted {
        /// The node.
        handle: Handle,
        /// Why.
        why: Unpaintable,
    },
    /// The search box was filled (or cleared), or the hand refused.
    Filled {
        /// The node.
        handle: Handle,
        /// Whether the box now holds the text.
        ok: bool,
    },
    /// The address of the page changed without a load.
    Route {
        /// The new address.
        url: String,
        /// No trusted press since the route was entered and before the agent watched.
        untouched: bool,
    },
    /// The user asked for the panel with the keyboard.
    Summon,
    /// The page's own look, from its computed background.
    Look {
        /// The page is dark.
        dark: bool,
    },
}

/// Why a ring could not be painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unpaintable {
    /// The epoch is no longer the newest, or the node is not connected any more.
    Gone,
    /// The node no longer says what it said in the snapshot.
    Changed,
    /// The node has no box, is hidden, or is transparent.
    Hidden,
    /// Something else is on top of it.
    Covered,
}

/// How sure the guide is of what the ring stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// An ordinary control, or a commit control whose page names the subject.
    Sure,
    /// A commit control of a page that names nobody: the admin compares with their own eyes.
    Compare,
    /// A control that the admin looks at in the panel: grey, and nothing is asked for.
    Preview,
}

/// Where the panel stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dock {
    /// At the left edge.
    Left,
    /// At the right edge.
    Right,
    /// Along the bottom.
    Bottom,
    /// Along the top: where a small window leaves no other place. Nobody chooses it.
    Top,
}

impl Dock {
    const ALL: [Dock; 4] = [Dock::Left, Dock::Right, Dock::Bottom, Dock::Top];

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Dock::Left => "left",
            Dock::Right => "right",
            Dock::Bottom => "bottom",
            Dock::Top => "top",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Dock> {
        Dock::ALL.into_iter().find(|dock| dock.name() == name)
    }
}

/// What the overlay frame asks of the page agent.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ToAgent {
    /// Look, and go on looking; rows whose folded text does not contain one of `needles` are only counted.
    Watch {
        /// Case-folded texts; empty means that every row is left out and counted.
        needles: Vec<String>,
    },
    /// Send a snapshot now.
    Look,
    /// Paint the ring on this node if it is still what it was.
    Ring {
        /// The epoch of the snapshot the decision rests on.
        epoch: u32,
        /// The node.
        handle: Handle,
        /// Amber or blue.
        tone: Tone,
    },
    /// Take the ring away.
    Clear,
    /// Type into the list's search box, and press Enter there when `enter` is set.
    Fill {
        /// The epoch of the snapshot the decision rests on.
        epoch: u32,
        /// The search box.
        handle: Handle,
        /// What the box shall hold.
        text: String,
        /// Whether to press Enter afterwards.
        enter: bool,
    },
    /// Load the document anew, to see what the portal really kept.
    Reload,
    /// How large the frame is and where it stands.
    Frame {
        /// Only the small button, or the panel.
        collapsed: bool,
        /// Where.
        dock: Dock,
        /// The height the panel wants, in CSS pixels.
        height: u32,
    },
    /// Give the keyboard focus back to where it was in the page.
    Yield,
}

/// What anybody in the extension asks of the worker, by `runtime.sendMessage`; the answer is a [`Reply`].
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ToWorker {
    /// The sentinel stands on the restricted list: inject the agent into this frame.
    Arrive,
    /// The agent vouches for the port it is about to hand over.
    Vouch {
        /// A random token.
        token: String,
    },
    /// The frame asks whether the worker knows the token, from this very tab.
    Confirm {
        /// The token.
        token: String,
        /// The document that wants to hold the case.
        document: String,
    },
    /// The side panel was opened: the case to go on with by hand. The answer is [`Reply::Confirmed`].
    Resume {
        /// The side panel's document.
        document: String,
    },
    /// Every open case, for popup and panel.
    Cases,
    /// Make or find the case of this subject and take its lease for `document` (empty: take none).
    Open {
        /// The address as the admin gave it, already parsed and printed by the core.
        subject: String,
        /// The document that will work on it.
        document: String,
    },
    /// Make or find the cases of these subjects, in a queue of their own, and take the lease of the first.
    OpenAll {
        /// The addresses, already parsed and printed by the core; each once.
        subjects: Vec<String>,
        /// The document that will work on them.
        document: String,
    },
    /// The next case of a queue that is still to be worked on, and its lease.
    Next {
        /// Which queue; without it the newest one in which something is left to do.
        queue: Option<String>,
        /// The document that will work on it.
        document: String,
    },
    /// How the users of a queue stand.
    Queue {
        /// Which.
        queue: String,
    },
    /// Close what has not been begun in a queue.
    EndQueue {
        /// Which.
        queue: String,
    },
    /// Replace a case, if `case.revision` is the stored one.
    Save {
        /// The new state, as [`crate::core::case::Case`] in JSON.
        case: crate::core::case::Case,
        /// The document that holds the lease.
        document: String,
    },
    /// What the admin has shown to the guide.
    Hints,
    /// Keep what the admin has just shown.
    Teach {
        /// The control.
        hint: crate::core::hints::Hint,
    },
    /// Forget everything that was shown.
    Unteach,
    /// Give the lease back.
    Release {
        /// The document that holds it.
        document: String,
    },
    /// What the organisation has fixed and the admin has chosen, for the extension's own pages.
    Settings,
    /// The admin chose something on the options page.
    Choose {
        /// All of it.
        options: crate::core::policy::Options,
    },
    /// The admin put the panel elsewhere.
    Settle {
        /// Where: the name of a [`Dock`].
        dock: String,
    },
    /// The admin made the panel small, or large.
    Fold {
        /// Small.
        folded: bool,
    },
    /// The whole record, for the history page.
    Record,
    /// "Mail works again", said outside of the panel.
    Finish {
        /// The id of the case.
        case: String,
    },
    /// The admin wants to know whether the account is still gone, and asks outside of the panel.
    Recheck {
        /// The id of the case.
        case: String,
    },
    /// Remove everything that is stored.
    Erase,
}

/// The worker's answer.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Done; nothing to say.
    Done,
    /// The token is known. The case this tab was working on, if there is one and no other document holds it.
    Confirmed {
        /// The running case.
        case: Option<crate::core::case::Case>,
        /// There is a queue to work on, and another tab does; of a case that is there all the same, it may be read and no more.
        elsewhere: bool,
        /// Whether the admin has made the panel small, beside this case and in this tab, or large; none if they have done neither.
        folded: Option<bool>,
        /// What the organisation has fixed and the admin has chosen.
        settings: Box<crate::core::policy::Settings>,
    },
    /// How the users of a queue stand.
    Queue {
        /// In their order.
        lines: Vec<crate::core::queue::Line>,
        /// Nobody in it is still to be worked on.
        finished: bool,
    },
    /// What counts.
    Settings {
        /// All of it.
        settings: Box<crate::core::policy::Settings>,
        /// What the admin chose, whether it counts or not.
        options: crate::core::policy::Options,
    },
    /// The record.
    Record {
        /// In the order in which they were written.
        entries: Vec<crate::core::history::Entry>,
    },
    /// The cases asked for.
    Cases {
        /// Newest first.
        cases: Vec<crate::core::case::Case>,
    },
    /// What the admin has shown, after the request.
    Hints {
        /// The one shown last comes last.
        hints: Vec<crate::core::hints::Hint>,
    },
    /// One case: as stored, after the request.
    Case {
        /// The case.
        case: crate::core::case::Case,
    },
    /// The request was refused, and nothing was written.
    Refused {
        /// Why.
        why: Refusal,
    },
}

/// Why the worker refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The message did not come from where such messages come from, or the token is unknown.
    Stranger,
    /// Another document holds the case.
    Elsewhere,
    /// Another document works on the queue, or on the users that are left in it.
    QueueElsewhere,
    /// The revision is not the stored one: somebody wrote in between.
    Stale,
    /// The address is not one.
    NotAnAddress,
    /// The browser did not store it.
    NotStored,
}
