// Issue: "Through the simulated chain with 10 % of CLTUs lost: 200 commands executed exactly once, in order; FARM lockout recovered by
// the directive."
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AuthorCommand,
  type Command,
  type Contact,
  type Cop1Status,
  type GroundAlarm,
  groundAlarmSchema,
  type SpacecraftId,
  subjects,
} from '@app/contracts';
import { parseUtc } from '@app/time';
import { DEMONSTRATION_PASSWORD } from '../../apps/service-management/src/index.js';
import { type RunningGroundSegment } from '../../apps/smms/src/ground/ground-segment.js';
import { BUSY, ChainApi, until } from './chain-api.js';
import { startTrial, type TrialPlace, trialPlace } from './ground-trial.js';
import { disorderOf, packetOf, SimulatedUplink, timesOf } from './uplink-evidence.js';

const CRAFT = 'GF-1' as SpacecraftId;
const COMMANDS = 200;
/**
 * The commands are written before the contact begins. What the ground takes for each, the database above all, is wall time: a higher rate
 * would leave a loaded machine too little of the contact, of which an idle one needs less than a third.
 */
const RATE = 2;
const LOSS = 0.1;
/** A frame's number has eight bits. */
const MODULO = 256;
/** Wall seconds: longer than the whole contact. */
const CONTACT_S = 420;
/** All commands with their stages are half a megabyte: looking more often would take the ground's time from commanding. */
const LOOK_EVERY_MS = 2000;

const heaters = ['BATTERY', 'TANK', 'OBC', 'IMAGER'];
const reports = ['HK_PLATFORM', 'HK_POWER', 'HK_THERMAL_AOCS', 'HK_PAYLOAD_COMMS'];

/** The commands of this test, no two neighbours alike. */
function commandNumber(i: number): Partial<AuthorCommand> {
  const turn = Math.floor(i / 4);
  const kinds: readonly Partial<AuthorCommand>[] = [
    { name: 'CONNECTION_TEST' },
    {
      name: 'HEATER_SET',
      arguments: { HEATER: heaters[turn % 4] ?? '', STATE: turn % 8 < 4 ? 'ON' : 'OFF' },
    },
    { name: 'HK_REPORT_REQUEST', arguments: { REPORT: reports[turn % 4] ?? '' } },
    { name: 'TIME_REPORT_RATE_SET', arguments: { RATE_EXPONENT: 4 + (turn % 5) } },
  ];
  return { ...kinds[i % 4], note: `number ${i}` };
}

