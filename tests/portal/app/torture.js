// Ways in which a label that reads the same is not the same text.

const between = (text, what) => [...text].join(what);

const ways = {
  // Right-to-left mark, soft hyphen, zero-width space and word joiner: drawn as nothing.
  invisible: (text) => `\u200f${text.slice(0, 2)}\u00ad${text.slice(2)}\u200b\u2060`,
  nfd: (text) => text.normalize('NFD'),
  accelerator: (text, language) => {
    const letter = [...text].find((c) => /\p{L}/u.test(c)) ?? '';
    if (/^(ja|zh)/.test(language)) return `${text}（Y）`;
    if (/^(ko|th|ar|he|hi)/.test(language)) return `${text}(&Y)`;
    return text.replace(letter, `&${letter}`);
  },
  // A private-use character of the icon font, inside the text.
  glyph: (text) => `\ue8fb ${text}`,
  ellipsis: (text) => `${text}\u2026`,
  // Upper case is drawn by the style sheet: the text stays.
  upper: (text) => text,
  spaces: (text) => ` ${between(text, '').replaceAll(' ', '\u00a0')} `,
};

export const tortures = Object.keys(ways);

export function torture(way, text, language) {
  return ways[way]?.(text, language) ?? text;
}
