//! The record of what happened: append-only, written by the worker alone, from the difference between two states of a case.
//!
//! No frame can write, change or take back an entry: it sends a case, and the worker writes down what is new in it.

use crate::core::case::{Case, Ending};
use crate::core::clock::Mark;
use crate::core::fold::{self, Platform};
use crate::core::secure::{self, Answer, Item};
use crate::core::sorted::sorted;
use serde::{Deserialize, Serialize};

/// The version of the extension that writes entries.
pub const WRITER: &str = env!("CARGO_PKG_VERSION");
/// More entries than a month of incidents leaves, and far fewer than a browser has room for; the oldest go first.
pub const MOST_ENTRIES: usize = 10_000;
/// More characters than any reason has that was typed on purpose.
const LONGEST_DETAIL: usize = 2_000;
/// Milliseconds in a day.
const DAY: f64 = 86_400_000.0;

/// One line of the record.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Entry {
    /// Counts up; a number that is missing was removed by retention.
    pub number: u32,
    /// When, in milliseconds since 1970.
    pub at: f64,
    /// The id of the case.
    pub case: String,
    /// The account as the admin gave it.
    pub subject: String,
    /// The account as the portal shows it, once it was found.
    pub listed: Option<String>,
    /// The tenant in the page's address, if it said one.
    pub tenant: Option<String>,
    /// What happened.
    pub what: What,
    /// The reason, the search, the words of the page: what belongs to it, in plain text.
    pub detail: String,
    /// The language of the page, as a tag.
    pub language: Option<String>,
    /// How the page lets a row be unblocked; tells its generations apart.
    pub page: Option<String>,
    /// The version of the extension that wrote this.
    pub version: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The case was opened.
    #[default]
    Opened,
    /// "I have reset the password".
    PasswordReset,
    /// "Sign-in is blocked".
    SignInBlocked,
    /// "Done by someone else or not needed", with the reason.
    SecuredElsewhere,
    /// One of the other things to look at was done; the detail is which.
    CheckDone,
    /// One of them is not needed; the detail is which.
    CheckNotNeeded,
    /// One of them was skipped; the detail is which, and why.
    CheckSkipped,
    /// The admin took back what they had said about securing the account.
    TakenBack,
    /// The admin gave another name of the account, which is the detail.
    KnownAs,
    /// The admin took a row for the account; the detail is its address and why.
    Picked,
    /// Where no guide could look, the admin says that they found the account on the list.
    FoundByHand,
    /// And that they chose Yes.
    UnblockedByHand,
    /// And that the list, loaded anew, no longer shows the account.
    GoneByHand,
    /// The list shows the account; the detail is the search that found it.
    Found,
    /// The trusted click on the last control was seen.
    Confirmed,
    /// The page did not take that click.
    NotTaken,
    /// What the page said went wrong.
    Complaint,
    /// A reloaded list still shows the account.
    StillListed,
    /// A reloaded list proves that the account is gone.
    Proven,
    /// The worker reminded; the detail is the mark.
    Reminded,
    /// The admin asked to look again.
    RecheckAsked,
    /// The list was looked at again, and the account is still gone.
    StillGone,
    /// The list was looked at again, and the account is back.
    Back,
    /// Ended: the user can send again, the admin says.
    MailWorks,
    /// Ended: dropped before anything was unblocked.
    Dropped,
    /// Ended: the account is not on the list.
    NotListed,
    /// Ended: the entry is a connector.
    Connector,
    /// Ended: an account that only looks like this one.
    LookAlike,
    /// Ended: the list of users went on without this one, and why.
    Skipped,
    /// The list of users went on without this one after Yes; still open, and why.
    SetAside,
    /// Ended: the account came back, and another case begins.
    EndedBack,
}

/// What an entry rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The admin said so; nobody checked.
    Said,
    /// The page showed it.
    Seen,
    /// The extension did it.
    Done,
}

