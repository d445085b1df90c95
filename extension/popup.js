// @ts-check
import init, { popup } from './pkg/guided_unblock.js';

try {
  await init();
  popup();
} catch (error) {
  // Without the module there is no guide: say so, and open nothing.
  console.error(error);
  const main = document.querySelector('main');
  if (main) main.textContent = 'Guided Unblock could not start. Reload the page, or unblock the user by hand.';
}
