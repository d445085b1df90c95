//! The recovery clock: what to expect when, counted from the proof, in stored absolute times.
//!
//! Sources disagree: the origin article says 3 to 4 hours, Microsoft's later pages usually within 1 hour and at most
//! 24. So all three are shown: *may work* after 1 hour, *expected* by 3 to 4, *overdue* at 24.

use crate::core::case::Case;

/// Milliseconds in an hour.
pub const HOUR: f64 = 3_600_000.0;
/// Browsers fire alarms at least this far apart, in milliseconds.
pub const LEAST_DELAY: f64 = 30_000.0;

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
    /// All marks that remind, in their order. The third hour is shown, but does not remind.
    pub const ALL: [Mark; 3] = [Mark::MayWork, Mark::Expected, Mark::Overdue];

    /// Hours after the proof.
    pub fn hours(self) -> f64 {
        match self {
            Mark::MayWork => 1.0,
            Mark::Expected => 4.0,
            Mark::Overdue => 24.0,
        }
    }

    /// When this mark is for a case proven at `proven_at`, in milliseconds since 1970.
    pub fn at(self, proven_at: f64) -> f64 {
        proven_at + self.hours() * HOUR
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
    /// The accounts.
    pub subjects: Vec<String>,
}

/// Takes note of every mark that has passed and was not reminded of, and returns them in groups. A case that slept
/// through several marks reminds of the last one only.
pub fn take_due(cases: &mut [Case], now: f64) -> Vec<Due> {
    let mut all: Vec<Due> = Vec::new();
    for case in cases.iter_mut().filter(|case| case.closed.is_none()) {
        let Some(proven_at) = case.proven_at else { continue };
        let Some(mark) = Mark::ALL.into_iter().rev().find(|mark| mark.at(proven_at) <= now) else { continue };
        if mark.rank() <= case.reminded {
            continue;
        }
        case.reminded = mark.rank();
        match all.iter_mut().find(|due| due.mark == mark) {
            Some(due) => due.subjects.push(case.subject.clone()),
            None => all.push(Due { mark, subjects: vec![case.subject.clone()] }),
        }
    }
    all.sort_by_key(|due| due.mark);
    all
}

/// When the next reminder is, in milliseconds since 1970; never nearer than browsers allow.
pub fn next_alarm(cases: &[Case], now: f64) -> Option<f64> {
    cases
        .iter()
        .filter(|case| case.closed.is_none())
        .filter_map(|case| {
            let mark = Mark::ALL.into_iter().find(|mark| mark.rank() > case.reminded)?;
            Some(mark.at(case.proven_at?))
        })
        .min_by(f64::total_cmp)
        .map(|at| at.max(now + LEAST_DELAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proven(subject: &str, proven_at: f64) -> Case {
        Case { subject: subject.into(), proven_at: Some(proven_at), ..Case::default() }
    }

    #[test]
    fn each_mark_reminds_once_and_in_one_group() {
        let mut cases = [proven("a@x.example", 0.0), proven("b@x.example", 10.0), Case::default()];
        assert_eq!(take_due(&mut cases, HOUR - 1.0), vec![]);
        let due = take_due(&mut cases, HOUR + 20.0);
        assert_eq!(due, vec![Due { mark: Mark::MayWork, subjects: vec!["a@x.example".into(), "b@x.example".into()] }]);
        assert_eq!(take_due(&mut cases, HOUR + 30.0), vec![]);
        assert_eq!(next_alarm(&cases, HOUR + 30.0), Some(4.0 * HOUR));
    }

    #[test]
    fn who_slept_through_two_marks_is_reminded_of_the_last() {
        let mut cases = [proven("a@x.example", 0.0)];
        assert_eq!(take_due(&mut cases, 25.0 * HOUR).first().map(|due| due.mark), Some(Mark::Overdue));
        assert_eq!(next_alarm(&cases, 25.0 * HOUR), None);
    }

    #[test]
    fn an_alarm_is_never_nearer_than_browsers_allow() {
        let cases = [proven("a@x.example", 0.0)];
        assert_eq!(next_alarm(&cases, 3.0 * HOUR), Some(3.0 * HOUR + LEAST_DELAY));
    }
}
