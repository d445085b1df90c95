//! The ten worst confusions that damaged pages and random sequences have led to, each as the page on which it happened.
//! Every one of them would have pointed at, or let go, another account.

use guided_unblock::core::case::{Case, Committed, Gate, SCHEMA};
use guided_unblock::core::decide::{Act, Plan};
use guided_unblock::core::fold::Native;
use guided_unblock::core::guide::{Effect, Event, Guide};
use guided_unblock::core::panel::State;
use guided_unblock::core::snapshot::{Flags, SnapshotBuilder};
use guided_unblock::core::verdict::Refused;
use guided_unblock::protocol::{FromAgent, Handle, Reply, ToAgent, VERSION};

const LIST: &str = "https://security.microsoft.com/restrictedentities";

/// A guide on the list's page, working on one secured account.
struct Visit {
    guide: Guide,
    now: f64,
    epoch: u32,
    typed: String,
}

/// A case whose account is secured, as far as anybody knows.
fn secured(subject: &str) -> Case {
    let gate = Gate { reset_at: Some(1.0), ..Gate::default() };
    Case { schema: SCHEMA, id: "case".into(), subject: subject.into(), gate, ..Case::default() }
}

/// One picture of the page: what is painted, and the handles of what a test wants to press.
struct Picture<'a> {
    page: &'a mut SnapshotBuilder,
    handle: Handle,
}

impl Picture<'_> {
    fn open(&mut self, tag: &str, attrs: &[(&str, &str)]) -> Handle {
        self.page.open(tag, attrs);
        self.handle += 1;
        self.handle
    }

    fn leaf(&mut self, tag: &str, attrs: &[(&str, &str)], text: &str) -> Handle {
        let handle = self.open(tag, attrs);
        self.page.text(text).close();
        handle
    }

    fn cell(&mut self, text: &str) {
        self.leaf("div", &[("role", "gridcell")], text);
    }

    /// A row with a check box, as the list of today has it. Returns the check box.
    fn row(&mut self, texts: &[&str], selected: bool) -> Handle {
        let said = if selected { "true" } else { "false" };
        self.open("div", &[("role", "row"), ("aria-selected", said)]);
        let tick = self.leaf("div", &[("role", "checkbox"), ("aria-label", "Select row"), ("aria-checked", said)], "");
        texts.iter().for_each(|text| self.cell(text));
        self.page.close();
        tick
    }

    /// A row with an *Unblock* of its own. Returns the button.
    fn row_with_unblock(&mut self, address: &str) -> Handle {
        self.open("div", &[("role", "row")]);
        self.cell(address);
        let unblock = self.leaf("button", &[], "Unblock");
        self.page.close();
        unblock
    }

    fn headers(&mut self) {
        self.open("div", &[("role", "row")]);
        self.leaf("div", &[("role", "columnheader")], "Entity address");
        self.page.close();
    }

    fn grid(&mut self, paint: impl FnOnce(&mut Self)) {
        self.open("div", &[("role", "grid"), ("aria-label", "Restricted entities")]);
        self.headers();
        paint(self);
        self.page.close();
    }
}

impl Visit {
    fn idle() -> Visit {
        let mut visit = Visit { guide: Guide::new(&Native), now: 1_000_000.0, epoch: 0, typed: String::new() };
        visit.tell(Event::Agent(FromAgent::Hello {
            version: VERSION,
            document: "document".into(),
            untouched: true,
            url: LIST.into(),
        }));
        visit
    }

    fn of(subject: &str) -> Visit {
        let mut visit = Visit::idle();
        visit.works_on(secured(subject));
        visit
    }

    fn works_on(&mut self, case: Case) {
        self.tell(Event::Worker(Reply::Confirmed {
            case: Some(case),
            elsewhere: false,
            folded: None,
            settings: Box::default(),
        }));
    }

    fn tell(&mut self, event: Event) {
        for effect in self.guide.update(event, self.now) {
            if let Effect::Agent(ToAgent::Fill { text, handle, .. }) = effect {
                self.typed = text;
                self.tell(Event::Agent(FromAgent::Filled { handle, ok: true }));
            }
        }
    }

