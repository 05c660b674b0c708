// Issue: "An AD frame unacknowledged at LOS ends as *unknown*, never as failed and never resent silently at the next antenna; verified
// later from playback."
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Command, type Contact, type Cop1Status, type PassStatus, type SpacecraftId } from '@app/contracts';
import { parseUtc, plusSeconds } from '@app/time';
import { DEMONSTRATION_PASSWORD } from '../../apps/service-management/src/index.js';
import { type RunningGroundSegment } from '../../apps/smms/src/ground/ground-segment.js';
import { BUSY, ChainApi, until } from './chain-api.js';
import { startTrial, type TrialPlace, trialPlace } from './ground-trial.js';
import { disorderOf, packetOf, SimulatedUplink, timesOf } from './uplink-evidence.js';

const CRAFT = 'GF-1' as SpacecraftId;
/** GF-1 rises over Miyun, and half an hour after it has set there over Pucallpa; both may transmit. */
const START = '2026-04-24T14:19:30Z';
/** The station gives a pass up a minute and a half after the transmitter is off; what is written until then takes wall time. */
const RATE = 20;
/** Mission seconds from the highest point of the first contact; the uplink ends about three minutes later. */
const SEND_AFTER_TCA_S = 60;
/** Until nobody hears the spacecraft any more. */
const OFF_S = 600;
/** Wall seconds from one contact to the next, and more. */
const NEXT_CONTACT_S = 240;

