// Puts a tree into the page with React 16 and 17.

import ReactDOM from 'react-dom';

export const render = (tree, root) => ReactDOM.render(tree, root);
