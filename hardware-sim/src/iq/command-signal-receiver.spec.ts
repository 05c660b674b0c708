import * as require_fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadMissionDatabase } from '@app/mission-database';
import { plusSeconds, secondsBetween } from '@app/time';
import { passesOf } from '../testing/manual-pass.js';
import { referenceDatabaseXml } from '../testing/sample-mission.js';
import { directUplink, SignalUplink, transmittingAntenna } from '../testing/signal-uplink.js';
import { Telecommands } from '../testing/telecommands.js';

const [pass] = passesOf(transmittingAntenna, '2026-04-24T06:00:00Z', 40, 1);
const early = plusSeconds(pass!.start, 150);
const commands = new Telecommands(loadMissionDatabase(referenceDatabaseXml()), 421, directUplink);
const frame = commands.frame('AD', commands.packet('CONNECTION_TEST'), 0);
const cltu = commands.cltu(frame);

describe('try', () => {
  it('runs', () => {
    const uplink = new SignalUplink(early, { esN0Db: 12 });
    let t = performance.now();
    uplink.begin();
    uplink.pass(3);
    console.log(performance.now() - t, uplink.links.map((l) => [secondsBetween(early, l.at), l.carrier !== undefined, l.bitLock, l.carrier?.frequencyOffsetHz(l.at), l.carrier?.levelDbm(l.at)]));
    uplink.send(cltu);
    uplink.pass(2);
    const sent = uplink.machine.transmissions[0]!.cltus;
    console.log(uplink.log, sent.map((c) => [secondsBetween(early, uplink.arrivalOf(c.firstBit)), secondsBetween(early, uplink.arrivalOf(c.end))]), uplink.frames.length, uplink.sink.counts);
    require_fs.writeFileSync('/tmp/uplink/dump.f32', Buffer.from(Float32Array.from((globalThis as any).dump.flat()).buffer));
    uplink.stop();
    uplink.pass(3);
    console.log(performance.now() - t, uplink.links.map((l) => [secondsBetween(early, l.at), l.carrier !== undefined, l.bitLock]), uplink.receiver.isBusy);
    expect(uplink.frames.map(({ bytes }) => bytes)).toEqual([frame]);
  });
});
