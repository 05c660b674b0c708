import { crc16, SEQUENCE_COUNT_MODULO, SPACE_PACKET_HEADER_LENGTH } from '@app/ccsds';
import { compileEncoder, type EngineeringValue, type MissionDatabase, type PacketEncoder } from '@app/mission-database';
import { type Tai } from '@app/time';
import { type OnBoardReport, type Verification, type VerificationContainer } from './on-board-report.js';
import { type EventContainer, type SpacecraftEvent } from './spacecraft-events.js';
import { type HousekeepingContainer, type TelemetryValues } from './telemetry-values.js';

/** The housekeeping containers of the reference mission database, and how often each is sent in real time. */
export const housekeepingReports: readonly { readonly container: HousekeepingContainer; readonly periodS: number }[] = [
  { container: 'HK_PLATFORM', periodS: 4 },
  { container: 'HK_POWER', periodS: 4 },
  { container: 'HK_THERMAL_AOCS', periodS: 2 },
  { container: 'HK_PAYLOAD_COMMS', periodS: 8 },
];

const verificationContainers: readonly VerificationContainer[] = [
  'TC_ACCEPTED',
  'TC_ACCEPTANCE_FAILED',
  'TC_STARTED',
  'TC_START_FAILED',
  'TC_COMPLETED',
];
const sequenceFlagLabels = {
  continuation: 'CONTINUATION',
  first: 'FIRST',
  last: 'LAST',
  unsegmented: 'UNSEGMENTED',
} as const;
const APID_TIME = 0;
const MESSAGE_COUNTER_MODULO = 65_536;
const ERROR_CONTROL_OCTETS = 2;

/** Packet sequence counts and message type counters. Live and recorded packets have their own, as they travel apart. */
export class PacketCounters {
  private readonly counts = new Map<string, number>();

  sequence(apid: number): number {
    return this.next(`apid ${apid}`, SEQUENCE_COUNT_MODULO);
  }

  message(type: string): number {
    return this.next(type, MESSAGE_COUNTER_MODULO);
  }

  private next(key: string, modulo: number): number {
    const count = this.counts.get(key) ?? 0;
    this.counts.set(key, (count + 1) % modulo);
    return count;
  }
}

/** Telemetry packets by the mission database. */
export class PacketMaker {
  private readonly encoders = new Map<string, PacketEncoder>();
  private readonly parameterNumbers: ReadonlyMap<string, number>;

  /** Throws UnknownNameError where the database lacks a container that the spacecraft sends. */
  constructor(database: MissionDatabase) {
    const events: readonly EventContainer[] = ['EVENT_INFORMATIVE', 'EVENT_LOW', 'EVENT_MEDIUM', 'EVENT_HIGH'];
    const answers = [...verificationContainers, 'CONNECTION_TEST_REPORT'];
    const names = [...housekeepingReports.map(({ container }) => container), ...events, 'TIME_REPORT', ...answers];
    for (const name of names) this.encoders.set(name, compileEncoder(database, name));
    this.parameterNumbers = new Map([...database.parameters.values()].map(({ name }, number) => [name, number]));
  }

  /** The number by which an event names a parameter: its place in the mission database, from 0. */
  readonly parameterNumber = (name: string): number => this.parameterNumbers.get(name) ?? 0;

  /** A housekeeping report. Throws EncodeError where the database asks for a value that there is not. */
  housekeeping(
    container: HousekeepingContainer,
    at: Tai,
    values: TelemetryValues,
    counters: PacketCounters,
  ): Uint8Array {
    return this.make(container, at, values, counters);
  }

  event({ at, container, apid, id, auxiliary }: SpacecraftEvent, counters: PacketCounters): Uint8Array {
    return this.make(container, at, { APID: apid, EVENT_ID: id, EVENT_AUXILIARY: auxiliary }, counters);
  }

  /** The time of the leading edge of a frame; one report comes every 2^`rateExponent` frames. */
  timeReport(at: Tai, reported: Tai, rateExponent: number, counters: PacketCounters): Uint8Array {
    const values = { APID: APID_TIME, TIME_RATE_EXPONENT: rateExponent, TIME_REPORTED: reported };
    return this.make('TIME_REPORT', at, values, counters);
  }

  /** Counts a housekeeping report that was made and is lost. */
  skipHousekeeping(container: HousekeepingContainer, counters: PacketCounters): void {
    const encoder = this.encoders.get(container);
    const apid = encoder?.parameters.find(({ name }) => name === 'APID');
    this.skip(container, Number(apid === undefined ? 0 : encoder?.fixed.get(apid)), counters);
  }

  /** Counts any other report that was made and is lost. */
  skipReport(report: Exclude<OnBoardReport, { kind: 'housekeeping' }>, counters: PacketCounters): void {
    if (report.kind === 'event') this.skip(report.event.container, report.event.apid, counters);
    else if (report.kind === 'verification') this.skip(report.container, report.apid, counters);
  }

  private skip(container: string, apid: number, counters: PacketCounters): void {
    counters.sequence(apid);
    counters.message(container);
  }

  /** What is reported without housekeeping values. */
  report(report: Exclude<OnBoardReport, { kind: 'housekeeping' }>, counters: PacketCounters): Uint8Array {
    switch (report.kind) {
      case 'verification':
        return this.verification(report, counters);
      case 'connection-test':
        return this.make('CONNECTION_TEST_REPORT', report.at, {}, counters);
      case 'event':
        return this.event(report.event, counters);
    }
  }

  private verification(
    { at, container, apid, request, failureCode }: Verification,
    counters: PacketCounters,
  ): Uint8Array {
    const values: TelemetryValues = {
      APID: apid,
      REQUEST_VERSION: request.version,
      REQUEST_TYPE: request.type === 'telecommand' ? 'TC' : 'TM',
      REQUEST_SHF: request.secondaryHeaderFlag,
      REQUEST_APID: request.apid,
      REQUEST_SEQUENCE_FLAGS: sequenceFlagLabels[request.sequenceFlags],
      REQUEST_SEQUENCE_COUNT: request.sequenceCount,
    };
    if (failureCode !== undefined) values['TC_FAILURE_CODE'] = failureCode;
    return this.make(container, at, values, counters);
  }

  private make(container: string, at: Tai, values: TelemetryValues, counters: PacketCounters): Uint8Array {
    const encoder = this.encoders.get(container) as PacketEncoder;
    const given: Record<string, EngineeringValue> = {};
    let apid = values['APID'];
    for (const parameter of encoder.parameters) {
      const fixed = encoder.fixed.get(parameter);
      if (parameter.name === 'APID' && typeof fixed === 'number') apid = fixed;
      const value = values[parameter.name];
      if (fixed === undefined && value !== undefined) given[parameter.name] = value;
    }
    const packet = encoder.encode({
      ...given,
      SEQUENCE_FLAGS: 'UNSEGMENTED',
      SEQUENCE_COUNT: counters.sequence(Number(apid)),
      PACKET_DATA_LENGTH: (encoder.sizeInOctets ?? 0) - SPACE_PACKET_HEADER_LENGTH - 1,
      TIME_REFERENCE_STATUS: 'GPS_SYNCHRONISED',
      MESSAGE_TYPE_COUNTER: counters.message(container),
      DESTINATION_ID: 0,
      PACKET_TIME: at,
      PACKET_ERROR_CONTROL: 0,
    });
    const checked = packet.length - ERROR_CONTROL_OCTETS;
    const check = crc16(packet, 0, checked);
    packet[checked] = check >>> 8;
    packet[checked + 1] = check & 0xff;
    return packet;
  }
}
