// The portal on @fluentui/react-components 9.

import React from 'react';
import { FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { render } from 'react-root';
import { start } from '../main.js';
import { Flyout, Session, Survey, Toast, Warning } from './fluent9-layers.jsx';
import { Alerts, OtherPage, Restricted } from './fluent9-pages.jsx';
import { Shell } from './fluent9-shell.jsx';
import { PortalProvider, usePortal } from './use-model.js';

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
  const theme = model.config.theme === 'dark' ? webDarkTheme : webLightTheme;
  render(
    <FluentProvider theme={theme} dir={document.documentElement.dir} className="portal-provider">
      <PortalProvider value={{ model, t }}><Portal /></PortalProvider>
    </FluentProvider>,
    root,
  );
});
