// What the page knows and does, without any component library: the list, the selection, the flyout, the warning. Each library
// has only views of it. One way: a view calls an action, the action changes the state, the views draw the state.

import { Refused } from './api.js';
import { go, pageOf } from './routes.js';

const typingPause = 250;

export function createModel({ api, config, page }) {
  const listeners = new Set();
  const shown = (route) => (config.unknown && route === 'restricted' ? 'unknown' : route);
  let state = {
    route: shown(pageOf(location)),
    list: { status: 'loading', items: [], total: 0, query: '', error: null },
    toolbar: config.toolbar_ms === 0,
    searchOpen: config.search !== 'icon' && config.search !== 'icon-type',
    searchText: '',
    selected: [],
    flyout: null,
    warning: null,
    message: null,
    toast: false,
    survey: false,
    session: true,
    alert: null,
    // Count the times at which the main region, the flyout and the warning are thrown away and built anew.
    mainKey: 0,
    flyoutKey: 0,
    warningKey: 0,
  };

  const set = (patch) => {
    state = { ...state, ...patch };
    for (const listener of listeners) listener();
  };
  const setList = (patch) => set({ list: { ...state.list, ...patch } });

  const rerenderAt = (moment) => {
    if (config.rerender !== moment) return;
    // Once the change that triggered it has been drawn, as a late answer of some other part of the page would do it.
    const top = { tick: 'mainKey', flyout: 'flyoutKey', next: 'flyoutKey', dialog: 'warningKey' }[moment];
    setTimeout(() => {
      set({ mainKey: state.mainKey + 1 });
      if (top !== 'mainKey') set({ [top]: state[top] + 1 });
    }, config.rerender_ms);
  };
  const surveyAt = (moment) => {
    if (config.survey === moment) setTimeout(() => set({ survey: true }), 150);
  };

  // Only the newest request may answer.
  let request = 0;
  async function load({ query = state.list.query, append = false } = {}) {
    const mine = (request += 1);
    if (!config.keep_selection && query !== state.list.query) set({ selected: [] });
    setList({ status: 'loading', query, error: null });
    try {
      const offset = append ? state.list.items.length : 0;
      const limit = config.list_variant === 'more' ? config.page_size : undefined;
      const answer = await api.entities({ query, offset, limit });
      if (mine !== request) return;
      const items = append ? [...state.list.items, ...answer.items] : answer.items;
      setList({ status: 'ready', items, total: answer.total, unfiltered: answer.unfiltered });
      if (!config.hidden_selection) {
        const shown = new Set(items.map(({ id }) => id));
        if (state.selected.some(({ id }) => !shown.has(id))) set({ selected: state.selected.filter(({ id }) => shown.has(id)) });
      }
      if (config.sort_shuffle_ms > 0) {
        setTimeout(() => mine === request && setList({ items: [...state.list.items].reverse() }), config.sort_shuffle_ms);
      }
    } catch (error) {
      if (mine !== request) return;
      if (error instanceof Refused && error.status === 401) set({ session: false });
      const kind = error instanceof Refused && error.status === 403 ? 'forbidden' : 'list_failed';
      setList({ status: 'error', items: [], total: 0, error: kind });
    }
  }

  let pause;
  const actions = {
    start() {
      if (state.route === 'restricted') actions.enter();
      surveyAt('load');
    },
    enter() {
      load({ query: '' });
      if (config.toolbar_ms > 0) setTimeout(() => set({ toolbar: true }), config.toolbar_ms);
      if (config.toast) setTimeout(() => set({ toast: true }), 600);
    },
    refresh: () => load(),
    loadMore: () => load({ append: true }),
    openSearch: () => set({ searchOpen: true }),
    /** The box changed by a key, a paste or a script. */
    typeSearch(text) {
      set({ searchText: text });
      if (config.search === 'type' || config.search === 'icon-type') {
        clearTimeout(pause);
        pause = setTimeout(() => load({ query: text.trim() }), typingPause);
      }
    },
    /** Enter in the box. */
    submitSearch(text) {
      clearTimeout(pause);
      set({ searchText: text });
      load({ query: text.trim() });
    },
    clearSearch() {
      clearTimeout(pause);
      set({ searchText: '' });
      load({ query: '' });
    },
    select(items) {
      if (items.length === 0 && state.selected.length === 0) return;
      if (config.hidden_selection && state.list.status === 'ready') {
        const shown = new Set(state.list.items.map(({ id }) => id));
        items = [...state.selected.filter(({ id }) => !shown.has(id)), ...items];
      }
      const grew = items.length > state.selected.length;
      set({ selected: items });
      if (grew) {
        rerenderAt('tick');
        surveyAt('tick');
      }
    },
    /** Unblock, from a row or from the command bar. */
    startUnblock(items) {
      const kind = items.length === 1 && items[0].entity === 'connector' ? 'connector' : 'user';
      const steps = kind === 'connector' ? ['entity'] : page.steps;
      set({ message: null });
      if (steps.length === 0) {
        set({ flyout: null, warning: { items, busy: false } });
        rerenderAt('dialog');
        return;
      }
      set({ flyout: { items, kind, steps, at: 0, busy: false } });
      rerenderAt('flyout');
      surveyAt('flyout');
    },
    async next() {
      await wait('flyout', config.step_ms);
      if (state.flyout) set({ flyout: { ...state.flyout, at: state.flyout.at + 1 } });
      rerenderAt('next');
    },
    back: () => set({ flyout: { ...state.flyout, at: state.flyout.at - 1 } }),
    /** The last button of the flyout. */
    async final() {
      const { items, kind } = state.flyout;
      if (kind === 'connector') return send(items);
      await wait('flyout', config.step_ms);
      set({ warning: { items, busy: false } });
      rerenderAt('dialog');
      return undefined;
    },
    yes: () => send(state.warning.items),
    no: () => set({ warning: null }),
    closeFlyout() {
      // While the warning is open a press on it lies outside the flyout, and would dismiss it.
      if (!state.warning && state.flyout && !state.flyout.busy) set({ flyout: null });
    },
    dismissMessage: () => set({ message: null }),
    dismissToast: () => set({ toast: false }),
    dismissSurvey: () => set({ survey: false }),
    openAlert: (alert) => set({ alert }),
    closeAlert: () => set({ alert: null }),
    go(target) {
      go(target, page);
    },
    signIn: () => location.reload(),
  };

  async function wait(what, milliseconds) {
    if (milliseconds === 0) return;
    set({ [what]: { ...state[what], busy: true } });
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    if (state[what]) set({ [what]: { ...state[what], busy: false } });
  }

  async function send(items) {
    if (state.warning) set({ warning: { ...state.warning, busy: true } });
    else set({ flyout: { ...state.flyout, busy: true } });
    try {
      await api.unblock(items.map(({ identity }) => identity));
      set({ warning: null, flyout: null, message: { kind: 'success', text: 'done' } });
      set({ selected: [] });
      if (config.refresh_after) load();
    } catch (error) {
      const text = error instanceof Refused && error.status === 429 ? 'limit_exceeded' : 'rejected';
      if (error instanceof Refused && error.status === 401) set({ session: false });
      set({ warning: null, flyout: null, message: { kind: 'error', text } });
    }
  }

  addEventListener('popstate', moved);
  addEventListener('hashchange', moved);
  function moved() {
    const route = shown(pageOf(location));
    if (route === state.route) return;
    set({ route, flyout: null, warning: null, message: null, alert: null, selected: [], searchText: '' });
    if (route === 'restricted') actions.enter();
  }

  return {
    actions,
    config,
    page,
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