describe('200 commands while one CLTU in ten is lost', () => {
  let place: TrialPlace;
  let ground: RunningGroundSegment;
  let api: ChainApi;
  let contact: Contact;
  const alarms: GroundAlarm[] = [];

  const commandsNow = (): Promise<Command[]> => api.commands(CRAFT);
  const simulated = (): SimulatedUplink => new SimulatedUplink(ground.telecommandLog);

  beforeAll(
    async () => {
      place = await trialPlace('PGlite');
      ground = await startTrial(place, { simulation: { rate: RATE, uplinkLossProbability: LOSS } });
      await ground.bus.subscribe(subjects.groundAlarm(CRAFT), ({ payload }) => {
        alarms.push(groundAlarmSchema.parse(payload));
      });
      api = await new ChainApi(ground.url).signIn('wang.lei', DEMONSTRATION_PASSWORD);
      await api.takeConsole(CRAFT);
      for (let i = 0; i < COMMANDS; i++) await api.command(CRAFT, commandNumber(i));
      contact = await until('the contact', 10, async () => {
        const seen = (await api.contacts()).find(({ spacecraft, uplink }) => spacecraft === CRAFT && uplink);
        return { answer: seen };
      });
      await until(
        'every command is completed',
        CONTACT_S,
        async () => {
          const commands = await commandsNow();
          const open = commands.filter(({ state }) => state !== 'completed');
          const missing = COMMANDS - (commands.length - open.length);
          if (missing > 0 && ground.missionClock.now() > parseUtc(contact.end))
            throw new Error(`the contact is over, and ${missing} commands are not completed`);
          return {
            answer: missing === 0 ? true : undefined,
            seen: open.slice(0, 3).map(({ state, stages }) => ({ state, stages })),
          };
        },
        LOOK_EVERY_MS,
      );
    },
    1000 * BUSY * (CONTACT_S + 60),
  );
  afterAll(async () => {
    await ground.stop();
    await place.remove();
  });

  it('really loses CLTUs, and sends their frames again', () => {
    const lost = simulated()
      .of('cltu-lost')
      .filter(({ reason }) => reason === 'channel');
    const radiated = simulated().of('cltu-radiated');
    // Of 200 and more, one in ten: fewer than five, or more than sixty, is a chance of less than one in a hundred thousand.
    expect(lost.length).toBeGreaterThanOrEqual(5);
    expect(lost.length).toBeLessThanOrEqual(60);
    expect(radiated.length).toBeGreaterThanOrEqual(COMMANDS + lost.length);
  });

  it('has each executed on board exactly once, in the order in which they were written', async () => {
    const commands = await commandsNow();
    expect(commands.map(({ note }) => note)).toEqual(Array.from({ length: COMMANDS }, (_, i) => `number ${i}`));
    expect(simulated().executed()).toEqual(commands.map(packetOf));
    expect(simulated().of('command-rejected', 'command-not-started')).toEqual([]);
  });

  it('gets every frame through FARM-1 in its order, and nothing else', () => {
    const accepted = simulated().of('frame-accepted');
    const first = accepted[0]?.frameSequenceNumber ?? -1;
    expect(accepted.map(({ kind, frameSequenceNumber }) => `${kind} ${frameSequenceNumber}`)).toEqual(
      Array.from({ length: COMMANDS }, (_, i) => `AD ${(first + i) % MODULO}`),
    );
  });

  it('tells of every command each stage, none before what it follows from, and of its frame each radiation', async () => {
    const commands = await commandsNow();
    expect(commands.flatMap(disorderOf)).toEqual([]);
    const stages = ['queued', 'released', 'radiated', 'acknowledged', 'accepted', 'started', 'completed'] as const;
    for (const command of commands) {
      expect(stages.filter((stage) => timesOf(command, stage).length === 0)).toEqual([]);
      expect(command.stages.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
      expect(command).toMatchObject({ contact: contact.id, antenna: contact.antenna, author: 'wang.lei' });
      // Each frame of this spacecraft that told something is where the command says.
      const told = command.stages.filter(({ stage }) => stage === 'accepted' || stage === 'completed');
      expect(told.every(({ frame }) => frame !== null)).toBe(true);
    }
    const radiations = commands.reduce((sum, command) => sum + timesOf(command, 'radiated').length, 0);
    expect(radiations).toBe(simulated().of('cltu-radiated').length);
    expect(commands.some((command) => timesOf(command, 'radiated').length > 1)).toBe(true);
  });

  describe('then FARM-1 goes into lockout', () => {
    let intoLockout: Command[];
    let waiting: Command[];
    let locked: Cop1Status;
    let radiatedWhileLocked: number;
    let unlocked: Cop1Status;

    beforeAll(async () => {
      // Written when FARM-1 is locked and the ground does not know it.
      await ground.faults?.lockFarm(CRAFT);
      intoLockout = await Promise.all(
        [0, 1, 2].map((i) => api.command(CRAFT, { ...commandNumber(i), note: `into ${i}` })),
      );
      locked = await until('COP-1 knows of the lockout', 30, async () => {
        const seen = await api.cop1(CRAFT);
        return { answer: seen.clcw?.lockout === true && seen.state === 'S6' ? seen : undefined, seen };
      });
      // CLTUs that the station had taken before are radiated still.
      await ground.missionClock.sleep(10);
      const before = simulated().of('cltu-radiated').length;
      waiting = [];
      for (let i = 0; i < 8; i++) waiting.push(await api.command(CRAFT, { ...commandNumber(i), note: `waiting ${i}` }));
      await ground.missionClock.sleep(20);
      radiatedWhileLocked = simulated().of('cltu-radiated').length - before;
      waiting = await Promise.all(waiting.map((command) => api.commandById(command)));
      await api.direct(CRAFT, 'initiate-ad-with-unlock');
      unlocked = await until('the AD service is active', 30, async () => {
        const seen = await api.cop1(CRAFT);
        return { answer: seen.state === 'S1' ? seen : undefined, seen };
      });
      await until('what waited is completed', 30, async () => {
        const states = (await Promise.all(waiting.map((command) => api.commandById(command)))).map(
          ({ state }) => state,
        );
        return { answer: states.every((state) => state === 'completed') ? true : undefined, seen: states };
      });
    }, BUSY * 180_000);

    it('is said: by COP-1, and by an alarm that calls for the commander', () => {
      expect(locked).toMatchObject({ state: 'S6', alert: expect.stringContaining('lockout'), contact: contact.id });
      expect(alarms).toContainEqual(
        expect.objectContaining({ kind: 'farm-lockout', raised: true, spacecraft: CRAFT, contact: contact.id }),
      );
    });

    it('sends nothing into the lockout and keeps what is written', () => {
      expect(radiatedWhileLocked).toBe(0);
      expect(waiting.map(({ state, stages }) => [state, stages.length])).toEqual(waiting.map(() => ['queued', 1]));
    });

    it('is ended by the directive: the alarm is cleared, and the commands that waited are executed once, in order', async () => {
      expect(unlocked.clcw?.lockout).toBe(false);
      expect(alarms.filter(({ kind }) => kind === 'farm-lockout').map(({ raised }) => raised)).toEqual([true, false]);
      const commands = await Promise.all(waiting.map((command) => api.commandById(command)));
      const packets = new Set(commands.map(packetOf));
      expect(
        simulated()
          .executed()
          .filter((packet) => packets.has(packet)),
      ).toEqual([...packets]);
      expect(packets.size).toBe(waiting.length);
      const unlocks = simulated()
        .of('frame-accepted')
        .filter(({ kind }) => kind === 'BC');
      expect(unlocks.length).toBeGreaterThanOrEqual(1);
    });

    it('loses none in silence: what ran into it is unknown, for that reason, and not executed; or waited, and is executed', async () => {
      const executed = simulated().executed();
      for (const one of intoLockout) {
        const command = await api.commandById(one);
        const times = executed.filter((packet) => packet === packetOf(command)).length;
        expect({ note: one.note, state: command.state, times }).toEqual(
          command.state === 'unknown'
            ? { note: one.note, state: 'unknown', times: 0 }
            : { note: one.note, state: 'completed', times: 1 },
        );
        const unknown = command.stages.filter(({ outcome }) => outcome === 'unknown').map(({ detail }) => detail);
        expect(unknown).toEqual(command.state === 'unknown' ? [expect.stringContaining('lockout')] : []);
      }
    });

    it('leaves the first 200 as they were: nothing was executed a second time', async () => {
      const executed = simulated().executed();
      expect(new Set(executed).size).toBe(executed.length);
      const first = (await commandsNow()).slice(0, COMMANDS).map(packetOf);
      expect(executed.slice(0, COMMANDS)).toEqual(first);
    });
  });
});
