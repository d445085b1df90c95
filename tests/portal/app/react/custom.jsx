// Custom elements as React components: React 18 knows only their attributes, so properties and their own events go through a ref.

import React, { useEffect, useLayoutEffect, useRef } from 'react';

/** `<Custom tag="fluent-button" set={{ checked: true }} on={{ change: … }} onReady={(element) => …} …attributes>` */
export function Custom({ tag: Tag, set = {}, on = {}, onReady, children, ...attributes }) {
  const ref = useRef(null);
  const listeners = useRef(on);
  listeners.current = on;
  useLayoutEffect(() => {
    for (const [name, value] of Object.entries(set)) if (ref.current[name] !== value) ref.current[name] = value;
  });
  useEffect(() => {
    const element = ref.current;
    const forget = Object.keys(on).map((type) => {
      const listener = (event) => listeners.current[type]?.(event);
      element.addEventListener(type, listener);
      return () => element.removeEventListener(type, listener);
    });
    onReady?.(element);
    return () => forget.forEach((run) => run());
  }, []);
  const present = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== false && value !== undefined).map(([name, value]) => [name, value === true ? '' : value]));
  return <Tag ref={ref} {...present}>{children}</Tag>;
}

export const Button = (props) => <Custom tag="fluent-button" {...props} />;

const paths = {
  unlock: 'M5 9h10v8H5zM7 9V6a3 3 0 0 1 6-1',
  refresh: 'M15 6a6 6 0 1 0 1 5M15 2v4h-4',
  export: 'M10 3v10M6 9l4 4 4-4M4 17h12',
  search: 'M8.500 3a5.500 5.500 0 1 0 0 11a5.500 5.500 0 0 0 0-11M12.500 12.500l4.500 4.500',
  close: 'M5 5l10 10M15 5L5 15',
  grid: 'M4 4h2v2H4zM9 4h2v2H9zM14 4h2v2h-2zM4 9h2v2H4zM9 9h2v2H9zM14 9h2v2h-2zM4 14h2v2H4zM9 14h2v2H9zM14 14h2v2h-2z',
};

/** A small drawing of our own, hidden from assistive technology. */
export const Glyph = ({ name, slot }) => (
  <svg slot={slot} width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" aria-hidden="true"><path d={paths[name]} /></svg>
);
