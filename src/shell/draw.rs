//! The panel as elements. Decides nothing: every word and every state comes from [`Panel`].

use crate::core::hints::{Found, Kind};
use crate::core::intake::BOX;
use crate::core::layout::Report;
use crate::core::panel::{
    AliasView, Button, Check, Checks, ClockView, GateView, Intake, Line, Link, Mark, Panel, QueueView, State, Step,
    Text,
};
use crate::core::queue::Standing;
use crate::core::secure::{Answer, Item};
use crate::core::teach::{Aid, Choice};
use crate::protocol::Dock;
use crate::shell::dom::{El, el};
use crate::shell::port::plain;
use crate::shell::texts::{Piece, Texts};
use crate::shell::time::{self, Times};
use wasm_bindgen::JsValue;

/// The name of the product is the same in every language.
const NAME: &str = "Guided Unblock";

/// What the shell knows beside the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Only the small round button.
    pub collapsed: bool,
    /// The side panel: the browser places it, and there is no page around it.
    pub is_side: bool,
    /// Where the frame stands.
    pub dock: Dock,
    /// What was copied a moment ago.
    pub copied: Option<Copied>,
    /// The checklist is open.
    pub checks: bool,
    /// The item of the checklist that is open.
    pub check: Option<Item>,
    /// The queue is open.
    pub queue: bool,
    /// The diagnostics, when they are open: exactly what is copied.
    pub diagnostics: Option<&'a str>,
    /// The address of the layout report as a file, where there is one.
    pub report: Option<&'a str>,
}

/// What can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// The commands that unblock.
    Unblock,
    /// The PowerShell of an item of the checklist; without one, of blocking sign-in.
    Powershell(Option<Item>),
    /// The request of an item of the checklist; without one, of blocking sign-in.
    Graph(Option<Item>),
    /// The layout report.
    Report,
    /// The last events.
    Diagnostics,
}

/// The whole of `body`.
pub fn document(panel: &Panel, frame: Frame<'_>, texts: &Texts, times: &Times) -> El {
    let draw = Draw { panel, frame, texts, times };
    let problem = panel.intake.as_ref().and_then(|intake| intake.problem.as_ref());
    let reason = panel.refusal.as_ref().or(problem);
    let (role, name) = panel.target.clone().unzip();
    el("main")
        .with("data-step", panel.step.name())
        .with("data-state", panel.state.name())
        .with("data-dock", frame.dock.name())
        .with("data-reason", reason.unwrap_or(&panel.instruction).key)
        .with_some("data-target-role", role)
        .with_some("data-target-name", name)
        .with_some("data-compare", panel.compare.then_some("true"))
        .with_some("data-collapsed", frame.collapsed.then_some("true"))
        .children(if frame.collapsed { draw.small() } else { draw.large() })
}

struct Draw<'a> {
    panel: &'a Panel,
    frame: Frame<'a>,
    texts: &'a Texts,
    times: &'a Times,
}

