import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemSchema } from '@app/contracts';
import { createLogger, policyOf } from '@app/platform';
import { type RunningScenario, runScenario } from '../scenario/run-scenario.js';
import { readScenario } from '../scenario/scenario.js';
import { RotctlClient } from '../testing/device-clients.js';
import { miyun } from '../testing/manual-pass.js';
import { elementsOfGf1, referenceDatabaseXml, sampleLinkProfile } from '../testing/sample-mission.js';
import { ControlController } from './control.controller.js';
import { faultReportSchema, simulationStateSchema } from './simulation-state.js';

const antenna = miyun.id;

describe('the HTTP door of a simulator', () => {
  let running: RunningScenario;
  const ask = async (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${running.http}/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });

  beforeAll(async () => {
    const scenario = {
      seed: 1,
      clock: { start: '2026-04-24T06:00:00Z', rate: 10 },
      spacecraft: [{ id: 'GF-1', elementSet: elementsOfGf1, linkProfile: sampleLinkProfile }],
      antennas: [{ antenna: miyun, transmitter: { protocol: 'difi' } }],
      faults: [{ at: 80_000, kind: 'lost-lock', antenna }],
    };
    running = await runScenario({
      scenario: readScenario(JSON.stringify(scenario), 'S'),
      source: 'S',
      catalogue: { spacecraft: new Map(), antennas: new Map(), missionDatabase: referenceDatabaseXml() },
      files: { eventLogFile: null },
      httpPort: 0,
      logger: createLogger('silent'),
    });
  });
  afterAll(async () => running.stop());

  it('states a policy at every door, and the mode', async () => {
    expect(policyOf(ControlController)?.kind).toBe('public');
    const state = simulationStateSchema.parse(await (await ask('GET', 'state')).json());
    expect(state.mode).toBe('simulation');
    expect(state.clock.rate).toBe(10);
    expect(state.clock.spec).toBe(running.missionClock);
    expect(state.spacecraft.map(({ id }) => id)).toEqual(['GF-1']);
    expect(state.antennas).toEqual([{ id: antenna, devices: running.addresses[antenna], cadusReceived: 0 }]);
    expect(state.antennas[0]?.devices.transmitter).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(state.faults).toMatchObject([
      { id: 'F1', fault: { kind: 'lost-lock', antenna }, until: null, holds: false },
    ]);
  });

  it('enters a fault that the station then meets, lists it and ends it', async () => {
    const entered = await ask('POST', 'faults', { kind: 'encoder-offset', antenna, azimuthDeg: 4, elevationDeg: 0 });
    expect(entered.status).toBe(201);
    const { id } = faultReportSchema.parse(await entered.json());
    const rotator = await RotctlClient.open(running.addresses[antenna]?.rotator ?? '');
    await rotator.ask('S');
    expect(Number((await rotator.ask('p', 2)).split('\n')[0])).toBe(4);
    const listed = (await (await ask('GET', 'faults')).json()) as { id: string }[];
    expect(listed.map((fault) => fault.id)).toEqual(['F1', id]);
    expect((await ask('DELETE', `faults/${id}`)).status).toBe(204);
    expect(await (await ask('GET', 'faults')).json()).toHaveLength(1);
    rotator.close();
  });

  it.each([
    ['POST', 'faults', { kind: 'fade', antenna, db: -1 }, 400, /db/],
    ['POST', 'faults', { kind: 'lost-lock', antenna: 'NOWHERE-1' }, 422, /expected one of CN-MYN-1, found NOWHERE-1/],
    ['POST', 'faults', { kind: 'lost-lock', antenna, at: '2020-01-01T00:00:00Z' }, 422, /or later/],
    ['POST', 'clock', { rate: 0 }, 400, /rate/],
    ['DELETE', 'faults/F99', undefined, 404, /F99/],
    ['GET', 'nothing', undefined, 404, /nothing/],
  ])('refuses %s %s %j as a problem', async (method, path, body, status, message) => {
    const response = await ask(method, path, body);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = problemSchema.parse(await response.json());
    expect(problem.status).toBe(status);
    expect(JSON.stringify(problem)).toMatch(message);
  });

  it('changes the rate of the clock, and says how it runs on', async () => {
    const before = simulationStateSchema.parse(await (await ask('GET', 'state')).json());
    const clock = (await (await ask('POST', 'clock', { rate: 50 })).json()) as { rate: number; spec: string };
    expect(clock).toMatchObject({ rate: 50, spec: expect.stringMatching(/x50$/) });
    const after = simulationStateSchema.parse(await (await ask('GET', 'state')).json());
    expect(after.clock).toMatchObject({ rate: 50, spec: clock.spec });
    expect(after.clock.missionTime > before.clock.missionTime).toBe(true);
  });
});
