// Whether a value is as a JSON Schema says, for the words that this project's schemas use. The words themselves are checked by
// the Rust tests.

/**
 * @param {any} schema
 * @param {any} value
 * @param {string} [at]
 * @returns {string[]} what does not fit
 */
export function violations(schema, value, at = '') {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
  const found = [];
  if (schema.type && ![schema.type].flat().includes(kind)) found.push(`${at}: ${kind} is not ${schema.type}`);
  if ('const' in schema && value !== schema.const) found.push(`${at}: ${value} is not ${schema.const}`);
  if (schema.enum && !schema.enum.includes(value)) found.push(`${at}: ${value} is not in the list`);
  if (kind === 'integer' && value < (schema.minimum ?? -Infinity)) found.push(`${at}: ${value} is too small`);
  if (kind === 'object') {
    for (const name of schema.required ?? []) if (!(name in value)) found.push(`${at}: ${name} is missing`);
    for (const [name, inner] of Object.entries(value)) {
      const rule = schema.properties?.[name];
      if (rule) found.push(...violations(rule, inner, `${at}/${name}`));
      else if (schema.additionalProperties === false) found.push(`${at}: ${name} is not known`);
    }
  }
  if (kind === 'array' && schema.items) {
    value.forEach((/** @type {any} */ inner, /** @type {number} */ number) => found.push(...violations(schema.items, inner, `${at}/${number}`)));
  }
  return found;
}

/**
 * Reads CSV as a spreadsheet does (RFC 4180).
 * @param {string} text
 * @returns {string[][]}
 */
export function cells(text) {
  /** @type {string[]} */
  let row = [''];
  const rows = [row];
  let quoted = false;
  for (let at = text.startsWith('\u{feff}') ? 1 : 0; at < text.length; at += 1) {
    const c = text.charAt(at);
    if (c === '"' && quoted && text[at + 1] === '"') {
      row[row.length - 1] += c;
      at += 1;
    } else if (c === '"') quoted = !quoted;
    else if (c === ',' && !quoted) row.push('');
    else if (c === '\n' && !quoted) rows.push((row = ['']));
    else if (c !== '\r' || quoted) row[row.length - 1] += c;
  }
  return rows.slice(0, -1);
}
