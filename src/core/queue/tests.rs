use super::*;
use crate::core::case::{Committed, Gate};
use crate::core::fold::Native;
use crate::core::journal::Sender;
use crate::core::policy::Policy;
use crate::protocol::ToWorker;
use proptest::prelude::*;

struct World {
    journal: Journal,
    session: Session,
    now: f64,
}

fn overlay(tab: i32) -> Sender {
    Sender {
        own: true,
        tab: Some(tab),
        frame: Some(7),
        url: "chrome-extension://abc/overlay.html".into(),
        private: false,
    }
}

impl World {
    fn new() -> World {
        World { journal: Journal::default(), session: Session::default(), now: 1.0 }
    }

    fn send(&mut self, sender: &Sender, message: ToWorker) -> Reply {
        self.now += 1.0;
        self.journal.handle(&mut self.session, sender, message, self.now, &Native, &Policy::default()).reply
    }

    fn open_all(&mut self, tab: i32, names: &str) -> Reply {
        let subjects = names.split(' ').map(|name| format!("{name}@contoso.com")).collect();
        self.send(&overlay(tab), ToWorker::OpenAll { subjects, document: format!("d{tab}") })
    }

    fn next(&mut self, tab: i32, queue: Option<&str>) -> Reply {
        let queue = queue.map(str::to_owned);
        self.send(&overlay(tab), ToWorker::Next { queue, document: format!("d{tab}") })
    }

    /// The page is loaded in this tab: what it is given, and whether another tab works on a queue.
    fn load(&mut self, tab: i32) -> (Option<String>, bool) {
        let url = "https://security.microsoft.com/restrictedentities".into();
        let agent = Sender { own: true, tab: Some(tab), frame: Some(0), url, private: false };
        self.send(&agent, ToWorker::Vouch { token: "t".into() });
        let confirm = ToWorker::Confirm { token: "t".into(), document: format!("d{tab}") };
        match self.send(&overlay(tab), confirm) {
            Reply::Confirmed { case, elsewhere, .. } => (case.map(|case| case.subject), elsewhere),
            other => panic!("{other:?}"),
        }
    }

    fn save(&mut self, tab: i32, case: Case) -> Reply {
        self.send(&overlay(tab), ToWorker::Save { case, document: format!("d{tab}") })
    }

    fn standing(&self, queue: &str) -> String {
        let Reply::Queue { lines, finished } = self.journal.standing(queue) else { panic!("no lines") };
        let line = |line: &Line| format!("{} {:?}", line.subject.split('@').next().unwrap_or_default(), line.standing);
        format!("{}{}", lines.iter().map(line).collect::<Vec<_>>().join(", "), if finished { "." } else { "" })
    }
}

fn case_of(reply: Reply) -> Case {
    match reply {
        Reply::Case { case } => case,
        other => panic!("{other:?}"),
    }
}

fn queue_of(case: &Case) -> String {
    case.queue.as_ref().map(|place| place.queue.clone()).expect("a place in a queue")
}

fn closed(case: Case, how: Ending) -> Case {
    Case { closed: Some(Closed { at: 9.0, how, reason: None }), ..case }
}

#[test]
fn each_user_is_a_case_and_the_queue_goes_on() {
    let mut world = World::new();
    let rob = case_of(world.open_all(1, "rob anna pia rob"));
    let queue = queue_of(&rob);
    assert_eq!(
        (rob.subject.as_str(), rob.queue.as_ref().map(|it| (it.number, it.total))),
        ("rob@contoso.com", Some((1, 3)))
    );
    assert_eq!(world.journal.cases.len(), 3, "who is given twice is one user");
    world.save(1, Case { proven_at: Some(5.0), ..rob });
    let anna = case_of(world.next(1, Some(&queue)));
    assert_eq!(anna.subject, "anna@contoso.com");
    assert!(!anna.gate.is_open(), "everybody has a gate of their own");
    world.save(1, closed(anna, Ending::NotListed));
    let pia = case_of(world.next(1, Some(&queue)));
    assert_eq!(world.standing(&queue), "rob Proven, anna NotListed, pia Waiting");
    world.save(1, closed(pia, Ending::Connector));
    assert_eq!(world.next(1, Some(&queue)), world.journal.standing(&queue));
    assert_eq!(world.standing(&queue), "rob Proven, anna NotListed, pia Connector.");
}

