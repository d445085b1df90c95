// The portal on the Fabric line of components: office-ui-fabric-react 7 and @fluentui/react 8 have the same parts, so the views
// are written once and bundled with each (`fabric` is whichever of the two the bundle is for).

import '../fabric-config.js';
import React from 'react';
import { createTheme, initializeIcons, loadTheme, setRTL } from 'fabric';
import { render } from 'react-root';
import { start } from '../main.js';
import { Flyout, Session, Survey, Toast, Warning } from './fabric-layers.jsx';
import { Alerts, OtherPage, Restricted } from './fabric-pages.jsx';
import { Shell } from './fabric-shell.jsx';
import { darkPalette, lightPalette } from './fabric-theme.js';
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
    return (
      <Shell>
        <iframe className="portal-frame" title={t('list_label')} src={source.href} />
      </Shell>
    );
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
  if (framed) return <main className="portal-main" data-is-scrollable="true"><Content />{layers}</main>;
  return (
    <Shell>
      <main className="portal-main" data-is-scrollable="true"><Content /></main>
      {layers}
    </Shell>
  );
}

start((model, t, root) => {
  const from = document.querySelector('script[src$="/portal.js"]').src.replace(/portal\.js$/, '');
  initializeIcons(`${from}fonts/`);
  const dark = model.config.theme === 'dark';
  loadTheme(createTheme({ palette: dark ? darkPalette : lightPalette, isInverted: dark }));
  setRTL(document.documentElement.dir === 'rtl');
  render(<PortalProvider value={{ model, t }}><Portal /></PortalProvider>, root);
});
