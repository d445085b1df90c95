use super::*;
use crate::core::fold::Native;
use crate::core::guide::{Effect, Event, Guide};
use crate::core::history::{Basis, What};
use crate::core::journal::{Journal, Sender, Session};
use crate::core::panel::Input;
use crate::core::policy::Policy;
use crate::protocol::{Refusal, Reply, ToWorker};

const ROB: &str = "rob@contoso.com";

/// The worker, as the browser would run it.
#[derive(Default)]
struct World {
    journal: Journal,
    session: Session,
    now: f64,
}

fn page(name: &str, tab: Option<i32>) -> Sender {
    Sender { own: true, tab, frame: Some(0), url: format!("chrome-extension://abc/{name}"), private: false }
}

impl World {
    fn send(&mut self, sender: &Sender, message: ToWorker) -> Reply {
        self.now += 1.0;
        self.journal.handle(&mut self.session, sender, message, self.now, &Native, &Policy::default()).reply
    }

    /// A tab opens the case of an account, and works on it.
    fn open_in_tab(&mut self, tab: i32, subject: &str) -> Case {
        let (subject, document) = (subject.to_owned(), format!("d{tab}"));
        match self.send(&page("overlay.html", Some(tab)), ToWorker::Open { subject, document }) {
            Reply::Case { case } => case,
            other => panic!("{other:?}"),
        }
    }

    fn whats(&self) -> Vec<What> {
        self.journal.entries.iter().map(|entry| entry.what).collect()
    }
}

/// A side panel: a guide by hand, and its line to the worker.
struct Side(Guide, &'static str);

impl Side {
    fn open(world: &mut World, document: &'static str) -> Side {
        let mut side = Side(Guide::by_hand(&Native, document.to_owned()), document);
        side.update(world, Event::Tick);
        side
    }

    fn update(&mut self, world: &mut World, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for effect in self.0.update(event, world.now) {
                match effect {
                    Effect::Worker(message) => {
                        events.push(Event::Worker(world.send(&page("sidepanel.html", None), message)));
                    }
                    Effect::Agent(message) => panic!("there is no page that could {message:?}"),
                    Effect::Wake(_) => {}
                }
            }
        }
    }

    fn tell(&mut self, world: &mut World, input: Input) -> Panel {
        self.update(world, Event::Admin(input));
        self.0.panel(world.now)
    }

    fn close(self, world: &mut World) {
        Journal::document_left(&mut world.session, None, self.1);
    }
}

fn marks(panel: &Panel) -> Vec<Mark> {
    panel.steps.iter().map(|line| line.mark).collect()
}

fn boxes(panel: &Panel) -> Vec<(Word, bool)> {
    panel.words.clone()
}

#[test]
fn the_whole_job_by_hand_is_the_admins_word_from_end_to_end() {
    let mut world = World::default();
    let mut side = Side::open(&mut world, "a");
    let panel = side.tell(&mut world, Input::Start(ROB.into()));
    assert_eq!((panel.step, panel.gate.is_some(), panel.checks.is_some()), (Step::Secure, true, true));
    assert!(panel.details.iter().any(|text| text.key == "by_hand.why"));
    assert_eq!(boxes(&panel), [], "the gate comes first");

    let panel = side.tell(&mut world, Input::Reset(true));
    assert_eq!((panel.step, panel.instruction.key), (Step::Open, "by_hand.find"));
    assert!(panel.instruction.args.contains(&("text", "rob".to_owned())), "{:?}", panel.instruction);
    assert_eq!(panel.manual.len(), 5);
    assert!(panel.powershell.contains("Remove-BlockedSenderAddress"));
    assert_eq!(boxes(&panel), [(Word::Found, false)]);

    let panel = side.tell(&mut world, Input::ByHand(Word::Found, true));
    assert_eq!((panel.step, boxes(&panel)), (Step::Unblock, vec![(Word::Found, true), (Word::Unblocked, false)]));
    assert_eq!(marks(&panel), [Mark::SaidSo, Mark::SaidSo, Mark::SaidSo, Mark::Now, Mark::Todo]);
    assert_eq!(panel.clock, None);

    let panel = side.tell(&mut world, Input::ByHand(Word::Unblocked, true));
    assert_eq!(panel.step, Step::Verify);
    assert_eq!(panel.clock.as_ref().map(|clock| clock.first.key), Some("clock.said"), "the clock runs from the word");
    assert!(panel.buttons.starts_with(&[Button::MailWorks, Button::NextUser]), "{:?}", panel.buttons);

    let panel = side.tell(&mut world, Input::ByHand(Word::Gone, true));
    assert_eq!((panel.state, panel.instruction.key), (State::Waiting, "by_hand.done"), "never done, which is proven");
    assert_eq!(marks(&panel), [Mark::SaidSo; 5]);

    side.tell(&mut world, Input::Press(Button::MailWorks));
    assert_eq!(
        world.whats(),
        [
            What::Opened,
            What::PasswordReset,
            What::FoundByHand,
            What::UnblockedByHand,
            What::GoneByHand,
            What::MailWorks
        ]
    );
    assert!(world.journal.entries.iter().skip(1).all(|entry| entry.what.basis() == Basis::Said));
    assert_eq!(world.journal.cases.first().and_then(|case| case.proven_at), None);
}