#[test]
fn who_was_confirmed_and_not_proven_is_set_aside_and_stays_open() {
    let mut world = World::new();
    let rob = case_of(world.open_all(1, "rob anna"));
    let queue = queue_of(&rob);
    let committed = Some(Committed { at: 3.0, document: "d1".into(), once_more: false });
    let aside = rob.queue.clone().map(|place| Place { aside: Some("verify.not_proven".into()), ..place });
    world.save(1, Case { committed, queue: aside, ..rob });
    assert_eq!(case_of(world.next(1, Some(&queue))).subject, "anna@contoso.com");
    assert_eq!(world.standing(&queue), "rob NotProven, anna Waiting");
    assert_eq!(world.journal.open_cases(), 2);
    let open = ToWorker::Open { subject: "rob@contoso.com".into(), document: "d1".into() };
    assert!(case_of(world.send(&overlay(1), open)).is_waiting(), "who is asked for is worked on again");
}

#[test]
fn an_open_case_joins_with_all_that_was_said() {
    let mut world = World::new();
    let open = ToWorker::Open { subject: "Anna@contoso.com".into(), document: "d1".into() };
    let anna = case_of(world.send(&overlay(1), open));
    let gate = Gate { reset_at: Some(2.0), ..Gate::default() };
    let anna = case_of(world.save(1, Case { gate: gate.clone(), ..anna }));
    let rob = case_of(world.open_all(1, "rob anna"));
    assert_eq!(world.journal.cases.len(), 2);
    world.save(1, closed(rob.clone(), Ending::Skipped));
    let joined = case_of(world.next(1, Some(&queue_of(&rob))));
    assert_eq!((&joined.id, &joined.gate), (&anna.id, &gate));
    assert_eq!(world.save(1, anna), Reply::Refused { why: Refusal::Stale }, "seen before it joined");
}

#[test]
fn one_tab_works_on_a_queue_and_the_other_is_told() {
    let mut world = World::new();
    let rob = case_of(world.open_all(1, "rob anna pia"));
    assert_eq!(world.load(2), (None, true));
    assert_eq!(world.open_all(2, "pia anna rob"), Reply::Refused { why: Refusal::QueueElsewhere });
    // While the first tab loads its page anew, to verify, nobody takes the queue away.
    Journal::document_left(&mut world.session, Some(1), "");
    assert_eq!(world.load(2), (None, true));
    assert_eq!(world.load(1), (Some("rob@contoso.com".into()), false));
    // Proven, and not yet gone on: still the first tab's.
    world.save(1, Case { proven_at: Some(5.0), ..rob });
    assert_eq!(world.load(2), (None, true));
    Journal::tab_closed(&mut world.session, 1);
    assert_eq!(world.load(2), (Some("anna@contoso.com".into()), false));
}

#[test]
fn the_next_day_it_goes_on_where_it_was() {
    let mut world = World::new();
    let rob = case_of(world.open_all(1, "rob anna pia"));
    let queue = queue_of(&rob);
    world.save(1, closed(rob, Ending::NotListed));
    case_of(world.next(1, Some(&queue)));
    let stored = serde_json::to_string(&world.journal).unwrap();
    // The browser was closed: what outlives only the worker is gone.
    world = World { journal: serde_json::from_str(&stored).unwrap(), session: Session::default(), now: 1e9 };
    assert_eq!(world.load(5), (Some("anna@contoso.com".into()), false));
    assert_eq!(world.standing(&queue), "rob NotListed, anna Waiting, pia Waiting");
}

#[test]
fn a_list_that_was_pasted_by_mistake_can_be_ended() {
    let mut world = World::new();
    let rob = case_of(world.open_all(1, "rob anna pia"));
    let queue = queue_of(&rob);
    world.save(1, Case { proven_at: Some(5.0), ..rob });
    let end = || ToWorker::EndQueue { queue: queue.clone() };
    case_of(world.next(1, Some(&queue)));
    assert_eq!(world.send(&overlay(2), end()), Reply::Refused { why: Refusal::QueueElsewhere });
    world.send(&overlay(1), end());
    assert_eq!(world.standing(&queue), "rob Proven, anna Skipped, pia Skipped.");
    assert_eq!(world.load(2), (None, false));
}

