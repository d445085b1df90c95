// @ts-check
import init, { history } from './pkg/guided_unblock.js';

try {
  await init();
  history();
} catch (error) {
  // Without the module there is nothing to show: say so.
  console.error(error);
  const main = document.querySelector('main');
  if (main) main.textContent = 'Guided Unblock could not start. Load this page again.';
}
