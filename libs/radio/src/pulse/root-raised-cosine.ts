/** Nearer to a pole of the formula than this its limit is taken: both are then right to about 1e-8. */
const NEAR = 1e-8;

/**
 * Root-raised-cosine pulse of unit energy, symbols one apart, at `t` symbols from its centre. `rollOff` 0 to 1; 0 is a sinc.
 * Two in a row make a pulse that is 1 at its centre and 0 at all other symbols.
 */
export function rootRaisedCosine(t: number, rollOff: number): number {
  if (Math.abs(t) < NEAR) return 1 - rollOff + (4 * rollOff) / Math.PI;
  const pole = 1 - (4 * rollOff * t) ** 2;
  if (Math.abs(pole) < NEAR) {
    const angle = Math.PI / (4 * rollOff);
    return rollOff * Math.SQRT1_2 * ((1 + 2 / Math.PI) * Math.sin(angle) + (1 - 2 / Math.PI) * Math.cos(angle));
  }
  const angle = Math.PI * t;
  return (Math.sin(angle * (1 - rollOff)) + 4 * rollOff * t * Math.cos(angle * (1 + rollOff))) / (angle * pole);
}