impl Draw<'_> {
    fn small(&self) -> Vec<El> {
        let button = el("button")
            .key("expand")
            .class("expand")
            .hook("expand")
            .with("type", "button")
            .with("aria-expanded", "false")
            .with("aria-label", self.say("label.expand"))
            .with("title", self.say("label.expand"))
            .children([logo(), badge(self.panel)]);
        vec![title().class("unseen"), button, self.now().class("now unseen")]
    }

    fn large(&self) -> Vec<El> {
        let mut parts = vec![self.header(), self.now().class("now")];
        parts.extend(self.panel.gate.as_ref().map(|gate| self.gate(gate)));
        parts.extend((!self.panel.words.is_empty()).then(|| self.by_hand()));
        parts.extend(self.panel.alias.as_ref().map(|alias| self.alias(alias)));
        parts.extend(self.panel.clock.as_ref().map(|clock| self.clock(clock)));
        if !self.panel.manual.is_empty() {
            parts.push(self.manual());
        }
        parts.extend(self.links().filter(|_| !self.is_led_by_link()));
        parts.extend(self.buttons("onward", true));
        parts.extend(self.panel.aid.as_ref().and_then(|aid| self.aid_now(aid)));
        parts.extend(self.panel.queue.as_ref().filter(|queue| !queue.lines.is_empty()).map(|queue| self.queue(queue)));
        parts.extend(self.panel.checks.as_ref().map(|checks| self.checks(checks)));
        parts.push(self.steps());
        parts.extend(self.buttons("elsewhere", false));
        parts.extend(self.panel.aid.as_ref().map(|aid| self.aid(aid)));
        parts.push(self.diagnostics());
        parts.push(self.said());
        parts
    }

    fn header(&self) -> El {
        if self.frame.is_side {
            return el("div").key("header").class("header").children([logo(), title()]);
        }
        let docks = [Dock::Left, Dock::Bottom, Dock::Right].into_iter();
        let mut tools: Vec<El> = docks.map(|to| self.dock_button(to, to == self.frame.dock)).collect();
        tools.push(
            self.tool("collapse", "label.collapse").with("aria-expanded", "true").children([icon(&["M3.5 8h9"])]),
        );
        el("div").key("header").class("header").children([
            el("div").key("grip").class("grip").hook("grip").children([logo(), title()]),
            el("div").key("tools").class("tools").children(tools),
        ])
    }

    fn dock_button(&self, to: Dock, is_there: bool) -> El {
        let (hook, label, bar) = match to {
            Dock::Left => ("dock-left", "label.dock_left", "M2.5 3.5h4v9h-4z"),
            Dock::Right => ("dock-right", "label.dock_right", "M9.5 3.5h4v9h-4z"),
            Dock::Bottom | Dock::Top => ("dock-bottom", "label.dock_bottom", "M2.5 9h11v3.5h-11z"),
        };
        self.tool(hook, label).with("aria-pressed", yes(is_there)).children([icon(&["M2.5 3.5h11v9h-11z"])
            .children([el("path").with("d", "M2.5 3.5h11v9h-11z"), el("path").with("d", bar).class("solid")])])
    }

    fn tool(&self, hook: &'static str, label: &str) -> El {
        el("button")
            .key(hook)
            .hook(hook)
            .class("tool")
            .with("type", "button")
            .with("aria-label", self.say(label))
            .with("title", self.say(label))
    }

    /// The one thing to do now. Its two live regions are always there, so that what appears in them is announced.
    fn now(&self) -> El {
        let panel = self.panel;
        let mut parts = Vec::new();
        if !self.frame.collapsed {
            parts.push(self.place());
        }
        parts.push(
            el("div")
                .key("status")
                .class("status")
                .with("role", "status")
                .with("aria-atomic", "true")
                .with("tabindex", "-1")
                .children(self.words(&panel.instruction)),
        );
        if !self.frame.collapsed {
            parts.extend(panel.intake.iter().map(|shown| intake(self.texts, shown, None)));
        }
        let problem = panel.intake.as_ref().and_then(|intake| intake.problem.as_ref());
        parts.push(alert_region(self.texts, panel.refusal.as_ref(), problem));
        if !self.frame.collapsed {
            let details = panel.details.iter().map(|text| el("p").class("detail").children(self.words(text)));
            parts.push(el("div").key("details").class("details").children(details));
            parts.extend(panel.intake.iter().flat_map(|shown| beside(self.texts, self.times, shown)));
            parts.extend(self.links().filter(|_| self.is_led_by_link()));
        }
        el("section").key("now").children(parts)
    }

    /// "Step 3 of 5 · Find the user", and the account it is all about.
    fn place(&self) -> El {
        let Some(subject) = &self.panel.subject else { return el("div").key("place").class("place") };
        let listed = self.panel.listed.as_ref().map(|listed| Text::new("alias.listed").with("listed", listed));
        let tenant = self.panel.tenant.as_ref().map(|tenant| Text::new("label.tenant").with("tenant", tenant));
        let named = tenant.into_iter().chain(listed).map(|text| el("p").class("hint").children(self.words(&text)));
        let number = Step::ALL.iter().position(|step| *step == self.panel.step).map_or(0, |at| at + 1);
        let user = self.panel.queue.as_ref().and_then(|queue| {
            let total = queue.lines.len().to_string();
            Some(Text::new("queue.position").with("number", queue.number?.to_string()).with("total", total))
        });
        let user = user.map(|text| el("p").class("position").hook("queue-position").text(self.texts.sentence(&text)));
        let position =
            Text::new("step.position").with("number", number.to_string()).with("total", Step::ALL.len().to_string());
        el("div").key("place").class("place").children(
            user.into_iter().chain(
                [
                    el("p").class("subject").children([el("bdi").text(subject)]),
                    el("p").class("position").text(format!(
                        "{} · {}",
                        self.texts.sentence(&position),
                        self.say(step_key(self.panel.step))
                    )),
                ]
                .into_iter()
                .chain(named),
            ),
        )
    }

    /// A line that opens and closes what is below it.
    fn fold(&self, hook: impl Into<String>, open: bool, inside: impl IntoIterator<Item = El>) -> El {
        let arrow = icon(&["m6 3.5 4.5 4.5L6 12.5"]).class("icon arrow");
        el("button")
            .class("fold")
            .hook(hook)
            .with("type", "button")
            .with("aria-expanded", if open { "true" } else { "false" })
            .children(std::iter::once(arrow).chain(inside))
    }

    /// What else is worth a look, beside password and sign-in: folded, because only the gate has to be answered.
    fn checks(&self, checks: &Checks) -> El {
        let open = self.frame.checks;
        let count = if checks.open == 0 {
            Text::new("check.all_answered")
        } else {
            Text::new("check.open").with("count", checks.open.to_string())
        };
        let inside = [
            el("span").class("name").text(self.say("check.title")),
            el("span").class("said").text(self.texts.sentence(&count)),
        ];
        let mut parts = vec![self.fold("fold-checks", open, inside)];
        if open {
            parts.push(el("p").class("hint").text(self.say("check.hint")));
            let items = checks.items.iter().map(|check| self.check(check));
            parts.push(el("ul").class("items").with("role", "list").children(items));
        }
        el("section").key("checks").class("checks").with("aria-label", self.say("check.title")).children(parts)
    }

    fn check(&self, check: &Check) -> El {
        let (id, open) = (check.item.id(), self.frame.check == Some(check.item));
        let said = check.answer.as_ref().map(|answer| match answer {
            Answer::Done => "check.said_done",
            Answer::NotNeeded => "check.said_not_needed",
            Answer::Skipped(_) => "check.said_skipped",
        });
        let mark = if said.is_some() { Mark::SaidSo } else { Mark::Todo };
        let title = check.item.title();
        let mut inside = vec![sign(mark), el("span").class("name").children(self.words(&title))];
        inside.extend(said.map(|key| el("span").class("said").text(self.say(key))));
        let mut parts = vec![self.fold(format!("check-{id}"), open, inside)];
        if open {
            parts.push(self.check_body(check));
        }
        el("li")
            .key(id)
            .class(if said.is_some() { "item answered" } else { "item" })
            .with("data-check", id)
            .children(parts)
    }

    fn copy(&self, what: Copied, hook: String, key: &'static str) -> El {
        let done = self.frame.copied == Some(what);
        let label = self.say(if done { "button.copied" } else { key });
        el("button").class("button small").hook(hook).with("type", "button").text(label)
    }

    fn check_body(&self, check: &Check) -> El {
        let (id, item) = (check.item.id(), Some(check.item));
        let mut tools = Vec::new();
        tools.extend(check.link.as_ref().map(|link| self.link(link)));
        tools.push(self.copy(Copied::Powershell(item), format!("copy-{id}-powershell"), "button.copy_powershell"));
        if check.graph.is_some() {
            tools.push(self.copy(Copied::Graph(item), format!("copy-{id}-graph"), "button.copy_graph"));
        }
        let answer = |answer: Answer, hook: &str, key: &'static str| {
            let pressed = if check.answer.as_ref() == Some(&answer) { "true" } else { "false" };
            el("button")
                .class("button small")
                .hook(format!("check-{id}-{hook}"))
                .with("type", "button")
                .with("aria-pressed", pressed)
                .text(self.say(key))
        };
        let reason = match &check.answer {
            Some(Answer::Skipped(reason)) => reason.as_str(),
            _ => "",
        };
        let box_id = format!("skip-{id}");
        el("div").class("body").children([
            el("p").class("why").children(self.words(&check.item.why())),
            el("div").class("tools-row").children(tools),
            el("div").class("answers").with("role", "group").with("aria-label", self.say("check.answer")).children([
                answer(Answer::Done, "done", "check.done"),
                answer(Answer::NotNeeded, "not_needed", "check.not_needed"),
            ]),
            el("div").class("other").children([
                el("label").class("label").with("for", box_id.as_str()).text(self.say("check.skip")),
                el("input")
                    .class("box")
                    .hook(format!("check-{id}-skip"))
                    .with("id", box_id.as_str())
                    .with("type", "text")
                    .with("dir", "auto")
                    .with("autocomplete", "off")
                    .value(reason),
            ]),
        ])
    }

    /// The users that were given together, and how they stand.
    fn queue(&self, queue: &QueueView) -> El {
        let over = queue.finished;
        let open = self.frame.queue || over;
        let counted = Standing::ALL.into_iter().map(|standing| (standing, queue.count(standing)));
        let counts = counted
            .filter(|(_, count)| *count > 0)
            .map(|(standing, count)| format!("{count} {}", self.say(standing_key(standing))));
        let counts = el("span").class("said").text(counts.collect::<Vec<_>>().join(", "));
        let title = el("span").class("name").text(self.say("queue.title"));
        let mut parts = vec![self.fold("fold-queue", open, [title, counts])];
        if open {
            let lines = queue.lines.iter().enumerate().map(|(at, line)| {
                let is_own = queue.number.is_some_and(|number| number as usize == at + 1);
                el("li")
                    .class(if is_own { "user current" } else { "user" })
                    .with("data-standing", standing_name(line.standing))
                    .with_some("aria-current", is_own.then_some("true"))
                    .children([
                        el("bdi").class("name").text(&line.subject),
                        el("span").class("said").text(self.say(standing_key(line.standing))),
                    ])
            });
            parts.push(
                el("ol")
                    .class("users")
                    .with("role", "list")
                    .with("aria-label", self.say("queue.title"))
                    .children(lines),
            );
            if !over {
                parts.push(self.skip());
            }
        }
        el("section")
            .key("queue")
            .class("queue")
            .with("aria-label", self.say("queue.title"))
            .with_some("data-queue", over.then_some("over"))
            .children(parts)
    }

    fn skip(&self) -> El {
        el("form").class("other").hook("skip-form").with("novalidate", "").children([
            el("label").class("label").with("for", "skip").text(self.say("queue.skip")),
            el("input")
                .class("box")
                .hook("skip-reason")
                .with("id", "skip")
                .with("type", "text")
                .with("dir", "auto")
                .with("autocomplete", "off"),
            el("button").class("button small").hook("skip-user").with("type", "submit").text(self.say("button.skip")),
        ])
    }

    /// A statement of the admin's, with a box to tick.
    fn statement(&self, hook: &'static str, key: &str, checked: bool) -> El {
        el("label").key(hook).class("check").children([
            el("input").hook(hook).with("type", "checkbox").checked(checked),
            el("span").text(self.say(key)),
        ])
    }

    /// What was done where no guide can look, in the admin's word.
    fn by_hand(&self) -> El {
        let legend = el("legend").class("label").text(self.say("gate.ask"));
        let boxes = self.panel.words.iter().map(|(word, said)| self.statement(word.id(), word.key(), *said));
        let hint = el("p").key("hint").class("hint").text(self.say("by_hand.hint"));
        el("fieldset").key("hand").class("gate").children(std::iter::once(legend).chain(boxes).chain([hint]))
    }

    fn gate(&self, gate: &GateView) -> El {
        let skip = || {
            el("div").class("other").children([
                el("label").class("label").with("for", "elsewhere").text(self.say("gate.elsewhere")),
                el("input")
                    .class("box")
                    .hook("gate-elsewhere")
                    .with("id", "elsewhere")
                    .with("type", "text")
                    .with("dir", "auto")
                    .with("autocomplete", "off")
                    .with("aria-describedby", "elsewhere-hint")
                    .value(&gate.elsewhere),
                el("p").class("hint").with("id", "elsewhere-hint").text(self.say("gate.reason")),
            ])
        };
        let parts = [
            el("legend").class("label").text(self.say("gate.ask")),
            self.statement("gate-reset", "gate.reset", gate.reset),
            el("p").class("hint").text(self.say("secure.password")),
            self.statement("gate-blocked", "gate.blocked", gate.blocked),
            el("div").class("tools-row").children([
                self.copy(Copied::Powershell(None), "copy-sign_in-powershell".to_owned(), "gate.copy_powershell"),
                self.copy(Copied::Graph(None), "copy-sign_in-graph".to_owned(), "gate.copy_graph"),
            ]),
        ];
        el("fieldset").key("gate").class("gate").children(parts.into_iter().chain(gate.skippable.then(skip)))
    }

    /// Under which other name the portal lists the account: a row to choose, or a name to search for.
    fn alias(&self, alias: &AliasView) -> El {
        let problem = alias.problem.iter().map(|text| el("p").class("problem").children(self.words(text)));
        let problem = el("div").key("problem").class("alert").with("role", "alert").children(problem);
        let box_ = |id: &'static str, hook: &'static str, label: &str, value: &str| {
            [
                el("label").key(format!("{id}-label")).class("label").with("for", id).text(self.say(label)),
                el("input")
                    .key(id)
                    .class("box")
                    .hook(hook)
                    .with("id", id)
                    .with("type", "text")
                    .with("dir", "auto")
                    .with("autocomplete", "off")
                    .value(value),
            ]
        };
        let press = |hook: &'static str, label: &str| {
            el("button").key(hook).class("button").hook(hook).with("type", "button").text(self.say(label))
        };
        let mut parts = Vec::new();
        if !alias.rows.is_empty() {
            parts.push(el("legend").key("legend").class("label").text(self.say("alias.rows")));
            parts.extend(alias.rows.iter().enumerate().map(|(at, row)| {
                el("label").key(&row.listed).class("check").children([
                    el("input")
                        .hook(format!("pick-{at}"))
                        .with("type", "radio")
                        .with("name", "pick")
                        .with("value", &row.listed),
                    el("span").children([
                        el("bdi").class("value").text(&row.listed),
                        el("span").class("hint").with("dir", "auto").text(&row.text),
                    ]),
                ])
            }));
            parts.extend(box_("pick-reason", "pick-reason", "alias.reason", &alias.reason));
            parts.push(press("pick", "alias.pick"));
        }
        parts.extend(box_("known-as", "known-as", "alias.known_as", &alias.name));
        parts.push(press("known-as-search", "alias.search"));
        parts.push(problem);
        el("fieldset").key("alias").class("gate").children(parts)
    }

    fn clock(&self, clock: &ClockView) -> El {
        let marks = clock.marks.iter().map(|(text, from, at)| (text, *from, *at));
        let marks: Vec<_> = std::iter::once((&clock.first, clock.since, clock.since)).chain(marks).collect();
        let next = marks.iter().position(|(_, _, at)| *at > clock.now).unwrap_or(marks.len());
        let rows = marks.iter().enumerate().map(|(at, (text, from, when))| {
            let passed = at < next;
            el("li")
                .class(if passed { "mark passed" } else { "mark ahead" })
                .with_some("data-next", (at == next).then_some("true"))
                .children([
                    el("span").class("point").with("aria-hidden", "true"),
                    el("span").class("words").children(self.words(text)),
                    el("time")
                        .class("when")
                        .with("datetime", time::machine(*when))
                        .text(self.times.span(*from, *when, clock.now)),
                    el("span").class("distance").text(self.times.distance(*when, clock.now)),
                ])
        });
        el("ol")
            .key("clock")
            .class("clock")
            .with("role", "list")
            .with("aria-label", self.say("label.clock"))
            .children(rows)
    }

    fn manual(&self) -> El {
        el("div").key("manual").class("manual").children([
            el("h2").class("label").text(self.say("label.manual")),
            el("ol").children(self.panel.manual.iter().map(|text| el("li").children(self.words(text)))),
            el("p").key("powershell").class("label").text(self.say("label.powershell")),
            el("pre")
                .class("commands")
                .hook("powershell")
                .with("dir", "ltr")
                .with("tabindex", "0")
                .text(&self.panel.powershell),
        ])
    }

    /// What is to be done now is done behind a link: no button goes on from here, and the page is not what stands in the way.
    fn is_led_by_link(&self) -> bool {
        let stopped = matches!(self.panel.state, State::Lost | State::Refused | State::Done);
        !stopped && !self.panel.buttons.iter().any(|button| leads_on(*button))
    }

    fn links(&self) -> Option<El> {
        let shown = self.panel.links.iter().enumerate().map(|(at, link)| {
            let link = self.link(link);
            if at == 0 && self.is_led_by_link() { link.class("button primary") } else { link }
        });
        let shown: Vec<El> = shown.collect();
        (!shown.is_empty()).then(|| el("p").key("links").class("links").children(shown))
    }

    fn link(&self, link: &Link) -> El {
        // The list belongs where the admin already is; everything else must not take this page away.
        let same_tab = !self.frame.is_side && link.text.key.starts_with("open.");
        el("a")
            .class("link")
            .with("href", link.url.as_str())
            .with("target", if same_tab { "_top" } else { "_blank" })
            .with("rel", "noopener noreferrer")
            .children(self.words(&link.text))
    }

    /// The buttons that go on from here; those that lead elsewhere stand below, and quietly.
    fn buttons(&self, key: &'static str, onward: bool) -> Option<El> {
        let shown = self.panel.buttons.iter().filter(|button| leads_on(**button) == onward);
        let is_primary = |at: usize, button: Button| onward && at == 0 && !self.is_early(button);
        let shown: Vec<El> =
            shown.enumerate().map(|(at, button)| self.button(*button, is_primary(at, *button))).collect();
        (!shown.is_empty()).then(|| el("div").key(key).class(key).children(shown))
    }

    /// Mail cannot be expected to work yet, so this is not what to do now.
    fn is_early(&self, button: Button) -> bool {
        let first = self.panel.clock.as_ref().and_then(|clock| Some(clock.now < clock.marks.first()?.1));
        button == Button::MailWorks && first == Some(true)
    }

    fn button(&self, button: Button, primary: bool) -> El {
        let name = button.name();
        let copied = self.frame.copied == Some(Copied::Unblock) && button == Button::CopyPowershell;
        let label = if copied { self.say("button.copied") } else { self.texts.say(button.key()) };
        el("button")
            .key(name)
            .hook(format!("button-{name}"))
            .class(if primary { "button primary" } else { "button" })
            .with("type", "button")
            .text(label)
    }

    /// "Copied", said aloud; the button itself shows it.
    fn said(&self) -> El {
        let said = if self.frame.copied.is_some() { self.say("button.copied") } else { "" };
        el("p").key("said").class("unseen").with("aria-live", "polite").text(said)
    }

    /// What helps a guide that is lost: to show it the control, and the report of the page.
    fn aid_now(&self, aid: &Aid) -> Option<El> {
        let mut parts = Vec::new();
        if aid.can_show || aid.choice.is_some() {
            parts.push(self.teach("teach-show", "guide.show").with("aria-expanded", yes(aid.choice.is_some())));
        }
        parts.extend(aid.choice.as_ref().map(|choice| self.choice(choice)));
        if self.panel.state == State::Lost {
            parts.extend(self.reporting(aid));
        }
        (!parts.is_empty()).then(|| el("section").key("aid-now").class("aid").children(parts))
    }

    /// The layout report and what opens it.
    fn reporting(&self, aid: &Aid) -> Vec<El> {
        let open = self.teach("teach-report", "guide.report").with("aria-expanded", yes(aid.report.is_some()));
        let report = aid.report.as_ref().map(|report| self.report(report));
        aid.can_report.then_some(open).into_iter().chain(report).collect()
    }

    fn teach(&self, hook: &'static str, key: &'static str) -> El {
        el("button").key(hook).hook(hook).class("button").with("type", "button").text(self.say(key))
    }

    fn choice(&self, choice: &Choice) -> El {
        let mut parts = Vec::new();
        if choice.kinds.len() > 1 {
            let kinds = choice.kinds.iter().map(|kind| {
                let hook = format!("teach-kind-{}", kind.as_str());
                el("label").key(hook.as_str()).class("check").children([
                    el("input").hook(hook).with("type", "radio").with("name", "kind").checked(*kind == choice.kind),
                    el("span").text(self.say(kind.key())),
                ])
            });
            let legend = el("legend").class("label").text(self.say("guide.which_kind"));
            parts.push(el("fieldset").key("kinds").class("gate").children(std::iter::once(legend).chain(kinds)));
        }
        let none = choice.candidates.is_empty();
        let which =
            Text::new(if none { "guide.none" } else { "guide.which" }).with("kind", self.say(choice.kind.key()));
        parts.push(el("p").key("which").class("detail").children(self.words(&which)));
        let candidates = choice.candidates.iter().map(|(handle, role, name)| {
            let name = if name.is_empty() { self.say("guide.unnamed") } else { name };
            let button = el("button")
                .hook(format!("teach-candidate-{handle}"))
                .class("candidate")
                .with("type", "button")
                .children([el("bdi").text(name), el("span").class("said").text(*role)]);
            el("li").key(format!("candidate-{handle}")).children([button])
        });
        parts.push(el("ul").key("candidates").class("candidates").with("role", "list").children(candidates));
        let problem = choice.problem.iter().flat_map(|text| self.words(text));
        parts.push(el("p").key("problem").class("hint").with("role", "alert").children(problem));
        el("div").key("choice").class("choice").children(parts)
    }

    /// The report as it is copied and saved, to the letter.
    fn report(&self, report: &Report) -> El {
        let copy = (Copied::Report, "teach-copy", "guide.copy_report");
        let save = el("a")
            .key("teach-save")
            .hook("teach-save")
            .class("button")
            .with_some("href", self.frame.report)
            .with("download", "guided-unblock-layout.json")
            .text(self.say("guide.save_report"));
        self.to_copy("report", "guide.report_what", json(report), copy, Some(save))
    }

    /// A text as it is copied, to the letter, what copies it, and what else can be done with it.
    fn to_copy(
        &self,
        id: &'static str,
        what: &'static str,
        text: impl Into<String>,
        (copied, hook, key): (Copied, &'static str, &'static str),
        more: Option<El>,
    ) -> El {
        let label = el("label").class("label").with("for", id).text(self.say(what));
        let text = el("textarea")
            .class("box report")
            .hook(id)
            .with("id", id)
            .with("rows", "8")
            .with("readonly", "")
            .with("spellcheck", "false")
            .with("dir", "ltr")
            .value(text);
        let copy = self.teach(hook, if self.frame.copied == Some(copied) { "button.copied" } else { key });
        let tools = el("div").class("choices").children(std::iter::once(copy).chain(more));
        el("div").key(id).class("choice").children([label, text, tools])
    }

    /// The last events, for whoever has to find out what went wrong: folded, until somebody does.
    fn diagnostics(&self) -> El {
        let shown = self.frame.diagnostics;
        let name = el("span").class("name").text(self.say("diagnostics.title"));
        let copy = (Copied::Diagnostics, "diagnostics-copy", "diagnostics.copy");
        let shown = shown.map(|text| self.to_copy("diagnostics", "diagnostics.what", text, copy, None));
        let fold = self.fold("fold-diagnostics", shown.is_some(), [name]);
        el("section").key("diagnosis").class("aid").children(std::iter::once(fold).chain(shown))
    }

    /// "What the guide recognises": folded, until somebody wants to know.
    fn aid(&self, aid: &Aid) -> El {
        let open = aid.recognised.is_some();
        let fold = self.fold("teach-unfold", open, [el("span").class("name").text(self.say("guide.recognised"))]);
        let mut parts = vec![fold];
        let line = |(kind, found): &(Kind, Found)| {
            let (class, key) = match found {
                Found::Found => ("sight found", "guide.found"),
                Found::Shown => ("sight found", "guide.shown"),
                Found::NotYet => ("sight", "guide.not_yet"),
                Found::Ambiguous => ("sight", "guide.ambiguous"),
            };
            el("li").key(kind.as_str()).class(class).with("data-kind", kind.as_str()).children([
                el("span").class("name").text(self.say(kind.key())),
                el("span").class("said").text(self.say(key)),
            ])
        };
        parts.extend(aid.recognised.as_ref().map(|recognised| {
            el("ul").key("sights").class("sights").with("role", "list").children(recognised.iter().map(line))
        }));
        if self.panel.state != State::Lost {
            parts.extend(self.reporting(aid));
        }
        if open && aid.can_forget {
            parts.push(self.teach("teach-forget", "guide.forget"));
        }
        el("section").key("aid").class("aid").children(parts)
    }

    fn steps(&self) -> El {
        el("ol")
            .key("steps")
            .class("steps")
            .with("role", "list")
            .with("aria-label", self.say("label.steps"))
            .children(self.panel.steps.iter().map(|line| self.line(line)))
    }

    fn line(&self, line: &Line) -> El {
        let (class, said) = match line.mark {
            Mark::Todo => ("step todo", None),
            Mark::Now => ("step current", Some("mark.now")),
            Mark::Seen => ("step finished seen", Some("mark.seen")),
            Mark::SaidSo => ("step finished", Some("mark.said_so")),
        };
        let mut parts = vec![sign(line.mark), el("span").class("name").text(self.say(step_key(line.step)))];
        parts.extend(said.map(|key| el("span").class("said").text(self.say(key))));
        el("li")
            .key(line.step.name())
            .class(class)
            .with_some("aria-current", (line.mark == Mark::Now).then_some("step"))
            .children(parts)
    }

    fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.say(key)
    }

    fn words(&self, text: &Text) -> Vec<El> {
        words(self.texts, text)
    }
}

