// What there is to see in a picture of the page: light, dimmed, marked.

import { PNG } from 'pngjs';

import { colours } from './page.mjs';

/** The colour at a point, or `null` outside. */
function at(picture, x, y) {
  const [column, line] = [Math.round(x), Math.round(y)];
  if (column < 0 || line < 0 || column >= picture.width || line >= picture.height) return null;
  const start = (line * picture.width + column) * 4;
  return [...picture.data.subarray(start, start + 3)];
}

const near = (one, other, most) => one !== null && one.every((value, channel) => Math.abs(value - other[channel]) <= most);
const light = (colour) => {
  const [r, g, b] = colour.map((value) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [more, less] = [light(one), light(other)].sort((a, b) => b - a);
  return (more + 0.05) / (less + 0.05);
};
const inside = ({ x, y, width, height }, px, py, margin) => px > x - margin && px < x + width + margin && py > y - margin && py < y + height + margin;

/** The target has its own colour, and of the page around it next to nothing has. */
export function isLit(shot, target, panel) {
  const picture = PNG.sync.read(shot);
  const { x, y, width, height } = target;
  const corners = [[7, 7], [width - 7, 7], [7, height - 7], [width - 7, height - 7]].map(([dx, dy]) => near(at(picture, x + dx, y + dy), colours.target, 14));
  const counts = { dimmed: 0, all: 0 };
  for (let px = 10; px < picture.width; px += 23) {
    for (let py = 10; py < picture.height; py += 23) {
      if (inside(target, px, py, 60) || (panel && inside(panel, px, py, 24))) continue;
      const colour = at(picture, px, py);
      counts.all += 1;
      if (light(colour) < 0.75 * light(colours.ground) && light(colour) > 0) counts.dimmed += 1;
    }
  }
  return corners.filter(Boolean).length >= 3 && counts.dimmed >= 0.9 * counts.all;
}

/** How light the page is beside target and panel: one number for "before", another for "after", more for what moves. */
export function shade(shot) {
  const picture = PNG.sync.read(shot);
  return [[6, 6], [6, 450], [6, 890], [683, 890]].map(([x, y]) => (at(picture, x, y) ?? []).join()).join(' ');
}

/** On every side of the target there is something, at most 16 pixels off, that was not there before and stands out 3:1. */
export function isMarked(before, after, { x, y, width, height }) {
  const [old, now] = [PNG.sync.read(before), PNG.sync.read(after)];
  const differs = (px, py) => {
    const [was, is] = [at(old, px, py), at(now, px, py)];
    return was !== null && is !== null && contrast(was, is) >= 3;
  };
  const most = (line) => Math.max(...Array.from({ length: 16 }, (_, off) => line(off)));
  const share = (points) => points.filter(Boolean).length / points.length;
  const along = (size) => Array.from({ length: Math.floor(size / 2) }, (_, index) => index * 2);
  return [
    most((off) => share(along(width).map((dx) => differs(x + dx, y - off)))),
    most((off) => share(along(width).map((dx) => differs(x + dx, y + height + off)))),
    most((off) => share(along(height).map((dy) => differs(x - off, y + dy)))),
    most((off) => share(along(height).map((dy) => differs(x + width + off, y + dy)))),
  ].every((side) => side >= 0.6);
}
