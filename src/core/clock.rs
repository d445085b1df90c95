//! The recovery clock: what to expect when, counted from the proof, or from what the admin says was done by hand, in stored
//! absolute times.
//!
//! Sources disagree: the origin article says 3 to 4 hours, Microsoft's later pages usually within 1 hour and at most
//! 24. So all three are shown: *may work* after 1 hour, *expected* by 3 to 4, *overdue* at 24.

use crate::core::case::Case;
use serde::{Deserialize, Serialize};

/// Milliseconds in an hour.
pub const HOUR: f64 = 3_600_000.0;
/// Browsers fire alarms at least this far apart, in milliseconds.
pub const LEAST_DELAY: f64 = 30_000.0;
/// Cases that reach a mark within this time of each other are reminded of together, in milliseconds: twelve users unblocked
/// in a row are one notification, not twelve.
pub const GROUP: f64 = 600_000.0;
/// While a mark is ahead, the time is looked at this often at least, in milliseconds: a clock that was set, or a machine
/// that slept, moves marks past an alarm that was armed before.
pub const LOOK_EVERY: f64 = HOUR;

/// How many hours after the proof the marks are; an organisation, or the admin, may set others.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
pub struct Marks {
    /// Mail may work.
    pub may_work: f64,
    /// Mail is expected to work.
    pub expected: f64,
    /// Something is wrong.
    pub overdue: f64,
}

impl Default for Marks {
    fn default() -> Marks {
        Marks { may_work: 1.0, expected: 4.0, overdue: 24.0 }
    }
}

impl Marks {
    /// Hours after which even Microsoft Support would no longer wait.
    const LATEST: f64 = 168.0;

    /// In their order, each at least a minute after the one before, and within a week.
    pub fn are_sound(&self) -> bool {
        let minute = 1.0 / 60.0;
        self.may_work >= minute
            && self.expected >= self.may_work + minute
            && self.overdue >= self.expected + minute
            && self.overdue <= Self::LATEST
    }
}

/// A moment after the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Mail may work again.
    MayWork,
    /// Mail is expected to work.
    Expected,
    /// Something is wrong: ask Microsoft Support.
    Overdue,
}

impl Mark {
    /// All marks, in their order.
    pub const ALL: [Mark; 3] = [Mark::MayWork, Mark::Expected, Mark::Overdue];

    /// Hours after the proof.
    pub fn hours(self, marks: Marks) -> f64 {
        match self {
            Mark::MayWork => marks.may_work,
            Mark::Expected => marks.expected,
            Mark::Overdue => marks.overdue,
        }
    }

    /// When this mark is for a case proven at `proven_at`, in milliseconds since 1970.
    pub fn at(self, proven_at: f64, marks: Marks) -> f64 {
        proven_at + self.hours(marks) * HOUR
    }

    /// From when on it may be said to be reached: mail is expected within the hour before its mark, because the sources say
    /// *3 to 4 hours*. The third hour is shown, but does not remind.
    pub fn begins(self, proven_at: f64, marks: Marks) -> f64 {
        let at = self.at(proven_at, marks);
        match self {
            Mark::Expected => (at - HOUR).max(Mark::MayWork.at(proven_at, marks)),
            Mark::MayWork | Mark::Overdue => at,
        }
    }

    /// What the panel and the popup call it.
    pub fn key(self) -> &'static str {
        match self {
            Mark::MayWork => "clock.may_work",
            Mark::Expected => "clock.expected",
            Mark::Overdue => "clock.overdue",
        }
    }

    /// The one that a case proven at `proven_at` waits for, if there is one ahead.
    pub fn ahead(proven_at: f64, now: f64, marks: Marks) -> Option<Mark> {
        Mark::ALL.into_iter().find(|mark| mark.at(proven_at, marks) > now)
    }

    /// How many marks have passed once this one has.
    fn rank(self) -> u32 {
        match self {
            Mark::MayWork => 1,
            Mark::Expected => 2,
            Mark::Overdue => 3,
        }
    }
}