fn yes(open: bool) -> &'static str {
    if open { "true" } else { "false" }
}

/// A layout report as text.
pub fn json(report: &Report) -> String {
    let text = plain(report).ok().and_then(|report| {
        js_sys::JSON::stringify_with_replacer_and_space(&report, &JsValue::NULL, &JsValue::from(1)).ok()
    });
    text.map(String::from).unwrap_or_default()
}

/// Values stand apart from the words: an address keeps its own direction, and is easy to find.
pub fn words(texts: &Texts, text: &Text) -> Vec<El> {
    let pieces = texts.pieces(text).into_iter();
    pieces
        .map(|piece| match piece {
            Piece::Words(words) => el("span").text(words),
            Piece::Value(value) => el("bdi").class("value").children(breakable(&value)),
        })
        .collect()
}

/// An address too long for its line goes on behind its @, not in the middle of a name.
fn breakable(value: &str) -> Vec<El> {
    match value.find('@') {
        Some(at) => {
            let (local, domain) = value.split_at(at + 1);
            vec![el("span").text(local), el("wbr"), el("span").text(domain)]
        }
        None => vec![el("span").text(value)],
    }
}

/// The box "Blocked user" and its button, under a question where nothing else asks it.
pub fn intake(texts: &Texts, shown: &Intake, question: Option<&Text>) -> El {
    let wrong = shown.problem.is_some();
    let question = question.map(|text| el("p").class("question").children(words(texts, text)));
    let label = el("label").class("label").with("for", "intake").text(texts.say("label.blocked_user"));
    let field = el("textarea")
        .class("box")
        .hook("intake")
        .with("id", "intake")
        .with("rows", "1")
        .with("maxlength", BOX.to_string())
        .with("dir", "auto")
        .with("spellcheck", "false")
        .with("autocomplete", "off")
        .with("autocapitalize", "off")
        .with_some("aria-invalid", wrong.then_some("true"))
        .with("aria-describedby", if wrong { "intake-hint alert" } else { "intake-hint" })
        .value(&shown.value);
    let hint = el("p").class("hint").with("id", "intake-hint").text(texts.say("intake.hint"));
    let start =
        el("button").class("button primary").hook("start").with("type", "submit").text(texts.say("label.start"));
    // What people typed is theirs: a box that is filled for them is another box.
    el("form")
        .key(format!("intake-{}", shown.filled))
        .class("intake")
        .hook("intake-form")
        .with("novalidate", "")
        .children(question.into_iter().chain([label, field, hint, start]))
}