#[derive(Debug, Clone)]
enum Move {
    Load(i32),
    Leave(i32),
    Close(i32),
    Restart,
    Next(i32),
    Prove(i32),
    Skip(i32),
    Paste(i32),
}

fn moves() -> impl Strategy<Value = Move> {
    let tab = 1..=3;
    prop_oneof![
        4 => tab.clone().prop_map(Move::Load),
        2 => tab.clone().prop_map(Move::Leave),
        1 => tab.clone().prop_map(Move::Close),
        1 => Just(Move::Restart),
        4 => tab.clone().prop_map(Move::Next),
        3 => tab.clone().prop_map(Move::Prove),
        2 => tab.clone().prop_map(Move::Skip),
        1 => tab.prop_map(Move::Paste),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Tabs come, go and crash in any order: no user is lost, none is done twice, none is in two tabs at once.
    #[test]
    fn nobody_is_lost_and_nobody_is_done_twice(moves in prop::collection::vec(moves(), 1..60)) {
        let names = "rob anna pia bob";
        let mut world = World::new();
        case_of(world.open_all(1, names));
        let mut done: Vec<String> = Vec::new();
        // What each tab believes that it works on.
        let mut at: [Option<Case>; 4] = Default::default();
        for step in moves {
            match step {
                Move::Load(tab) => {
                    let (subject, _) = world.load(tab);
                    at[tab as usize] = subject.and_then(|it| world.journal.cases.iter().find(|case| case.subject == it).cloned());
                }
                Move::Leave(tab) => Journal::document_left(&mut world.session, Some(tab), ""),
                Move::Close(tab) => {
                    Journal::tab_closed(&mut world.session, tab);
                    at[tab as usize] = None;
                }
                Move::Restart => {
                    world.session = Session::default();
                    at = Default::default();
                }
                Move::Next(tab) => {
                    if let Reply::Case { case } = world.next(tab, None) {
                        prop_assert!(!done.contains(&case.subject), "{} is done again", case.subject);
                        at[tab as usize] = Some(case);
                    }
                }
                Move::Prove(tab) | Move::Skip(tab) => {
                    let Some(case) = at[tab as usize].take() else { continue };
                    let skips = matches!(step, Move::Skip(_));
                    let case = if skips { closed(case, Ending::Skipped) } else { Case { proven_at: Some(5.0), ..case } };
                    if let Reply::Case { case } = world.save(tab, case)
                        && !done.contains(&case.subject)
                    {
                        done.push(case.subject.clone());
                    }
                }
                Move::Paste(tab) => {
                    // Only who is still open is pasted again: who is done would rightly become a new case.
                    let open: Vec<&str> = names.split(' ').filter(|name| !done.iter().any(|it| it.starts_with(name))).collect();
                    if !open.is_empty() && let Reply::Case { case } = world.open_all(tab, &open.join(" ")) {
                        at[tab as usize] = Some(case);
                    }
                }
            }
            prop_assert_eq!(world.journal.cases.len(), 4, "an account has one case");
            for case in &world.journal.cases {
                prop_assert_eq!(Standing::of(case) != Standing::Waiting, done.contains(&case.subject));
                let living = world.session.leases.iter().filter(|lease| lease.case == case.id && !lease.document.is_empty());
                prop_assert!(living.count() <= 1);
            }
        }
        // Whoever is left is handed out, one after the other, until nobody is.
        world.session = Session::default();
        while let Reply::Case { case } = world.next(9, None) {
            prop_assert!(!done.contains(&case.subject));
            done.push(case.subject.clone());
            world.save(9, closed(case, Ending::NotListed));
        }
        done.sort();
        prop_assert_eq!(done, ["anna@contoso.com", "bob@contoso.com", "pia@contoso.com", "rob@contoso.com"]);
    }
}
