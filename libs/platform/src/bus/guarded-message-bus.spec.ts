import { afterEach, describe, expect, it } from '@jest/globals';
import { subjects, type SiteId, type SpacecraftId } from '@app/contracts';
import { RemoteHandlerError } from './bus.errors.js';
import { BusRefusalError, GuardedMessageBus } from './guarded-message-bus.js';
import { LocalMessageBus } from './local-message-bus.js';
import type { BusFault, BusMessage } from './message-bus.port.js';
import { type BusRole, ruleOfSubject, subjectPolicy } from './subject-policy.js';

const site = 'CN-MYN' as SiteId;
const spacecraft = 'GF-1' as SpacecraftId;
const roles: readonly BusRole[] = [
  'service-management',
  'flight-dynamics',
  'mission-planning',
  'station',
  'interconnect',
  'telemetry-command',
  'observer',
];

function bench() {
  const faults: BusFault[] = [];
  const refusals: BusRefusalError[] = [];
  const inner = new LocalMessageBus({ onFault: (fault) => faults.push(fault) });
  const busOf = (role: BusRole, mode: 'simulation' | 'operational' = 'simulation') =>
    new GuardedMessageBus(role, mode, inner, async (refusal) => void refusals.push(refusal));
  return { faults, refusals, inner, busOf };
}

describe('a role on the bus', () => {
  let closing: LocalMessageBus | undefined;
  afterEach(async () => closing?.close());
  const start = () => {
    const made = bench();
    closing = made.inner;
    return made;
  };

  it('is heard under its name and mode', async () => {
    const { busOf, refusals } = start();
    const heard: BusMessage[] = [];
    await busOf('mission-planning').subscribe(subjects.anyPassStatus, (message) => void heard.push(message));
    await busOf('station').publish(subjects.passStatus(site), { phase: 'tracking' }, { trace: 'x' });
    await closing?.close();
    expect(heard).toEqual([
      {
        subject: 'station.CN-MYN.pass',
        payload: { phase: 'tracking' },
        headers: { trace: 'x', 'smms-from': 'station', 'smms-mode': 'simulation' },
      },
    ]);
    expect(refusals).toEqual([]);
  });

  it('cannot write another name over its own', async () => {
    const { busOf, inner } = start();
    const heard: BusMessage[] = [];
    await inner.subscribe('>', (message) => void heard.push(message));
    await busOf('station').publish(subjects.passStatus(site), {}, { 'smms-from': 'interconnect' });
    await closing?.close();
    expect(heard[0]?.headers['smms-from']).toBe('station');
  });

  // The whole table: each subject, each role.
  it.each(subjectPolicy.flatMap((rule) => roles.map((role) => ({ ...rule, role }))))(
    '$kind $filter by $role',
    async ({ filter, kind, from, role }) => {
      const { busOf, refusals } = start();
      const subject = filter.replaceAll('*', 'ANY');
      await busOf('observer')
        .respond(filter, () => 'answered')
        .catch(() => undefined);
      refusals.length = 0;
      const bus = busOf(role);
      const said =
        kind === 'event'
          ? bus.publish(subject, {}).then(() => 'published')
          : bus.request(subject, {}, { timeoutMs: 1000 });
      if (from.includes(role)) expect(await said).toBe(kind === 'event' ? 'published' : 'answered');
      else await expect(said).rejects.toMatchObject({ rule: 'unknown-sender', sender: role });
      expect(refusals.map(({ subject: where }) => where)).toEqual(from.includes(role) ? [] : [subject]);
    },
  );

  it('answers nobody who does not say who it is, or is unknown, or works in another mode', async () => {
    const { busOf, inner, refusals, faults } = start();
    let radiated = 0;
    await busOf('station').respond(subjects.radiateCltu(site), () => ++radiated);
    const ask = (headers: Record<string, string>) =>
      inner.request(subjects.radiateCltu(site), {}, { timeoutMs: 1000, headers });
    const refusedBy = (rule: string) => ({
      constructor: RemoteHandlerError,
      errorName: 'BusRefusalError',
      details: expect.objectContaining({ rule }) as unknown,
    });
    await expect(ask({})).rejects.toMatchObject({ errorName: 'BusRefusalError' });
    await expect(ask({ 'smms-from': 'stranger', 'smms-mode': 'simulation' })).rejects.toMatchObject({
      details: refusedBy('unknown-sender').details,
    });
    await expect(
      busOf('interconnect', 'operational').request(subjects.radiateCltu(site), {}, { timeoutMs: 1000 }),
    ).rejects.toMatchObject({ details: refusedBy('other-mode').details });
    await expect(ask({ 'smms-from': 'interconnect' })).rejects.toMatchObject({
      details: refusedBy('other-mode').details,
    });
    expect(radiated).toBe(0);
    expect(refusals.map(({ rule }) => rule)).toEqual(['unknown-sender', 'unknown-sender', 'other-mode', 'other-mode']);
    expect(faults).toHaveLength(4);
    expect(await busOf('interconnect').request(subjects.radiateCltu(site), {}, { timeoutMs: 1000 })).toBe(1);
  });

  it('hears no event of a sender that may not say it: a fault, and the next one is heard', async () => {
    const { busOf, inner, faults } = start();
    const heard: unknown[] = [];
    await busOf('observer').subscribe(subjects.anyCommand, ({ payload }) => void heard.push(payload));
    await inner.publish(subjects.command(spacecraft), 'forged', { 'smms-from': 'station', 'smms-mode': 'simulation' });
    await busOf('telemetry-command').publish(subjects.command(spacecraft), 'true');
    await closing?.close();
    expect(heard).toEqual(['true']);
    expect(faults).toMatchObject([{ kind: 'event-handler', error: { rule: 'unknown-sender' } }]);
  });

  it('neither listens nor answers where nobody may speak', async () => {
    const { busOf } = start();
    await expect(busOf('observer').subscribe('no.such.subject', () => undefined)).rejects.toThrow(BusRefusalError);
    // A request's subject is no event's.
    await expect(busOf('station').subscribe(subjects.radiateCltu(site), () => undefined)).rejects.toThrow(
      BusRefusalError,
    );
  });
});

describe('the table of subjects', () => {
  it('lets nobody but the interconnection ask a station to radiate, and nobody but a mission ask that', () => {
    expect(ruleOfSubject('station.TR-ANK.cltu', 'request')?.from).toEqual(['interconnect']);
    expect(ruleOfSubject('interconnect.GF-1.cltu', 'request')?.from).toEqual(['telemetry-command']);
    expect(ruleOfSubject('station.TR-ANK.cltu', 'event')).toBeUndefined();
    expect(ruleOfSubject('station.TR-ANK.cltu.x', 'request')).toBeUndefined();
  });
});
