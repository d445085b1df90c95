// The portal on @fluentui/web-components 3: custom elements whose roles live in their ElementInternals. Rows are recycled: the
// same nodes show other accounts after a search.

import '@fluentui/web-components/accordion/define.js';
import '@fluentui/web-components/accordion-item/define.js';
import '@fluentui/web-components/avatar/define.js';
import '@fluentui/web-components/button/define.js';
import '@fluentui/web-components/checkbox/define.js';
import '@fluentui/web-components/dialog/define.js';
import '@fluentui/web-components/dialog-body/define.js';
import '@fluentui/web-components/drawer/define.js';
import '@fluentui/web-components/drawer-body/define.js';
import '@fluentui/web-components/menu/define.js';
import '@fluentui/web-components/menu-button/define.js';
import '@fluentui/web-components/menu-item/define.js';
import '@fluentui/web-components/menu-list/define.js';
import '@fluentui/web-components/message-bar/define.js';
import '@fluentui/web-components/radio/define.js';
import '@fluentui/web-components/spinner/define.js';
import '@fluentui/web-components/text-input/define.js';
import '@fluentui/web-components/tree/define.js';
import '@fluentui/web-components/tree-item/define.js';

import React from 'react';
import { setTheme } from '@fluentui/web-components/theme/index.js';
import { webDarkTheme, webLightTheme } from '@fluentui/tokens';
import { render } from 'react-root';
import { start } from '../main.js';
import { PortalProvider, usePortal } from './use-model.js';
import { Flyout, Session, Survey, Toast, Warning } from './webcomponents-layers.jsx';
import { Alerts, OtherPage, Restricted } from './webcomponents-pages.jsx';
import { Shell } from './webcomponents-shell.jsx';

function Content() {
  const { state } = usePortal();
  if (state.route === 'restricted') return <Restricted key={state.mainKey} />;
  if (state.route === 'alerts') return <Alerts />;
  return <OtherPage />;
}

function Portal() {
  const { state, config, t } = usePortal();
  const framed = document.documentElement.classList.contains('framed');
  if (config.frame && !framed) {
    const source = new URL(location.href);
    source.searchParams.set('framed', '1');
    return <Shell><iframe className="portal-frame" title={t('list_label')} src={source.href} /></Shell>;
  }
  const layers = (
    <>
      {state.flyout && <Flyout key={`flyout-${state.flyoutKey}`} />}
      {state.warning && <Warning key={`warning-${state.warningKey}`} />}
      {state.survey && <Survey />}
      {!state.session && <Session />}
      {state.toast && <Toast />}
    </>
  );
  const main = <main className="portal-main"><Content /></main>;
  return framed ? <>{main}{layers}</> : <Shell>{main}{layers}</Shell>;
}

start((model, t, root) => {
  setTheme(model.config.theme === 'dark' ? webDarkTheme : webLightTheme);
  render(<PortalProvider value={{ model, t }}><Portal /></PortalProvider>, root);
});
