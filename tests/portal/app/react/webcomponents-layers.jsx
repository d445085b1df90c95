// Flyout, warning, and what has nothing to do with either: native dialogs inside the shadow roots of the library's elements.

import React from 'react';
import { facts, flyoutContent, who } from '../view-helpers.js';
import { Button, Custom, Glyph } from './custom.jsx';
import { usePortal } from './use-model.js';

/** Modal, or beside the page when the configuration says `light`. */
export function Drawer({ title, onClose, footer, children }) {
  const { config, t } = usePortal();
  const closed = ({ target, currentTarget, detail }) => target === currentTarget && detail?.newState === 'closed' && onClose();
  return (
    <Custom
      tag="fluent-drawer"
      type={config.panel === 'light' ? 'non-modal' : 'modal'}
      position="end"
      size="medium"
      aria-label={title}
      on={{ toggle: closed }}
      onReady={(element) => element.show()}
    >
      <Custom tag="fluent-drawer-body">
        <h2 slot="title">{title}</h2>
        <Button slot="close" appearance="transparent" icon-only aria-label={t('close')} on={{ click: onClose }}><Glyph name="close" /></Button>
        {children}
        <div slot="footer" className="portal-footer">{footer}</div>
      </Custom>
    </Custom>
  );
}

export function Flyout() {
  const context = usePortal();
  const { state: { flyout }, actions, t } = context;
  const { title, sections, primary, back, cancel } = flyoutContent(flyout, context);
  const name = who(flyout.items, 'flyout', context);
  const footer = (
    <>
      {back && <Button key="back" disabled={flyout.busy} on={{ click: back.run }}>{back.label}</Button>}
      <Button key="primary" appearance="primary" disabled={flyout.busy} on={{ click: primary.run }}>{primary.label}</Button>
      <Button key="cancel" disabled={flyout.busy} on={{ click: cancel.run }}>{cancel.label}</Button>
    </>
  );
  return (
    <Drawer title={title} onClose={() => actions.closeFlyout()} footer={footer}>
      {name && <p className="portal-subject">{name}</p>}
      {flyout.busy && <Custom tag="fluent-spinner" size="small" role="progressbar" aria-label={t('working')} />}
      {sections.map((section, index) => (
        <Section key={`${flyout.at}-${index}`} {...section} rows={section.facts && flyout.items.length === 1 ? facts(flyout.items[0], context) : []} />
      ))}
    </Drawer>
  );
}

function Section({ heading, text, rows, list, link }) {
  return (
    <section className="portal-section">
      {heading && <h3>{heading}</h3>}
      {text && <p>{text}</p>}
      {rows.length > 0 && <dl>{rows.map(([term, value]) => <div key={term}><dt>{term}</dt><dd>{value}</dd></div>)}</dl>}
      {list && <ul>{list.map((entry) => <li key={entry}>{entry}</li>)}</ul>}
      {link && <Button appearance="outline">{link}</Button>}
    </section>
  );
}

function Question({ kind, title, text, busy, buttons, onClose }) {
  const { t } = usePortal();
  const closed = ({ target, currentTarget, detail }) => target === currentTarget && detail?.newState === 'closed' && onClose?.();
  return (
    <Custom tag="fluent-dialog" type={kind} aria-label={title} on={{ toggle: closed }} onReady={(element) => element.show()}>
      <Custom tag="fluent-dialog-body">
        <h2 slot="title">{title}</h2>
        <p>{text}</p>
        {busy && <Custom tag="fluent-spinner" size="small" role="progressbar" aria-label={t('working')} />}
        {buttons.map(([label, run, appearance]) => (
          <Button key={label} slot="action" appearance={appearance} disabled={busy} on={{ click: run }}>{label}</Button>
        ))}
      </Custom>
    </Custom>
  );
}

export function Warning() {
  const context = usePortal();
  const { state: { warning }, actions, t } = context;
  const name = who(warning.items, 'dialog', context);
  return (
    <Question
      kind="alert"
      title={t('warning')}
      text={name ? t('warning_text_named', { who: name }) : t('warning_text')}
      busy={warning.busy}
      buttons={[[t('yes'), () => actions.yes(), 'primary'], [t('no'), () => actions.no()]]}
      onClose={() => !warning.busy && actions.no()}
    />
  );
}

/** A dialog that asks something else and has a Yes of its own. */
export function Survey() {
  const { actions, t } = usePortal();
  const done = () => actions.dismissSurvey();
  return <Question kind="modal" title={t('survey_title')} text={t('survey_text')} buttons={[[t('yes'), done, 'primary'], [t('no'), done]]} onClose={done} />;
}

export function Session() {
  const { actions, t } = usePortal();
  return <Question kind="alert" title={t('session_title')} text={t('session_text')} buttons={[[t('sign_in'), () => actions.signIn(), 'primary']]} />;
}

export function Toast() {
  const { actions, config, t } = usePortal();
  return (
    <div className="portal-toast" role={config.toast === 'alert' ? 'alert' : 'status'}>
      <span>{t('toast_text')}</span>
      <Button size="small" on={{ click: () => actions.dismissToast() }}>{t('toast_action')}</Button>
      <Button size="small" appearance="transparent" icon-only aria-label={t('dismiss')} on={{ click: () => actions.dismissToast() }}><Glyph name="close" /></Button>
    </div>
  );
}
