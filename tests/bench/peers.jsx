// The libraries that stand beside the guide in the benchmark, each with the settings that make it fastest. Only
// `cargo xtask bench` loads them; nothing of this ships.

import { getAllByRole } from '@testing-library/dom';
import { computeAccessibleName } from 'dom-accessibility-api';
import { driver } from 'driver.js';
import driverLook from 'driver.js/dist/driver.css';
import React from 'react';
import { createRoot } from 'react-dom/client';
import { Joyride } from 'react-joyride';
import Shepherd from 'shepherd.js';
import shepherdLook from 'shepherd.js/dist/css/shepherd.css';

const TITLE = 'Next', TEXT = 'Press this control.';
const CONTROLS = 'a,button,input,select,textarea,[role=button],[role=menuitem],[role=checkbox],[role=radio],[role=link],[role=tab]';

for (const css of [driverLook, shepherdLook]) {
  const look = document.createElement('style');
  look.textContent = css;
  document.head.append(look);
}

const tours = {
  driver() {
    const tour = driver({ animate: false, smoothScroll: false, overlayOpacity: 0.5 });
    return { show: (element) => tour.highlight({ element, popover: { title: TITLE, description: TEXT } }), hide: () => tour.destroy() };
  },
  shepherd() {
    const tour = new Shepherd.Tour({ useModalOverlay: true, defaultStepOptions: { scrollTo: false } });
    let target = null;
    tour.addStep({ id: 'one', title: TITLE, text: TEXT, attachTo: { element: () => target, on: 'bottom' } });
    return { show: (element) => { target = element; tour.start(); }, hide: () => tour.cancel() };
  },
  joyride() {
    const place = document.createElement('div');
    document.body.append(place);
    const root = createRoot(place);
    return {
      show: (target) => root.render(<Joyride run steps={[{ target, title: TITLE, content: TEXT, skipBeacon: true, skipScroll: true }]} />),
      hide: () => root.render(null),
    };
  },
};

/** A tour that begins as soon as its target is in the page: what whoever uses such a library writes around it. */
function watch(name) {
  const tour = tours[name]();
  let shown = false;
  const look = () => {
    const target = window.bench.find();
    if (Boolean(target) === shown) return;
    shown = Boolean(target);
    if (target) tour.show(target);
    else tour.hide();
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
  look();
}

const timed = (work) => {
  const start = performance.now(), found = work();
  return { ms: performance.now() - start, found };
};

window.peers = {
  watch,
  /** The accessible name of every control. */
  names: () => timed(() => [...document.querySelectorAll(CONTROLS)].filter((node) => computeAccessibleName(node) !== '').length),
  /** All controls of one role with one name. */
  role: () => timed(() => getAllByRole(document.body, 'menuitem', { name: 'Unblock' }).length),
};
