// The shared model as React hooks, in the form that every version from 16.8 on has.

import { createContext, useContext, useEffect, useState } from 'react';

const Portal = createContext(null);

export const PortalProvider = Portal.Provider;

/** `{ state, actions, config, page, t }`, drawn again whenever the state changes. */
export function usePortal() {
  const { model, t } = useContext(Portal);
  const [state, setState] = useState(model.get());
  useEffect(() => {
    setState(model.get());
    return model.subscribe(() => setState(model.get()));
  }, [model]);
  return { state, actions: model.actions, config: model.config, page: model.page, t };
}
