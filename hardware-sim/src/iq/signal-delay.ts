import { dopplerProfile, type EarthFixedPath, type GeodeticPosition } from '@app/orbit';
import { secondsBetween, type Tai } from '@app/time';

/** Nodes are so far apart, seconds. Between two of them a cubic by light time and slope is right to 1e-16 s. */
const NODE_S = 0.1;
/** Nodes worked out at a time. */
const NODES = 200;
/** Of the frequency that the slopes are asked for with, Hz. */
const NOMINAL_HZ = 1e9;

/** Light time as c0 + c1 s + c2 s² + c3 s³, `s` in seconds from the instant that was asked for, up to `untilS`. */
export interface DelayStretch {
  readonly polynomialS: readonly [number, number, number, number];
  readonly untilS: number;
}

/**
 * Light time between a spacecraft and a place, by the time at the place, smooth in value and slope: of what arrives there
 * (`received`) or leaves there (`sent`). By `dopplerProfile` of libs/orbit, which lets the Earth turn under way.
 */
export class SignalDelay {
  private firstNode = 0;
  private lightTimeS: Float64Array = new Float64Array(0);
  private slope: Float64Array = new Float64Array(0);

  /** `origin`: where seconds are counted from. */
  constructor(
    private readonly path: EarthFixedPath,
    private readonly place: GeodeticPosition,
    private readonly sense: 'received' | 'sent',
    private readonly origin: Tai,
  ) {}

  /** From `seconds` on to the next node; undefined where the orbit has no position. */
  from(seconds: number): DelayStretch | undefined {
    const node = Math.floor(seconds / NODE_S + 1e-9);
    if (node < this.firstNode || node + 1 >= this.firstNode + this.lightTimeS.length) this.workOut(node);
    const i = node - this.firstNode;
    const [a, b] = [this.lightTimeS[i], this.lightTimeS[i + 1]];
    if (a === undefined || b === undefined) return undefined;
    const [u, v] = [this.slope[i]! * NODE_S, this.slope[i + 1]! * NODE_S];
    // Hermite's cubic in units of the distance of nodes, then counted from the instant.
    const c2 = 3 * (b - a) - 2 * u - v;
    const c3 = 2 * (a - b) + u + v;
    const x = seconds / NODE_S - node;
    return {
      polynomialS: [
        a + x * (u + x * (c2 + x * c3)),
        (u + x * (2 * c2 + 3 * x * c3)) / NODE_S,
        (c2 + 3 * x * c3) / NODE_S ** 2,
        c3 / NODE_S ** 3,
      ],
      untilS: (node + 1) * NODE_S,
    };
  }

  private workOut(firstNode: number): void {
    const shift = secondsBetween(this.path.start, this.origin);
    const from = shift + firstNode * NODE_S;
    const to = from + NODES * NODE_S;
    const received = this.sense === 'received';
    const link = received ? { downlinkHz: NOMINAL_HZ } : { uplinkHz: NOMINAL_HZ };
    const profile = dopplerProfile(this.path, this.place, from, to, NODE_S, link);
    this.firstNode = firstNode;
    // Where rows are missing, those up to the first gap count: nodes are found by their number.
    const gap = profile.seconds.findIndex((at, i) => Math.abs(at - (from + i * NODE_S)) > NODE_S / 2);
    const count = gap < 0 ? profile.seconds.length : gap;
    const { downlink, uplink } = profile;
    this.lightTimeS = (downlink ?? uplink)?.lightTimeS.subarray(0, count) ?? new Float64Array(0);
    this.slope =
      downlink !== undefined
        ? downlink.offsetHz.subarray(0, count).map((offsetHz) => -offsetHz / NOMINAL_HZ)
        : (uplink?.receivedOffsetHz.subarray(0, count).map((offsetHz) => -offsetHz / (NOMINAL_HZ + offsetHz)) ??
          new Float64Array(0));
  }
}
