const RAD_PER_ARCSEC = Math.PI / 180 / 3600;

// Offsets of the mean pole and equinox of J2000 from the GCRF (IERS Conventions 2010, 5.4.4 and 5.21, from memory), rad.
const ALPHA = -0.0146 * RAD_PER_ARCSEC;
const XI = -0.016_617 * RAD_PER_ARCSEC;
const ETA = -0.006_819_2 * RAD_PER_ARCSEC;

/** Turns a state (m, m/s) of EME2000, the mean equator and equinox of J2000, into GCRF, in place: 23 mas, or 0.8 m in low orbit. */
export function eme2000ToGcrf(state: Float64Array): void {
  for (let at = 0; at < 6; at += 3) {
    const x = state[at] ?? 0;
    const y = state[at + 1] ?? 0;
    const z = state[at + 2] ?? 0;
    state[at] = (1 - (ALPHA * ALPHA + XI * XI) / 2) * x + (-ALPHA - ETA * XI) * y + XI * z;
    state[at + 1] = ALPHA * x + (1 - (ALPHA * ALPHA + ETA * ETA) / 2) * y + ETA * z;
    state[at + 2] = (-XI - ETA * ALPHA) * x + (-ETA + XI * ALPHA) * y + (1 - (XI * XI + ETA * ETA) / 2) * z;
  }
}