#[test]
fn what_is_taken_back_takes_along_what_followed_from_it() {
    let mut world = World::default();
    let mut side = Side::open(&mut world, "a");
    side.tell(&mut world, Input::Start(ROB.into()));
    side.tell(&mut world, Input::Reset(true));
    for word in Word::ALL {
        side.tell(&mut world, Input::ByHand(word, true));
    }
    let panel = side.tell(&mut world, Input::ByHand(Word::Found, false));
    assert_eq!((panel.step, boxes(&panel), panel.clock), (Step::Open, vec![(Word::Found, false)], None));
    let taken_back: Vec<&str> =
        world.journal.entries.iter().filter(|it| it.what == What::TakenBack).map(|it| it.detail.as_str()).collect();
    assert_eq!(taken_back, ["found_by_hand", "unblocked_by_hand", "gone_by_hand"]);
}

/// Whatever a side panel sends, the worker stores of it what rests on a person's word.
#[test]
fn a_side_panel_can_prove_nothing() {
    let mut world = World::default();
    let (sender, document) = (page("sidepanel.html", None), "a".to_owned());
    let open = ToWorker::Open { subject: ROB.into(), document: document.clone() };
    let Reply::Case { case } = world.send(&sender, open) else { panic!("no case") };
    let committed = crate::core::case::Committed { at: 1.0, document: "d".into(), once_more: false };
    let closed = crate::core::case::Closed { at: 1.0, how: crate::core::case::Ending::NotListed, reason: None };
    let forged = Case {
        proven_at: Some(1.0),
        still_gone_at: Some(1.0),
        found_by: Some("rob".into()),
        listed: Some("eve@contoso.com".into()),
        committed: Some(committed),
        closed: Some(closed),
        by_hand: ByHand { found_at: Some(2.0), ..ByHand::default() },
        ..case.clone()
    };
    let Reply::Case { case: stored } = world.send(&sender, ToWorker::Save { case: forged, document }) else {
        panic!("not saved")
    };
    let honest = Case { by_hand: ByHand { found_at: Some(2.0), ..ByHand::default() }, revision: 1, ..case };
    assert_eq!(stored, honest);
    assert_eq!(world.whats(), [What::Opened, What::FoundByHand]);
}

