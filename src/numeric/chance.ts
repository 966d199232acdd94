/** How likely it is that two counts differ by chance alone. */

/** Natural logarithm of n!, by Stirling's series where summing would take long; its error is below 1e-9. */
function logFactorial(n: number): number {
  if (n < 32) {
    let sum = 0;
    for (let k = 2; k <= n; k++) sum += Math.log(k);
    return sum;
  }
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

/**
 * The chance of `count` or more among `all` when each counts with the chance `share`: the upper tail of the binomial
 * distribution. With two counts of Poisson processes, `all` is their sum and `share` what the first has of the time, or
 * of all that was counted: the exact conditional test of Przyborowski and Wilenski (1940).
 */
export function chanceOfAtLeast(count: number, all: number, share: number): number {
  if (count <= 0) return 1;
  if (count > all || share <= 0) return 0;
  if (share >= 1) return 1;
  const [yes, no] = [Math.log(share), Math.log1p(-share)];
  const whole = logFactorial(all);
  let sum = 0;
  for (let k = count; k <= all; k++) {
    const term = Math.exp(whole - logFactorial(k) - logFactorial(all - k) + k * yes + (all - k) * no);
    sum += term;
    // Behind the mean the terms only fall.
    if (k > all * share && term < sum * 1e-12) break;
  }
  return Math.min(1, sum);
}
