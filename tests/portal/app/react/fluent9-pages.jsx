// The list of restricted users and the portal's other pages on Fluent 9.

import React, { useMemo, useState } from 'react';
import {
  Accordion, AccordionHeader, AccordionItem, AccordionPanel, Button, createTableColumn, DataGrid, DataGridBody, DataGridCell, DataGridHeader,
  DataGridHeaderCell, DataGridRow, DrawerBody, DrawerHeader, DrawerHeaderTitle, Link, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger,
  MessageBar, MessageBarActions, MessageBarBody, OverlayDrawer, SearchBox, Skeleton, SkeletonItem, Spinner, Toolbar as Bar, ToolbarButton,
} from '@fluentui/react-components';
import {
  ArrowClockwise20Regular, ArrowDownload20Regular, Dismiss20Regular, Dismiss24Regular, LockOpen20Regular, MoreHorizontal20Regular, Search20Regular,
} from '@fluentui/react-icons';
import { alerts, cell, commandBarOffersUnblock, grouped, pageTitle } from '../view-helpers.js';
import { Title } from './fluent9-shell.jsx';
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
    <MessageBar intent={kind}>
      <MessageBarBody>{t(text)}</MessageBarBody>
      <MessageBarActions
        containerAction={<Button appearance="transparent" icon={<Dismiss20Regular />} aria-label={t('dismiss')} onClick={actions.dismissMessage} />}
      />
    </MessageBar>
  );
}

function Toolbar() {
  const context = usePortal();
  const { state, actions, config, page, t } = context;
  const { length } = state.selected;
  return (
    <div className="portal-toolbar">
      <Bar className="portal-commands" aria-label={t('commands')}>
        {commandBarOffersUnblock(context) && (
          <ToolbarButton icon={<LockOpen20Regular />} disabled={config.disabled_unblock} onClick={() => actions.startUnblock(state.selected)}>
            {t('unblock')}
          </ToolbarButton>
        )}
        <ToolbarButton icon={<ArrowClockwise20Regular />} onClick={() => actions.refresh()}>{t('refresh')}</ToolbarButton>
        {page.family === 'defender' && <ToolbarButton icon={<ArrowDownload20Regular />}>{t('export')}</ToolbarButton>}
      </Bar>
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
      <Button
        appearance="subtle"
        icon={<Search20Regular />}
        aria-label={t('search')}
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
        onChange={(event, { value }) => (event.type === 'change' ? actions.typeSearch(value) : actions.clearSearch())}
        onKeyDown={(event) => event.key === 'Enter' && actions.submitSearch(event.currentTarget.value ?? state.searchText)}
      />
    </div>
  );
}

const selectionModes = { none: undefined, check: 'multiselect', radio: 'single', row: 'single' };

function List() {
  const context = usePortal();
  const { state, actions, config, t } = context;
  const { list } = state;
  const columns = useMemo(() => makeColumns(context), []);
  const groups = useMemo(() => (config.list_variant === 'grouped' ? grouped(list.items, t) : null), [list.items]);

  if (list.status === 'error') {
    return (
      <MessageBar intent="error">
        <MessageBarBody>{t(list.error)}</MessageBarBody>
        <MessageBarActions><Button onClick={() => actions.refresh()}>{t('try_again')}</Button></MessageBarActions>
      </MessageBar>
    );
  }
  if (list.status === 'loading') return config.loading === 'spinner' ? <Spinner label={t('loading')} className="portal-spinner" /> : <Waiting />;
  if (list.items.length === 0) {
    return <div className="portal-nothing"><h2>{t('empty_title')}</h2><p>{t(list.unfiltered === 0 ? 'empty_text' : 'no_match')}</p></div>;
  }
  if (groups) {
    return (
      <Accordion multiple collapsible>
        {groups.groups.map(({ key, name, startIndex, count }) => (
          <AccordionItem key={key} value={key}>
            <AccordionHeader>{`${name} (${count})`}</AccordionHeader>
            <AccordionPanel><Grid items={groups.items.slice(startIndex, startIndex + count)} columns={columns} /></AccordionPanel>
          </AccordionItem>
        ))}
      </Accordion>
    );
  }
  return (
    <>
      <Grid items={list.items} columns={columns} />
      {list.items.length < list.total && <Button className="portal-more" onClick={() => actions.loadMore()}>{t('load_more')}</Button>}
    </>
  );
}

function Waiting() {
  const { t } = usePortal();
  return (
    <Skeleton className="portal-skeleton" aria-label={t('loading')}>
      {Array.from({ length: 12 }, (_, index) => <SkeletonItem key={index} />)}
    </Skeleton>
  );
}

const rowId = (item) => item.id;

