//! The worker: carries out what [`crate::core::journal`] and [`crate::core::clock`] decide.

use crate::core::clock::Mark;
use crate::core::journal::{Journal, Sender};
use crate::core::policy::Settings;
use crate::core::route::Cloud;
use crate::protocol::{Refusal, Reply, ToWorker};
use crate::shell::log;
use crate::shell::memory::is_private_half;
use crate::shell::platform::BROWSER;
use crate::shell::port::{read, write};
use crate::shell::storage::Store;
use js_sys::{Array, Date, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "runtime"], js_name = id)]
    static OWN_ID: String;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = clear)]
    async fn clear_notification(id: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = create)]
    async fn create_tab(details: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = executeScript)]
    async fn execute_script(injection: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = registerContentScripts)]
    async fn register_scripts(scripts: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = unregisterContentScripts)]
    async fn unregister_scripts(filter: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeText)]
    async fn set_badge_text(details: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = create)]
    async fn create_alarm(name: &str, details: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = clear)]
    async fn clear_alarm(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "notifications"], js_name = create)]
    async fn create_notification(id: &str, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    fn message(name: &str, substitution: &str) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    fn own_url(path: &str) -> String;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = query)]
    async fn query_tabs(filter: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = getAll)]
    async fn granted_permissions() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = sendMessage)]
    async fn tell_tab(tab: i32, message: &JsValue) -> Result<JsValue, JsValue>;
}

/// The page agent, in the order in which its files build on each other.
const AGENT: [&str; 4] = ["page/eyes.js", "page/hand.js", "page/ring.js", "page/agent.js"];
const SENTINEL: [&str; 1] = ["page/sentinel.js"];
const ALARM: &str = "clock";
/// The sentinel's registration on the hosts that the admin has allowed.
const ALLOWED: &str = "allowed";

/// A message from a frame, a popup or a page agent; resolves to the [`Reply`].
///
/// # Errors
/// The browser refused its own storage.
#[wasm_bindgen]
pub async fn worker_message(message: JsValue, sender: JsValue) -> Result<JsValue, JsValue> {
    let from = read_sender(&sender, &message);
    let Some(message) = read(&message) else {
        return write(&Reply::Refused { why: Refusal::Stranger });
    };
    // What a page agent says changes no case.
    let of_agent = matches!(message, ToWorker::Arrive | ToWorker::Vouch { .. });
    let mut store = Store::read(from.private).await?;
    let now = Date::now();
    let outcome = store.journal.handle(&mut store.session, &from, message, now, &BROWSER, &store.policy);
    if let Some(tab) = outcome.inject {
        // The browser waits until the page is idle; nobody else should.
        spawn_local(async move {
            if let Err(error) = inject(tab, &AGENT).await {
                log::warn("the page agent was not injected:", &error);
            }
        });
    }
    let stored = if outcome.erase { store.erase().await } else { store.write().await };
    if let Err(error) = stored {
        log::error("the browser did not store it:", &error);
        return write(&Reply::Refused { why: Refusal::NotStored });
    }
    if outcome.erase {
        for mark in Mark::ALL {
            clear_notification(notice(mark)).await?;
        }
    }
    // The badge and the alarm are the whole browser's; a private window leaves no trace in them.
    if !from.private && !of_agent {
        show(&store.journal, &store.journal.settings(&store.policy), now).await?;
    }
    write(&outcome.reply)
}

/// The browser, the extension or an alarm has started the worker: remind of what is due and arm the next alarm.
///
/// # Errors
/// The browser refused its own storage.
#[wasm_bindgen]
pub async fn worker_wake() -> Result<(), JsValue> {
    if is_private_half() {
        // Badge, alarm and reminders are the whole browser's, and the other half's business.
        return Ok(());
    }
    let mut store = Store::read(false).await?;
    let now = Date::now();
    let settings = store.journal.settings(&store.policy);
    let due = store.journal.wake(now, &settings);
    store.write().await?;
    for group in due {
        let name = notice(group.mark);
        let mut said = message(name, &group.subjects.join(", "));
        let support = &settings.support;
        if group.mark == Mark::Overdue {
            for more in [&support.contact, &support.link].into_iter().filter(|more| !more.is_empty()) {
                said = format!("{said}\n{more}");
            }
        }
        let options = object(&[
            ("type", "basic".into()),
            ("iconUrl", own_url("icons/128.png").into()),
            ("title", message("name", "").into()),
            ("message", said.into()),
        ])?;
        create_notification(name, &options).await?;
    }
    show(&store.journal, &settings, now).await
}

/// A reminder was clicked: what opens from the toolbar shows the open cases, with what can be done about them.
///
/// # Errors
/// The browser opens no tab.
#[wasm_bindgen]
pub async fn worker_reminded(id: String) -> Result<(), JsValue> {
    create_tab(&object(&[("url", own_url("popup.html").into())])?).await?;
    clear_notification(&id).await?;
    Ok(())
}

/// The name of a reminder, and of its sentence in the browser's own strings.
fn notice(mark: Mark) -> &'static str {
    match mark {
        Mark::MayWork => "clock_may",
        Mark::Expected => "clock_late",
        Mark::Overdue => "clock_overdue",
    }
}

