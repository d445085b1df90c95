// One Fluent 9 surface over the list, open from the start: what the panel has to work over.

import React from 'react';
import {
  Button, Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle, DrawerBody, DrawerHeader, DrawerHeaderTitle, FluentProvider, OverlayDrawer,
  webLightTheme,
} from '@fluentui/react-components';
import { render } from 'react-root';

const changed = (_event, { open }) => { if (!open) window.dismissed = (window.dismissed ?? 0) + 1; };
const inside = <Button id="inside" onClick={() => { window.pressed = (window.pressed ?? 0) + 1; }}>Next</Button>;
const dialog = (modalType) => (
  <Dialog open modalType={modalType} onOpenChange={changed}>
    <DialogSurface><DialogBody><DialogTitle>Details</DialogTitle><DialogContent>{inside}</DialogContent></DialogBody></DialogSurface>
  </Dialog>
);

const kinds = {
  'dialog-modal': () => dialog('modal'),
  'dialog-alert': () => dialog('alert'),
  drawer: () => (
    <OverlayDrawer open position="end" onOpenChange={changed}>
      <DrawerHeader><DrawerHeaderTitle>Details</DrawerHeaderTitle></DrawerHeader><DrawerBody>{inside}</DrawerBody>
    </OverlayDrawer>
  ),
};

window.surface = (kind) => {
  const root = document.createElement('div');
  document.body.append(root);
  render(<FluentProvider theme={webLightTheme}>{kinds[kind]()}</FluentProvider>, root);
};
