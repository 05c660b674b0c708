// Issue: "An AD frame unacknowledged at LOS ends as *unknown*, never as failed and never resent silently at the next antenna; verified
// later from playback."
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Command, type Contact, type PassStatus, type SpacecraftId } from '@app/contracts';
import { parseUtc, plusSeconds } from '@app/time';
import { DEMONSTRATION_PASSWORD } from '../../apps/service-management/src/index.js';
import { type RunningGroundSegment } from '../../apps/smms/src/ground/ground-segment.js';
import { ChainApi, until } from './chain-api.js';
import { startTrial, type TrialPlace, trialPlace } from './ground-trial.js';
import { disorderOf, packetOf, SimulatedUplink, timesOf } from './uplink-evidence.js';

const CRAFT = 'GF-1' as SpacecraftId;
/** GF-1 rises over Miyun, is heard at Ulan Bator for minutes longer, and half an hour later rises over Pucallpa, which may transmit. */
const START = '2026-04-24T14:19:30Z';
const RATE = 50;
/** So many CLTUs are lost that not all of ten frames in a row are accepted. */
const LOSS = 0.3;
const SEED = 1;
/** The uplink ends at 10 degrees; from here it takes about a minute to get there, less than COP-1 needs for all its retransmissions. */
const SEND_BELOW_DEG = 14;
/** From before the end of the uplink to after LOS, but not to the end of the contact at the antenna that hears it longer. */
const OFF_S = 130;
/** Wall seconds from one contact to the next, and more. */
const NEXT_CONTACT_S = 120;

