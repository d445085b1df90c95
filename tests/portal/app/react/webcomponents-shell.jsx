// Header bar, left navigation and page title around the web components.

import React from 'react';
import { navigation, pageTitle } from '../view-helpers.js';
import { Button, Custom, Glyph } from './custom.jsx';
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
      <Button appearance="transparent" icon-only class="portal-header-button" aria-label={t('app_launcher')}><Glyph name="grid" /></Button>
      <span className="portal-brand">{t(`brand_${page.family}`)}</span>
      {config.header_search && (
        <div className="portal-header-search"><Custom tag="fluent-text-input" type="search" placeholder={t('global_search')} aria-label={t('global_search')} /></div>
      )}
      <span className="portal-header-gap" />
      <Custom tag="fluent-avatar" initials="AD" color="beige" aria-label={t('account')} />
    </header>
  );
}

function SideNav() {
  const { state, actions, page, t } = usePortal();
  const title = (key) => (key === 'restricted' ? t(page.title) : t(key));
  const item = ({ key, pages }, slot) => (
    <Custom
      key={key}
      tag="fluent-tree-item"
      slot={slot}
      expanded={Boolean(pages)}
      set={{ selected: state.route === key }}
      on={{ click: (event) => { if (pages) return; event.stopPropagation(); actions.go(key); } }}
    >
      {title(key)}
      {pages?.map((child) => item(child, 'item'))}
    </Custom>
  );
  return (
    <div className="portal-nav">
      <nav aria-label={t('navigation')}><Custom tag="fluent-tree" aria-label={t('navigation')}>{navigation.map((entry) => item(entry))}</Custom></nav>
    </div>
  );
}

export function Title() {
  const context = usePortal();
  const { state, actions, page, t } = context;
  const title = pageTitle(state.route, context);
  return (
    <div className="portal-title">
      <nav aria-label={t('breadcrumb')} className="portal-breadcrumb">
        <ol>
          <li><a href="#" onClick={(event) => { event.preventDefault(); actions.go('home'); }}>{t('home')}</a></li>
          <li><span className="portal-crumb-mark" aria-hidden="true">›</span><span aria-current="page">{title}</span></li>
        </ol>
      </nav>
      <h1>{title}</h1>
      {state.route === 'restricted' && (
        <p>
          {t(page.title === 'restricted_users' ? 'restricted_users_text' : 'restricted_entities_text')}{' '}
          <a href="#" onClick={(event) => event.preventDefault()}>{t('learn_more')}</a>
        </p>
      )}
    </div>
  );
}
