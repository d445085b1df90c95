// The start of every page: asks the server for the configuration and hands the shared model to the library's views.

import { api } from './api.js';
import { cornerBar } from './bar.js';
import { createModel } from './model.js';
import { createStrings } from './strings.js';
import { pages } from '../generations.mjs';

/** `mount(model, t, root)` draws the portal with one component library. */
export async function start(mount) {
  const config = await api.config();
  const asSet = { ...config };
  // `auto` means: as this generation of the page has it.
  const page = { ...pages[config.page] };
  for (const key of ['action', 'selection']) if (config[key] !== 'auto') page[key] = config[key];
  if (page.selection === 'check' && !config.multiselect) page.selection = 'radio';
  if (config.search === 'auto') config.search = page.search;

  const t = createStrings(config);
  const { documentElement: html, body } = document;
  html.classList.add(`theme-${config.theme}`, `family-${page.family}`, `page-${config.page}`);
  if (config.torture === 'upper') html.classList.add('torture-upper');
  document.title = `${t(page.title)} - ${t(`brand_${page.family}`)}`;

  const model = createModel({ api, config, page });
  const root = document.createElement('div');
  root.id = 'app';
  body.append(root);
  mount(model, t, root);
  model.actions.start();
  if (config.bar) cornerBar({ config: asSet, api });
}
