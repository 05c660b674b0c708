import { describe, expect, it } from '@jest/globals';
import { plusSeconds, type Tai } from '@app/time';
import { flipBit } from '../channel/bits.js';
import { type BasebandTransmitter } from '../devices/baseband-transmitter.js';
import { antenna, CommandedSpacecraft, onBorder, pass, start, tuning } from '../testing/commanded-spacecraft.js';
import { lookAt } from '../testing/manual-pass.js';

const secondsOf = (from: Tai, to: Tai): number => Number(to - from) / 1e9;

describe('receiver of a spacecraft', () => {
  it('has a carrier one light time after it came up, bit lock after the acquisition sequence, and neither when it is gone', () => {
    const subject = new CommandedSpacecraft();
    subject.pass(1);
    const up = subject.clock.now();
    subject.transmitter.start(tuning);
    subject.pass(3);
    subject.transmitter.stop();
    subject.pass(2);
    const [beam] = subject.beams;
    const delay = Number((beam?.arrivalOf(up) ?? 0n) - up) / 1e9;
    expect(delay).toBeGreaterThan(0.002);
    expect(delay).toBeLessThan(0.011);
    const { clcws } = subject.listener;
    for (const [i, { emitted }] of subject.frames.entries()) {
      const seconds = secondsOf(up, emitted);
      const { noRfAvailable, noBitLock } = clcws[i] ?? { noRfAvailable: undefined, noBitLock: undefined };
      // The receiver looks ten times a second.
      if (seconds < delay || seconds > 3 + delay + 0.1) expect(noRfAvailable).toBe(true);
      if (seconds > delay && seconds < 3) expect(noRfAvailable).toBe(false);
      if (seconds < 1.064 + delay || seconds > 3 + delay + 0.1) expect(noBitLock).toBe(true);
      if (seconds > 1.064 + delay + 0.1 && seconds < 3) expect(noBitLock).toBe(false);
    }
    const events = subject.of('EVENT_INFORMATIVE').map(({ values }) => values['EVENT_ID']);
    expect(events.filter((id) => String(id).startsWith('CARRIER'))).toEqual(['CARRIER_ACQUIRED', 'CARRIER_LOST']);
  });

  it('loses what comes before bit lock, and hears what comes right behind the acquisition sequence', () => {
    const subject = new CommandedSpacecraft();
    const frame = subject.commands.frame('BD', subject.commands.packet('CONNECTION_TEST'));
    subject.transmitter.start({ ...tuning, acquisitionOctets: 31 });
    subject.uplink(frame);
    subject.pass(3);
    expect(subject.log).toContainEqual(expect.objectContaining({ event: 'cltu-lost', reason: 'bit-lock' }));
    subject.transmitter.stop();
    subject.pass(1);
    subject.transmitter.start({ ...tuning, carrierOnlyS: 0 });
    subject.uplink(frame);
    subject.pass(1);
    expect(subject.executed()).toEqual(['CONNECTION_TEST']);
  });

  it('hears nothing at another frequency, at another bit rate, or below the horizon', () => {
    const frames = new CommandedSpacecraft();
    const frame = frames.commands.frame('BD', frames.commands.packet('CONNECTION_TEST'));
    for (const [wrong, noRf] of [
      [{ carrierHz: tuning.carrierHz + 190_000 }, true],
      [{ bitRateBps: 2000 }, false],
    ] as const) {
      const subject = new CommandedSpacecraft();
      subject.transmitter.start({ ...tuning, ...wrong });
      subject.pass(2);
      subject.uplink(frame);
      subject.pass(1);
      expect(subject.listener.clcw).toMatchObject({ noRfAvailable: noRf, noBitLock: true });
      expect(subject.executed()).toEqual([]);
    }
    const below = new CommandedSpacecraft({ since: onBorder(plusSeconds(pass.end, 120)) });
    below.acquire();
    below.uplink(frame);
    below.pass(1);
    expect(below.listener.clcw).toMatchObject({ noRfAvailable: true, noBitLock: true });
    expect(below.commanding.counts).toMatchObject({ cltusReceived: 0, framesAccepted: 0 });
  });

  it('stays with the first of two carriers, counts the other, and takes it when the first is gone', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    const other = subject.transmitters[1] as BasebandTransmitter;
    other.start(tuning);
    subject.pass(2);
    const bits = subject.commands.cltu(subject.commands.frame('BD', subject.commands.packet('CONNECTION_TEST')));
    const cltu = { type: 'telecommand', sequence: 0, identifier: 9n, bitCount: 8 * bits.length, bits } as const;
    other.take(cltu);
    subject.pass(1);
    expect(subject.commanding.counts).toMatchObject({ interferences: 1, cltusReceived: 0, cltusLost: 1 });
    subject.transmitter.stop();
    subject.pass(1);
    other.take(cltu);
    subject.pass(1);
    expect(subject.commanding.counts).toMatchObject({ interferences: 1, cltusReceived: 1, commandsExecuted: 1 });
  });

  it('corrects one bit error in a codeblock by its own BCH decoder, and gives up a codeblock with two', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    const frame = (): Uint8Array => subject.commands.frame('BD', subject.commands.packet('CONNECTION_TEST'));
    subject.uplink(frame(), (cltu) => flipBit(cltu, 30));
    subject.pass(1);
    expect(subject.executed()).toHaveLength(1);
    subject.uplink(frame(), (cltu) => {
      flipBit(cltu, 30);
      flipBit(cltu, 41);
    });
    subject.pass(1);
    expect(subject.executed()).toHaveLength(1);
    expect(subject.log.at(-1)).toMatchObject({ event: 'cltu-abandoned' });
  });

  it('gives the same whatever the steps in which it is asked', () => {
    const logs = [0.0173, 0.4, 9].map((step) => {
      const subject = new CommandedSpacecraft({
        channel: { uplinkLossProbability: 0.3, uplinkBitErrorProbability: 0.002 },
      });
      subject.transmitter.start(tuning);
      for (let i = 0; i < 30; i++)
        subject.uplink(subject.commands.frame('BD', subject.commands.packet('CONNECTION_TEST')));
      for (let s = 0; s <= 12; s += step) {
        subject.clock.advanceTo(plusSeconds(start, s));
        subject.commanding.advanceTo(plusSeconds(start, s));
      }
      subject.clock.advanceTo(plusSeconds(start, 12));
      subject.commanding.advanceTo(plusSeconds(start, 12));
      return subject.log.filter(({ event }) => event !== 'cltu-radiated');
    });
    expect(logs[0]?.length).toBeGreaterThan(60);
    expect(logs[0]?.some((entry) => entry.event === 'cltu-lost')).toBe(true);
    expect(logs[1]).toEqual(logs[0]);
    expect(logs[2]).toEqual(logs[0]);
  });
});