describe('commands that leave when the spacecraft can no longer answer', () => {
  let place: TrialPlace;
  let ground: RunningGroundSegment;
  let api: ChainApi;
  let first: Contact;
  let next: Contact;
  /** As they stood at the end of the first uplink, after the playback, and after the next uplink. */
  let sent: Command[];
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

  const cop1Active = (contact: Contact, timeoutS: number): Promise<unknown> =>
    until(`COP-1 is active in ${contact.id}`, timeoutS, async () => {
      const seen = await api.cop1(CRAFT);
      return { answer: seen.state === 'S1' && seen.contact === contact.id ? seen : undefined, seen };
    });

  /** Each command executed on board, by the simulator's log. */
  const isExecuted = (command: Command): boolean => simulated().executed().includes(packetOf(command));

  beforeAll(async () => {
    place = await trialPlace('PGlite');
    ground = await startTrial(place, {
      clock: `${START}x${RATE}`,
      simulation: { uplinkLossProbability: LOSS, seed: SEED },
    });
    api = await new ChainApi(ground.url).signIn('wang.lei', DEMONSTRATION_PASSWORD);
    const approver = await new ChainApi(ground.url).signIn('li.na', DEMONSTRATION_PASSWORD);
    await api.takeConsole(CRAFT);
    first = await uplinkFrom(START);
    next = await uplinkFrom(first.end);

    // All are written while the AD service is off, so that they leave together, the hazardous one in front.
    await cop1Active(first, 60);
    await api.direct(CRAFT, 'terminate-ad');
    const off = await api.command(CRAFT, { name: 'TRANSMITTER_OFF', arguments: { OFF_DURATION_S: OFF_S } });
    sent = [await approver.approve(off)];
    for (let i = 0; i < 8; i++)
      sent.push(await api.command(CRAFT, { name: 'TIME_REPORT_RATE_SET', arguments: { RATE_EXPONENT: i } }));
    await passWhere(
      first,
      60,
      ({ elevationDeg, at }) => parseUtc(at) > parseUtc(first.window.tca) && elevationDeg < SEND_BELOW_DEG,
    );
    await api.direct(CRAFT, 'initiate-ad-with-clcw-check');
    afterLos = await until('the end of the first uplink', 60, async () => {
      const seen = await again(sent);
      const isOver = (await api.cop1(CRAFT)).contact === null;
      return { answer: isOver ? seen : undefined, seen: seen.map(({ state, stages }) => ({ state, stages })) };
    });

    afterPlayback = await until('the playback tells of what was executed', 60, async () => {
      const seen = await again(sent);
      const open = seen.filter((command) => isExecuted(command) && command.state !== 'completed');
      const played = seen.some(({ state }) => state === 'completed');
      return {
        answer: played && open.length === 0 ? seen : undefined,
        seen: open.map(({ state, stages }) => ({ state, stages })),
      };
    });

    await cop1Active(next, NEXT_CONTACT_S);
    fresh = await api.command(CRAFT, { name: 'CONNECTION_TEST' });
    await passWhere(next, 60, ({ phase }) => phase === 'completed');
    fresh = await api.commandById(fresh);
    afterNext = await again(sent);
  }, 360_000);
  afterAll(async () => {
    await ground.stop();
    await place.remove();
  });

  it('has a trial that shows something: the last word was executed, more went after it, and not all of that arrived', () => {
    expect(isExecuted(afterLos[0]!)).toBe(true);
    expect(afterLos.filter(isExecuted).length).toBeLessThan(afterLos.length);
    for (const command of afterLos) expect(timesOf(command, 'radiated').length).toBeGreaterThanOrEqual(1);
    expect(next.antenna).not.toBe(first.antenna);
  });

  it('knows of none at LOS whether it arrived: unknown, not failed, whether or not it was executed', () => {
    expect(afterLos.map(({ state }) => state)).toEqual(afterLos.map(() => 'unknown'));
    for (const { stages } of afterLos) {
      expect(stages.at(-1)).toMatchObject({ stage: 'acknowledged', outcome: 'unknown' });
      expect(stages.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    }
  });

  it('is told by the playback of what was executed, once, at the times on board; the rest stays unknown', () => {
    const expected = afterLos.map((command) => (isExecuted(command) ? 'completed' : 'unknown'));
    expect(afterPlayback.map(({ state }) => state)).toEqual(expected);
    expect(afterPlayback.flatMap(disorderOf)).toEqual([]);
    const off = afterPlayback[0]!;
    const [executedAt] = simulated()
      .of('command-executed')
      .filter((entry) => packetOf(entry) === packetOf(off))
      .map(({ at }) => parseUtc(at));
    const [startedAt] = timesOf(off, 'started');
    // Time codes on board count 2^-16 s.
    expect(Math.abs(Number((startedAt ?? 0n) - (executedAt ?? 0n)))).toBeLessThan(1e9 / 2 ** 15);
    // What told it was received after the transmitter came on again.
    for (const { stage, frame } of off.stages.filter((one) => one.stage === 'started' || one.stage === 'completed'))
      expect({
        stage,
        late: parseUtc(frame?.earthReceiveTime ?? START) >= plusSeconds(startedAt ?? 0n, OFF_S),
      }).toEqual({
        stage,
        late: true,
      });
  });

  it('is not sent again at the next antenna: only what was written for it is', () => {
    expect(fresh).toMatchObject({ state: 'completed', contact: next.id, antenna: next.antenna });
    // Nothing has happened to the others since.
    expect(afterNext).toEqual(afterPlayback);
    const since = parseUtc(next.start);
    const later = simulated().entries.filter(({ at }) => parseUtc(at) >= since);
    const numbers = new Set(fresh.stages.flatMap(({ frameSequenceNumber: n }) => (n === null ? [] : [n])));
    expect(numbers.size).toBe(1);
    const frames = later.filter((entry) => 'kind' in entry && entry.kind !== 'BC');
    expect(frames.length).toBeGreaterThanOrEqual(1);
    for (const frame of frames)
      expect(numbers).toContain('frameSequenceNumber' in frame ? frame.frameSequenceNumber : -1);
    expect(later.filter(({ event }) => event === 'command-executed')).toHaveLength(1);
  });

  it('executes nothing twice', () => {
    const executed = simulated().executed();
    expect(new Set(executed).size).toBe(executed.length);
    expect(executed).toEqual([...afterLos.filter(isExecuted), fresh].map(packetOf));
  });
});
