// Header bar, left navigation and page title on Fluent 9.

import React from 'react';
import {
  Avatar, Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem, Button, Link, Nav, NavCategory, NavCategoryItem, NavItem,
  NavSubItem, NavSubItemGroup, SearchBox,
} from '@fluentui/react-components';
import {
  Alert24Regular, DocumentTable24Regular, GridDots24Regular, Home24Regular, Mail24Regular, Settings24Regular,
} from '@fluentui/react-icons';
import { navigation, pageTitle } from '../view-helpers.js';
import { usePortal } from './use-model.js';

const icons = { home: <Home24Regular />, alerts: <Alert24Regular />, email_group: <Mail24Regular />, reports: <DocumentTable24Regular />, settings: <Settings24Regular /> };

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
      <Button appearance="transparent" className="portal-header-button" icon={<GridDots24Regular />} aria-label={t('app_launcher')} />
      <span className="portal-brand">{t(`brand_${page.family}`)}</span>
      {config.header_search && <div className="portal-header-search"><SearchBox placeholder={t('global_search')} /></div>}
      <span className="portal-header-gap" />
      <Button appearance="transparent" className="portal-header-button" icon={<Settings24Regular />} aria-label={t('settings')} />
      <Avatar name="Admin" initials="AD" color="purple" aria-label={t('account')} />
    </header>
  );
}

function SideNav() {
  const { state, actions, page, t } = usePortal();
  const title = (key) => (key === 'restricted' ? t(page.title) : t(key));
  return (
    <div className="portal-nav">
      <nav aria-label={t('navigation')}>
        <Nav
          selectedValue={state.route}
          selectedCategoryValue={['explorer', 'quarantine', 'restricted'].includes(state.route) ? 'email_group' : ''}
          openCategories={['email_group']}
          onNavItemSelect={(_, { value }) => value !== 'email_group' && actions.go(value)}
        >
          {navigation.map(({ key, pages }) =>
            pages ? (
              <NavCategory key={key} value={key}>
                <NavCategoryItem icon={icons[key]}>{title(key)}</NavCategoryItem>
                <NavSubItemGroup>
                  {pages.map((child) => <NavSubItem key={child.key} value={child.key}>{title(child.key)}</NavSubItem>)}
                </NavSubItemGroup>
              </NavCategory>
            ) : (
              <NavItem key={key} value={key} icon={icons[key]}>{title(key)}</NavItem>
            ),
          )}
        </Nav>
      </nav>
    </div>
  );
}

export function Title() {
  const context = usePortal();
  const { state, actions, page, t } = context;
  const title = pageTitle(state.route, context);
  const restricted = state.route === 'restricted';
  return (
    <div className="portal-title">
      <Breadcrumb aria-label={t('breadcrumb')} size="small">
        <BreadcrumbItem><BreadcrumbButton onClick={() => actions.go('home')}>{t('home')}</BreadcrumbButton></BreadcrumbItem>
        <BreadcrumbDivider />
        <BreadcrumbItem><BreadcrumbButton current>{title}</BreadcrumbButton></BreadcrumbItem>
      </Breadcrumb>
      <h1>{title}</h1>
      {restricted && (
        <p>
          {t(page.title === 'restricted_users' ? 'restricted_users_text' : 'restricted_entities_text')}{' '}
          <Link href="#" inline onClick={(event) => event.preventDefault()}>{t('learn_more')}</Link>
        </p>
      )}
    </div>
  );
}