    /// Shows the list's page with the search that was typed, and what `paint` puts below it, until everything has settled.
    fn sees<T>(&mut self, paint: impl Fn(&mut Picture) -> T) -> T {
        let mut last = None;
        for _ in 0..3 {
            self.epoch += 1;
            let mut page = SnapshotBuilder::new(LIST);
            page.epoch(self.epoch);
            let mut picture = Picture { page: &mut page, handle: 0 };
            picture.open("body", &[]);
            picture.open("main", &[]);
            picture.leaf("h1", &[], "Restricted entities");
            picture.leaf("input", &[("type", "search"), ("placeholder", "Search"), ("value", &self.typed)], "");
            last = Some(paint(&mut picture));
            page.close().close();
            self.tell(Event::Agent(FromAgent::Snapshot {
                epoch: self.epoch,
                text: page.finish().to_owned(),
                settled: true,
            }));
            self.now += 5_000.0;
            self.tell(Event::Tick);
        }
        last.unwrap()
    }

    fn presses(&mut self, path: &[Handle]) {
        self.tell(Event::Agent(FromAgent::Click { epoch: self.epoch, path: path.to_vec() }));
    }

    fn plan(&self) -> &Plan {
        self.guide.plan().unwrap()
    }

    /// The node under the ring.
    fn ringed(&self) -> Option<Handle> {
        match &self.plan().act {
            Act::Point(pointing) => Some(pointing.target().control().handle),
            _ => None,
        }
    }

    fn refused(&self) -> Option<&Refused> {
        self.plan().refused.as_ref()
    }
}

#[test]
fn select_all_in_a_header_row_that_names_the_account_is_not_its_check_box() {
    let mut visit = Visit::of("rob@contoso.com");
    visit.sees(|page| {
        page.open("div", &[("role", "grid")]);
        page.open("div", &[("role", "row"), ("tabindex", "0")]);
        page.leaf("div", &[("role", "checkbox"), ("aria-label", "Select all rows")], "");
        page.leaf("div", &[("role", "columnheader")], "Address");
        page.cell("rob@contoso.com");
        page.page.close().close();
    });
    assert_eq!(visit.ringed(), None);
}

#[test]
fn an_address_with_a_letter_that_nobody_sees_is_another_row() {
    let mut visit = Visit::of("rob@contoso.com");
    let twin = "rob\u{200b}@contoso.com";
    visit.sees(|page| {
        page.grid(|page| {
            page.row(&["rob@contoso.com"], false);
            page.row(&[twin], true);
        })
    });
    // The search hides the twin, which stays selected; the account's own row is selected as well.
    visit.sees(|page| {
        page.grid(|page| {
            page.row(&["rob@contoso.com"], true);
        })
    });
    assert!(matches!(visit.refused(), Some(Refused::SelectedBefore | Refused::HiddenSelection)), "{:?}", visit.plan());
}

#[test]
fn capital_letters_do_not_hide_a_second_row_of_the_same_address() {
    let mut visit = Visit::of("rob@contoso.com");
    let rows = |first: bool, second: bool| {
        move |page: &mut Picture| {
            page.grid(|page| {
                page.row(&["rob@contoso.com"], first);
                page.row(&["ROB@contoso.com"], second);
            });
        }
    };
    visit.sees(rows(false, false));
    visit.sees(rows(true, true));
    visit.sees(|page| page.grid(|_| ()));
    assert_eq!(visit.refused(), Some(&Refused::HiddenSelection));
}

#[test]
fn a_flyout_that_a_row_outside_of_the_snapshot_has_opened_is_not_the_subjects() {
    let mut visit = Visit::of("rob@contoso.com");
    let list = |page: &mut Picture| {
        let mut own = 0;
        page.grid(|page| own = page.row_with_unblock("rob@contoso.com"));
        own
    };
    let grid = 5;
    let own = visit.sees(list);
    // A row that does not hold what is searched for is in the page and not in the snapshot.
    visit.presses(&[900, 901, grid, 2, 1]);
    let flyout = |page: &mut Picture| {
        list(page);
        page.open("div", &[("role", "dialog"), ("aria-label", "Unblock user")]);
        page.leaf("button", &[], "Next");
        page.page.close();
    };
    visit.sees(flyout);
    visit.presses(&[own, grid, 2, 1]);
    visit.sees(flyout);
    assert_eq!(visit.refused(), Some(&Refused::BrokenChain));
}