impl What {
    /// Every event there is.
    pub const ALL: [What; 31] = [
        What::Opened,
        What::PasswordReset,
        What::SignInBlocked,
        What::SecuredElsewhere,
        What::CheckDone,
        What::CheckNotNeeded,
        What::CheckSkipped,
        What::TakenBack,
        What::KnownAs,
        What::Picked,
        What::FoundByHand,
        What::UnblockedByHand,
        What::GoneByHand,
        What::Found,
        What::Confirmed,
        What::NotTaken,
        What::Complaint,
        What::StillListed,
        What::Proven,
        What::Reminded,
        What::RecheckAsked,
        What::StillGone,
        What::Back,
        What::MailWorks,
        What::Dropped,
        What::NotListed,
        What::Connector,
        What::LookAlike,
        What::Skipped,
        What::SetAside,
        What::EndedBack,
    ];

    /// Its name in exports.
    pub fn name(self) -> &'static str {
        self.key().trim_start_matches("history.")
    }

    /// What it rests on.
    pub fn basis(self) -> Basis {
        match self {
            What::PasswordReset
            | What::SignInBlocked
            | What::SecuredElsewhere
            | What::CheckDone
            | What::CheckNotNeeded
            | What::CheckSkipped
            | What::TakenBack
            | What::SetAside
            | What::Skipped
            | What::KnownAs
            | What::Picked
            | What::FoundByHand
            | What::UnblockedByHand
            | What::GoneByHand
            | What::RecheckAsked
            | What::MailWorks
            | What::Dropped
            | What::EndedBack => Basis::Said,
            What::Found
            | What::Confirmed
            | What::NotTaken
            | What::Complaint
            | What::StillListed
            | What::Proven
            | What::StillGone
            | What::Back
            | What::NotListed
            | What::Connector
            | What::LookAlike => Basis::Seen,
            What::Opened | What::Reminded => Basis::Done,
        }
    }

    /// How it is called in a sentence.
    pub fn key(self) -> &'static str {
        match self {
            What::Opened => "history.opened",
            What::PasswordReset => "history.password_reset",
            What::SignInBlocked => "history.sign_in_blocked",
            What::SecuredElsewhere => "history.secured_elsewhere",
            What::CheckDone => "history.check_done",
            What::CheckNotNeeded => "history.check_not_needed",
            What::CheckSkipped => "history.check_skipped",
            What::TakenBack => "history.taken_back",
            What::KnownAs => "history.known_as",
            What::Picked => "history.picked",
            What::FoundByHand => "history.found_by_hand",
            What::UnblockedByHand => "history.unblocked_by_hand",
            What::GoneByHand => "history.gone_by_hand",
            What::Found => "history.found",
            What::Confirmed => "history.confirmed",
            What::NotTaken => "history.not_taken",
            What::Complaint => "history.complaint",
            What::StillListed => "history.still_listed",
            What::Proven => "history.proven",
            What::Reminded => "history.reminded",
            What::RecheckAsked => "history.recheck_asked",
            What::StillGone => "history.still_gone",
            What::Back => "history.back",
            What::MailWorks => "history.mail_works",
            What::Dropped => "history.dropped",
            What::NotListed => "history.not_listed",
            What::Connector => "history.connector",
            What::LookAlike => "history.look_alike",
            What::Skipped => "history.skipped",
            What::SetAside => "history.set_aside",
            What::EndedBack => "history.ended_back",
        }
    }
}

impl Basis {
    /// Its name in exports.
    pub fn name(self) -> &'static str {
        self.key().rsplit('_').next().unwrap_or_default()
    }

    /// How it is called.
    pub fn key(self) -> &'static str {
        match self {
            Basis::Said => "history.basis_said",
            Basis::Seen => "history.basis_seen",
            Basis::Done => "history.basis_done",
        }
    }
}

impl Entry {
    /// An entry about a case as it is now.
    pub fn about(case: &Case, what: What, detail: &str, at: f64) -> Entry {
        Entry {
            number: 0,
            at,
            case: case.id.clone(),
            subject: case.subject.clone(),
            listed: case.listed.clone(),
            tenant: case.tenant.clone(),
            what,
            detail: detail.chars().take(LONGEST_DETAIL).collect(),
            language: case.language.clone(),
            page: case.design.clone(),
            version: WRITER.to_owned(),
        }
    }

    /// It can be believed: what was stored may have been edited by hand.
    pub fn is_sound(&self) -> bool {
        self.at.is_finite()
            && self.at > 0.0
            && !self.case.is_empty()
            && self.subject.len() <= LONGEST_DETAIL
            && self.detail.len() <= 4 * LONGEST_DETAIL
    }

