// One Fluent 7 or 8 surface over the list, open from the start: what the panel has to work over.

import '../portal/app/fabric-config.js';
import React from 'react';
import { Dialog, DialogType, Panel, PrimaryButton } from 'fabric';
import { render } from 'react-root';

const dismissed = () => { window.dismissed = (window.dismissed ?? 0) + 1; };
const inside = <PrimaryButton id="inside" text="Next" onClick={() => { window.pressed = (window.pressed ?? 0) + 1; }} />;

const kinds = {
  'panel-blocking': () => <Panel isOpen isBlocking headerText="Details" onDismiss={dismissed}>{inside}</Panel>,
  'panel-light': () => <Panel isOpen isBlocking={false} isLightDismiss headerText="Details" onDismiss={dismissed}>{inside}</Panel>,
  'dialog-blocking': () => (
    <Dialog hidden={false} onDismiss={dismissed} modalProps={{ isBlocking: true }} dialogContentProps={{ type: DialogType.normal, title: 'Details' }}>{inside}</Dialog>
  ),
};

window.surface = (kind) => {
  const root = document.createElement('div');
  document.body.append(root);
  render(kinds[kind](), root);
};
