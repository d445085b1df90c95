//! The page as the agent reports it: a flat list of nodes in document order, in one string.
//!
//! One string, because one crossing into Wasm is several times cheaper than one per node, and because a fixture
//! is then a file that a person can read. The format, version 1:
//!
//! * records end with `U+001E`, fields are separated by `U+001F`, attributes by `U+001D`; the agent drops these
//!   three characters from everything it quotes;
//! * the first record is the header: `1`, epoch, url, `lang` of the document, `dir`, title, viewport width,
//!   viewport height, rows left out, rows left out that are selected or checked, nodes left out over the limit;
//! * every other record is a node: parent, handle, tag, flags, rectangle, attributes, text.
//!
//! Fields of a node: *parent* is the position of the parent node in the list (0 is the first node), empty for a
//! root; *handle* is the agent's number; *tag* is in lower case, `#` for a text node, `#shadow` for an open shadow
//! root, whose children follow it; *flags* is a decimal sum of [`Flags`]; *rectangle* is `x,y,width,height` in whole CSS
//! pixels relative to the viewport of the top document, empty for nodes nobody will point at; *attributes* are
//! `name=value` pairs; *text* is the text of a text node, or of an element whose only children are text.
//!
//! The children of a slot are the nodes assigned to it (the flattened tree, as people see it); the document of a
//! same-origin frame follows its `iframe` node as a child with the tag `#frame`.
