// @ts-check
import init, { sidepanel } from './pkg/guided_unblock.js';

const name = crypto.randomUUID();
// While this line holds, the case is worked on here. It ends with the panel, and with a worker that falls asleep.
const hold = () => chrome.runtime.connect({ name }).onDisconnect.addListener(() => setTimeout(hold, 250));
try {
  await init();
  sidepanel(name);
  hold();
} catch (error) {
  // Without the module there is no guide: say so.
  console.error(error);
  const main = document.querySelector('main');
  if (main) main.textContent = 'Guided Unblock could not start. Close this panel and open it again.';
}