function Grid({ items, columns }) {
  const { state, actions, page, t } = usePortal();
  const mode = selectionModes[page.selection];
  const selected = useMemo(() => new Set(state.selected.map(rowId)), [state.selected]);
  const change = (_, { selectedItems }) => {
    const known = new Map([...state.selected, ...items].map((item) => [item.id, item]));
    actions.select([...selectedItems].map((id) => known.get(id)).filter(Boolean));
  };
  const boxes = page.selection === 'check' || page.selection === 'radio';
  return (
    <DataGrid
      items={items}
      columns={columns}
      getRowId={rowId}
      focusMode="composite"
      aria-label={t('list_label')}
      {...(mode ? { selectionMode: mode, selectedItems: selected, onSelectionChange: change } : {})}
    >
      <DataGridHeader>
        <DataGridRow selectionCell={boxes ? (page.selection === 'check' ? { checkboxIndicator: { 'aria-label': 'Select all rows' } } : {}) : null}>
          {({ renderHeaderCell }) => <DataGridHeaderCell>{renderHeaderCell()}</DataGridHeaderCell>}
        </DataGridRow>
      </DataGridHeader>
      <DataGridBody>
        {({ item, rowId: id }) => (
          <DataGridRow key={id} selectionCell={boxes ? selectionCell[page.selection] : null}>
            {({ renderCell }) => <DataGridCell>{renderCell(item)}</DataGridCell>}
          </DataGridRow>
        )}
      </DataGridBody>
    </DataGrid>
  );
}

const selectionCell = {
  check: { checkboxIndicator: { 'aria-label': 'Select row' } },
  radio: { radioIndicator: { 'aria-label': 'Select row' } },
};

function makeColumns(context) {
  const { actions, config, page, t } = context;
  const columns = page.columns.map((key, index) =>
    createTableColumn({
      columnId: key,
      renderHeaderCell: () => t(key),
      renderCell: (item) =>
        index === 0 ? <span className="scc-list-first-column">{cell(item, key, context)}</span> : cell(item, key, context),
    }),
  );
  if (config.read_only || page.action === 'command') return columns;
  const Control = page.action === 'column' ? Link : Button;
  return [
    ...columns,
    createTableColumn({
      columnId: 'unblock',
      renderHeaderCell: () => (page.action === 'column' ? t('actions') : ''),
      renderCell: (item) => (
        <Control disabled={config.disabled_unblock} onClick={(event) => { event.stopPropagation(); actions.startUnblock([item]); }}>
          {t('unblock')}
        </Control>
      ),
    }),
  ];
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
  const { state, actions, config, t } = usePortal();
  const columns = useMemo(
    () => [
      createTableColumn({ columnId: 'alert', renderHeaderCell: () => t('alert'), renderCell: (item) => <Link onClick={() => actions.openAlert(item)}>{t(item.key)}</Link> }),
      createTableColumn({ columnId: 'severity', renderHeaderCell: () => t('severity'), renderCell: (item) => t(item.severity) }),
      createTableColumn({ columnId: 'status', renderHeaderCell: () => t('status'), renderCell: () => t('active') }),
    ],
    [],
  );
  return (
    <div className="portal-page">
      <Title />
      <DataGrid items={alerts} columns={columns} getRowId={({ key }) => key} aria-label={t('alerts')}>
        <DataGridHeader><DataGridRow>{({ renderHeaderCell }) => <DataGridHeaderCell>{renderHeaderCell()}</DataGridHeaderCell>}</DataGridRow></DataGridHeader>
        <DataGridBody>
          {({ item, rowId: id }) => <DataGridRow key={id}>{({ renderCell }) => <DataGridCell>{renderCell(item)}</DataGridCell>}</DataGridRow>}
        </DataGridBody>
      </DataGrid>
      <OverlayDrawer
        position="end"
        size="medium"
        open={state.alert !== null}
        onOpenChange={(_, { type }) => (type !== 'backdropClick' || config.panel === 'light') && actions.closeAlert()}
      >
        <DrawerHeader>
          <DrawerHeaderTitle action={<Button appearance="subtle" aria-label={t('close')} icon={<Dismiss24Regular />} onClick={() => actions.closeAlert()} />}>
            {state.alert ? t(state.alert.key) : ''}
          </DrawerHeaderTitle>
          <Menu>
            <MenuTrigger disableButtonEnhancement><Button appearance="subtle" icon={<MoreHorizontal20Regular />}>{t('more_options')}</Button></MenuTrigger>
            <MenuPopover>
              <MenuList>
                {state.alert?.restricted && <MenuItem onClick={() => actions.go('restricted')}>{t('view_restricted')}</MenuItem>}
                <MenuDivider />
                <MenuItem>{t('assign')}</MenuItem>
              </MenuList>
            </MenuPopover>
          </Menu>
        </DrawerHeader>
        <DrawerBody><p>{t('alert_text')}</p></DrawerBody>
      </OverlayDrawer>
    </div>
  );
}
