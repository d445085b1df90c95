// Puts a tree into the page with React 18.

import { createRoot } from 'react-dom/client';

export const render = (tree, root) => createRoot(root).render(tree);
