// The list of restricted users and the portal's other pages on web components. The library has no data grid: the list is a table.

import React, { useMemo, useState } from 'react';
import { alerts, cell, commandBarOffersUnblock, grouped, pageTitle } from '../view-helpers.js';
import { Button, Custom, Glyph } from './custom.jsx';
import { usePortal } from './use-model.js';
import { Drawer } from './webcomponents-layers.jsx';
import { Title } from './webcomponents-shell.jsx';

export function Restricted() {
  const { state } = usePortal();
  return (
    <div className="portal-page">
      <Title />
      <Message />
      {state.toolbar && <Toolbar />}
      <List />
    </div>
  );
}

function Message() {
  const { state, actions, t } = usePortal();
  if (!state.message) return null;
  const { kind, text } = state.message;
  return (
    <Custom tag="fluent-message-bar" key={text} intent={kind}>
      <span role={kind === 'error' ? 'alert' : 'status'}>{t(text)}</span>
      <Button slot="dismiss" appearance="transparent" icon-only aria-label={t('dismiss')} on={{ click: actions.dismissMessage }}><Glyph name="close" /></Button>
    </Custom>
  );
}

function Toolbar() {
  const context = usePortal();
  const { state, actions, config, page, t } = context;
  const { length } = state.selected;
  return (
    <div className="portal-toolbar">
      <div className="portal-commands" role="toolbar" aria-label={t('commands')}>
        {commandBarOffersUnblock(context) && (
          <Button appearance="subtle" disabled={config.disabled_unblock} on={{ click: () => actions.startUnblock(state.selected) }}>
            <Glyph name="unlock" slot="start" />
            {t('unblock')}
          </Button>
        )}
        <Button appearance="subtle" on={{ click: () => actions.refresh() }}><Glyph name="refresh" slot="start" />{t('refresh')}</Button>
        {page.family === 'defender' && <Button appearance="subtle"><Glyph name="export" slot="start" />{t('export')}</Button>}
      </div>
      <span className="portal-count" aria-live="polite">
        {length > 0 ? t('items_selected', { n: length }) : state.list.status === 'ready' ? t('items', { n: state.list.total }) : ''}
      </span>
      <Search />
    </div>
  );
}

function Search() {
  const { state, actions, t } = usePortal();
  // Opened by its button, the box takes the focus; there from the start, it leaves the focus alone.
  const [opened, setOpened] = useState(false);
  if (!state.searchOpen) {
    return (
      <Button appearance="subtle" icon-only aria-label={t('search')} on={{ click: () => { setOpened(true); actions.openSearch(); } }}>
        <Glyph name="search" />
      </Button>
    );
  }
  return (
    <div className="portal-search">
      <Custom
        tag="fluent-text-input"
        type="search"
        placeholder={t('search')}
        set={{ value: state.searchText }}
        on={{
          input: ({ currentTarget }) => actions.typeSearch(currentTarget.value),
          keydown: ({ key, currentTarget }) => key === 'Enter' && actions.submitSearch(currentTarget.value),
        }}
        onReady={(element) => opened && element.focus()}
      >
        <Glyph name="search" slot="start" />
      </Custom>
    </div>
  );
}

function List() {
  const { state, actions, config, t } = usePortal();
  const { list } = state;
  const groups = useMemo(() => (config.list_variant === 'grouped' ? grouped(list.items, t) : null), [list.items]);
  if (list.status === 'error') {
    return (
      <Custom tag="fluent-message-bar" intent="error">
        <span role="alert">{t(list.error)}</span>
        <Button slot="actions" size="small" on={{ click: () => actions.refresh() }}>{t('try_again')}</Button>
      </Custom>
    );
  }
  if (list.status === 'loading') {
    return config.loading === 'skeleton' ? <Waiting /> : <Custom tag="fluent-spinner" class="portal-spinner" role="progressbar" aria-label={t('loading')} />;
  }
  if (list.items.length === 0) {
    return <div className="portal-nothing"><h2>{t('empty_title')}</h2><p>{t(list.unfiltered === 0 ? 'empty_text' : 'no_match')}</p></div>;
  }
  if (groups) {
    return (
      <Custom tag="fluent-accordion">
        {groups.groups.map(({ key, name, startIndex, count }) => (
          <Custom key={key} tag="fluent-accordion-item">
            <span slot="heading">{`${name} (${count})`}</span>
            <Grid items={groups.items.slice(startIndex, startIndex + count)} />
          </Custom>
        ))}
      </Custom>
    );
  }
  return (
    <>
      <Grid items={list.items} />
      {list.items.length < list.total && <Button class="portal-more" on={{ click: () => actions.loadMore() }}>{t('load_more')}</Button>}
    </>
  );
}