#[test]
fn what_a_tab_works_on_can_be_read_and_not_ticked() {
    let mut world = World::default();
    world.open_in_tab(1, ROB);
    let mut side = Side::open(&mut world, "a");
    let panel = side.0.panel(2.0);
    assert_eq!((panel.state, panel.subject.as_deref()), (State::Lost, Some(ROB)));
    assert_eq!(panel.refusal.as_ref().map(|text| text.key), Some(ELSEWHERE));
    assert_eq!((&panel.gate, &panel.checks, panel.manual.len()), (&None, &None, 5));
    assert_eq!(panel.buttons, [Button::TryAgain, Button::CopyPowershell]);

    for input in [Input::Reset(true), Input::ByHand(Word::Found, true)] {
        side.tell(&mut world, input);
    }
    assert_eq!(world.whats(), [What::Opened]);
    assert_eq!(world.session.leases.len(), 1, "the tab keeps its case");
    let panel = side.tell(&mut world, Input::Press(Button::TryAgain));
    assert_eq!(panel.refusal.map(|text| text.key), Some(ELSEWHERE));

    Journal::tab_closed(&mut world.session, 1);
    let panel = side.tell(&mut world, Input::Press(Button::TryAgain));
    assert_eq!((panel.refusal, panel.gate.is_some()), (None, true), "free now");
    let (subject, document) = (ROB.to_owned(), "d2".to_owned());
    let late = world.send(&page("overlay.html", Some(2)), ToWorker::Open { subject, document });
    assert_eq!(late, Reply::Refused { why: Refusal::Elsewhere }, "and now the panel holds it");
    side.close(&mut world);
    world.open_in_tab(2, ROB);
}

const ELSEWHERE: &str = "elsewhere.open_in_tab";

#[test]
fn two_side_panels_are_two_places() {
    let mut world = World::default();
    let mut first = Side::open(&mut world, "a");
    first.tell(&mut world, Input::Start(ROB.into()));
    let second = Side::open(&mut world, "b");
    assert_eq!(second.0.panel(2.0).refusal.map(|text| text.key), Some(ELSEWHERE));
    second.close(&mut world);
    assert_eq!(first.tell(&mut world, Input::Reset(true)).step, Step::Open, "the other one took nothing along");
    first.close(&mut world);
    assert!(Side::open(&mut world, "c").0.panel(3.0).refusal.is_none());
}

#[test]
fn what_a_page_has_shown_is_not_asked_for_again() {
    let mut world = World::default();
    let case = world.open_in_tab(1, ROB);
    let mut gate = case.gate.clone();
    gate.reset_at = Some(1.0);
    let found = Case { gate, found_by: Some("rob".into()), listed: Some(ROB.into()), ..case };
    world.send(&page("overlay.html", Some(1)), ToWorker::Save { case: found, document: "d1".into() });
    Journal::tab_closed(&mut world.session, 1);
    let mut side = Side::open(&mut world, "a");
    let panel = side.0.panel(2.0);
    assert_eq!((panel.step, boxes(&panel)), (Step::Unblock, vec![(Word::Unblocked, false)]));
    assert_eq!(marks(&panel), [Mark::SaidSo, Mark::Seen, Mark::Seen, Mark::Now, Mark::Todo]);
    let panel = side.tell(&mut world, Input::ByHand(Word::Unblocked, true));
    assert_eq!(marks(&panel).last(), Some(&Mark::Now));
}

#[test]
fn a_queue_goes_on_by_hand_and_counts_nobody_as_proven() {
    let mut world = World::default();
    let mut side = Side::open(&mut world, "a");
    side.tell(&mut world, Input::Start("rob@contoso.com\nanna@contoso.com".into()));
    side.tell(&mut world, Input::Reset(true));
    side.tell(&mut world, Input::ByHand(Word::Found, true));
    side.tell(&mut world, Input::ByHand(Word::Unblocked, true));
    let panel = side.tell(&mut world, Input::Press(Button::NextUser));
    assert_eq!(panel.subject.as_deref(), Some("anna@contoso.com"));
    let lines = panel.queue.expect("a queue").lines;
    let standings: Vec<_> = lines.iter().map(|line| line.standing).collect();
    assert_eq!(standings, [crate::core::queue::Standing::NotProven, crate::core::queue::Standing::Waiting]);
    assert!(!panel.buttons.contains(&Button::StartOver));
    assert_eq!(world.whats().last(), Some(&What::SetAside));
}