describe('commands that leave when the spacecraft can no longer answer', () => {
  let place: TrialPlace;
  let ground: RunningGroundSegment;
  let api: ChainApi;
  let first: Contact;
  let next: Contact;
  /** Switches the transmitter off. A frame with its acknowledgement may still leave in the moment before it is executed. */
  let off: Command;
  /** What is executed after it, and what the spacecraft refuses, as nobody on the ground can know. */
  let arrived: Command[];
  let refused: Command[];
  /** All of them as they stood at the end of the first uplink, after the playback, and after the next contact. */
  let afterLos: Command[];
  let afterPlayback: Command[];
  let afterNext: Command[];
  let fresh: Command;

  const simulated = (): SimulatedUplink => new SimulatedUplink(ground.telecommandLog);
  const again = (commands: readonly Command[]): Promise<Command[]> =>
    Promise.all(commands.map((command) => api.commandById(command)));

  /** The first uplink of GF-1 from an instant on. */
  const uplinkFrom = (start: string): Promise<Contact> =>
    until('a booked uplink', 20, async () => {
      const contacts = (await api.contacts()).filter(({ spacecraft, uplink }) => spacecraft === CRAFT && uplink);
      const later = contacts.filter((contact) => parseUtc(contact.start) > parseUtc(start));
      return { answer: later.sort((a, b) => (a.start < b.start ? -1 : 1))[0] };
    });

  const passWhere = (contact: Contact, timeoutS: number, holds: (pass: PassStatus) => boolean): Promise<PassStatus> =>
    until(`the pass of ${contact.id}`, timeoutS, async () => {
      const seen = await api.pass(contact);
      return { answer: seen !== undefined && holds(seen) ? seen : undefined, seen };
    });

  const cop1Where = (what: string, timeoutS: number, holds: (status: Cop1Status) => boolean): Promise<Cop1Status> =>
    until(what, timeoutS, async () => {
      const seen = await api.cop1(CRAFT);
      return { answer: holds(seen) ? seen : undefined, seen };
    });

  const commandsWhere = (what: string, commands: readonly Command[], holds: (command: Command) => boolean) =>
    until(what, NEXT_CONTACT_S, async () => {
      const seen = await again(commands);
      const stages = seen.map(({ name, state, stages }) => ({ name, state, stages }));
      return { answer: seen.every(holds) ? seen : undefined, seen: stages };
    });

  /** By the simulator's log. */
  const isExecuted = (command: Command): boolean => simulated().executed().includes(packetOf(command));
  const rateSet = (exponent: number): Promise<Command> =>
    api.command(CRAFT, { name: 'TIME_REPORT_RATE_SET', arguments: { RATE_EXPONENT: exponent } });

  beforeAll(async () => {
    place = await trialPlace('PGlite');
    ground = await startTrial(place, { clock: `${START}x${RATE}`, simulation: {} });
    api = await new ChainApi(ground.url).signIn('wang.lei', DEMONSTRATION_PASSWORD);
    const approver = await new ChainApi(ground.url).signIn('li.na', DEMONSTRATION_PASSWORD);
    await api.takeConsole(CRAFT);
    first = await uplinkFrom(START);
    next = await uplinkFrom(first.end);
    off = await api.command(CRAFT, { name: 'TRANSMITTER_OFF', arguments: { OFF_DURATION_S: OFF_S } });
    await cop1Where('COP-1 is active', 60, ({ state, contact }) => state === 'S1' && contact === first.id);

    // The transmitter is switched off: from here on the ground is blind. What follows arrives, until FARM-1 goes into lockout.
    await ground.missionClock.sleepUntil(plusSeconds(parseUtc(first.window.tca), SEND_AFTER_TCA_S));
    off = await approver.approve(off);
    [off = off] = await commandsWhere('the transmitter is off', [off], isExecuted);
    arrived = [await rateSet(1), await rateSet(2)];
    arrived = await commandsWhere('the last words are executed', arrived, isExecuted);
    await ground.faults?.lockFarm(CRAFT);
    refused = [await rateSet(3), await rateSet(4)];
    refused = await commandsWhere('more is radiated', refused, (command) => timesOf(command, 'radiated').length > 0);
    await cop1Where('the first uplink is over', 60, ({ contact }) => contact === null);
    afterLos = await again([...arrived, ...refused]);

    // At the next antenna the recorder is played back.
    [off = off, ...arrived] = await commandsWhere(
      'the playback tells of it',
      [off, ...arrived],
      ({ state }) => state === 'completed',
    );
    afterPlayback = await again(afterLos);

    await cop1Where('the next uplink', NEXT_CONTACT_S, ({ contact, clcw }) => contact === next.id && clcw !== null);
    fresh = await api.command(CRAFT, { name: 'CONNECTION_TEST' });
    await cop1Where('the lockout is seen', 60, ({ clcw }) => clcw?.lockout === true && !clcw.noBitLock);
    await api.direct(CRAFT, 'initiate-ad-with-unlock');
    await passWhere(next, 60, ({ phase }) => phase === 'completed');
    fresh = await api.commandById(fresh);
    afterNext = await again(afterLos);
  }, BUSY * 600_000);
  afterAll(async () => {
    await ground.stop();
    await place.remove();
  });

  it('has a trial that shows something: all were radiated, some executed and some not, and the next antenna is another', () => {
    for (const command of afterLos) expect(timesOf(command, 'radiated').length).toBeGreaterThanOrEqual(1);
    expect(afterLos.map(isExecuted)).toEqual([true, true, false, false]);
    expect(next.antenna).not.toBe(first.antenna);
    const discarded = simulated()
      .of('frame-rejected')
      .filter(({ rule }) => rule === 'lockout');
    expect(discarded.length).toBeGreaterThanOrEqual(refused.length);
  });

  it('knows of none at LOS whether it arrived: unknown, not failed, whether or not it was executed', () => {
    expect(afterLos.map(({ state }) => state)).toEqual(afterLos.map(() => 'unknown'));
    for (const { stages, contact } of afterLos) {
      expect(contact).toBe(first.id);
      expect(stages.filter(({ outcome }) => outcome !== 'done')).toMatchObject([
        { stage: 'acknowledged', outcome: 'unknown', detail: expect.any(String) },
      ]);
    }
  });

  it('is told by the playback of what was executed, at the times on board; the rest stays unknown', () => {
    expect(afterPlayback.map(({ state }) => state)).toEqual([
      ...arrived.map(() => 'completed'),
      ...refused.map(() => 'unknown'),
    ]);
    expect(afterPlayback.slice(arrived.length)).toEqual(afterLos.slice(arrived.length));
    expect(afterPlayback.flatMap(disorderOf)).toEqual([]);
    const executed = simulated().of('command-executed');
    const offAt = parseUtc(executed.find(({ name }) => name === 'TRANSMITTER_OFF')?.at ?? START);
    for (const command of [off, ...arrived]) {
      const executedAt = parseUtc(executed.find((entry) => packetOf(entry) === packetOf(command))?.at ?? START);
      // Time codes on board count in 2^-16 s.
      expect(Math.abs(Number((timesOf(command, 'started')[0] ?? 0n) - executedAt))).toBeLessThan(1e9 / 2 ** 15);
      const reports = command.stages.filter(({ stage }) => ['accepted', 'started', 'completed'].includes(stage));
      expect(reports).toHaveLength(3);
      // The acceptance of the one that switched the transmitter off may have left before it was executed.
      const played = reports.filter(({ stage }) => command !== off || stage !== 'accepted');
      for (const { frame } of played)
        expect(parseUtc(frame?.earthReceiveTime ?? START) > plusSeconds(offAt, OFF_S)).toBe(true);
    }
  });

  it('is not sent again at the next antenna: only what was written for it is', () => {
    expect(fresh).toMatchObject({ state: 'completed', contact: next.id, antenna: next.antenna });
    // Nothing has happened to the others since.
    expect(afterNext).toEqual(afterPlayback);
    const numbers = new Set(fresh.stages.flatMap(({ frameSequenceNumber: n }) => (n === null ? [] : [n])));
    const since = parseUtc(next.start);
    const frames = simulated()
      .of('frame-accepted', 'frame-rejected')
      .filter(({ at, kind }) => parseUtc(at) >= since && kind !== 'BC');
    expect(frames.length).toBeGreaterThanOrEqual(1);
    expect(new Set(frames.map(({ frameSequenceNumber }) => frameSequenceNumber))).toEqual(numbers);
  });

  it('executes nothing twice', () => {
    expect(simulated().executed()).toEqual([off, ...arrived, fresh].map(packetOf));
  });
});
