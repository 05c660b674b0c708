import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc } from '@app/time';
import { planGreedily, type PlanningProblem, type PlanningWindow, violations } from './index.js';

const MINUTE = 60_000_000_000n;
const dayStart = parseUtc('2026-04-24T00:00:00Z');

function window(id: string, spacecraft: string, antenna: string, fromMin: number, lengthMin: number): PlanningWindow {
  const aos = dayStart + BigInt(fromMin) * MINUTE;
  return { id, spacecraft, antenna, aos, los: aos + BigInt(lengthMin) * MINUTE, maxElevationDeg: 30, open: false };
}

const base: PlanningProblem = {
  notBefore: dayStart,
  windows: [],
  antennas: [
    {
      id: 'A',
      provider: 'CN',
      services: ['telemetry', 'telecommand'],
      bands: ['S'],
      polarisations: ['RHCP'],
      setUpNs: 3n * MINUTE,
      tearDownNs: MINUTE,
    },
    {
      id: 'B',
      provider: 'PK',
      services: ['telemetry'],
      bands: ['S'],
      polarisations: ['RHCP'],
      setUpNs: 3n * MINUTE,
      tearDownNs: MINUTE,
    },
  ],
  spacecraft: ['X', 'Y'].map((id) => ({ id, user: 'CN', band: 'S', polarisation: 'RHCP' })),
  requests: [
    {
      id: 'X-CMD',
      spacecraft: 'X',
      contactsPerDay: 1,
      minDurationNs: 5n * MINUTE,
      uplink: true,
      services: ['telemetry'],
      priority: 1,
    },
    {
      id: 'Y-MON',
      spacecraft: 'Y',
      contactsPerDay: 2,
      minDurationNs: 4n * MINUTE,
      uplink: false,
      services: ['telemetry'],
      priority: 2,
    },
  ],
  agreements: [
    {
      id: 'CN-CN',
      provider: 'CN',
      user: 'CN',
      spacecraft: [],
      services: ['telemetry', 'telecommand'],
      priority: 1,
      quotaNsPerDay: null,
      validFrom: 0n,
      validTo: dayStart * 2n,
    },
    {
      id: 'PK-CN',
      provider: 'PK',
      user: 'CN',
      spacecraft: [],
      services: ['telemetry'],
      priority: 3,
      quotaNsPerDay: 10n * MINUTE,
      validFrom: 0n,
      validTo: dayStart * 2n,
    },
  ],
  fixed: [],
  over: [],
};

