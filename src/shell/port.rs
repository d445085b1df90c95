//! The two ways out of a frame: messages to the worker, and the private port to the page agent.

use crate::protocol::{FromAgent, Reply, ToAgent, ToWorker};
use crate::shell::log;
use crate::shell::read::read_variant;
use gloo::events::EventListener;
use js_sys::{Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, MessagePort};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    async fn send_message(message: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "extension"], js_name = inIncognitoContext)]
    static IN_PRIVATE: JsValue;
}

/// Beside the fields of a message: it comes from a private window.
const PRIVATE: &str = "private";

/// A message as browsers pass it on: a plain object.
///
/// # Errors
/// Never for the types of [`crate::protocol`]; the signature is serde's.
pub fn plain(message: &impl Serialize) -> Result<JsValue, serde_wasm_bindgen::Error> {
    message.serialize(&serde_wasm_bindgen::Serializer::json_compatible())
}

/// A message of [`crate::protocol`] as it crosses a boundary: `{ kind: "open", subject, document }`.
///
/// # Errors
/// As [`plain`].
pub fn write(message: &impl Serialize) -> Result<JsValue, JsValue> {
    let message = plain(message)?;
    let kind = JsValue::from_str("kind");
    let Some(named) = Object::try_from(&message).map(|named| Object::keys(named).get(0)) else {
        // One without fields is its name alone.
        let whole = Object::new();
        Reflect::set(&whole, &kind, &message)?;
        return Ok(whole.into());
    };
    let fields = Reflect::get(&message, &named)?;
    Reflect::set(&fields, &kind, &named)?;
    Ok(fields)
}

/// The message that has crossed a boundary, unless it is none that was agreed on.
pub fn read<T: DeserializeOwned>(message: &JsValue) -> Option<T> {
    let kind = Reflect::get(message, &"kind".into()).ok()?;
    read_variant(kind, message.clone())
}

/// Asks the worker.
///
/// # Errors
/// The worker could not be reached or did not answer as agreed: the extension was updated or removed meanwhile.
pub async fn ask(message: &ToWorker) -> Result<Reply, JsValue> {
    let message = write(message)?;
    if is_private() {
        // The worker may serve ordinary windows, too, and must not store what follows from this.
        Reflect::set(&message, &PRIVATE.into(), &true.into())?;
    }
    read(&send_message(message).await?)
        .ok_or_else(|| js_sys::Error::new("the answer is none that was agreed on").into())
}

/// Asks the worker on behalf of a page, which is given the answer, or nothing when there is none.
pub fn ask_for(question: ToWorker, answered: impl FnOnce(Option<Reply>) + 'static) {
    spawn_local(async move {
        let answer = ask(&question).await;
        if let Err(error) = &answer {
            log::error("the worker did not answer:", error);
        }
        answered(answer.ok());
    });
}

/// Whether this document is in a private window.
pub fn is_private() -> bool {
    IN_PRIVATE.with(JsValue::is_truthy)
}

/// The port to the page agent. Listens while it lives, and closes when it is dropped.
pub struct AgentPort {
    port: MessagePort,
    _listener: EventListener,
}

impl AgentPort {
    /// Begins to listen; nothing is said yet.
    pub fn open(port: MessagePort, heard: impl Fn(FromAgent) + 'static) -> AgentPort {
        let listener = EventListener::new(&port, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            match read(&event.data()) {
                Some(message) => heard(message),
                // Not quoted: it may hold an address.
                None => log::warn("not a message of the page agent", &JsValue::UNDEFINED),
            }
        });
        port.start();
        AgentPort { port, _listener: listener }
    }

    /// Tells the agent.
    ///
    /// # Errors
    /// Never in practice: a plain object can always be sent, and a closed port swallows it.
    pub fn tell(&self, message: &ToAgent) -> Result<(), JsValue> {
        self.port.post_message(&write(message)?)
    }
}

impl Drop for AgentPort {
    fn drop(&mut self) {
        self.port.close();
    }
}
