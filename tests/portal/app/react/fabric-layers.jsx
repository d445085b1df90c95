// What lies above the page: the flyout, the warning, and what has nothing to do with either.

import React from 'react';
import {
  DefaultButton, Dialog, DialogFooter, DialogType, IconButton, Link, Panel, PanelType, PrimaryButton, Spinner, SpinnerSize,
} from 'fabric';
import { facts, flyoutContent, who } from '../view-helpers.js';
import { usePortal } from './use-model.js';

export function Flyout() {
  const context = usePortal();
  const { state: { flyout }, actions, config, t } = context;
  const { title, sections, primary, back, cancel } = flyoutContent(flyout, context);
  const name = who(flyout.items, 'flyout', context);
  const footer = () => (
    <div className="portal-footer">
      {back && <DefaultButton text={back.label} onClick={back.run} disabled={flyout.busy} />}
      <PrimaryButton text={primary.label} onClick={primary.run} disabled={flyout.busy} />
      <DefaultButton text={cancel.label} onClick={cancel.run} disabled={flyout.busy} />
    </div>
  );
  return (
    <Panel
      isOpen
      headerText={title}
      type={PanelType.medium}
      isBlocking={config.panel === 'blocking'}
      isLightDismiss={config.panel === 'light'}
      isFooterAtBottom
      onRenderFooterContent={footer}
      onDismiss={() => actions.closeFlyout()}
      closeButtonAriaLabel={t('close')}
    >
      {name && <p className="portal-subject">{name}</p>}
      {flyout.busy && <Spinner size={SpinnerSize.medium} label={t('working')} />}
      {sections.map((section, index) => (
        <Section key={`${flyout.at}-${index}`} {...section} rows={section.facts && flyout.items.length === 1 ? facts(flyout.items[0], context) : []} />
      ))}
    </Panel>
  );
}

function Section({ heading, text, rows, list, link }) {
  return (
    <section className="portal-section">
      {heading && <h3>{heading}</h3>}
      {text && <p>{text}</p>}
      {rows.length > 0 && <dl>{rows.map(([term, value]) => <div key={term}><dt>{term}</dt><dd>{value}</dd></div>)}</dl>}
      {list && <ul>{list.map((entry) => <li key={entry}>{entry}</li>)}</ul>}
      {link && <Link onClick={() => undefined}>{link}</Link>}
    </section>
  );
}

export function Warning() {
  const context = usePortal();
  const { state: { warning }, actions, t } = context;
  const name = who(warning.items, 'dialog', context);
  return (
    <Dialog
      hidden={false}
      onDismiss={() => !warning.busy && actions.no()}
      dialogContentProps={{
        type: DialogType.normal,
        title: t('warning'),
        subText: name ? t('warning_text_named', { who: name }) : t('warning_text'),
        closeButtonAriaLabel: t('close'),
      }}
      modalProps={{ isBlocking: true }}
    >
      {warning.busy && <Spinner size={SpinnerSize.medium} label={t('working')} />}
      <DialogFooter>
        <PrimaryButton text={t('yes')} onClick={() => actions.yes()} disabled={warning.busy} />
        <DefaultButton text={t('no')} onClick={() => actions.no()} disabled={warning.busy} />
      </DialogFooter>
    </Dialog>
  );
}

/** A dialog that asks something else and has a Yes of its own. */
export function Survey() {
  const { actions, t } = usePortal();
  return (
    <Dialog
      hidden={false}
      onDismiss={() => actions.dismissSurvey()}
      dialogContentProps={{ type: DialogType.normal, title: t('survey_title'), subText: t('survey_text'), closeButtonAriaLabel: t('close') }}
    >
      <DialogFooter>
        <PrimaryButton text={t('yes')} onClick={() => actions.dismissSurvey()} />
        <DefaultButton text={t('no')} onClick={() => actions.dismissSurvey()} />
      </DialogFooter>
    </Dialog>
  );
}

export function Session() {
  const { actions, t } = usePortal();
  return (
    <Dialog
      hidden={false}
      dialogContentProps={{ type: DialogType.normal, title: t('session_title'), subText: t('session_text') }}
      modalProps={{ isBlocking: true }}
    >
      <DialogFooter><PrimaryButton text={t('sign_in')} onClick={() => actions.signIn()} /></DialogFooter>
    </Dialog>
  );
}

export function Toast() {
  const { actions, config, t } = usePortal();
  return (
    <div className="portal-toast" role={config.toast === 'alert' ? 'alert' : 'status'}>
      <span>{t('toast_text')}</span>
      <Link onClick={() => actions.dismissToast()}>{t('toast_action')}</Link>
      <IconButton iconProps={{ iconName: 'Cancel' }} ariaLabel={t('dismiss')} onClick={() => actions.dismissToast()} />
    </div>
  );
}
