/** Measures that tasks share. */

/** F1 of one class: of what is so, and what was said to be so. */
export const f1 = (truth: readonly boolean[], said: readonly boolean[]): number => {
  let right = 0;
  let wrong = 0;
  truth.forEach((is, i) => {
    if (is && said[i]) right++;
    else if (is !== said[i]) wrong++;
  });
  return right === 0 ? 0 : (2 * right) / (2 * right + wrong);
};

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The share of the items of which `holds` is true. */
export const share = <T>(items: readonly T[], holds: (item: T) => boolean): number =>
  items.length === 0 ? Number.NaN : items.filter(holds).length / items.length;