    /// Whether it fits what is being looked for: every word occurs in it somewhere.
    pub fn fits(&self, query: &str, platform: &dyn Platform) -> bool {
        let listed = self.listed.as_deref().unwrap_or_default();
        let tenant = self.tenant.as_deref().unwrap_or_default();
        let all = fold::lower(&[&self.subject, listed, tenant, &self.detail].join("\n"), platform);
        fold::lower(query, platform).split_whitespace().all(|word| all.contains(word))
    }
}

/// What is new in `after`, with its detail, in the order in which it happens.
pub fn changes(before: &Case, after: &Case) -> Vec<(What, String)> {
    let mut new = Vec::new();
    let mut add = |what, detail: &str| new.push((what, detail.to_owned()));
    let (said, says) = (&before.gate, &after.gate);
    let (hand, by_hand) = (&before.by_hand, &after.by_hand);
    for (had, has, what, name) in [
        (said.reset_at, says.reset_at, What::PasswordReset, "password_reset"),
        (said.blocked_at, says.blocked_at, What::SignInBlocked, "sign_in_blocked"),
        (hand.found_at, by_hand.found_at, What::FoundByHand, "found_by_hand"),
        (hand.unblocked_at, by_hand.unblocked_at, What::UnblockedByHand, "unblocked_by_hand"),
        (hand.gone_at, by_hand.gone_at, What::GoneByHand, "gone_by_hand"),
    ] {
        match (had, has) {
            (None, Some(_)) => add(what, ""),
            (Some(_), None) => add(What::TakenBack, name),
            _ => {}
        }
    }
    let reason = |gate: &Option<(String, f64)>| gate.as_ref().map(|(reason, _)| reason.clone());
    match (reason(&said.elsewhere), reason(&says.elsewhere)) {
        (had, Some(has)) if had.as_ref() != Some(&has) => add(What::SecuredElsewhere, &has),
        (Some(_), None) => add(What::TakenBack, "secured_elsewhere"),
        _ => {}
    }
    for item in Item::ALL {
        match (secure::answered(&before.secured, item), secure::answered(&after.secured, item)) {
            (had, has) if had == has => {}
            (_, Some(Answer::Done)) => add(What::CheckDone, item.id()),
            (_, Some(Answer::NotNeeded)) => add(What::CheckNotNeeded, item.id()),
            (_, Some(Answer::Skipped(reason))) => add(What::CheckSkipped, &format!("{}: {reason}", item.id())),
            (_, None) => add(What::TakenBack, item.id()),
        }
    }
    if let Some(known) = after.known_as.as_ref().filter(|_| before.known_as != after.known_as) {
        add(What::KnownAs, &known.name);
    }
    if let Some(picked) = after.picked.as_ref().filter(|_| before.picked != after.picked) {
        add(What::Picked, &format!("{}: {}", picked.listed, picked.reason));
    }
    if let Some(by) = after.found_by.as_ref().filter(|_| before.listed != after.listed) {
        add(What::Found, by);
    }
    let pressed = |case: &Case| case.committed.as_ref().map(|it| (it.at, it.document.clone()));
    let now = pressed(after);
    if now.is_some() && now != pressed(before) {
        add(What::Confirmed, "");
    }
    if !before.awaits_yes() && after.awaits_yes() {
        add(What::NotTaken, "");
    }
    if let Some(said) = after.complaint.as_ref().filter(|_| before.complaint != after.complaint) {
        add(What::Complaint, said);
    }
    if after.checks > before.checks {
        add(What::StillListed, &after.checks.to_string());
    }
    if before.proven_at.is_none() && after.proven_at.is_some() {
        add(What::Proven, after.found_by.as_deref().unwrap_or_default());
    }
    if after.recheck.is_some() && before.recheck != after.recheck {
        add(What::RecheckAsked, "");
    }
    if after.still_gone_at != before.still_gone_at {
        add(What::StillGone, "");
    }
    if after.back_at.is_some() && before.back_at != after.back_at {
        add(What::Back, "");
    }
    let aside = |case: &Case| case.queue.as_ref().and_then(|place| place.aside.clone());
    if let Some(reason) = aside(after).filter(|_| aside(before).is_none()) {
        add(What::SetAside, &reason);
    }
    if let Some(closed) = after.closed.as_ref().filter(|_| before.closed.is_none()) {
        let what = match closed.how {
            Ending::MailWorks => What::MailWorks,
            Ending::Dropped => What::Dropped,
            Ending::NotListed => What::NotListed,
            Ending::Connector => What::Connector,
            Ending::LookAlike => What::LookAlike,
            Ending::Skipped => What::Skipped,
            Ending::Back => What::EndedBack,
        };
        add(what, closed.reason.as_deref().unwrap_or_default());
    }
    new
}

