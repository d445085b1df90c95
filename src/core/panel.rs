//! The checklist as plain data: everything the panel shows, decided here and only drawn elsewhere.
//!
//! No sentence is in here: a [`Text`] is a key of `extension/texts/<language>.json` and what fills its placeholders.

use crate::core::account::{AccountError, Letter, Reason};
use crate::core::alias::Candidate;
use crate::core::by_hand::Word;
use crate::core::queue::{self, Standing};
use crate::core::secure::{Answer, Item};
use crate::core::teach::{Aid, Ask};
use serde::Serialize;

/// A sentence to be looked up: `key` in the texts, `args` for its `{placeholders}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The key, e.g. `find.type`.
    pub key: &'static str,
    /// Placeholder and value.
    pub args: Vec<(&'static str, String)>,
}

impl Text {
    /// A sentence without placeholders.
    pub fn new(key: &'static str) -> Self {
        Text { key, args: Vec::new() }
    }

    /// The same sentence with one more placeholder filled.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

impl From<&AccountError> for Text {
    fn from(error: &AccountError) -> Text {
        Text::new(error.key())
    }
}

impl From<&Reason> for Text {
    fn from(reason: &Reason) -> Text {
        match reason {
            Reason::Letters(letter) => {
                Text::new(reason.key()).with("letter", letter_name(letter)).with("twin", &letter.twin)
            }
            Reason::Invisible(hidden) => Text::new(reason.key()).with("code", format!("U+{:04X}", u32::from(*hidden))),
            _ => Text::new(reason.key()),
        }
    }
}

/// A letter as a sentence can name it: `о (U+043E)`.
pub fn letter_name(letter: &Letter) -> String {
    format!("{} ({})", letter.found, letter.code())
}

/// The five steps of the job, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Secure the account.
    Secure,
    /// Open the restricted list.
    Open,
    /// Find the user.
    Find,
    /// Unblock and confirm.
    Unblock,
    /// Verify and wait.
    Verify,
}

impl Step {
    /// All five, in their order.
    pub const ALL: [Step; 5] = [Step::Secure, Step::Open, Step::Find, Step::Unblock, Step::Verify];

    /// Its name in attributes.
    pub fn name(self) -> &'static str {
        match self {
            Step::Secure => "secure",
            Step::Open => "open",
            Step::Find => "find",
            Step::Unblock => "unblock",
            Step::Verify => "verify",
        }
    }
}

/// What the panel is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No case yet.
    Idle,
    /// Waiting for the page, or for the admin's click under the ring.
    Waiting,
    /// Waiting for something only the admin can say, in the panel.
    Asking,
    /// The page is not what was expected; the manual way is shown.
    Lost,
    /// Something does not match: nothing will be pointed at.
    Refused,
    /// Proven; the recovery clock runs.
    Done,
}

impl State {
    /// Its name in attributes.
    pub fn name(self) -> &'static str {
        match self {
            State::Idle => "idle",
            State::Waiting => "waiting",
            State::Asking => "asking",
            State::Lost => "lost",
            State::Refused => "refused",
            State::Done => "done",
        }
    }
}

/// A line of the list "Steps".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which.
    pub step: Step,
    /// How far.
    pub mark: Mark,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Not reached.
    Todo,
    /// The current one.
    Now,
    /// The page showed it.
    Seen,
    /// The admin said so.
    SaidSo,
}

/// A link the admin may follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it says.
    pub text: Text,
    /// Where it goes; always https.
    pub url: String,
}

/// The buttons under the instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Button {
    /// Copies [`Panel::powershell`].
    CopyPowershell,
    /// Drops this case and asks for an account.
    StartOver,
    /// After a proven case: asks for the next account.
    NextUser,
    /// Ends the case: the user can send again.
    MailWorks,
    /// Takes the guide off the page; the case stays.
    CloseGuide,
    /// Looks at the list anew: after a refusal or `Lost`, or to check that the account is still gone.
    TryAgain,
    /// *Yes* was pressed and the list shows the account still: goes through it once more.
    OnceMore,
    /// Loads the page anew, so that nothing in it is selected.
    Reload,
    /// Goes on with the next user of the queue; the reason is what the guide stopped at.
    Skip,
    /// Closes what has not been begun in the queue.
    EndQueue,
    /// After the proof: looks whether the account is still gone.
    Recheck,
}

/// Every button, with its name in hooks and what it says.
const BUTTONS: [(Button, &str, &str); 11] = [
    (Button::CopyPowershell, "copy_powershell", "button.copy_powershell"),
    (Button::StartOver, "start_over", "button.start_over"),
    (Button::NextUser, "next_user", "button.next_user"),
    (Button::MailWorks, "mail_works", "button.mail_works"),
    (Button::CloseGuide, "close_guide", "button.close_guide"),
    (Button::TryAgain, "try_again", "button.try_again"),
    (Button::OnceMore, "once_more", "button.once_more"),
    (Button::Reload, "reload", "button.reload"),
    (Button::Skip, "skip", "button.skip"),
    (Button::EndQueue, "end_queue", "button.end_queue"),
    (Button::Recheck, "recheck", "button.recheck"),
];

impl Button {
    /// The button of this name.
    pub fn named(name: &str) -> Option<Button> {
        BUTTONS.iter().find(|(_, known, _)| *known == name).map(|(button, ..)| *button)
    }

    /// Its name in hooks.
    pub fn name(self) -> &'static str {
        BUTTONS.iter().find(|(known, ..)| *known == self).map_or("", |(_, name, _)| name)
    }

    /// The key of what it says.
    pub fn key(self) -> &'static str {
        BUTTONS.iter().find(|(known, ..)| *known == self).map_or("", |(.., key)| key)
    }
}

