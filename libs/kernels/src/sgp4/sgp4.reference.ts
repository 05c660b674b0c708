import { type Sgp4Kernel } from './sgp4.kernel.js';

const TURN = 2 * Math.PI;
const J2 = 0.001082616; // WGS72
const EARTH_RADIUS_M = 6_378_135; // WGS72
const KEPLER_RAD = 1e-12;
const KEPLER_STEP_RAD = 0.95;
const KEPLER_STEPS = 10;

/** SGP4 of AIAA 2006-6753, near-Earth part, positions only, time by time. Terms stand in the order of that paper's code. */
export const sgp4Reference: Sgp4Kernel = (constants, startMinutes, stepMinutes, count, out) => {
  // The order is that of `sgp4ConstantNames`.
  const [
    mo = NaN,
    mdot = NaN,
    argpo = NaN,
    argpdot = NaN,
    nodeo = NaN,
    nodedot = NaN,
    nodecf = NaN,
    cc1 = NaN,
    bstarCc4 = NaN,
    bstarCc5 = NaN,
    d2 = NaN,
    d3 = NaN,
    d4 = NaN,
    t2cof = NaN,
    t3cof = NaN,
    t4cof = NaN,
    t5cof = NaN,
    omgcof = NaN,
    xmcof = NaN,
    eta = NaN,
    delmo = NaN,
    sinmao = NaN,
    no = NaN,
    ao = NaN,
    ecco = NaN,
    inclo = NaN,
    aycof = NaN,
    xlcof = NaN,
    con41 = NaN,
    x1mth2 = NaN,
    x7thm1 = NaN,
  ] = constants;
  const sinip = Math.sin(inclo);
  const cosip = Math.cos(inclo);
  for (let n = 0; n < count; n++) {
    const t = startMinutes + n * stepMinutes;
    const t2 = t * t;
    const t3 = t2 * t;
    const t4 = t3 * t;

    // Secular gravity and drag.
    const xmdf = mo + mdot * t;
    const delm = 1 + eta * Math.cos(xmdf);
    const anomalyDrag = omgcof * t + xmcof * (delm * delm * delm - delmo);
    const mm = xmdf + anomalyDrag;
    const argument = argpo + argpdot * t - anomalyDrag;
    const node = nodeo + nodedot * t + nodecf * t2;
    const tempa = 1 - cc1 * t - d2 * t2 - d3 * t3 - d4 * t4;
    const tempe = bstarCc4 * t + bstarCc5 * (Math.sin(mm) - sinmao);
    const templ = t2cof * t2 + t3cof * t3 + t4 * (t4cof + t * t5cof);
    const am = ao * tempa * tempa;
    const meanEccentricity = ecco - tempe;
    // Comparisons are such that NaN fails.
    if (!(tempa > 0 && meanEccentricity < 1 && meanEccentricity >= -0.001)) return n;
    const em = Math.max(meanEccentricity, 1e-6);
    const xlm = (mm + no * templ + argument + node) % TURN;
    const nodem = node % TURN;
    const argpm = argument % TURN;
    const meanAnomaly = (xlm - argpm - nodem) % TURN;

    // Long-period terms and Kepler's equation.
    const perAxis = 1 / (am * (1 - em * em));
    const axnl = em * Math.cos(argpm);
    const aynl = em * Math.sin(argpm) + perAxis * aycof;
    const u = (meanAnomaly + argpm + nodem + perAxis * xlcof * axnl - nodem) % TURN;
    let eo1 = u;
    let sineo1 = 0;
    let coseo1 = 0;
    let delta = Infinity;
    for (let k = 0; Math.abs(delta) >= KEPLER_RAD && k < KEPLER_STEPS; k++) {
      sineo1 = Math.sin(eo1);
      coseo1 = Math.cos(eo1);
      delta = (u - aynl * coseo1 + axnl * sineo1 - eo1) / (1 - coseo1 * axnl - sineo1 * aynl);
      delta = Math.max(-KEPLER_STEP_RAD, Math.min(KEPLER_STEP_RAD, delta));
      eo1 += delta;
    }

    // Short-period terms.
    const ecose = axnl * coseo1 + aynl * sineo1;
    const esine = axnl * sineo1 - aynl * coseo1;
    const el2 = axnl * axnl + aynl * aynl;
    const pl = am * (1 - el2);
    const rl = am * (1 - ecose);
    const betal = Math.sqrt(1 - el2);
    const beside = esine / (1 + betal);
    const sinu = (am / rl) * (sineo1 - aynl - axnl * beside);
    const cosu = (am / rl) * (coseo1 - axnl + aynl * beside);
    const sin2u = (cosu + cosu) * sinu;
    const cos2u = 1 - 2 * sinu * sinu;
    const temp1 = (0.5 * J2) / pl;
    const temp2 = temp1 / pl;
    const mrt = rl * (1 - 1.5 * temp2 * betal * con41) + 0.5 * temp1 * x1mth2 * cos2u;
    const su = Math.atan2(sinu, cosu) - 0.25 * temp2 * x7thm1 * sin2u;
    const xnode = nodem + 1.5 * temp2 * cosip * sin2u;
    const xinc = inclo + 1.5 * temp2 * cosip * sinip * cos2u;

    const across = Math.cos(xinc) * Math.sin(su);
    const along = Math.cos(su);
    const radius = mrt * EARTH_RADIUS_M;
    const x = radius * (Math.cos(xnode) * along - Math.sin(xnode) * across);
    const y = radius * (Math.sin(xnode) * along + Math.cos(xnode) * across);
    const z = radius * Math.sin(xinc) * Math.sin(su);
    if (!(mrt >= 1 && Number.isFinite(x + y + z))) return n;
    out[3 * n] = x;
    out[3 * n + 1] = y;
    out[3 * n + 2] = z;
  }
  return count;
};
