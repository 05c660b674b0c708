import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { loadConfiguration, LocalMessageBus, ManualMissionClock } from '@app/platform';
import { parseUtc } from '@app/time';
import { demonstrationAccounts } from '../../../service-management/src/index.js';
import type { RunningGroundSegment } from '../ground/ground-segment.js';
import { TerminalView } from './terminal-view.js';

async function said(accounts: RunningGroundSegment['accounts']): Promise<string> {
  const mission = parseUtc('2026-04-24T08:00:00Z');
  const bus = new LocalMessageBus({ onFault: () => undefined });
  const ground = {
    url: 'http://127.0.0.1:8080',
    bus,
    missionClock: new ManualMissionClock(mission),
    clock: { anchor: { mission, wall: mission, rate: 1 }, origin: 'demonstration' },
    accounts,
    nextContacts: async () => [],
  } as unknown as RunningGroundSegment;
  const out = new PassThrough();
  const view = new TerminalView(ground, loadConfiguration({}, '/nowhere'), out);
  await view.start();
  view.stop();
  await bus.close();
  return String(out.read());
}

describe('the terminal at the start', () => {
  it('names the accounts of the demonstration, their nations, roles and password', async () => {
    const text = await said(demonstrationAccounts);
    expect(text).toContain('password "demonstration"');
    expect(text).toMatch(/^ {2}li\.na +CN {2}controller, hazardous-command-approver$/m);
    expect(text.match(/^ {2}[a-z.]+ +(CN|TR|TH) {2}/gm)).toHaveLength(8);
  });

  it('says nothing of accounts elsewhere', async () => {
    expect(await said([])).not.toMatch(/account|password/);
  });
});
