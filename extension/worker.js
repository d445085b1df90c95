// The worker's listeners. They are registered in the first turn, because a worker that is woken for an event loses it
// otherwise; everything that decides is in src/shell/worker.rs.
import init, {
  worker_allowed, worker_document_left, worker_installed, worker_message, worker_reminded, worker_summon, worker_tab_closed,
  worker_wake,
} from './pkg/guided_unblock.js';

/** The Wasm module, once per life of the worker. @type {Promise<unknown> | undefined} */
let loaded;
/** One event after the other: each reads what the one before has written. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @template T @param {() => Promise<T>} handle @returns {Promise<T>} */
function next(handle) {
  const turn = queue.then(() => (loaded ??= init())).then(handle);
  queue = turn.catch((error) => console.error(error));
  return turn;
}

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  next(() => worker_message(message, sender)).then(answer, () => answer({ kind: 'refused', why: 'not_stored' }));
  return true;
});
chrome.alarms.onAlarm.addListener(() => void next(worker_wake));
chrome.notifications.onClicked.addListener((id) => void next(() => worker_reminded(id)));
chrome.runtime.onStartup.addListener(() => void next(worker_wake));
chrome.runtime.onInstalled.addListener(() => void next(worker_installed));
for (const change of [chrome.permissions.onAdded, chrome.permissions.onRemoved]) {
  change.addListener(() => void next(worker_allowed));
}
chrome.tabs.onRemoved.addListener((tab) => void next(() => worker_tab_closed(tab)));
chrome.commands.onCommand.addListener((_name, tab) => void next(() => worker_summon(tab?.id ?? -1)));
// The page agent holds a connection: it learns by its end that the extension was reloaded, and the worker that the
// document was left. So does the side panel, under the name of its document.
chrome.runtime.onConnect.addListener(({ name, sender, onDisconnect }) => {
  onDisconnect.addListener(() => void next(() => worker_document_left(sender?.tab?.id, name)));
});