describe('greedy plan', () => {
  it('explains each contact, and names rule and winner of each lost conflict', () => {
    const plan = planGreedily({
      ...base,
      windows: [
        window('x1', 'X', 'A', 60, 10),
        window('x2', 'X', 'B', 200, 12),
        window('y1', 'Y', 'A', 70, 6), // 70 − 3 lies before x1's 70 + 1
        window('y2', 'Y', 'B', 300, 8),
        window('y3', 'Y', 'B', 400, 7), // 8 + 7 minutes are over PK-CN's ten
        window('y4', 'Y', 'B', 500, 3),
        window('y5', 'Y', 'A', 1, 9),
      ],
    });
    expect(plan.contacts.map(({ window: { id }, request }) => `${request} ${id}`)).toEqual(['X-CMD x1', 'Y-MON y2']);
    expect(Object.fromEntries(plan.lost.map(({ window: { id }, rule, winner }) => [id, [rule, winner]]))).toEqual({
      x2: ['receive-only-antenna', null],
      y1: ['antenna-busy', 'x1'],
      y3: ['agreement-quota', null],
      y4: ['too-short', null],
      y5: ['in-the-past', null],
    });
    expect(plan.contacts[0]?.explanation).toBe(
      'X-CMD (priority 1): 10.0 min up to 30° under CN-CN, contact 1 of 1 that day',
    );
  });

  it('books back to back: half-open ranges touch without a conflict', () => {
    const plan = planGreedily({ ...base, windows: [window('x1', 'X', 'A', 60, 10), window('y1', 'Y', 'A', 74, 6)] });
    expect(plan.contacts.map(({ window: { id } }) => id)).toEqual(['x1', 'y1']);
  });

  it('never uplinks twice to one spacecraft at a time, nor without an agreement for it', () => {
    const antennas = [
      ...base.antennas,
      { ...base.antennas[0]!, id: 'C' },
      { ...base.antennas[0]!, id: 'D', provider: 'PK' },
    ];
    const requests = [{ ...base.requests[0]!, contactsPerDay: 3 }];
    const windows = [window('x1', 'X', 'A', 60, 10), window('x2', 'X', 'C', 62, 9), window('x3', 'X', 'D', 300, 9)];
    const plan = planGreedily({ ...base, antennas, requests, windows });
    expect(plan.lost.map(({ window: { id }, rule, winner }) => [id, rule, winner])).toEqual([
      ['x2', 'spacecraft-uplink-busy', 'x1'],
      ['x3', 'no-agreement', null],
    ]);
  });

  it('keeps what is booked, and counts it for its request', () => {
    const first = planGreedily({ ...base, windows: [window('x1', 'X', 'A', 60, 10)] });
    const again = planGreedily({
      ...base,
      fixed: first.contacts,
      windows: [window('x1', 'X', 'A', 60, 10), window('x9', 'X', 'A', 600, 30)],
    });
    expect(again.contacts).toEqual([]);
    expect(again.lost.map(({ window: { id }, rule }) => [id, rule])).toEqual([['x9', 'request-satisfied']]);
    // What one request has is lost to another one of the same spacecraft.
    const monitor = { ...base.requests[0]!, id: 'X-MON', uplink: false, priority: 5 };
    const both = planGreedily({
      ...base,
      requests: [...base.requests, monitor],
      fixed: first.contacts,
      windows: [window('x1', 'X', 'A', 60, 10)],
    });
    expect(both.lost.map(({ request, rule, winner }) => [request, rule, winner])).toEqual([
      ['X-MON', 'already-booked', 'x1'],
    ]);
  });

  it('never books again what was a contact once, and says what became of it', () => {
    const plan = planGreedily({
      ...base,
      windows: [window('x1', 'X', 'A', 60, 10), window('x2', 'X', 'A', 200, 8)],
      over: [{ id: 'x1', state: 'failed' }],
    });
    expect(plan.contacts.map(({ window: { id } }) => id)).toEqual(['x2']);
    expect(plan.lost).toMatchObject([
      { rule: 'already-over', winner: null, explanation: 'it was a contact already, which is failed' },
    ]);
  });

  it('gives a request for payload data an antenna that takes it', () => {
    const antennas = [...base.antennas, { ...base.antennas[0]!, id: 'P', services: ['telemetry', 'payload'] }];
    const requests = [{ ...base.requests[1]!, services: ['telemetry', 'payload'] }];
    const agreements = base.agreements.map((one) => ({ ...one, services: ['telemetry', 'telecommand', 'payload'] }));
    const windows = [window('y1', 'Y', 'A', 60, 14), window('y2', 'Y', 'P', 200, 8)];
    const plan = planGreedily({ ...base, antennas, requests, agreements, windows });
    expect(plan.contacts.map(({ window: { id } }) => id)).toEqual(['y2']);
    expect(plan.lost).toMatchObject([
      { rule: 'antenna-capability', explanation: 'A does not do payload, Y-MON asks for it' },
    ]);
  });

  const problems = fc
    .record({
      windows: fc.array(
        fc.tuple(
          fc.constantFrom('X', 'Y'),
          fc.constantFrom('A', 'B'),
          fc.nat({ max: 2800 }),
          fc.integer({ min: 1, max: 15 }),
        ),
        { maxLength: 40 },
      ),
      perDay: fc.integer({ min: 1, max: 8 }),
      uplinks: fc.tuple(fc.boolean(), fc.boolean()),
    })
    .map(({ windows, perDay, uplinks }): PlanningProblem => ({
      ...base,
      requests: base.requests.map((request, i) => ({
        ...request,
        contactsPerDay: perDay,
        uplink: uplinks[i] ?? false,
      })),
      windows: windows.map(([craft, antenna, from, length], i) => window(`w${i}`, craft, antenna, from, length)),
    }));

  it('is feasible in the eyes of the evaluator, and accounts for every window once per request', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const plan = planGreedily(problem);
        expect(violations(problem, plan.contacts)).toEqual([]);
        const asked = problem.requests.flatMap(({ id, spacecraft }) =>
          problem.windows.filter((w) => w.spacecraft === spacecraft).map((w) => `${id} ${w.id}`),
        );
        const answered = [...plan.contacts, ...plan.lost].map(({ request, window: { id } }) => `${request} ${id}`);
        expect(answered.sort()).toEqual(asked.sort());
      }),
    );
  });

  it('leaves no window that it could still book (maximal), by the evaluator alone', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const plan = planGreedily(problem);
        for (const { window: left, request, rule } of plan.lost) {
          if (rule === 'request-satisfied' || rule === 'already-booked' || rule === 'in-the-past') continue;
          const asked = problem.requests.find(({ id }) => id === request)!;
          const forced = problem.agreements.map(({ id }) => ({
            window: left,
            request,
            agreement: id,
            uplink: asked.uplink,
            start: left.aos - 3n * MINUTE,
            end: left.los + MINUTE,
            explanation: '',
          }));
          for (const one of forced) expect(violations(problem, [...plan.contacts, one])).not.toEqual([]);
        }
      }),
    );
  });
});