#[test]
fn a_connector_that_is_called_like_the_account_is_no_user() {
    let mut visit = Visit::of("rob@contoso.com");
    visit.sees(|page| {
        page.grid(|page| {
            page.row(&["rob@contoso.com", "Connector"], false);
        })
    });
    assert_eq!(visit.refused(), Some(&Refused::Connector));
}

#[test]
fn two_buttons_called_unblock_are_none() {
    let mut visit = Visit::of("rob@contoso.com");
    let page = |selected: bool| {
        move |page: &mut Picture| {
            page.leaf("button", &[], "Unblock");
            page.leaf("button", &[], "Unblock");
            page.grid(|page| {
                page.row(&["rob@contoso.com"], selected);
            });
        }
    };
    visit.sees(page(false));
    visit.sees(page(true));
    assert_eq!((visit.ringed(), visit.plan().state), (None, State::Lost));
}

#[test]
fn a_twin_that_nobody_can_see_is_neither_pointed_at_nor_in_the_way() {
    let mut visit = Visit::of("rob@contoso.com");
    let page = |selected: bool| {
        move |page: &mut Picture| {
            page.open("button", &[]);
            page.page.flags(Flags::INVISIBLE).text("Unblock").close();
            let seen = page.leaf("button", &[], "Unblock");
            page.grid(|page| {
                page.row(&["rob@contoso.com"], selected);
            });
            seen
        }
    };
    visit.sees(page(false));
    let seen = visit.sees(page(true));
    assert_eq!(visit.ringed(), Some(seen));
}

#[test]
fn user4_is_not_user42_and_an_address_that_is_cut_off_is_nobodys() {
    for other in
        ["user42@contoso.com", "user4@conto…", "user4@fabrikam.com", "user4+news@contoso.com", "x.user4@contoso.com"]
    {
        let mut visit = Visit::of("user4@contoso.com");
        visit.sees(|page| {
            page.grid(|page| {
                page.row(&[other], false);
            })
        });
        assert_eq!(visit.ringed(), None, "{other}");
        let mut beside = Visit::of("user4@contoso.com");
        let own = beside.sees(|page| {
            let mut own = 0;
            page.grid(|page| {
                page.row(&[other], false);
                own = page.row(&["user4@contoso.com"], false);
            });
            own
        });
        assert_eq!(beside.ringed(), Some(own), "{other}");
    }
}

#[test]
fn a_question_that_the_way_did_not_lead_to_has_another_yes() {
    let mut visit = Visit::of("rob@contoso.com");
    visit.sees(|page| {
        page.grid(|page| {
            page.row(&["rob@contoso.com"], false);
        })
    });
    visit.sees(|page| {
        page.grid(|page| {
            page.row(&["rob@contoso.com"], false);
        });
        page.open("div", &[("role", "alertdialog"), ("aria-label", "Your session is about to end. Stay signed in?")]);
        page.leaf("button", &[], "Yes");
        page.leaf("button", &[], "No");
        page.page.close();
    });
    assert_eq!((visit.ringed(), visit.plan().state), (None, State::Lost));
}

#[test]
fn a_yes_that_was_pressed_without_a_case_lets_its_document_prove_nothing() {
    let list = |page: &mut Picture| {
        page.grid(|page| {
            page.row_with_unblock("robert@contoso.com");
        });
    };
    let warning = |page: &mut Picture| {
        list(page);
        page.open("div", &[("role", "alertdialog"), ("aria-label", "Unblock rob@contoso.com?")]);
        let yes = page.leaf("button", &[], "Yes");
        page.leaf("button", &[], "No");
        page.page.close();
        yes
    };
    // The case was confirmed in an earlier document.
    let committed = Committed { at: 1.0, document: "earlier".into(), once_more: false };
    let confirmed = Case { committed: Some(committed), found_by: Some("rob".into()), ..secured("rob@contoso.com") };
    let proven = |presses_yes: bool| {
        let mut visit = Visit::idle();
        visit.sees(list);
        let yes = visit.sees(warning);
        if presses_yes {
            visit.presses(&[yes, 2, 1]);
        }
        visit.works_on(confirmed.clone());
        for _ in 0..4 {
            visit.sees(list);
        }
        visit.guide.case().and_then(|case| case.proven_at).is_some()
    };
    assert_eq!((proven(false), proven(true)), (true, false));
}