/// Days for which a case that is still to be worked on stays, however short the retention is.
const OPEN_DAYS: f64 = 14.0;

/// Removes what is older than the retention: cases in which nothing has happened since, and their entries. What is still to
/// be worked on stays for two weeks at least: a short retention must not lose who was blocked on a Friday.
pub fn retain(cases: &mut Vec<Case>, entries: &mut Vec<Entry>, days: u32, now: f64) {
    let oldest = now - f64::from(days) * DAY;
    cases.retain(|case| expiry(case, entries, days) >= now);
    entries.retain(|entry| entry.at >= oldest || cases.iter().any(|case| case.id == entry.case));
    let surplus = entries.len().saturating_sub(MOST_ENTRIES);
    entries.drain(..surplus);
}

/// When [`retain`] has something to remove next, in milliseconds since 1970: a browser that is open for weeks keeps nothing
/// for longer than one that is started every morning.
pub fn next_expiry(cases: &[Case], entries: &[Entry], days: u32) -> Option<f64> {
    let is_alone = |entry: &&Entry| !cases.iter().any(|case| case.id == entry.case);
    let alone = entries.iter().filter(is_alone).map(|entry| entry.at + f64::from(days) * DAY);
    cases.iter().map(|case| expiry(case, entries, days)).chain(alone).min_by(f64::total_cmp)
}

/// How long a case stays.
fn expiry(case: &Case, entries: &[Entry], days: u32) -> f64 {
    let days = if case.is_unfinished() { f64::from(days).max(OPEN_DAYS) } else { f64::from(days) };
    let own = entries.iter().filter(|entry| entry.case == case.id).map(|entry| entry.at);
    own.fold(case.last_at(), f64::max) + days * DAY
}

/// A case in the history: its entries, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter<'a> {
    /// The case's id.
    pub case: &'a str,
    /// The account as the admin gave it.
    pub subject: &'a str,
    /// What happened.
    pub entries: Vec<&'a Entry>,
}

/// The entries by case, the case in which something happened last first; only the cases in which something fits `query`.
pub fn chapters<'a>(entries: &'a [Entry], query: &str, platform: &dyn Platform) -> Vec<Chapter<'a>> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for entry in entries {
        match chapters.iter_mut().find(|chapter| chapter.case == entry.case) {
            Some(chapter) => chapter.entries.push(entry),
            None => chapters.push(Chapter { case: &entry.case, subject: &entry.subject, entries: vec![entry] }),
        }
    }
    chapters.retain(|chapter| chapter.entries.iter().any(|entry| entry.fits(query, platform)));
    let last = |chapter: &Chapter| chapter.entries.iter().map(|entry| entry.at).fold(f64::MIN, f64::max);
    sorted(chapters, |a, b| last(b).total_cmp(&last(a)))
}

/// A moment in the picture of a case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// How far from the left edge, from 0 to 1.
    pub x: f64,
    /// What happened then.
    pub what: What,
}

/// A mark of the recovery clock in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// How far from the left edge, from 0 to 1.
    pub x: f64,
    /// Which.
    pub mark: Mark,
}

/// The picture of a case: what happened, on a line of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What happened.
    pub points: Vec<Point>,
    /// The marks, if the unblock was proven, or done by hand.
    pub ticks: Vec<Tick>,
    /// Where the proof is, or the admin's word, if there is one: what is left of it is work, what is right of it is waiting.
    pub proven: Option<f64>,
}

/// Width of the part in which the admin works, as a share; waiting takes the rest. On one scale, ten minutes of work
/// beside a day of waiting would be a single dot.
const WORK: f64 = 0.4;

