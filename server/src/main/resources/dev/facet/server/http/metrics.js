// Reads Prometheus' text format, and tells what happened between two readings.

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** The samples of a reading, by name: [{labels, value}]. */
export function parse(text) {
  const samples = new Map();
  for (const line of text.split("\n")) {
    const match = line.startsWith("#") ? null : LINE.exec(line);
    if (!match) continue;
    const labels = Object.fromEntries(
      [...(match[2] ?? "").matchAll(LABEL)].map(([, name, value]) => [name, value]));
    const value = match[3] === "+Inf" ? Infinity : Number(match[3]);
    if (!samples.has(match[1])) samples.set(match[1], []);
    samples.get(match[1]).push({ labels, value });
  }
  return samples;
}

/** The sum of a metric's samples, of those that are wanted. */
export function total(samples, name, wanted = () => true) {
  return (samples.get(name) ?? [])
    .filter(({ labels }) => wanted(labels))
    .reduce((sum, { value }) => sum + value, 0);
}

/** How much of a counter came between two readings. */
export function gained(before, now, name, wanted) {
  return Math.max(0, total(now, name, wanted) - total(before, name, wanted));
}

/** A histogram's buckets, added up: [[upper bound, count at or below it]], in order. */
export function buckets(samples, name, wanted = () => true) {
  const sums = new Map();
  for (const { labels, value } of samples.get(`${name}_bucket`) ?? []) {
    if (!wanted(labels)) continue;
    const bound = labels.le === "+Inf" ? Infinity : Number(labels.le);
    sums.set(bound, (sums.get(bound) ?? 0) + value);
  }
  return [...sums].sort(([a], [b]) => a - b);
}

/**
 * A quantile of what came between two readings, as Prometheus' histogram_quantile has it: linear
 * within a bucket. NaN where nothing came.
 */
export function quantile(q, before, now, name, wanted) {
  const earlier = new Map(buckets(before, name, wanted));
  const counts = buckets(now, name, wanted)
    .map(([bound, count]) => [bound, count - (earlier.get(bound) ?? 0)]);
  const all = counts.length ? counts[counts.length - 1][1] : 0;
  if (all <= 0) return NaN;
  const rank = q * all;
  let lower = 0;
  let below = 0;
  for (const [bound, count] of counts) {
    if (count >= rank) {
      if (bound === Infinity) return lower;
      return lower + (bound - lower) * (rank - below) / (count - below || 1);
    }
    lower = bound;
    below = count;
  }
  return lower;
}