/// What the admin can do in the panel.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Start with what is in the box "Blocked user".
    Start(String),
    /// "I have reset the password".
    Reset(bool),
    /// "Sign-in is blocked".
    SignInBlocked(bool),
    /// "Done by someone else or not needed", with the reason as typed so far.
    Elsewhere(String),
    /// The name under which the portal lists the account, as typed.
    KnownAs(String),
    /// A row of the list is the account under another name: its address (empty when none was chosen), and why.
    Pick(String, String),
    /// What was done by hand, or not after all.
    ByHand(Word, bool),
    /// An item of the checklist is done, not needed, skipped with a reason, or open again.
    Check(Item, Option<Answer>),
    /// Go on without this user of the queue, for this reason.
    Skip(String),
    /// A button.
    Press(Button),
    /// The panel was made small or large.
    Collapse(bool),
    /// Something about what the guide recognises.
    Teach(Ask),
}

/// The box "Blocked user".
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Intake {
    /// What was last tried, so that nothing typed is lost; or the address that a bounce message names.
    pub value: String,
    /// Grows when the box was filled with an address that nobody typed.
    pub filled: u32,
    /// What is wrong with it and what to do next.
    pub problem: Option<Text>,
    /// The address itself is deceptive: that is a stop sign, not a slip of the keyboard.
    pub refused: bool,
    /// What was recognised, when it is nothing wrong.
    pub said: Option<Text>,
    /// What to do about it, line by line.
    pub details: Vec<Text>,
    /// Until when to wait at most, in milliseconds since 1970.
    pub until: Option<f64>,
    /// The accounts that it could be.
    pub choices: Vec<String>,
    /// Some of it is no address, the admin has been told so, and the same text once more is meant.
    pub left_out: bool,
}

/// The question under which other name the portal lists the account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AliasView {
    /// The name that was last tried.
    pub name: String,
    /// Rows that could be the account.
    pub rows: Vec<Candidate>,
    /// Why one of them is, as last said.
    pub reason: String,
    /// What is wrong with what was said.
    pub problem: Vec<Text>,
}

/// The gate before the unblock step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GateView {
    /// "I have reset the password".
    pub reset: bool,
    /// "Sign-in is blocked".
    pub blocked: bool,
    /// The commands that block it.
    pub powershell: String,
    /// The same for Microsoft Graph.
    pub graph: String,
    /// The organisation lets the admin skip it.
    pub skippable: bool,
    /// The reason typed for "Done by someone else or not needed".
    pub elsewhere: String,
}

/// The checklist beside the gate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checks {
    /// All items, in their order.
    pub items: Vec<Check>,
    /// How many have no answer yet.
    pub open: usize,
}

/// An item of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// Which.
    pub item: Item,
    /// What the admin said.
    pub answer: Option<Answer>,
    /// Where it is done.
    pub link: Option<Link>,
    /// The same for PowerShell.
    pub powershell: String,
    /// The same for Microsoft Graph.
    pub graph: Option<String>,
}

/// The users that were given together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueueView {
    /// Which of them it is now, from 1; none once nobody is left.
    pub number: Option<u32>,
    /// All of them, in their order.
    pub lines: Vec<queue::Line>,
    /// Nobody is left.
    pub finished: bool,
    /// Who comes after this one.
    pub next: Option<String>,
}

impl QueueView {
    /// How many stand like this.
    pub fn count(&self, standing: Standing) -> usize {
        self.lines.iter().filter(|line| line.standing == standing).count()
    }
}

/// The recovery clock: stored absolute times, in milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClockView {
    /// What it begins with.
    pub first: Text,
    /// When the list proved it, or when it was done according to the admin.
    pub since: f64,
    /// Now.
    pub now: f64,
    /// The marks, earliest first: what it is called, and from when to when it is reached.
    pub marks: Vec<(Text, f64, f64)>,
}

/// Everything the panel shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panel {
    /// The current step.
    pub step: Step,
    /// What it is doing.
    pub state: State,
    /// Role and name of the control under the ring, while there is one.
    pub target: Option<(String, String)>,
    /// The ring asks the admin to compare with their own eyes (amber).
    pub compare: bool,
    /// The account, once there is a case.
    pub subject: Option<String>,
    /// The address under which the portal lists it, where the admin said that it is another.
    pub listed: Option<String>,
    /// The tenant that the page's address names.
    pub tenant: Option<String>,
    /// The five steps.
    pub steps: Vec<Line>,
    /// The one instruction that matters now.
    pub instruction: Text,
    /// Why, or what will happen; may be empty.
    pub details: Vec<Text>,
    /// The refusal: what does not match and what to do next.
    pub refusal: Option<Text>,
    /// The manual way, shown when lost.
    pub manual: Vec<Text>,
    /// The box for the account, while there is no case.
    pub intake: Option<Intake>,
    /// The gate, during *Secure the account*.
    pub gate: Option<GateView>,
    /// The question for another name of the account, where the list does not show it.
    pub alias: Option<AliasView>,
    /// What the admin can say they did, and whether they did; where no guide can look.
    pub words: Vec<(Word, bool)>,
    /// The checklist, while there is a case.
    pub checks: Option<Checks>,
    /// The queue, while this user is one of several.
    pub queue: Option<QueueView>,
    /// Links that help now.
    pub links: Vec<Link>,
    /// The recovery clock.
    pub clock: Option<ClockView>,
    /// The buttons that make sense now.
    pub buttons: Vec<Button>,
    /// What the guide recognises, and how to show it what it does not; while the list's page is in view.
    pub aid: Option<Aid>,
    /// The commands behind "Copy PowerShell".
    pub powershell: String,
    /// The language the page speaks, as a tag of the label data (`nb`, `en-US`), to choose the panel's; none before the
    /// first look at the page has told.
    pub language: Option<String>,
}