/// What there is to say about what was pasted: until when to wait, and whom it could mean.
pub fn beside(texts: &Texts, times: &Times, shown: &Intake) -> Vec<El> {
    let mut parts = Vec::new();
    if let Some(until) = shown.until {
        let text = Text::new("intake.until").with("time", times.moment(until, js_sys::Date::now()));
        parts.push(el("p").key("until").class("detail").children(words(texts, &text)));
    }
    if !shown.choices.is_empty() {
        let choices = shown.choices.iter().map(|address| {
            el("li").children([el("button")
                .class("button small")
                .hook("choose")
                .with("type", "button")
                .with("data-subject", address.as_str())
                .children([el("bdi").text(address)])])
        });
        parts.push(el("ul").key("choices").class("choices").with("role", "list").children(choices));
    }
    parts
}

/// Where refusals are said, or what is wrong with what was typed. Always there, so that what appears is announced.
pub fn alert_region(texts: &Texts, refusal: Option<&Text>, problem: Option<&Text>) -> El {
    let said = refusal.map(|text| (text, "refusal")).or(problem.map(|text| (text, "problem")));
    let said = said.map(|(text, class)| {
        let sign = filled("M5 1h6l4 4v6l-4 4H5l-4-4V5z", "M4.5 8h7");
        el("p").class(class).children([sign, el("span").children(words(texts, text))])
    });
    el("div")
        .key("alert")
        .class("alert")
        .with("id", "alert")
        .with("role", "alert")
        .with("aria-atomic", "true")
        .children(said)
}

