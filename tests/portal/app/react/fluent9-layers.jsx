// Flyout, warning, and what has nothing to do with either, on Fluent 9.

import React from 'react';
import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, DrawerBody, DrawerFooter, DrawerHeader, DrawerHeaderTitle,
  Link, OverlayDrawer, Spinner,
} from '@fluentui/react-components';
import { Dismiss20Regular, Dismiss24Regular } from '@fluentui/react-icons';
import { facts, flyoutContent, who } from '../view-helpers.js';
import { usePortal } from './use-model.js';

export function Flyout() {
  const context = usePortal();
  const { state: { flyout }, actions, config, t } = context;
  const { title, sections, primary, back, cancel } = flyoutContent(flyout, context);
  const name = who(flyout.items, 'flyout', context);
  return (
    <OverlayDrawer
      open
      position="end"
      size="medium"
      onOpenChange={(_, { type }) => (type !== 'backdropClick' || config.panel === 'light') && actions.closeFlyout()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle action={<Button appearance="subtle" aria-label={t('close')} icon={<Dismiss24Regular />} onClick={actions.closeFlyout} />}>
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        {name && <p className="portal-subject">{name}</p>}
        {flyout.busy && <Spinner size="small" label={t('working')} />}
        {sections.map((section, index) => (
          <Section key={`${flyout.at}-${index}`} {...section} rows={section.facts && flyout.items.length === 1 ? facts(flyout.items[0], context) : []} />
        ))}
      </DrawerBody>
      <DrawerFooter>
        {back && <Button disabled={flyout.busy} onClick={back.run}>{back.label}</Button>}
        <Button appearance="primary" disabled={flyout.busy} onClick={primary.run}>{primary.label}</Button>
        <Button disabled={flyout.busy} onClick={cancel.run}>{cancel.label}</Button>
      </DrawerFooter>
    </OverlayDrawer>
  );
}

function Section({ heading, text, rows, list, link }) {
  return (
    <section className="portal-section">
      {heading && <h3>{heading}</h3>}
      {text && <p>{text}</p>}
      {rows.length > 0 && <dl>{rows.map(([term, value]) => <div key={term}><dt>{term}</dt><dd>{value}</dd></div>)}</dl>}
      {list && <ul>{list.map((entry) => <li key={entry}>{entry}</li>)}</ul>}
      {link && <Link>{link}</Link>}
    </section>
  );
}

function Question({ kind, title, text, busy, buttons, onClose }) {
  const { t } = usePortal();
  return (
    <Dialog open modalType={kind} onOpenChange={() => onClose?.()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {busy && <Spinner size="small" label={t('working')} />}
            {text}
          </DialogContent>
          <DialogActions>
            {buttons.map(([label, run, appearance]) => <Button key={label} appearance={appearance} disabled={busy} onClick={run}>{label}</Button>)}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
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
      buttons={[[t('yes'), () => actions.yes(), 'primary'], [t('no'), () => actions.no(), 'secondary']]}
      onClose={() => !warning.busy && actions.no()}
    />
  );
}

/** A dialog that asks something else and has a Yes of its own. */
export function Survey() {
  const { actions, t } = usePortal();
  const done = () => actions.dismissSurvey();
  return (
    <Question kind="modal" title={t('survey_title')} text={t('survey_text')} buttons={[[t('yes'), done, 'primary'], [t('no'), done, 'secondary']]} onClose={done} />
  );
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
      <Link onClick={() => actions.dismissToast()}>{t('toast_action')}</Link>
      <Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={t('dismiss')} onClick={() => actions.dismissToast()} />
    </div>
  );
}
