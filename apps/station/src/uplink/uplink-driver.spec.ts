import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Clcw } from '@app/ccsds';
import { createLogger, ManualMissionClock } from '@app/platform';
import { parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import type { BasebandOrder } from '../baseband/baseband.port.js';
import { SpacecraftView } from '../pointing/spacecraft-view.js';
import { sampleContact, sampleUplink } from '../testing/sample-contact.js';
import { UplinkDriver } from './uplink-driver.js';
import { defaultUplinkOptions, uplinkTiming } from './uplink-timing.js';

const FROM_DEG = 10;
const contact = sampleContact({ window: 1, transmitFromElevationDeg: FROM_DEG });
const view = new SpacecraftView(contact);
const [aos, los] = [parseUtc(contact.contact.window.aos), parseUtc(contact.contact.window.los)];
const transmission = { queuedCltus: 0, carrierHz: 1, bitRateBps: 1, sequence: 0 };
const good: Clcw = {
  ...{ statusField: 0, copInEffect: 1, vcid: 5, lockout: false, wait: false, retransmit: false },
  ...{ noRfAvailable: false, noBitLock: false, farmBCounter: 0, reportValue: 0 },
};

describe('uplink driver', () => {
  let clock: ManualMissionClock;
  let driver: UplinkDriver;
  let orders: { order: BasebandOrder['type']; at: Tai }[];
  let unit: boolean;
  let transmitterFails: boolean;
  let warnings: string[];

  beforeEach(() => {
    clock = new ManualMissionClock(plusSeconds(aos, -30));
    orders = [];
    [unit, transmitterFails, warnings] = [true, false, []];
    driver = new UplinkDriver({
      ...{ contact, clock, view, options: defaultUplinkOptions },
      logger: createLogger('warn', { write: (line: string) => warnings.push(line) }),
      send: (order) => {
        if (!unit) return false;
        orders.push({ order: order.type, at: clock.now() });
        if (order.type !== 'telecommand') {
          const carrierUp = order.type === 'start-transmission' && !transmitterFails;
          driver.takeCarrier({ type: 'transmission-status', carrierUp, modulating: carrierUp, ...transmission });
        }
        return true;
      },
      onChange: () => undefined,
    });
    driver.start();
    driver.takeUnit(true);
  });

  const flyTo = (at: Tai, each: () => void = () => undefined): void => {
    for (let now = clock.now(); now < at; now = clock.now()) {
      clock.advanceTo(plusSeconds(now, 0.5));
      each();
    }
  };
  const partsNow = () => ({
    ...{ contact, view, options: defaultUplinkOptions, logger: createLogger('silent') },
    send: () => true,
    onChange: () => undefined,
  });
  const names = (): string[] => orders.map(({ order }) => order);

  it('transmits on the whole of the part of a pass that is high enough, and nowhere else', () => {
    driver.takePhase('locked');
    let radiating = 0;
    flyTo(plusSeconds(los, 30), () => {
      driver.takeClcw(good, clock.now());
      if (!driver.status().carrierUp) return;
      radiating++;
      expect(view.at(clock.now()).elevationDeg).toBeGreaterThanOrEqual(FROM_DEG);
    });
    expect(names()).toEqual(['start-transmission', 'stop-transmission']);
    const [start, stop] = orders.map(({ at }) => at);
    // Half a second before, and a second and a half after, it is not: the guard is one second.
    expect(view.at(plusSeconds(start ?? 0n, -0.5)).elevationDeg).toBeLessThan(FROM_DEG);
    expect(view.at(plusSeconds(stop ?? 0n, 1.5)).elevationDeg).toBeLessThan(FROM_DEG);
    expect(radiating).toBeGreaterThan(100);
    expect(driver.status().state).toBe('off');
  });

  it('takes no CLTU that would end after the carrier', () => {
    driver.takePhase('locked');
    let lastTaken: Tai | undefined;
    const octets = (10 * sampleUplink.bitRateBps) / 8;
    flyTo(los, () => {
      driver.takeClcw(good, clock.now());
      if (driver.refusal(octets, los) === undefined) lastTaken = clock.now();
    });
    const stop = orders.at(-1)?.at ?? 0n;
    expect(secondsBetween(lastTaken ?? 0n, stop)).toBeGreaterThanOrEqual(10);
    expect(secondsBetween(lastTaken ?? 0n, stop)).toBeLessThan(10.6);
  });

  it('keeps the carrier up for a hold time without telemetry', () => {
    driver.takePhase('locked');
    const top = parseUtc(contact.contact.window.tca);
    flyTo(top);
    driver.takePhase('acquiring');
    flyTo(plusSeconds(top, 9));
    driver.takePhase('locked');
    flyTo(plusSeconds(top, 30));
    expect(names()).toEqual(['start-transmission']);
    driver.takePhase('acquiring');
    const lostAt = clock.now();
    flyTo(plusSeconds(lostAt, 30));
    expect(names()).toEqual(['start-transmission', 'stop-transmission']);
    expect(secondsBetween(lostAt, orders[1]?.at ?? 0n)).toBe(defaultUplinkOptions.uplinkHoldS);
  });

  it('is lost without CLCWs, and overdue where none says that it is acquired', () => {
    driver.takePhase('locked');
    flyTo(parseUtc(contact.contact.window.tca));
    expect([driver.status().state, driver.overdue]).toEqual(['acquiring', true]);
    driver.takeClcw(good, clock.now());
    expect([driver.status().state, driver.overdue]).toEqual(['ready', false]);
    flyTo(plusSeconds(clock.now(), defaultUplinkOptions.clcwOverdueS - 0.5));
    expect(driver.status().state).toBe('ready');
    flyTo(plusSeconds(clock.now(), 1));
    expect([driver.status().state, driver.overdue]).toEqual(['lost', false]);
    flyTo(plusSeconds(clock.now(), 30));
    expect([driver.status().state, driver.overdue]).toEqual(['lost', true]);
  });

  it('is overdue where a transmitter does not come up, however often it is told to', () => {
    transmitterFails = true;
    driver.takePhase('locked');
    flyTo(parseUtc(contact.contact.window.tca));
    expect(names().length).toBeGreaterThan(20);
    expect(new Set(names())).toEqual(new Set(['start-transmission']));
    expect([driver.status().carrierUp, driver.overdue]).toEqual([false, true]);
    transmitterFails = false;
    flyTo(plusSeconds(clock.now(), 2));
    expect([driver.status().state, driver.overdue]).toEqual(['acquiring', true]);
    driver.takeClcw(good, clock.now());
    expect([driver.status().state, driver.overdue]).toEqual(['ready', false]);
  });

  // The look each second once took the time after the window for a carrier that is too low, and warned at each.
  it('warns of nothing in a pass in which nothing is amiss, nor after its window has closed', () => {
    driver.takePhase('locked');
    flyTo(plusSeconds(los, 30), () => driver.takeClcw(good, clock.now()));
    expect(names()).toEqual(['start-transmission', 'stop-transmission']);
    expect(warnings).toEqual([]);
  });

  it('starts from waiting in the middle of a pass, and not at all after its permitted part', () => {
    flyTo(parseUtc(contact.contact.window.tca));
    const late = new UplinkDriver({ ...partsNow(), clock });
    late.start();
    late.takePhase('locked');
    expect(late.status().state).toBe('waiting');
    late.takeUnit(true);
    expect(late.status().state).toBe('acquiring');
    flyTo(los);
    const tooLate = new UplinkDriver({ ...partsNow(), clock });
    tooLate.start();
    tooLate.takeUnit(true);
    tooLate.takePhase('locked');
    expect(tooLate.status().state).toBe('off');
  });

  it('says that it gave nothing where there is no unit', () => {
    unit = false;
    expect(driver.radiate(1n, Uint8Array.of(1))).toBe(false);
    unit = true;
    expect(driver.radiate(1n, Uint8Array.of(1))).toBe(true);
  });
});

describe('timing of an uplink', () => {
  const { linkProfile } = contact;
  it('is the options’ on a fast link in real time', () => {
    expect(uplinkTiming(linkProfile, defaultUplinkOptions, 1)).toEqual({
      // A second of carrier and 512 bits at 4 kbit/s, then 20 seconds.
      ...{ holdS: 10, clcwOverdueS: 10, acquisitionOverdueS: 21.128, guardS: 1 },
    });
  });

  it('has patience for the wall clock where mission time runs fast, and for four frames of a slow link', () => {
    expect(uplinkTiming(linkProfile, defaultUplinkOptions, 60)).toMatchObject({
      holdS: 180,
      clcwOverdueS: 180,
      guardS: 12,
    });
    const slow = { ...linkProfile, downlink: { ...linkProfile.downlink, bitRateBps: 800 } };
    // 4 + 1115 + 160 octets a frame.
    expect(uplinkTiming(slow, defaultUplinkOptions, 1).clcwOverdueS).toBeCloseTo((4 * 8 * 1279) / 800, 9);
  });
});
