// @ts-check
import init, { overlay } from './pkg/guided_unblock.js';

/** Lines that are handed over while the module still loads. @type {MessageEvent[]} */
const early = [];
const keep = (/** @type {MessageEvent} */ event) => void early.push(event);
addEventListener('message', keep);
try {
  await init();
  removeEventListener('message', keep);
  overlay(early);
} catch (error) {
  // Without the module there is no guide: say so where the guide would be, and point at nothing.
  console.error(error);
  const main = document.querySelector('main');
  if (main) main.textContent = 'Guided Unblock could not start. Reload the page, or unblock the user by hand.';
}