/// A tab was closed.
///
/// # Errors
/// The browser refused its own storage.
#[wasm_bindgen]
pub async fn worker_tab_closed(tab: i32) -> Result<(), JsValue> {
    let mut store = Store::read(is_private_half()).await?;
    Journal::tab_closed(&mut store.session, tab);
    store.write().await
}

/// The document of a page agent, or of a side panel, which has no tab and is known by its name, was left.
///
/// # Errors
/// The browser refused its own storage.
#[wasm_bindgen]
pub async fn worker_document_left(tab: Option<i32>, document: String) -> Result<(), JsValue> {
    let mut store = Store::read(is_private_half()).await?;
    Journal::document_left(&mut store.session, tab, &document);
    store.write().await
}

/// The extension was installed or updated: pages of the portal that are open already get a sentinel too, so that an update
/// does not end a guide in mid-step.
///
/// # Errors
/// The browser refused its own storage.
#[wasm_bindgen]
pub async fn worker_installed() -> Result<(), JsValue> {
    worker_allowed().await?;
    worker_wake().await
}

/// A permission was given or withdrawn: the sentinel stands on the sovereign hosts that are allowed and on no others, and in
/// open pages at once.
///
/// # Errors
/// The browser refused to register a packaged file.
#[wasm_bindgen]
pub async fn worker_allowed() -> Result<(), JsValue> {
    let granted = Reflect::get(&granted_permissions().await?, &"origins".into())?;
    let optional: Vec<String> = Cloud::SOVEREIGN.into_iter().flat_map(Cloud::origins).collect();
    let is_optional = |origin: &JsValue| origin.as_string().is_some_and(|origin| optional.contains(&origin));
    let matches: Array = Array::from(&granted).iter().filter(is_optional).collect();
    // Nothing is registered at first, and an update has forgotten what was.
    let _ = unregister_scripts(&object(&[("ids", Array::of1(&ALLOWED.into()).into())])?).await;
    if matches.length() > 0 {
        let files: Array = SENTINEL.iter().map(|file| JsValue::from_str(file)).collect();
        let script = object(&[
            ("id", ALLOWED.into()),
            ("matches", matches.into()),
            ("js", files.into()),
            ("runAt", "document_start".into()),
            ("allFrames", false.into()),
        ])?;
        register_scripts(&Array::of1(&script)).await?;
    }
    let tabs: Array = query_tabs(&object(&[("url", granted)])?).await?.into();
    for tab in tabs.iter().filter_map(|tab| Reflect::get(&tab, &"id".into()).ok()?.as_f64()) {
        // A tab that shows an error page, or is asleep, refuses; it gets its sentinel when it loads. One that is still
        // loading answers late, and nobody waits for it.
        spawn_local(async move { drop(inject(tab as i32, &SENTINEL).await) });
    }
    Ok(())
}

/// The keyboard shortcut: the page agent in that tab moves the focus.
///
/// # Errors
/// Never; a tab without an agent is passed over.
#[wasm_bindgen]
pub async fn worker_summon(tab: i32) -> Result<(), JsValue> {
    // A tab without the page agent has nobody who listens, and that is all there is to say about it.
    let _ = tell_tab(tab, &object(&[("kind", "summon".into())])?).await;
    Ok(())
}

/// The one caller of `scripting`: packaged files, into the top frame of a page of the portal.
async fn inject(tab: i32, files: &[&str]) -> Result<(), JsValue> {
    let target = object(&[("tabId", tab.into()), ("frameIds", Array::of1(&0.into()).into())])?;
    let files: Array = files.iter().map(|file| JsValue::from_str(file)).collect();
    execute_script(&object(&[("target", target), ("files", files.into())])?).await?;
    Ok(())
}

/// Brings badge and alarm in line with the cases.
async fn show(journal: &Journal, settings: &Settings, now: f64) -> Result<(), JsValue> {
    let open = journal.open_cases();
    let text = if open == 0 { String::new() } else { open.to_string() };
    set_badge_text(&object(&[("text", text.into())])?).await?;
    match journal.next_alarm(now, settings) {
        Some(at) => create_alarm(ALARM, &object(&[("when", at.into())])?).await?,
        None => clear_alarm(ALARM).await?,
    };
    Ok(())
}

/// Who sent it. A page of the extension says by itself that it is in a private window: where the worker serves both, no tab tells.
fn read_sender(sender: &JsValue, message: &JsValue) -> Sender {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let number = |value: JsValue| value.as_f64().map(|number| number as i32);
    let tab = get(sender, "tab");
    Sender {
        own: OWN_ID.with(|own| get(sender, "id").as_string().as_ref() == Some(own)),
        tab: if tab.is_object() { number(get(&tab, "id")) } else { None },
        frame: number(get(sender, "frameId")),
        url: get(sender, "url").as_string().unwrap_or_default(),
        private: is_private_half() || is_true(&tab, "incognito") || is_true(message, "private"),
    }
}

fn is_true(object: &JsValue, name: &str) -> bool {
    object.is_object() && Reflect::get(object, &name.into()).is_ok_and(|value| value.is_truthy())
}

fn object(entries: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in entries {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}
