const RAD_PER_ARCSEC = Math.PI / 180 / 3600;
const ARCSEC_PER_TURN = 1_296_000;

/** Delaunay's arguments of Moon and Sun, rad: l, l', F, D, and the longitude of the Moon's node. */
export interface FundamentalArguments {
  readonly moonAnomaly: number;
  readonly sunAnomaly: number;
  readonly moonLatitude: number;
  readonly elongation: number;
  readonly node: number;
}

/** The arguments at Julian centuries of TT since J2000, to first order as IAU 2000B takes them (Simon et al., A&A 282, 663, 1994). */
export function fundamentalArguments(centuries: number): FundamentalArguments {
  const angle = (atJ2000: number, perCentury: number): number =>
    ((atJ2000 + perCentury * centuries) % ARCSEC_PER_TURN) * RAD_PER_ARCSEC;
  return {
    moonAnomaly: angle(485_868.249_036, 1_717_915_923.2178),
    sunAnomaly: angle(1_287_104.793_05, 129_596_581.0481),
    moonLatitude: angle(335_779.526_232, 1_739_527_262.8478),
    elongation: angle(1_072_260.703_69, 1_602_961_601.209),
    node: angle(450_160.398_036, -6_962_890.5431),
  };
}

/** A sum of multiples of the arguments, rad. */
export function argumentOf(
  of: FundamentalArguments,
  moonAnomaly: number,
  sunAnomaly: number,
  moonLatitude: number,
  elongation: number,
  node: number,
): number {
  return (
    moonAnomaly * of.moonAnomaly +
    sunAnomaly * of.sunAnomaly +
    moonLatitude * of.moonLatitude +
    elongation * of.elongation +
    node * of.node
  );
}
