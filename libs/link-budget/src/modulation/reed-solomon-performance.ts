/** P(more than `most` of n independent trials hit), each with probability p. Terms are kept as logarithms: the first may underflow. */
export function moreThan(n: number, most: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return most < n ? 1 : 0;
  const logOdds = Math.log(p) - Math.log1p(-p);
  let logTerm = n * Math.log1p(-p);
  let sum = 0;
  for (let j = 0; j <= n; j++) {
    const term = Math.exp(logTerm);
    if (j > most) sum += term;
    if (j > most && j > n * p && term < sum * 1e-17) break;
    logTerm += Math.log((n - j) / (j + 1)) + logOdds;
  }
  return Math.min(1, sum);
}

/**
 * Output of a Reed-Solomon decoder whose input symbols are wrong independently (CCSDS 130.1-G-1, page 5-7, equations 3 and 4): the
 * share of codewords that cannot be decoded, and of data symbols that stay wrong.
 */
export function reedSolomonErrorRates(
  code: { readonly symbols: number; readonly correctable: number },
  symbolErrorRate: number,
): { readonly codeword: number; readonly symbol: number } {
  const { symbols, correctable } = code;
  return {
    codeword: moreThan(symbols, correctable, symbolErrorRate),
    symbol: symbolErrorRate * moreThan(symbols - 1, correctable - 1, symbolErrorRate),
  };
}
