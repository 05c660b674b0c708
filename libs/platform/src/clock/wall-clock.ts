import { taiFromUnixNs, type Tai } from '@app/time';
import { WallClock } from './clock.port.js';

/** The machine's clocks: UTC in milliseconds since 1970, and a monotonic count of nanoseconds. */
export interface MachineTime {
  unixMs(): number;
  monotonicNs(): bigint;
}

const machine: MachineTime = { unixMs: () => Date.now(), monotonicNs: () => process.hrtime.bigint() };

const CHECK_EVERY_NS = 1_000_000_000n;
/** The system time may be off by this much before it is followed: its own resolution, and a busy machine. */
const TOLERATED_NS = 20_000_000n;

/**
 * The machine's UTC. Between checks it goes by the monotonic clock; about once a second it is set against the system time and follows
 * it: forward at once (a machine that slept, a clock that was set), backward by standing until the system time has caught up.
 */
export class SystemWallClock extends WallClock {
  private anchor: { readonly tai: Tai; readonly monotonic: bigint };
  private checked: bigint;
  private latest: Tai;

  /** `onStep` hears of each step of the system time, in seconds. */
  constructor(
    private readonly onStep: (seconds: number) => void = () => undefined,
    private readonly time: MachineTime = machine,
  ) {
    super();
    const monotonic = time.monotonicNs();
    this.anchor = { tai: this.system(), monotonic };
    this.checked = monotonic;
    this.latest = this.anchor.tai;
  }

  override now(): Tai {
    const monotonic = this.time.monotonicNs();
    let tai = this.anchor.tai + monotonic - this.anchor.monotonic;
    if (monotonic - this.checked >= CHECK_EVERY_NS) {
      this.checked = monotonic;
      const system = this.system();
      const step = system - tai;
      if (step > TOLERATED_NS || step < -TOLERATED_NS) {
        this.anchor = { tai: system, monotonic };
        tai = system;
        this.onStep(Number(step) / 1e9);
      }
    }
    if (tai > this.latest) this.latest = tai;
    return this.latest;
  }

  private system(): Tai {
    return taiFromUnixNs(BigInt(this.time.unixMs()) * 1_000_000n);
  }
}
