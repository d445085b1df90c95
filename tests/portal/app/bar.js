// The corner bar: the portal's switches for a person at the screen. Closed until it is opened; shown only when switched on.

import { switches } from '../config.mjs';

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

function field(key, { values, offer, about }, current) {
  const choices = values ?? offer;
  if (!choices) return make('input', { name: key, value: typeof current === 'object' && current ? JSON.stringify(current) : (current ?? ''), title: about });
  const select = make('select', { name: key, title: about });
  for (const value of new Set([current, ...choices])) {
    const option = make('option', { value: JSON.stringify(value) }, value === null ? 'auto' : String(value));
    if (value === current) option.setAttribute('selected', '');
    select.append(option);
  }
  return select;
}

function read(input, key) {
  if (input.localName === 'select') return JSON.parse(input.value);
  const { value: usual } = switches[key];
  if (input.value === '' && usual === null) return null;
  return typeof usual === 'string' || usual === null ? input.value : JSON.parse(input.value || '0');
}

export function cornerBar({ config, api }) {
  const form = make('form');
  for (const [key, known] of Object.entries(switches)) {
    if (key === 'bar') continue;
    form.append(make('label', { title: known.about }, make('span', {}, key), field(key, known, config[key])));
  }
  form.append(make('button', { type: 'submit' }, 'Apply'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const patch = {};
    for (const input of form.querySelectorAll('select, input')) {
      const value = read(input, input.name);
      if (JSON.stringify(value) !== JSON.stringify(config[input.name])) patch[input.name] = value;
    }
    await api.changeConfig(patch);
    location.reload();
  });
  const details = make('details', {}, make('summary', {}, 'Practice portal'), form);
  document.body.append(make('aside', { class: 'corner-bar', 'aria-label': 'Practice portal settings', lang: 'en', dir: 'ltr' }, details));
}
