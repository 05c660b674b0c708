// Issue: "A full pass in IQ: geometry → channel → SDR → station → frames → telecommand → FARM → CLCW → verification, with a measured Doppler
// curve that matches `libs/orbit` (light time included) to 1 Hz at S-band; a 60 s cut of it runs in CI." Samples over UDP both ways: no
// baseband unit anywhere.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CltuAnswer,
  type CltuNotification,
  linkProfileSchema,
  type PassReport,
  type PassStatus,
  type StationContact,
  stationContactSchema,
  subjects,
} from '@app/contracts';
import { loadMissionDatabase } from '@app/mission-database';
import {
  createLogger,
  LocalFrameLogs,
  LocalMessageBus,
  type LoggedRecord,
  PacedMissionClock,
  sharedClockMemory,
  SystemWallClock,
} from '@app/platform';
import { formatUtc, parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { freeUdpPort } from '../../apps/smms/src/ground/simulated-hardware.js';
import { predictedDoppler } from '../../apps/station/src/demodulation/doppler-prediction.js';
import { InProcessDemodulationRunner } from '../../apps/station/src/demodulation/in-process-demodulation-runner.js';
import { parseHardwareAddresses } from '../../apps/station/src/hardware-addresses.js';
import { StationAgent } from '../../apps/station/src/station-agent.js';
import { sampleContact } from '../../apps/station/src/testing/sample-contact.js';
import { type RunningHardwareSim, startHardwareSim, type TelecommandLogEntry } from '../../hardware-sim/src/index.js';
import type { SimulatorLogEntry } from '../../hardware-sim/src/simulator-log.js';
import { referenceDatabaseXml } from '../../hardware-sim/src/testing/sample-mission.js';
import { directLinkProfile, directUplink } from '../../hardware-sim/src/testing/signal-uplink.js';
import { Telecommands } from '../../hardware-sim/src/testing/telecommands.js';
import { TelemetryListener } from '../../hardware-sim/src/testing/telemetry-listener.js';
import { BUSY } from './chain-api.js';

const DOWNLINK_BPS = 16_000;
const DOWNLINK_RATE_HZ = 64_000;
const UPLINK_RATE_HZ = 144_000;
/** From AOS of a contact that begins near its culmination. */
const PASS_S = 60;
const database = loadMissionDatabase(referenceDatabaseXml());
const linkProfile = linkProfileSchema.parse({
  ...directLinkProfile,
  downlink: { ...directLinkProfile.downlink, bitRateBps: DOWNLINK_BPS },
});

/** A piece of a contact around its culmination, at an antenna that turns fast enough for it. */
function contactOfTrial(): StationContact {
  const slew = { azimuthRateDegPerS: 40, elevationRateDegPerS: 20 };
  const base = sampleContact({ transmitFromElevationDeg: 5 });
  const tca = parseUtc(base.contact.window.tca);
  const aos = plusSeconds(tca, -PASS_S / 2);
  const los = plusSeconds(aos, PASS_S);
  return stationContactSchema.parse({
    ...base,
    linkProfile,
    antenna: { ...base.antenna, eirpDbw: 49.5, slew: { ...base.antenna.slew, ...slew } },
    contact: {
      ...base.contact,
      start: formatUtc(plusSeconds(aos, -8)),
      end: formatUtc(plusSeconds(los, 12)),
      window: { ...base.contact.window, aos: formatUtc(aos), los: formatUtc(los) },
    },
  });
}

describe('a pass in samples', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iq-pass-'));
  const logFile = join(folder, 'cadus.jsonl');
  const telecommandLogFile = join(folder, 'telecommands.jsonl');
  const contact = contactOfTrial();
  const { site, antenna } = contact.contact;
  const clock = new PacedMissionClock(
    new SystemWallClock(),
    { mission: plusSeconds(parseUtc(contact.contact.start), -1), rate: 1 },
    sharedClockMemory(),
  );
  const statuses: PassStatus[] = [];
  const notifications: CltuNotification[] = [];
  const listener = new TelemetryListener(linkProfile, database);
  const commands = new Telecommands(database, linkProfile.scid, directUplink);
  let simulator: RunningHardwareSim;
  let agent: StationAgent;
  let frameLogs: LocalFrameLogs;
  let bus: LocalMessageBus;
  let answer: CltuAnswer;
  let inputs: ReturnType<RunningHardwareSim['counts']>['uplink']['inputs'];
  let report: PassReport | undefined;
  let logged: LoggedRecord[];

  const uplinkStates = (): string[] => statuses.map(({ uplink }) => uplink.state);
  const entriesOf = <Entry>(file: string): Entry[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as Entry);
  const log = (): TelecommandLogEntry[] => entriesOf(telecommandLogFile);

  /** Mission time is paced by what this machine can do: nothing comes too late because it is slow. */
  async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await holds())) {
      if (clock.now() > parseUtc(contact.contact.end))
        throw new Error(`not within the pass: ${what}; last: ${JSON.stringify(statuses.at(-1))}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function hear(): Promise<void> {
    const frames = await frameLogs.open(`station.${site}`);
    const { nextSequence } = await frames.bounds();
    logged = nextSequence === 1 ? [] : await frames.read(1);
    for (const { payload } of logged.slice(listener.clcws.length)) listener.frame(payload);
  }

  beforeAll(async () => {
    const port = await freeUdpPort();
    const { carrierHz } = linkProfile.downlink;
    simulator = await startHardwareSim(
      {
        ...{ missionClock: 'real', seed: 7, mode: 'simulation', linkMarginDb: 6, logFile, telecommandLogFile },
        missionDatabase: referenceDatabaseXml(),
        spacecraft: [{ id: contact.contact.spacecraft, elementSet: contact.elementSet, linkProfile }],
        antennas: [
          {
            ...{ antenna: contact.antenna, rotatorPort: 0, basebandPort: 0 },
            sdr: {
              ...{ protocol: 'difi', destination: { host: '127.0.0.1', port }, centerHz: carrierHz, itemBits: 8 },
              sampleRateHz: DOWNLINK_RATE_HZ,
            },
            transmitter: { protocol: 'difi', port: 0 },
          },
        ],
      },
      clock,
    );
    const addresses = simulator.addresses[antenna]!;
    const hardware = parseHardwareAddresses(
      {
        [antenna]: {
          rotator: addresses.rotator,
          sdr: { protocol: 'difi', address: `127.0.0.1:${port}` },
          transmitter: { protocol: 'difi', address: addresses.transmitter!, sampleRateHz: UPLINK_RATE_HZ },
        },
      },
      'the trial',
    );
    bus = new LocalMessageBus({
      onFault: ({ error }) => {
        throw error;
      },
    });
    frameLogs = await LocalFrameLogs.openRoot(join(folder, 'logs'), { onEvent: () => undefined });
    await bus.subscribe(subjects.anyPassStatus, ({ payload }) => void statuses.push(payload as unknown as PassStatus));
    await bus.subscribe(subjects.anyCltuNotification, ({ payload }) => {
      notifications.push(payload as unknown as CltuNotification);
    });
    agent = new StationAgent({
      ...{ site, mode: 'simulation', dataDir: folder, hardware, bus, frameLogs, clock },
      logger: createLogger('silent'),
      demodulation: new InProcessDemodulationRunner(),
      onReport: (made) => void (report = made),
    });
    await agent.start();
    await bus.publish(subjects.contactBooked(site), contact);
    clock.start();
    await until('the uplink is ready', () => uplinkStates().at(-1) === 'ready');
    const frame = commands.frame('AD', commands.packet('CONNECTION_TEST'), 0);
    answer = (await bus.request(
      subjects.radiateCltu(site),
      {
        ...{ mode: 'simulation', id: '01890a5d-ac96-774b-bcce-b302099a8057', contact: contact.contact.id },
        spacecraft: contact.contact.spacecraft,
        octets: Buffer.from(commands.cltu(frame)).toString('base64'),
        notAfter: contact.contact.window.los,
      },
      { timeoutMs: 60_000 },
    )) as unknown as CltuAnswer;
    await until('the CLCW tells of the frame', async () => {
      await hear();
      return listener.clcw?.reportValue === 1;
    });
    await until('the spacecraft answers', async () => {
      await hear();
      return listener.packets.some(({ container }) => container === 'CONNECTION_TEST_REPORT');
    });
    ({ inputs } = simulator.counts().uplink);
    await until('the report', () => report !== undefined);
    await hear();
  }, BUSY * 300_000);

  it('gives every frame that came in from the first to the last, octet for octet', () => {
    const cadus = entriesOf<SimulatorLogEntry>(logFile);
    const found = logged.map(({ payload }) => createHash('sha256').update(payload).digest('hex').slice(0, 32));
    const sent = cadus.map(({ sha256 }) => sha256);
    const first = sent.indexOf(found[0]!);
    expect(found).toEqual(sent.slice(first, first + found.length));
    expect(report).toMatchObject({
      phase: 'completed',
      failure: null,
      frames: { uncorrectable: 0 },
      samples: { gaps: 0 },
    });
    // From the second in which it is acquired to the end of the pass.
    const from = secondsBetween(parseUtc(contact.contact.window.aos), parseUtc(cadus[first]!.received));
    const to = secondsBetween(
      parseUtc(cadus[first + found.length - 1]!.received),
      parseUtc(contact.contact.window.los),
    );
    expect(from).toBeLessThan(2);
    expect(to).toBeLessThan(1);
  });

  it('has the Doppler shift that libs/orbit gives, light time included, to a hertz', () => {
    const { mean, rms, blocks } = report!.dopplerResidualHz!;
    const shifts = predictedDoppler(contact).filter(({ at }) => at >= parseUtc(contact.contact.window.aos));
    expect(Math.abs(mean)).toBeLessThan(1);
    expect(rms).toBeLessThan(1);
    expect(blocks).toBeGreaterThan(100);
    expect(shifts[0]!.hz - shifts[PASS_S]!.hz).toBeGreaterThan(10_000);
  });

  afterAll(async () => {
    clock.stop();
    clock.letGo();
    await Promise.all([agent.stop(), simulator.stop()]);
    await frameLogs.close();
    await bus.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is taken by a station whose uplink the CLCW has reported acquired', () => {
    expect(answer).toEqual({ accepted: true, antenna, agreement: contact.permissions.agreement });
    const states = uplinkStates().filter((state, i, all) => state !== all[i - 1]);
    expect(states).toEqual(['waiting', 'acquiring', 'ready', 'off']);
    const { noRfAvailable, noBitLock } = listener.clcws[0]!;
    expect({ noRfAvailable, noBitLock }).toEqual({ noRfAvailable: true, noBitLock: true });
    // First a carrier without bits, then bits.
    expect(listener.clcws.some((one) => !one.noRfAvailable && one.noBitLock)).toBe(true);
    const acknowledging = listener.clcws.find(({ reportValue }) => reportValue === 1);
    expect(acknowledging).toMatchObject({ vcid: 3, noRfAvailable: false, noBitLock: false, lockout: false });
    // The carrier goes down before LOS.
    expect(listener.clcw).toMatchObject({ noRfAvailable: true, noBitLock: true });
  });

  it('is radiated when the station says, and has come in on board some milliseconds of light time later', () => {
    expect(notifications).toMatchObject([{ outcome: 'radiated', contact: contact.contact.id }]);
    const [{ radiationStart, radiationEnd }] = notifications as [CltuNotification];
    const entry = log().find((one) => one.event === 'cltu-demodulated');
    if (entry?.event !== 'cltu-demodulated') throw new Error('no CLTU was demodulated');
    for (const [from, to] of [
      [radiationStart!, entry.firstBit],
      [radiationEnd!, entry.lastBit],
    ] as const) {
      const lightTimeS = secondsBetween(parseUtc(from), parseUtc(to));
      // An orbit of 645 km, near its culmination.
      expect(lightTimeS).toBeGreaterThan(645e3 / 299_792_458 - 1e-4);
      expect(lightTimeS).toBeLessThan(2e6 / 299_792_458);
    }
    expect(entry).toMatchObject({ codeblocks: 3, startErrors: 0 });
  });

  it('goes through FARM-1 and is executed once; CLCW, verification and answer come back in samples', () => {
    const events = log().map(({ event }) => event);
    expect(events.filter((event) => event === 'frame-accepted')).toHaveLength(1);
    expect(events.filter((event) => event === 'command-executed')).toHaveLength(1);
    expect(events.filter((event) => event === 'frame-rejected' || event === 'cltu-received')).toEqual([]);
    const heard = listener.packets.map(({ container }) => container);
    expect(heard).toEqual(expect.arrayContaining(['TC_ACCEPTED', 'TC_STARTED', 'TC_COMPLETED']));
    const counts = simulator.counts().uplink;
    expect(counts.spacecraft[contact.contact.spacecraft]).toMatchObject({ framesAccepted: 1, framesRejected: 0 });
    // The baseband unit beside it radiated nothing.
    expect(counts.antennas[antenna]).toEqual({ cltusRadiated: 0, cltusNotRadiated: 0 });
    expect(inputs[antenna]).toMatchObject({ samplesLate: 0, lostSamples: 0, badPackets: 0, untimed: 0 });
    expect(inputs[antenna]!.samples).toBeGreaterThan(UPLINK_RATE_HZ);
  });
});