describe('frames on board', () => {
  it('take effect in the first CLCW sent 10 ms after the last bit came in, and in none before', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    subject.uplink(subject.commands.frame('AD', subject.commands.packet('CONNECTION_TEST'), 0));
    subject.pass(1);
    const radiated = subject.answers.find((message) => message.type === 'telecommand-radiated');
    if (radiated?.type !== 'telecommand-radiated' || radiated.outcome !== 'radiated') throw new Error('not radiated');
    const effect = (subject.beams[0]?.arrivalOf(radiated.endOfLastBitTime) ?? 0n) + 10_000_000n;
    const values = subject.frames.map(({ emitted }, i) => [emitted >= effect, subject.listener.clcws[i]?.reportValue]);
    expect(values.every(([after, value]) => value === (after === true ? 1 : 0))).toBe(true);
    expect(values.some(([after]) => after)).toBe(true);
  });

  it('are refused with the rule that they break, and FARM-1 takes no notice', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    const packet = subject.commands.packet('CONNECTION_TEST');
    const broken = subject.commands.frame('AD', packet, 0);
    broken[8] = (broken[8] ?? 0) ^ 1;
    for (const frame of [
      subject.commands.frame('AD', packet, 0, 99),
      broken,
      subject.commands.frame('AD', packet, 4),
    ]) {
      subject.uplink(frame);
      subject.pass(1);
    }
    const rules = subject.log.flatMap((entry) => (entry.event === 'frame-rejected' ? [entry.rule] : []));
    expect(rules).toEqual(['spacecraft-id', 'fecf', 'ahead-in-window']);
    expect(subject.listener.clcw).toMatchObject({ vcid: 3, retransmit: true, lockout: false, reportValue: 0 });
    subject.uplink(subject.commands.frame('AD', packet, 0));
    subject.pass(1);
    expect(subject.listener.clcw).toMatchObject({ retransmit: false, reportValue: 1 });
  });

  it('are shut out in lockout until Unlock', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    const packet = subject.commands.packet('CONNECTION_TEST');
    subject.uplink(subject.commands.frame('AD', packet, 100));
    subject.pass(1);
    expect(subject.listener.clcw).toMatchObject({ lockout: true });
    subject.uplink(subject.commands.frame('AD', packet, 0));
    subject.pass(8);
    expect(subject.executed()).toEqual([]);
    expect(subject.latest('HK_PAYLOAD_COMMS', 'COM_FARM_LOCKOUT')).toBe(true);
    subject.uplink(subject.commands.unlock());
    subject.pass(1);
    expect(subject.listener.clcw).toMatchObject({ lockout: false, farmBCounter: 1 });
    subject.uplink(subject.commands.frame('AD', packet, 0));
    subject.pass(1);
    expect(subject.executed()).toEqual(['CONNECTION_TEST']);
  });
});