/// Open cases that reached a mark, in one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The mark.
    pub mark: Mark,
    /// The ids of the cases that are reminded of now.
    pub cases: Vec<String>,
    /// All accounts that stand at this mark: those of an earlier reminder, too, because this one takes its place.
    pub subjects: Vec<String>,
}

/// What a case stands at: the last mark that has passed, give or take `early` milliseconds.
fn standing(case: &Case, now: f64, early: f64, marks: Marks) -> Option<Mark> {
    let since = case.free_since().filter(|_| case.closed.is_none())?;
    Mark::ALL.into_iter().rev().find(|mark| mark.at(since, marks) <= now + early)
}

/// Takes note of every mark that has passed and was not reminded of, and returns them in groups, one a mark. A case that
/// slept through several marks reminds of the last one only; one that is about to reach a mark comes along with one that has.
pub fn take_due(cases: &mut [Case], now: f64, marks: Marks) -> Vec<Due> {
    let mut all = Vec::new();
    for mark in Mark::ALL {
        let reaches =
            |case: &Case, early| standing(case, now, early, marks) == Some(mark) && case.reminded < mark.rank();
        if !cases.iter().any(|case| reaches(case, 0.0)) {
            continue;
        }
        let mut due = Due { mark, cases: Vec::new(), subjects: Vec::new() };
        for case in cases.iter_mut() {
            if reaches(case, 0.0) || reaches(case, GROUP) {
                case.reminded = mark.rank();
                due.cases.push(case.id.clone());
                due.subjects.push(case.subject.clone());
            } else if standing(case, now, GROUP, marks) == Some(mark) {
                due.subjects.push(case.subject.clone());
            }
        }
        all.push(due);
    }
    all
}