/// What stands at the head of a page that fills a tab.
pub fn page_head(texts: &Texts, title: &'static str, lead: &'static str) -> Vec<El> {
    if title_differs(texts.say(title)) {
        gloo::utils::document().set_title(&format!("{} - {NAME}", texts.say(title)));
    }
    vec![
        el("div").key("header").class("header").children([logo(), el("p").class("title").text(NAME)]),
        el("h1").key("h1").text(texts.say(title)),
        el("p").key("lead").class("lead").text(texts.say(lead)),
    ]
}

fn title_differs(title: &str) -> bool {
    !gloo::utils::document().title().starts_with(title)
}

/// The heading of every page of the extension.
pub fn title() -> El {
    el("h1").key("title").class("title").text(NAME)
}

fn drawing() -> El {
    el("svg").class("icon").with("viewBox", "0 0 16 16").with("aria-hidden", "true").with("focusable", "false")
}

fn icon(strokes: &[&str]) -> El {
    drawing().children(strokes.iter().map(|stroke| el("path").with("d", *stroke)))
}

/// A filled shape with a stroke in the colour of what is behind it.
fn filled(shape: &str, stroke: &str) -> El {
    drawing().children([el("path").class("solid").with("d", shape), el("path").class("inverse").with("d", stroke)])
}

