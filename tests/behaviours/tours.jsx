// The two tour libraries that stand beside the guide in the comparison, each with the settings that help it most. Built into
// one script that only `cargo xtask behaviours` loads; nothing of this ships.

import { driver } from 'driver.js';
import driverLook from 'driver.js/dist/driver.css';
import React from 'react';
import { createRoot } from 'react-dom/client';
import { Joyride } from 'react-joyride';

const TEXTS = [['First step', 'Press this control.'], ['Second step', 'And then this one.']];
const BOX = 'Name';

/** @param {(() => Element | null)[]} targets */
function startDriver(targets) {
  const look = document.createElement('style');
  look.textContent = driverLook;
  document.head.append(look);
  const steps = targets.map((element, at) => ({
    element,
    popover: { title: TEXTS[at][0], description: `${TEXTS[at][1]} <label>${BOX} <input data-tour="box"></label>` },
  }));
  const tour = driver({ steps, smoothScroll: true, allowClose: true });
  tour.drive();
}

/** @param {(() => Element | null)[]} targets */
function startJoyride(targets) {
  const root = document.createElement('div');
  document.body.append(root);
  const steps = targets.map((target, at) => ({
    target,
    title: TEXTS[at][0],
    content: <label>{TEXTS[at][1]} {BOX} <input data-tour="box" /></label>,
    skipBeacon: true,
    targetWaitTimeout: 10000,
  }));
  createRoot(root).render(<Joyride run continuous steps={steps} />);
}

window.tours = { driver: startDriver, joyride: startJoyride };
