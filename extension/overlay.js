// @ts-check
import init, { overlay } from './pkg/guided_unblock.js';

try {
  await init();
  overlay();
} catch (error) {
  // Without the module there is no guide: say so where the guide would be, and point at nothing.
  console.error(error);
  const main = document.querySelector('main');
  if (main) main.textContent = 'Guided Unblock could not start. Reload the page, or unblock the user by hand.';
}