/// An envelope inside of the ring.
pub fn logo() -> El {
    drawing().key("logo").class("icon logo").children([
        el("circle").with("cx", "8").with("cy", "8").with("r", "7"),
        el("path").with("d", "M4 5.5h8v5.5H4z"),
        el("path").with("d", "M4.2 5.8 8 8.6l3.8-2.8"),
    ])
}

/// On the small button: something is waiting for the admin. The words are in the live regions.
fn badge(panel: &Panel) -> El {
    let kind = match panel.state {
        State::Refused => "badge refused",
        State::Lost | State::Asking => "badge asking",
        State::Done => "badge done",
        State::Idle | State::Waiting => "badge none",
    };
    el("span").key("badge").class(kind)
}

fn sign(mark: Mark) -> El {
    match mark {
        Mark::Todo => {
            drawing().class("icon sign").children([el("circle").with("cx", "8").with("cy", "8").with("r", "5.5")])
        }
        Mark::Now => drawing().class("icon sign").children([
            el("circle").with("cx", "8").with("cy", "8").with("r", "5.5"),
            el("circle").class("solid").with("cx", "8").with("cy", "8").with("r", "3"),
        ]),
        Mark::Seen => {
            filled("M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z", "m5 8.2 2.2 2.2L11.2 6").class("icon sign")
        }
        Mark::SaidSo => drawing().class("icon sign").children([
            el("circle").with("cx", "8").with("cy", "8").with("r", "6"),
            el("path").with("d", "m5 8.2 2.2 2.2L11.2 6"),
        ]),
    }
}

fn step_key(step: Step) -> &'static str {
    match step {
        Step::Secure => "step.secure",
        Step::Open => "step.open",
        Step::Find => "step.find",
        Step::Unblock => "step.unblock",
        Step::Verify => "step.verify",
    }
}

fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Proven => "proven",
        Standing::NotListed => "not_listed",
        Standing::Connector => "connector",
        Standing::LookAlike => "look_alike",
        Standing::Skipped => "skipped",
        Standing::NotProven => "not_proven",
        Standing::Waiting => "waiting",
    }
}

/// How a user of a queue stands, in words.
fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Proven => "queue.proven",
        Standing::NotListed => "queue.not_listed",
        Standing::Connector => "queue.connector",
        Standing::LookAlike => "queue.look_alike",
        Standing::Skipped => "queue.skipped",
        Standing::NotProven => "queue.not_proven",
        Standing::Waiting => "queue.waiting",
    }
}

fn leads_on(button: Button) -> bool {
    match button {
        Button::TryAgain
        | Button::OnceMore
        | Button::MailWorks
        | Button::NextUser
        | Button::Reload
        | Button::Skip
        | Button::Recheck => true,
        Button::CopyPowershell | Button::StartOver | Button::CloseGuide | Button::EndQueue => false,
    }
}
