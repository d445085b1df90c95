// The list of restricted users and the portal's other pages.

import React, { useEffect, useMemo, useRef, useState } from 'react';
import {
  ActionButton, CheckboxVisibility, CommandBar, ContextualMenuItemType, DefaultButton, DetailsList, DetailsListLayoutMode, IconButton, Link,
  MessageBar, MessageBarType, Panel, PanelType, SearchBox, Selection, SelectionMode, Shimmer, ShimmeredDetailsList, Spinner,
} from 'fabric';
import { alerts, cell, commandBarOffersUnblock, grouped, pageTitle } from '../view-helpers.js';
import { Title } from './fabric-shell.jsx';
import { usePortal } from './use-model.js';

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
    <MessageBar
      messageBarType={kind === 'success' ? MessageBarType.success : MessageBarType.error}
      onDismiss={actions.dismissMessage}
      dismissButtonAriaLabel={t('dismiss')}
      isMultiline={false}
    >
      {t(text)}
    </MessageBar>
  );
}

function Toolbar() {
  const context = usePortal();
  const { state, actions, config, page, t } = context;
  const items = [
    commandBarOffersUnblock(context) && {
      key: 'unblock',
      text: t('unblock'),
      iconProps: { iconName: 'Unlock' },
      disabled: config.disabled_unblock,
      onClick: () => actions.startUnblock(state.selected),
    },
    { key: 'refresh', text: t('refresh'), iconProps: { iconName: 'Refresh' }, onClick: () => actions.refresh() },
    page.family === 'defender' && { key: 'export', text: t('export'), iconProps: { iconName: 'Download' }, onClick: () => undefined },
  ].filter(Boolean);
  const { length } = state.selected;
  return (
    <div className="portal-toolbar">
      <CommandBar className="portal-commands" ariaLabel={t('commands')} {...(config.overflow ? { items: [], overflowItems: items } : { items })} overflowButtonProps={{ ariaLabel: t('more_actions') }} />
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
      <IconButton
        iconProps={{ iconName: 'Search' }}
        title={t('search')}
        ariaLabel={t('search')}
        onClick={() => { setOpened(true); actions.openSearch(); }}
      />
    );
  }
  return (
    <div className="portal-search">
      <SearchBox
        placeholder={t('search')}
        value={state.searchText}
        autoFocus={opened}
        onChange={(_, text) => actions.typeSearch(text ?? '')}
        onSearch={(text) => actions.submitSearch(text ?? '')}
        onClear={() => actions.clearSearch()}
      />
    </div>
  );
}

const selectionModes = { none: SelectionMode.none, check: SelectionMode.multiple, radio: SelectionMode.single, row: SelectionMode.single };

function List() {
  const context = usePortal();
  const { state, actions, config, page, t } = context;
  const { list } = state;

  // While the list loads, the library sees placeholders and forgets what was selected. The model does not: it is told of changes
  // only when the rows are there, and gives back what it knows once they are.
  const settled = useRef(false);
  const selection = useMemo(
    () => new Selection({
      getKey: (item) => (item ? String(item.id) : ''),
      selectionMode: selectionModes[page.selection],
      onSelectionChanged: () => settled.current && actions.select(selection.getSelection().filter(Boolean)),
    }),
    [],
  );
  if (list.status !== 'ready') settled.current = false;
  useEffect(() => {
    if (list.status !== 'ready') return;
    const known = new Set(state.selected.map(({ id }) => String(id)));
    const chosen = selection.getSelection().filter(Boolean).map(({ id }) => String(id));
    settled.current = false;
    selection.setChangeEvents(false);
    for (const key of chosen) if (!known.has(key)) selection.setKeySelected(key, false, false);
    const shown = new Set(list.items.map(({ id }) => String(id)));
    for (const key of known) if (shown.has(key) && !selection.isKeySelected(key)) selection.setKeySelected(key, true, false);
    selection.setChangeEvents(true);
    settled.current = true;
  }, [list.status, state.selected]);

  const columns = useMemo(() => makeColumns(context), []);
  const { items, groups } = useMemo(
    () => (config.list_variant === 'grouped' ? grouped(list.items, t) : { items: list.items }),
    [list.items],
  );

  if (list.status === 'error') {
    return (
      <MessageBar messageBarType={MessageBarType.error} actions={<div><DefaultButton text={t('try_again')} onClick={() => actions.refresh()} /></div>}>
        {t(list.error)}
      </MessageBar>
    );
  }
  const loading = list.status === 'loading';
  if (loading && config.loading === 'spinner') return <Spinner label={t('loading')} className="portal-spinner" />;
  if (loading && config.loading === 'skeleton') return <Skeleton />;
  if (!loading && items.length === 0) return <Nothing />;
  const props = {
    items,
    groups,
    columns,
    selection,
    setKey: config.keep_selection ? 'restricted' : `restricted ${list.query}`,
    getKey: (item, index) => (item ? String(item.id) : `empty-${index}`),
    selectionMode: selectionModes[page.selection],
    checkboxVisibility: page.selection === 'row' ? CheckboxVisibility.hidden : CheckboxVisibility.always,
    selectionPreservedOnEmptyClick: true,
    layoutMode: DetailsListLayoutMode.justified,
    ariaLabelForGrid: t('list_label'),
    ariaLabelForSelectAllCheckbox: 'Select all rows',
    ariaLabelForSelectionColumn: 'Toggle selection',
    checkButtonAriaLabel: 'Select row',
    onShouldVirtualize: () => config.list_variant !== 'all',
  };
  return (
    <>
      {config.loading === 'shimmer' ? <ShimmeredDetailsList {...props} enableShimmer={loading} /> : <DetailsList {...props} />}
      {!loading && items.length < list.total && (
        <DefaultButton className="portal-more" text={t('load_more')} onClick={() => actions.loadMore()} />
      )}
    </>
  );
}