/// When to look at the time again, in milliseconds since 1970: at the next reminder, never nearer than browsers allow, and
/// soon enough to notice that the clock was set.
pub fn next_alarm(cases: &[Case], now: f64, marks: Marks) -> Option<f64> {
    cases
        .iter()
        .filter(|case| case.closed.is_none())
        .filter_map(|case| {
            let mark = Mark::ALL.into_iter().find(|mark| mark.rank() > case.reminded)?;
            Some(mark.at(case.free_since()?, marks))
        })
        .min_by(f64::total_cmp)
        .map(|at| at.clamp(now + LEAST_DELAY, now + LOOK_EVERY))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKS: Marks = Marks { may_work: 1.0, expected: 4.0, overdue: 24.0 };

    fn proven(subject: &str, proven_at: f64) -> Case {
        Case { id: subject.into(), subject: subject.into(), proven_at: Some(proven_at), ..Case::default() }
    }

    #[test]
    fn each_mark_reminds_once_and_in_one_group() {
        let mut cases = [proven("a@x.example", 0.0), proven("b@x.example", 10.0), Case::default()];
        assert_eq!(take_due(&mut cases, HOUR - 1.0, MARKS), vec![]);
        let both: Vec<String> = vec!["a@x.example".into(), "b@x.example".into()];
        let due = take_due(&mut cases, HOUR, MARKS);
        assert_eq!(due, vec![Due { mark: Mark::MayWork, cases: both.clone(), subjects: both }]);
        assert_eq!(take_due(&mut cases, HOUR + 30.0, MARKS), vec![]);
        assert_eq!(next_alarm(&cases, 3.5 * HOUR, MARKS), Some(4.0 * HOUR));
    }

    #[test]
    fn users_unblocked_in_a_row_are_one_notification_and_a_later_one_names_them_all() {
        let minute = 60_000.0;
        let mut cases: Vec<Case> =
            (0..12).map(|number| proven(&format!("{number}@x.example"), f64::from(number) * 0.5 * minute)).collect();
        cases.push(proven("late@x.example", 30.0 * minute));
        let first = take_due(&mut cases, HOUR, MARKS);
        assert_eq!(first.iter().map(|due| due.subjects.len()).collect::<Vec<_>>(), [12]);
        assert_eq!(take_due(&mut cases, HOUR + 6.0 * minute, MARKS), vec![]);
        let second = take_due(&mut cases, HOUR + 30.0 * minute, MARKS);
        let [due] = &second[..] else { panic!("{second:?}") };
        assert_eq!((due.cases.len(), due.subjects.len()), (1, 13), "it takes the place of the first");
    }

    #[test]
    fn who_slept_through_two_marks_is_reminded_of_the_last() {
        let mut cases = [proven("a@x.example", 0.0)];
        assert_eq!(take_due(&mut cases, 25.0 * HOUR, MARKS).first().map(|due| due.mark), Some(Mark::Overdue));
        assert_eq!(take_due(&mut cases, 26.0 * HOUR, MARKS), vec![]);
        assert_eq!(next_alarm(&cases, 25.0 * HOUR, MARKS), None);
    }

    #[test]
    fn who_slept_until_shortly_before_the_next_mark_is_reminded_of_the_one_before() {
        let mut cases = [proven("a@x.example", 0.0)];
        let due = take_due(&mut cases, 4.0 * HOUR - 60_000.0, MARKS);
        assert_eq!(due.iter().map(|due| (due.mark, due.cases.len())).collect::<Vec<_>>(), [(Mark::MayWork, 1)]);
        assert_eq!(take_due(&mut cases, 4.0 * HOUR, MARKS).len(), 1);
    }

    #[test]
    fn an_alarm_is_never_nearer_than_browsers_allow_nor_further_than_a_clock_may_be_trusted() {
        let cases = [proven("a@x.example", 0.0)];
        assert_eq!(next_alarm(&cases, 3.0 * HOUR, MARKS), Some(3.0 * HOUR + LEAST_DELAY));
        let reminded = [Case { reminded: 2, ..proven("a@x.example", 0.0) }];
        assert_eq!(next_alarm(&reminded, 5.0 * HOUR, MARKS), Some(6.0 * HOUR));
    }

    /// The clock was set back behind the proof, and forward again: nothing is reminded of twice, and nothing is forgotten.
    #[test]
    fn a_clock_that_was_set_neither_repeats_nor_forgets() {
        let mut cases = [proven("a@x.example", 10.0 * HOUR)];
        assert_eq!(take_due(&mut cases, 11.0 * HOUR, MARKS).len(), 1);
        assert_eq!(take_due(&mut cases, 2.0 * HOUR, MARKS), vec![]);
        assert_eq!(next_alarm(&cases, 2.0 * HOUR, MARKS), Some(3.0 * HOUR));
        assert_eq!(take_due(&mut cases, 12.0 * HOUR, MARKS), vec![]);
        assert_eq!(take_due(&mut cases, 14.0 * HOUR, MARKS).len(), 1);
    }

    #[test]
    fn three_to_four_hours_are_shown_and_only_the_fourth_reminds() {
        let begins = |mark: Mark, marks| mark.begins(0.0, marks) / HOUR;
        assert_eq!(Mark::ALL.map(|mark| begins(mark, MARKS)), [1.0, 3.0, 24.0]);
        assert_eq!(begins(Mark::Expected, Marks { may_work: 1.5, expected: 2.0, overdue: 8.0 }), 1.5);
        let mut cases = [Case { reminded: 1, ..proven("a@x.example", 0.0) }];
        assert_eq!(take_due(&mut cases, 3.5 * HOUR, MARKS), vec![]);
        assert_eq!(take_due(&mut cases, 4.0 * HOUR, MARKS).len(), 1);
    }

    #[test]
    fn other_marks_count_where_they_are_set() {
        let marks = Marks { may_work: 0.5, expected: 2.0, overdue: 8.0 };
        assert!(marks.are_sound());
        let mut cases = [proven("a@x.example", 0.0)];
        assert_eq!(take_due(&mut cases, 0.5 * HOUR, marks).first().map(|due| due.mark), Some(Mark::MayWork));
        assert_eq!(Mark::ahead(0.0, HOUR, marks), Some(Mark::Expected));
        for bad in [
            Marks { may_work: 0.0, ..marks },
            Marks { expected: 0.5, ..marks },
            Marks { overdue: 1.0, ..marks },
            Marks { overdue: 200.0, ..marks },
            Marks { overdue: f64::NAN, ..marks },
        ] {
            assert!(!bad.are_sound(), "{bad:?}");
        }
    }
}