/// Draws a case: the work on one scale, the waiting after the proof on another.
pub fn picture(chapter: &Chapter, marks: crate::core::clock::Marks) -> Picture {
    let at = |what| chapter.entries.iter().find(|entry| entry.what == what).map(|entry| entry.at);
    let first = chapter.entries.first().map_or(0.0, |entry| entry.at);
    let last = chapter.entries.iter().map(|entry| entry.at).fold(first, f64::max);
    let share = |at: f64, from: f64, to: f64| if to > from { ((at - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 };
    // The clock of what was done by hand runs from the admin's word.
    let Some(proven_at) = at(What::Proven).or_else(|| at(What::UnblockedByHand)) else {
        let points = chapter.entries.iter().map(|entry| Point { x: share(entry.at, first, last), what: entry.what });
        return Picture { points: points.collect(), ticks: Vec::new(), proven: None };
    };
    let end = last.max(Mark::Overdue.at(proven_at, marks));
    let place = |at: f64| {
        if at <= proven_at {
            WORK * share(at, first, proven_at)
        } else {
            WORK + (1.0 - WORK) * share(at, proven_at, end)
        }
    };
    Picture {
        points: chapter.entries.iter().map(|entry| Point { x: place(entry.at), what: entry.what }).collect(),
        ticks: Mark::ALL.into_iter().map(|mark| Tick { x: place(mark.at(proven_at, marks)), mark }).collect(),
        proven: Some(WORK),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::case::{Closed, Committed, Gate};
    use crate::core::clock::{HOUR, Marks};
    use crate::core::fold::Native;

    fn case() -> Case {
        Case { id: "1".into(), subject: "rob@contoso.com".into(), opened_at: 1.0, ..Case::default() }
    }

    fn whats(before: &Case, after: &Case) -> Vec<What> {
        changes(before, after).into_iter().map(|(what, _)| what).collect()
    }

    #[test]
    fn what_is_new_in_a_case_is_written_down_once() {
        let before = case();
        let mut after = before.clone();
        assert_eq!(whats(&before, &after), []);
        after.gate = Gate { reset_at: Some(2.0), elsewhere: Some(("the help desk".into(), 2.0)), ..Gate::default() };
        let new = changes(&before, &after);
        let expected = [(What::PasswordReset, String::new()), (What::SecuredElsewhere, "the help desk".to_owned())];
        assert_eq!(new, expected);
        assert_eq!(whats(&after, &after), []);
        assert_eq!(whats(&after, &before), [What::TakenBack, What::TakenBack]);
        let mut later = after.clone();
        later.found_by = Some("rob".into());
        later.listed = Some("rob@contoso.com".into());
        later.committed = Some(Committed { at: 3.0, document: "d".into(), once_more: false });
        later.proven_at = Some(4.0);
        later.closed = Some(Closed { at: 5.0, how: Ending::MailWorks, reason: None });
        assert_eq!(whats(&after, &later), [What::Found, What::Confirmed, What::Proven, What::MailWorks]);
        let mut again = later.clone();
        again.committed = later.committed.clone().map(|it| Committed { once_more: true, ..it });
        assert_eq!(whats(&later, &again), [What::NotTaken]);
        assert_eq!(whats(&again, &later), []);
    }

    #[test]
    fn retention_removes_old_cases_whole_and_keeps_what_still_happens() {
        let mut old = Case { opened_at: 1.0, ..case() };
        let fresh = Case { id: "2".into(), opened_at: 40.0 * DAY, ..case() };
        let entry = |case: &Case, at| Entry::about(case, What::Opened, "", at);
        let mut entries = vec![entry(&old, 1.0), entry(&fresh, 40.0 * DAY)];
        let mut cases = vec![old.clone(), fresh.clone()];
        retain(&mut cases, &mut entries, 30, 41.0 * DAY);
        assert_eq!(cases, std::slice::from_ref(&fresh));
        assert_eq!(entries.len(), 1);
        // Something happened yesterday: then the beginning stays, too.
        old.id = "3".into();
        let mut entries = vec![entry(&old, 1.0), entry(&old, 40.0 * DAY)];
        let mut cases = vec![old];
        retain(&mut cases, &mut entries, 30, 41.0 * DAY);
        assert_eq!((cases.len(), entries.len()), (1, 2));
    }

    #[test]
    fn what_goes_next_goes_then_and_not_before() {
        let ended = Some(Closed { at: 2.0 * DAY, how: Ending::MailWorks, reason: None });
        let done = Case { id: "2".into(), opened_at: 2.0 * DAY, closed: ended, ..case() };
        let entry = |case: &Case, at| Entry::about(case, What::Opened, "", at);
        let orphan = Case { id: "3".into(), ..case() };
        let mut entries = vec![entry(&case(), 1.0), entry(&done, 3.0 * DAY), entry(&orphan, 5.0 * DAY)];
        let mut cases = vec![case(), done];
        let mut seen = Vec::new();
        while let Some(at) = next_expiry(&cases, &entries, 7) {
            let before = (cases.len(), entries.len());
            retain(&mut cases, &mut entries, 7, at);
            assert_eq!((cases.len(), entries.len()), before, "not yet at {at}");
            retain(&mut cases, &mut entries, 7, at + 1.0);
            assert!((cases.len(), entries.len()) < before, "something at {at}");
            seen.push((at / DAY).round());
        }
        assert_eq!(seen, [10.0, 12.0, 14.0], "what is still to be worked on stays for two weeks");
        assert_eq!((cases.len(), entries.len()), (0, 0));
    }

    #[test]
    fn the_record_does_not_grow_without_end() {
        let case = case();
        let mut entries: Vec<Entry> =
            (0..MOST_ENTRIES + 5).map(|_| Entry::about(&case, What::Opened, "", 9.0)).collect();
        for (number, entry) in entries.iter_mut().enumerate() {
            entry.number = number as u32;
        }
        retain(&mut vec![case], &mut entries, 30, 10.0);
        assert_eq!(entries.len(), MOST_ENTRIES);
        assert_eq!(entries.first().map(|entry| entry.number), Some(5));
    }

    #[test]
    fn a_search_finds_the_whole_case() {
        let (rob, anna) = (case(), Case { id: "2".into(), subject: "anna@contoso.com".into(), ..case() });
        let entries = [
            Entry::about(&rob, What::Opened, "", 1.0),
            Entry::about(&anna, What::Opened, "", 2.0),
            Entry::about(&rob, What::SecuredElsewhere, "Ask Åse", 3.0),
        ];
        let found = |query| {
            chapters(&entries, query, &Native).iter().map(|chapter| chapter.subject.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found(""), ["rob@contoso.com", "anna@contoso.com"], "the last one first");
        assert_eq!(found("ANNA"), ["anna@contoso.com"]);
        assert_eq!(found("åse contoso"), ["rob@contoso.com"]);
        assert_eq!(found("nobody"), Vec::<String>::new());
        assert_eq!(chapters(&entries, "åse", &Native).first().map(|chapter| chapter.entries.len()), Some(2));
    }

    #[test]
    fn the_picture_has_work_on_the_left_and_waiting_on_the_right() {
        let case = case();
        let entry = |what, at| Entry::about(&case, what, "", at);
        let all = [entry(What::Opened, 0.5), entry(What::Proven, 600_000.0), entry(What::MailWorks, 12.0 * HOUR)];
        let chapters = chapters(&all, "", &Native);
        let picture = picture(chapters.first().expect("a case"), Marks::default());
        assert_eq!(picture.proven, Some(WORK));
        assert_eq!(picture.ticks.len(), 3);
        let x: Vec<f64> = picture.points.iter().map(|point| point.x).collect();
        assert!(x[0] == 0.0 && x[1] == WORK && x[2] > WORK && x[2] < 1.0, "{x:?}");
        assert!(picture.ticks.iter().all(|tick| tick.x > WORK && tick.x <= 1.0));
        let by_hand = [entry(What::Opened, 0.5), entry(What::UnblockedByHand, 600_000.0)];
        let chapters = super::chapters(&by_hand, "", &Native);
        let said = super::picture(chapters.first().expect("a case"), Marks::default());
        assert_eq!((said.proven, said.ticks), (Some(WORK), picture.ticks), "waiting is the same on the admin's word");
    }
}
