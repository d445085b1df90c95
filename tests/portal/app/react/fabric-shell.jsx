// Header bar and left navigation.

import React from 'react';
import { Icon, IconButton, Nav, SearchBox } from 'fabric';
import { navigation, pageTitle } from '../view-helpers.js';
import { usePortal } from './use-model.js';

export function Shell({ children }) {
  return (
    <div className="portal">
      <Header />
      <div className="portal-body">
        <SideNav />
        {children}
      </div>
    </div>
  );
}

function Header() {
  const { config, page, t } = usePortal();
  return (
    <header className="portal-header">
      <IconButton iconProps={{ iconName: 'Waffle' }} ariaLabel={t('app_launcher')} className="portal-header-button" />
      <span className="portal-brand">{t(`brand_${page.family}`)}</span>
      {config.header_search && (
        <div className="portal-header-search"><SearchBox placeholder={t('global_search')} /></div>
      )}
      <span className="portal-header-gap" />
      <IconButton iconProps={{ iconName: 'Settings' }} ariaLabel={t('settings')} className="portal-header-button" />
      <button type="button" className="portal-account" aria-label={t('account')}>AD</button>
    </header>
  );
}

function SideNav() {
  const { state, actions, page, t } = usePortal();
  const link = ({ key, icon, pages: children }) => ({
    key,
    name: key === 'restricted' ? t(page.title) : t(key),
    icon,
    url: children ? undefined : '#',
    isExpanded: true,
    expandAriaLabel: t(key === 'restricted' ? page.title : key),
    links: children?.map(link),
  });
  return (
    <div className="portal-nav">
      <Nav
        ariaLabel={t('navigation')}
        selectedKey={state.route}
        groups={[{ links: navigation.map(link) }]}
        onLinkClick={(event, { key, links }) => {
          event?.preventDefault();
          if (!links) actions.go(key);
        }}
      />
    </div>
  );
}

export function Title({ children }) {
  const context = usePortal();
  const { state, actions, page, t } = context;
  const title = pageTitle(state.route, context);
  const restricted = state.route === 'restricted';
  return (
    <div className="portal-title">
      <nav aria-label={t('breadcrumb')} className="portal-breadcrumb">
        <ol>
          <li><a href="#" onClick={(event) => { event.preventDefault(); actions.go('home'); }}>{t('home')}</a></li>
          {restricted && <li><Icon iconName="ChevronRight" /><span>{t('review')}</span></li>}
          <li><Icon iconName="ChevronRight" /><span aria-current="page">{title}</span></li>
        </ol>
      </nav>
      <h1>{title}</h1>
      {restricted && (
        <p>
          {t(page.title === 'restricted_users' ? 'restricted_users_text' : 'restricted_entities_text')}{' '}
          <a href="#" onClick={(event) => event.preventDefault()}>{t('learn_more')}</a>
        </p>
      )}
      {children}
    </div>
  );
}