function Waiting() {
  const { t } = usePortal();
  return (
    <div className="portal-skeleton" role="status" aria-busy="true" aria-label={t('loading')}>
      {Array.from({ length: 12 }, (_, index) => <div key={index} className="portal-skeleton-line" />)}
    </div>
  );
}

function Grid({ items }) {
  const context = usePortal();
  const { state, actions, config, page, t } = context;
  const ids = new Set(state.selected.map(({ id }) => id));
  const many = page.selection === 'check';
  const boxes = many || page.selection === 'radio';
  const inRow = page.action !== 'command' && !config.read_only;
  const toggle = (item, wanted) => {
    const others = many ? state.selected.filter(({ id }) => id !== item.id) : [];
    actions.select(wanted ? [...others, item] : others);
  };
  return (
    <table className="portal-grid" role="grid" aria-label={t('list_label')} aria-rowcount={items.length + 1} aria-multiselectable={many || undefined}>
      <thead>
        <tr role="row">
          {boxes && (
            <th role="columnheader" className="portal-grid-box">
              {many && (
                <Custom
                  tag="fluent-checkbox"
                  aria-label="Select all rows"
                  set={{ checked: items.every(({ id }) => ids.has(id)) }}
                  on={{ change: ({ currentTarget }) => actions.select(currentTarget.checked ? items : []) }}
                />
              )}
            </th>
          )}
          {page.columns.map((key) => <th key={key} role="columnheader">{t(key)}</th>)}
          {inRow && <th role="columnheader">{page.action === 'column' ? t('actions') : ''}</th>}
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => {
          const selected = ids.has(item.id);
          return (
            // The key is the place, not the account: nodes are used again.
            <tr
              key={index}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={page.selection === 'none' ? undefined : selected}
              onClick={page.selection === 'row' ? () => toggle(item, !selected) : undefined}
            >
              {boxes && (
                <td role="gridcell" className="portal-grid-box">
                  <Custom
                    tag={many ? 'fluent-checkbox' : 'fluent-radio'}
                    aria-label="Select row"
                    set={{ checked: selected }}
                    on={{ change: ({ currentTarget }) => toggle(item, currentTarget.checked) }}
                  />
                </td>
              )}
              {page.columns.map((key, place) => (
                <td key={key} role={place === 0 ? 'rowheader' : 'gridcell'}>
                  <span className={place === 0 ? 'scc-list-first-column' : undefined}>{cell(item, key, context)}</span>
                </td>
              ))}
              {inRow && (
                <td role="gridcell">
                  <Button size="small" appearance={page.action === 'column' ? 'transparent' : 'outline'} disabled={config.disabled_unblock} on={{ click: () => actions.startUnblock([item]) }}>
                    {t('unblock')}
                  </Button>
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function OtherPage() {
  const context = usePortal();
  const { state, t } = context;
  const cards = state.route === 'unknown' ? [] : ['alerts', 'quarantine', 'reports'];
  return (
    <div className="portal-page">
      <Title />
      {state.route === 'unknown' && <p>{t('unknown_text')}</p>}
      <div className="portal-cards">
        {cards.map((key) => <section key={key} className="portal-card"><h2>{pageTitle(key, context)}</h2><p>{t('card_text')}</p></section>)}
      </div>
    </div>
  );
}

/** The other way to the list: an alert about a restricted user, its details, More options, View restricted user details. */
export function Alerts() {
  const { state, actions, t } = usePortal();
  return (
    <div className="portal-page">
      <Title />
      <table className="portal-grid" role="grid" aria-label={t('alerts')}>
        <thead><tr role="row">{['alert', 'severity', 'status'].map((key) => <th key={key} role="columnheader">{t(key)}</th>)}</tr></thead>
        <tbody>
          {alerts.map((alert) => (
            <tr key={alert.key} role="row">
              <td role="gridcell"><Button appearance="transparent" on={{ click: () => actions.openAlert(alert) }}>{t(alert.key)}</Button></td>
              <td role="gridcell">{t(alert.severity)}</td>
              <td role="gridcell">{t('active')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {state.alert && (
        <Drawer title={t(state.alert.key)} onClose={() => actions.closeAlert()}>
          <Custom tag="fluent-menu">
            <Custom tag="fluent-menu-button" slot="trigger">{t('more_options')}</Custom>
            <Custom tag="fluent-menu-list">
              {state.alert.restricted && <Custom tag="fluent-menu-item" on={{ click: () => actions.go('restricted') }}>{t('view_restricted')}</Custom>}
              <Custom tag="fluent-menu-item">{t('assign')}</Custom>
            </Custom>
          </Custom>
          <p>{t('alert_text')}</p>
        </Drawer>
      )}
    </div>
  );
}
