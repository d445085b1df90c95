//! Where the guide stands, in kinds and numbers, for the flight recorder.

use super::Guide;
use crate::core::clock::Marks;
use crate::core::decide::Act;
use crate::core::hints;
use crate::core::panel::{State, Step};
use crate::core::policy::RETENTION_DAYS;
use crate::core::recorder::Bearings;
use crate::core::route::{Cloud, Route};
use crate::core::secure::{self, Item};
use crate::core::view::Row;

impl Guide {
    /// Where it stands at the time `now`.
    pub fn bearings(&self, now: f64) -> Bearings {
        let plan = self.plan.as_ref();
        let refused = plan.and_then(|plan| plan.refused.as_ref()).or(self.forbidden.as_ref());
        let (state, said) = match (&self.notice, refused) {
            (Some((state, text)), _) => (*state, text.key),
            (None, Some(refused)) => (State::Refused, refused.text("").key),
            (None, None) => plan.map_or((State::Idle, "intake.ask"), |plan| (plan.state, plan.instruction.key)),
        };
        let said = self.intake.problem.as_ref().filter(|_| self.case.is_none()).map_or(said, |problem| problem.key);
        let act = match plan.map(|plan| &plan.act) {
            Some(Act::Rest | Act::Note(_)) => "rest",
            Some(Act::Point(_)) => "point",
            Some(Act::Type(..)) => "type",
            Some(Act::Reload) => "reload",
            None => "none",
        };
        let ring = match &self.ring {
            Some(ring) if ring.painted => "painted",
            Some(_) => "asked",
            None => "none",
        };
        let route = self.page.as_ref().map(|page| &page.route);
        let kind = match route {
            Some(Route::List { .. }) => "list",
            Some(Route::Portal { .. }) => "portal",
            Some(Route::Elsewhere) => "elsewhere",
            None => "none",
        };
        let cloud = route.and_then(Route::cloud).map_or("none", Cloud::name);
        let view = self.view();
        let list = view.map(|view| &view.list);
        let settings = &self.settings;
        let open = |case| Item::ALL.into_iter().filter(move |item| secure::answered(case, *item).is_none()).count();
        Bearings {
            step: plan.map_or(Step::Secure, |plan| plan.step),
            state,
            said,
            act,
            ring,
            epoch: view.map_or(0, |view| view.epoch),
            age: self.page.as_ref().map_or(0, |page| (now - page.since) as u32),
            sights: view.map(hints::recognised),
            rows: list.map_or((0, 0), |list| (list.rows.len(), list.left_out)),
            design: list.and_then(|list| list.rows.first()).map_or("no_row", Row::design),
            place: (kind, cloud),
            language: self.matcher.language().tag(),
            counts: [
                usize::from(self.case.is_some()),
                self.queue.as_ref().map_or(0, |queue| queue.lines.len()),
                self.teach.hints().len(),
                self.case.as_ref().map_or(0, |case| open(&case.secured)),
            ],
            policy: [settings.fixed.len(), settings.problems.len(), settings.kept as usize],
            settings: [
                settings.language.is_some(),
                settings.marks != Marks::default(),
                ![0, RETENTION_DAYS].contains(&settings.retention_days),
                settings.dock.is_some(),
            ],
        }
    }
}
