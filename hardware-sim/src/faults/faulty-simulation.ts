import { type MissionClock } from '@app/platform';
import { parseUtc } from '@app/time';
import { type AntennaSite, type Craft } from '../constellation.js';
import { LineOfSight } from '../channel/line-of-sight.js';
import { type CheckedHardwareSimConfig } from '../hardware-sim-config.js';
import { EventLog, type EventLogFile } from '../scenario/event-log.js';
import { HorizonCrossings } from '../scenario/horizon-crossings.js';
import { BookedAntennaFaults } from './antenna-faults.js';
import { DeviceFaults } from './device-faults.js';
import { FaultBook } from './fault-book.js';
import { FaultInjector } from './fault-injector.js';
import { SpacecraftFaults } from './spacecraft-faults.js';

/** The faults of one simulation and the log of its events: first the book, then antennas and spacecraft, then what goes wrong with them. */
export class FaultySimulation {
  readonly book = new FaultBook();
  readonly devices = new Map<string, DeviceFaults>();
  readonly injector: FaultInjector;
  private readonly spacecraft = new Map<string, SpacecraftFaults>();

  constructor(
    private readonly config: CheckedHardwareSimConfig,
    private readonly clock: MissionClock,
  ) {
    this.injector = new FaultInjector({ clock, book: this.book, devices: this.devices, spacecraft: this.spacecraft });
  }

  /** What is wrong at an antenna. */
  ofAntenna(antenna: string): BookedAntennaFaults {
    return new BookedAntennaFaults(antenna, this.book, this.clock, (id) => this.carrierOf(id));
  }

  addSite({ antenna, rotator, faults }: AntennaSite): DeviceFaults {
    const devices = new DeviceFaults(antenna.id, this.book, faults, rotator);
    this.devices.set(antenna.id, devices);
    return devices;
  }

  addSpacecraft({ downlink, ...parts }: Craft, events: EventLog): void {
    const { spacecraft } = downlink;
    parts.computer.history.observe((at, before, after) => {
      if (before.attitudeMode !== after.attitudeMode)
        events.note(spacecraft, at, {
          event: 'mode-changed',
          spacecraft,
          attitude: after.attitudeMode ?? 'NADIR_POINTING',
        });
      if (before.lockout !== after.lockout)
        events.note(spacecraft, at, {
          event: 'farm-state-changed',
          spacecraft,
          state: after.lockout ? 'LOCKOUT' : 'OPEN',
        });
      if ((before.carrier === undefined) !== (after.carrier === undefined))
        events.note(spacecraft, at, {
          event: after.carrier === undefined ? 'carrier-lost' : 'carrier-acquired',
          spacecraft,
        });
    });
    const onOverflow = (at: bigint, records: number): void =>
      events.note(spacecraft, at, { event: 'recorder-overflowed', spacecraft, records });
    this.spacecraft.set(spacecraft, new SpacecraftFaults({ spacecraft, ...parts, onOverflow }, this.book));
  }

  /** The timeline of the configuration. Throws as `apply` does. */
  begin(): void {
    for (const fault of this.config.faults) this.injector.apply(fault);
  }

  eventLog(file: EventLogFile): EventLog {
    const { endsAt, seed } = this.config;
    const since = this.clock.now();
    const end = endsAt === null ? undefined : parseUtc(endsAt);
    const log = new EventLog({ file, book: this.book, end });
    log.note('', since, { event: 'simulation-started', seed });
    return log;
  }

  private carrierOf(id: string | undefined): number {
    const { spacecraft } = this.config;
    return (spacecraft.find((craft) => craft.id === id) ?? spacecraft[0])?.linkProfile.downlink.carrierHz ?? 0;
  }
}

/** Rise and set of every spacecraft at every antenna, from now on. */
export function horizonsOf(sites: readonly AntennaSite[], crafts: readonly Craft[], clock: MissionClock) {
  return sites.flatMap(({ antenna }) =>
    crafts.map(({ downlink: { spacecraft, track } }) => ({
      spacecraft,
      antenna: antenna.id,
      crossings: new HorizonCrossings(new LineOfSight(antenna, track), clock.now()),
    })),
  );
}