function makeColumns(context) {
  const { actions, config, page, t } = context;
  const widths = { name: [220, 340], user_name: [220, 340], entity: [90, 120], reason: [140, 220], date: [150, 220] };
  const columns = page.columns.map((key, index) => ({
    key,
    name: t(key),
    fieldName: key,
    minWidth: widths[key][0],
    maxWidth: widths[key][1],
    isResizable: true,
    isRowHeader: index === 0,
    onRender: (item) =>
      index === 0 ? <span className="scc-list-first-column">{cell(item, key, context)}</span> : <span>{cell(item, key, context)}</span>,
  }));
  if (config.read_only || page.action === 'command') return columns;
  const unblock = (item) =>
    page.action === 'column' ? (
      <Link disabled={config.disabled_unblock} onClick={() => actions.startUnblock([item])}>{t('unblock')}</Link>
    ) : (
      <ActionButton
        className="portal-row-button"
        iconProps={{ iconName: 'Unlock' }}
        text={t('unblock')}
        disabled={config.disabled_unblock}
        onClick={() => actions.startUnblock([item])}
      />
    );
  // The oldest pages have the button in a column without a header text.
  const name = page.action === 'column' ? t('actions') : '';
  return [...columns, { key: 'unblock', name, minWidth: 130, maxWidth: 200, onRender: unblock }];
}

function Skeleton() {
  const { t } = usePortal();
  return (
    <div className="portal-skeleton" role="status" aria-busy="true" aria-label={t('loading')}>
      {Array.from({ length: 12 }, (_, index) => <Shimmer key={index} />)}
    </div>
  );
}

function Nothing() {
  const { state, t } = usePortal();
  const empty = state.list.unfiltered === 0;
  return (
    <div className="portal-nothing">
      <h2>{t('empty_title')}</h2>
      <p>{t(empty ? 'empty_text' : 'no_match')}</p>
    </div>
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
        {cards.map((key) => (
          <section key={key} className="portal-card"><h2>{pageTitle(key, context)}</h2><p>{t('card_text')}</p></section>
        ))}
      </div>
    </div>
  );
}

/** The other way to the list: an alert about a restricted user, its details, More options, View restricted user details. */
export function Alerts() {
  const { state, actions, config, t } = usePortal();
  const columns = useMemo(
    () => [
      {
        key: 'alert',
        name: t('alert'),
        minWidth: 260,
        isRowHeader: true,
        onRender: (item) => <Link onClick={() => actions.openAlert(item)}>{t(item.key)}</Link>,
      },
      { key: 'severity', name: t('severity'), minWidth: 100, onRender: (item) => <span>{t(item.severity)}</span> },
      { key: 'status', name: t('status'), minWidth: 100, onRender: () => <span>{t('active')}</span> },
    ],
    [],
  );
  const view = { key: 'view', text: t('view_restricted'), onClick: () => actions.go('restricted') };
  return (
    <div className="portal-page">
      <Title />
      <DetailsList items={alerts} columns={columns} selectionMode={SelectionMode.none} setKey="alerts" ariaLabelForGrid={t('alerts')} />
      <Panel
        isOpen={state.alert !== null}
        headerText={state.alert ? t(state.alert.key) : ''}
        type={PanelType.medium}
        isBlocking={config.panel === 'blocking'}
        isLightDismiss={config.panel === 'light'}
        onDismiss={() => actions.closeAlert()}
        closeButtonAriaLabel={t('close')}
      >
        <CommandBar
          ariaLabel={t('commands')}
          items={[
            { key: 'manage', text: t('manage_alert'), iconProps: { iconName: 'Edit' } },
            {
              key: 'more',
              text: t('more_options'),
              iconProps: { iconName: 'More' },
              subMenuProps: {
                items: [
                  ...(state.alert?.restricted ? [view] : []),
                  { key: 'divider', itemType: ContextualMenuItemType.Divider },
                  { key: 'assign', text: t('assign') },
                ],
              },
            },
          ]}
        />
        <p>{t('alert_text')}</p>
      </Panel>
    </div>
  );
}