describe('evaluator', () => {
  it('finds each kind of wrong', () => {
    const x = window('x1', 'X', 'A', 60, 10);
    const good = {
      window: x,
      request: 'X-CMD',
      agreement: 'CN-CN',
      uplink: true,
      start: x.aos - 3n * MINUTE,
      end: x.los + MINUTE,
      explanation: '',
    };
    expect(violations(base, [good])).toEqual([]);
    expect(violations(base, [good, good])).toContain('x1 is booked twice');
    expect(violations(base, [{ ...good, start: x.aos }])).toEqual(['x1: set-up is not booked']);
    expect(violations(base, [{ ...good, agreement: 'PK-CN' }])).toContain('x1: PK-CN is between others');
    expect(violations(base, [{ ...good, window: { ...x, antenna: 'B' } }])).toContain('x1: B cannot transmit');
    const spacecraft = base.spacecraft.map((craft) => ({ ...craft, polarisation: 'LHCP' }));
    expect(violations({ ...base, spacecraft }, [good])).toEqual(['x1: A is not LHCP']);
    expect(violations({ ...base, notBefore: good.start + 1n }, [good])).toEqual(['x1: its set-up begins too early']);
    expect(violations(base, [{ ...good, window: { ...x, open: true } }])).toEqual(['x1: its AOS or LOS is not known']);
    expect(violations({ ...base, over: [{ id: 'x1', state: 'failed' }] }, [good])).toEqual([
      'x1: it was a contact already',
    ]);
    const requests = [{ ...base.requests[0]!, services: ['telemetry', 'payload'] }];
    const agreements = [{ ...base.agreements[0]!, services: ['telemetry', 'telecommand', 'payload'] }];
    expect(violations({ ...base, requests, agreements }, [good])).toEqual(['x1: A takes no payload data']);
    const later = window('x2', 'X', 'A', 300, 10);
    const second = { ...good, window: later, start: later.aos - 3n * MINUTE, end: later.los + MINUTE };
    expect(violations(base, [good, second])).toEqual(['X-CMD has 2 contacts on a day, 1 asked for']);
  });

  it('does not hold the past against what was booked before', () => {
    const x = window('x1', 'X', 'A', 60, 10);
    const [booked] = planGreedily({ ...base, windows: [x] }).contacts;
    const later = { ...base, fixed: [booked!], notBefore: x.los };
    expect(violations(later, later.fixed)).toEqual([]);
    expect(violations({ ...later, fixed: [] }, [booked!])).toEqual(['x1: its set-up begins too early']);
  });
});