describe('telecommands on board', () => {
  it('are verified in three stages, as their flags ask, and counted', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    subject.pass(5);
    const accepted = Number(subject.latest('HK_PLATFORM', 'PLF_TC_ACCEPTED'));
    subject.command('CONNECTION_TEST');
    subject.command('CONNECTION_TEST', {}, false);
    subject.pass(8);
    expect(subject.verifications()).toEqual(['TC_ACCEPTED 100/0', 'TC_STARTED 100/0', 'TC_COMPLETED 100/0']);
    expect(subject.of('CONNECTION_TEST_REPORT')).toHaveLength(2);
    expect(Number(subject.latest('HK_PLATFORM', 'PLF_TC_ACCEPTED')) - accepted).toBe(2);
    expect(subject.latest('HK_PAYLOAD_COMMS', 'COM_FRAMES_ACCEPTED')).toBe(2);
    const report = subject.of('HK_PAYLOAD_COMMS').at(-1);
    const { rangeM, rangeRateMps } = lookAt(antenna, report?.time ?? 0n);
    expect(report?.values).toMatchObject({ COM_RX_CARRIER_LOCK: true, COM_RX_BIT_LOCK: true, COM_FARM_LOCKOUT: false });
    const dopplerHz = (-tuning.carrierHz * rangeRateMps) / 299_792_458;
    expect(Math.abs(Number(report?.values['COM_RX_FREQUENCY_OFFSET']) - dopplerHz)).toBeLessThan(20);
    const levelDbm = 49.5 + 30 - 20 * Math.log10((4 * Math.PI * rangeM * tuning.carrierHz) / 299_792_458);
    expect(Math.abs(Number(report?.values['COM_RX_AGC']) - levelDbm)).toBeLessThan(0.25);
  });

  it('are refused with a code: checksum, unknown, out of range', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    const changes: readonly ((packet: Uint8Array) => void)[] = [
      (packet) => (packet[packet.length - 1] = (packet.at(-1) ?? 0) ^ 1),
      // Another service; the checksum is made good below.
      (packet) => (packet[7] = 200),
      (packet) => (packet[packet.length - 3] = 200),
    ];
    for (const [i, change] of changes.entries()) {
      const packet = subject.commands.packet('TIME_REPORT_RATE_SET', { RATE_EXPONENT: 2 });
      change(packet);
      if (i > 0) setChecksum(packet);
      subject.uplink(subject.commands.frame('BD', packet));
      subject.pass(1);
    }
    subject.pass(4);
    expect(subject.verifications()).toEqual([
      'TC_ACCEPTANCE_FAILED 100/0 WRONG_CHECKSUM',
      'TC_ACCEPTANCE_FAILED 100/1 UNKNOWN_COMMAND',
      'TC_ACCEPTANCE_FAILED 100/2 ARGUMENT_OUT_OF_RANGE',
    ]);
    expect(subject.latest('HK_PLATFORM', 'PLF_TC_REJECTED')).toBe(5);
  });

  it('switch a heater, set the attitude mode and the rate of time reports', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    subject.command('HEATER_SET', { HEATER: 'OBC', STATE: 'ON' });
    subject.command('ATTITUDE_MODE_SET', { MODE: 'STATION_POINTING' });
    subject.pass(4);
    expect(subject.latest('HK_POWER', 'PWR_HEATER_OBC')).toBe(true);
    expect(subject.latest('HK_THERMAL_AOCS', 'AOC_MODE')).toBe('STATION_POINTING');
    subject.command('ATTITUDE_MODE_SET', { MODE: 'SAFE' });
    subject.command('HEATER_SET', { HEATER: 'OBC', STATE: 'OFF' });
    subject.pass(4);
    expect(subject.latest('HK_POWER', 'PWR_HEATER_OBC')).toBe(false);
    expect(subject.latest('HK_PLATFORM', 'PLF_MODE')).toBe('SAFE');
    subject.command('IMAGING_SESSION_START', { DURATION_S: 60, COMPRESSION_RATIO: 4, BAND: 'ALL' });
    expect(subject.verifications().at(-1)).toBe('TC_START_FAILED 103/0 NOT_IN_THIS_MODE');
    subject.command('TIME_REPORT_RATE_SET', { RATE_EXPONENT: 0 });
    const before = subject.of('TIME_REPORT').length;
    subject.pass(10);
    expect(subject.of('TIME_REPORT').length - before).toBeGreaterThan(8);
    expect(subject.latest('TIME_REPORT', 'TIME_RATE_EXPONENT')).toBe(0);
  });

  it('send a housekeeping report out of turn', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    subject.pass(9);
    const count = subject.of('HK_PAYLOAD_COMMS').length;
    const times = subject.of('HK_PAYLOAD_COMMS').map(({ time }) => Number(time) / 1e9);
    subject.command('HK_REPORT_REQUEST', { REPORT: 'HK_PAYLOAD_COMMS' });
    expect(subject.of('HK_PAYLOAD_COMMS').length).toBeGreaterThan(count);
    const made = Number(subject.of('HK_PAYLOAD_COMMS')[count]?.time) / 1e9;
    expect(Math.abs(((made - (times[0] ?? 0)) % 8) - 4)).toBeLessThan(3.99);
  });

  it('start and stop an imaging session; one that runs cannot be started, one that does not cannot be stopped', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    const session = { DURATION_S: 30, COMPRESSION_RATIO: 4, BAND: 'ALL' };
    subject.command('IMAGING_SESSION_STOP');
    subject.command('IMAGING_SESSION_START', session);
    subject.command('IMAGING_SESSION_START', session);
    subject.pass(8);
    expect(subject.latest('HK_PAYLOAD_COMMS', 'IMG_STATE')).toBe('IMAGING');
    expect(subject.latest('HK_THERMAL_AOCS', 'AOC_MODE')).toBe('TARGET_POINTING');
    subject.command('IMAGING_SESSION_STOP');
    subject.pass(8);
    expect(subject.latest('HK_PAYLOAD_COMMS', 'IMG_STATE')).toBe('STANDBY');
    subject.command('IMAGING_SESSION_START', session);
    subject.pass(40);
    expect(subject.latest('HK_PAYLOAD_COMMS', 'IMG_STATE')).toBe('STANDBY');
    expect(subject.verifications().filter((line) => !line.startsWith('TC_ACCEPTED'))).toEqual([
      'TC_START_FAILED 103/0 NOT_RUNNING',
      'TC_STARTED 103/1',
      'TC_COMPLETED 103/1',
      'TC_START_FAILED 103/2 ALREADY_RUNNING',
      'TC_STARTED 103/3',
      'TC_COMPLETED 103/3',
      'TC_STARTED 103/4',
      'TC_COMPLETED 103/4',
    ]);
    const modes = subject.of('EVENT_INFORMATIVE').filter(({ values }) => values['EVENT_ID'] === 'MODE_CHANGED');
    expect(modes.map(({ values }) => values['EVENT_AUXILIARY'])).toEqual([2, 1, 2, 1]);
  });

  it('empty the recorder', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    subject.command('RECORDER_ERASE', { PARTITION: 'HOUSEKEEPING' });
    subject.pass(5);
    expect(Number(subject.latest('HK_PLATFORM', 'PLF_RECORDER_FILL'))).toBeLessThan(0.1);
    subject.pass(20, { playback: true });
    expect(subject.listener.packets.filter(({ vcid }) => vcid === 1)).toEqual([]);
  });

  it('silence the transmitter for their time; their reports are played back', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    subject.pass(40, { playback: true });
    subject.command('TRANSMITTER_OFF', { OFF_DURATION_S: 60 });
    subject.pass(20);
    const heard = subject.frames.length;
    subject.uplink(subject.commands.frame('BD', subject.commands.packet('CONNECTION_TEST')));
    subject.pass(30);
    expect(subject.frames).toHaveLength(heard);
    subject.pass(40, { playback: true });
    const gapS = subject.frames.map(({ emitted }, i) => secondsOf(subject.frames[i - 1]?.emitted ?? emitted, emitted));
    expect(Math.max(...gapS)).toBeGreaterThan(60);
    expect(Math.max(...gapS)).toBeLessThan(60.4);
    // Live, nothing of it came down but what was sent before the transmitter went off.
    expect(subject.verifications()).toEqual([]);
    expect(subject.verifications(1)).toEqual([
      'TC_ACCEPTED 103/0',
      'TC_STARTED 103/0',
      'TC_COMPLETED 103/0',
      'TC_ACCEPTED 100/0',
      'TC_STARTED 100/0',
      'TC_COMPLETED 100/0',
    ]);
  });

  it('are verified in the next contact where the spacecraft was out of hearing', () => {
    const subject = new CommandedSpacecraft();
    subject.acquire();
    subject.pass(100, { playback: true });
    // Nobody hears it any more, but it is commanded.
    subject.uplink(subject.commands.frame('BD', subject.commands.packet('HEATER_SET', { HEATER: 'OBC', STATE: 'ON' })));
    subject.clock.advanceTo(onBorder(plusSeconds(start, 5900)));
    subject.pass(100, { playback: true, firstOfContact: true });
    expect(subject.executed()).toEqual(['HEATER_SET']);
    expect(subject.verifications()).toEqual([]);
    expect(subject.verifications(1)).toEqual(['TC_ACCEPTED 101/0', 'TC_STARTED 101/0', 'TC_COMPLETED 101/0']);
    // What was recorded before the command says so.
    const recorded = subject.listener.packets.filter(({ vcid, container }) => vcid === 1 && container === 'HK_POWER');
    const switched = recorded.map(({ values }) => values['PWR_HEATER_OBC']);
    expect(switched.indexOf(true)).toBeGreaterThan(0);
    expect(switched.lastIndexOf(false)).toBe(switched.indexOf(true) - 1);
    const on = recorded[switched.indexOf(true)]?.time ?? 0n;
    expect(secondsOf(start, on)).toBeGreaterThan(100);
    expect(secondsOf(start, on)).toBeLessThan(150);
    // Counts of recorded packets have no gap.
    const counts = subject.listener.packets.filter(({ vcid, values }) => vcid === 1 && values['APID'] === 101);
    for (const [i, { values }] of counts.entries()) expect(values['SEQUENCE_COUNT']).toBe(i);
  });
});

function setChecksum(packet: Uint8Array): void {
  let crc = 0xffff;
  for (const octet of packet.subarray(0, -2))
    for (let bit = 7; bit >= 0; bit--)
      crc = ((crc << 1) ^ (((crc >>> 15) ^ (octet >>> bit)) & 1 ? 0x1021 : 0)) & 0xffff;
  packet[packet.length - 2] = crc >>> 8;
  packet[packet.length - 1] = crc & 0xff;
}