#[test]
fn the_clock_reminds_of_what_was_done_by_hand() {
    let mut world = World { now: 1.0, ..World::default() };
    let mut side = Side::open(&mut world, "a");
    side.tell(&mut world, Input::Start(ROB.into()));
    side.tell(&mut world, Input::Reset(true));
    for word in [Word::Found, Word::Unblocked] {
        side.tell(&mut world, Input::ByHand(word, true));
    }
    let settings = world.journal.settings(&Policy::default());
    assert_eq!(world.journal.wake(world.now + crate::core::clock::HOUR, &settings).len(), 1);
    let case = world.journal.cases.first().map(|case| case.id.clone()).expect("a case");
    let recheck = world.send(&page("popup.html", None), ToWorker::Recheck { case: case.clone() });
    assert_eq!(recheck, Reply::Refused { why: Refusal::Stale }, "there is no proof that could be checked again");
    let finish = world.send(&page("popup.html", None), ToWorker::Finish { case });
    assert!(matches!(finish, Reply::Case { .. }), "{finish:?}");
}

/// What a page has shown of the cloud counts where there is no page: addresses and commands are that cloud's.
#[test]
fn the_list_and_the_commands_are_those_of_the_cases_own_cloud() {
    let mut world = World::default();
    let case = world.open_in_tab(1, ROB);
    let case = Case { cloud: Some("GCC High".into()), ..case };
    world.send(&page("overlay.html", Some(1)), ToWorker::Save { case, document: "d1".into() });
    Journal::tab_closed(&mut world.session, 1);
    let mut side = Side::open(&mut world, "a");
    let host =
        |panel: &Panel| panel.links.first().map(|link| link.url.split('/').nth(2).unwrap_or_default().to_owned());
    assert_eq!(host(&side.0.panel(2.0)).as_deref(), Some("portal.office365.us"));
    let panel = side.tell(&mut world, Input::Reset(true));
    assert_eq!(host(&panel).as_deref(), Some("security.microsoft.us"));
    let checks = panel.checks.expect("the checklist").items;
    let commands: Vec<&str> = checks.iter().map(|check| check.powershell.as_str()).collect();
    assert!(commands.iter().all(|it| it.contains("USGov")), "{commands:?}");
    let graph: Vec<&str> = checks.iter().filter_map(|check| check.graph.as_deref()).collect();
    assert!(!graph.is_empty() && graph.iter().all(|it| it.contains("https://graph.microsoft.us/")), "{graph:?}");
}

#[test]
fn who_asks_for_what_another_tab_holds_can_try_again_once_it_is_free() {
    let mut world = World::default();
    world.open_in_tab(1, ROB);
    let mut overlay = Guide::new(&Native);
    let sender = page("overlay.html", Some(2));
    let mut told = |world: &mut World, input: Input| {
        let mut events = vec![Event::Admin(input)];
        while let Some(event) = events.pop() {
            for effect in overlay.update(event, world.now) {
                if let Effect::Worker(message) = effect {
                    events.push(Event::Worker(world.send(&sender, message)));
                }
            }
        }
        overlay.panel(world.now)
    };
    let panel = told(&mut world, Input::Start(ROB.into()));
    assert_eq!((panel.refusal.map(|text| text.key), panel.subject), (Some(ELSEWHERE), None));
    assert_eq!(panel.buttons, [Button::TryAgain, Button::CloseGuide], "what the sentence says can be done");
    let panel = told(&mut world, Input::Press(Button::TryAgain));
    assert_eq!((panel.refusal.map(|text| text.key), panel.subject), (Some(ELSEWHERE), None));
    Journal::tab_closed(&mut world.session, 1);
    let panel = told(&mut world, Input::Press(Button::TryAgain));
    assert_eq!((panel.refusal, panel.subject.as_deref()), (None, Some(ROB)));
    // In the side panel the same: what was asked for is not forgotten.
    let mut side = Side::open(&mut world, "a");
    side.tell(&mut world, Input::Press(Button::TryAgain));
    Journal::tab_closed(&mut world.session, 2);
    let panel = side.tell(&mut world, Input::Press(Button::TryAgain));
    assert_eq!((panel.refusal, panel.subject.as_deref()), (None, Some(ROB)));
}
