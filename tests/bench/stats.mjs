// The few numbers that a list of measurements comes down to.

/** @param {number[]} values @param {number} share 0 to 1; nearest rank */
const rank = (values, share) => [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)];

/** Median, 95th percentile, smallest, largest, and of how many; `null` where nothing was measured. @param {number[]} values */
export function stats(values) {
  if (values.length === 0) return null;
  return { n: values.length, p50: rank(values, 0.5), p95: rank(values, 0.95), min: Math.min(...values), max: Math.max(...values) };
}

/** Three digits are what such measurements are good for. @param {number} value */
export const short = (value) => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3))));
