import { type EngineeringValue } from '@app/mission-database';
import { magneticField, nadirAxes, quaternionOf, sunAxes } from './attitude.js';
import { taiOf } from './instant.js';
import { type OnBoardState } from './on-board-state.js';
import { type SpacecraftModel, type SpacecraftSituation } from './spacecraft-model.js';
import { sunDirection } from './sun.js';

export type TelemetryValues = Record<string, EngineeringValue>;

/** What housekeeping says that depends on contacts, not on the spacecraft alone. */
export interface OnBoardLinkState {
  readonly transmitterOn: boolean;
  readonly playingBack: boolean;
  /** 0 to 100. */
  readonly recorderFillPercent: number;
  /** What commands and the uplink made of it. */
  readonly onBoard: OnBoardState;
}

const DAY_S = 86_400;
/** Upset of a memory cell that is corrected, about once in this time. */
const EDAC_PERIOD_S = 5_400;
/** Last reset of the on-board computer: 2026-01-01, seconds of TAI since 1958. */
const LAST_RESET_S = 2_145_916_837;
const ECLIPSE_DISCHARGE_PERCENT_PER_S = 0.55 / 60;
const CHARGE_PERCENT_PER_S = 0.75 / 60;
const IMAGES_IN_A_SESSION = 6;
/** Ends of the receiver's automatic gain control, dBm. */
const AGC_LOW_DBM = -140;
const AGC_HIGH_DBM = -38;
const COM_FRAMES_MODULO = 65_536;
/** Loads that are not needed to survive, amperes. */
const SHED_IN_SAFE_MODE_A = 1.4;
/** Modes in which the arrays, not the payload, have their way. */
const towardsSun: ReadonlySet<string> = new Set(['SAFE', 'SUN_POINTING']);

type Subsystem = (model: Noisy, situation: SpacecraftSituation, link: OnBoardLinkState) => TelemetryValues;

/** The subsystems whose parameters stand in each housekeeping container of the reference mission database. */
const subsystemsOf = {
  HK_PLATFORM: [platform],
  HK_POWER: [power],
  HK_THERMAL_AOCS: [thermal, attitude],
  HK_PAYLOAD_COMMS: [communications, payload],
} as const satisfies Readonly<Record<string, readonly Subsystem[]>>;

export type HousekeepingContainer = keyof typeof subsystemsOf;

/**
 * The parameters of one housekeeping container, in engineering units, at one situation. Temperatures and currents follow sunlight,
 * loads follow what the payload and the transmitter do, the rest wanders within its limits but for the excursion.
 */
export function telemetryValues(
  container: HousekeepingContainer,
  model: SpacecraftModel,
  situation: SpacecraftSituation,
  link: OnBoardLinkState,
): TelemetryValues {
  const values: TelemetryValues = {};
  for (const subsystem of subsystemsOf[container]) Object.assign(values, subsystem(model, situation, link));
  const { excursion } = situation;
  if (excursion !== undefined && excursion.parameter in values) values[excursion.parameter] = excursion.value;
  return values;
}

/** Warms towards `hot` in sunlight and cools towards `cold` in shadow, with a time constant in seconds. */
function relax({ light }: SpacecraftSituation, cold: number, hot: number, constantS: number): number {
  const decay = Math.exp(-light.sinceS / constantS);
  if (light.inEclipse) return cold + (hot - cold) * decay;
  const atSunrise = light.eclipseS === 0 ? hot : cold + (hot - cold) * Math.exp(-light.eclipseS / constantS);
  return hot + (atSunrise - hot) * decay;
}

function platform(
  { noise }: Noisy,
  { seconds, activity }: SpacecraftSituation,
  { playingBack, recorderFillPercent, onBoard }: OnBoardLinkState,
): TelemetryValues {
  const uptime = Math.max(0, Math.floor(seconds - LAST_RESET_S));
  return {
    PLF_MODE: onBoard.attitudeMode === 'SAFE' ? 'SAFE' : activity === 'imaging' ? 'IMAGING' : 'NOMINAL',
    PLF_BOOT_IMAGE: 'PRIMARY',
    PLF_TIME_SYNC: 'GPS_PPS',
    PLF_OBC_SIDE: false,
    PLF_WATCHDOG: true,
    PLF_RECORDER_STATE: playingBack ? 'PLAYBACK' : 'RECORDING',
    PLF_RESET_COUNT: 3,
    PLF_UPTIME: uptime,
    PLF_CPU_LOAD: 34 + (activity === 'off' ? 0 : 14) + (playingBack ? 6 : 0) + 4 * noise('cpu', seconds, 40),
    PLF_MEMORY_USE: 52 + 2 * noise('memory', seconds, 900),
    PLF_RECORDER_FILL: recorderFillPercent,
    PLF_TC_ACCEPTED: (acceptedBefore(Math.min(seconds, onBoard.countsSinceS)) + onBoard.commandsAccepted) % 65_536,
    PLF_TC_REJECTED: 2 + onBoard.commandsRejected,
    PLF_SCHEDULE_ENTRIES: 40 - Math.floor((40 * (seconds % DAY_S)) / DAY_S),
    PLF_EDAC_CORRECTED: edacCount(seconds) % 65_536,
    PLF_EDAC_UNCORRECTED: 0,
    PLF_OBC_TEMPERATURE: 24 + 3 * noise('obc', seconds, 1500) + (activity === 'off' ? 0 : 1.5),
    PLF_SOFTWARE_VERSION: '2.4.1',
  };
}

/** Telecommands that the spacecraft had taken before the simulation: one a day. */
function acceptedBefore(seconds: number): number {
  return Math.floor(Math.max(0, Math.floor(seconds - LAST_RESET_S)) / DAY_S);
}

/** Memory errors corrected since the last reset. */
export function edacCount(seconds: number): number {
  return Math.max(0, Math.floor((seconds - LAST_RESET_S) / EDAC_PERIOD_S));
}

/** When the count of corrected memory errors came to a number, seconds since 1958. */
export function secondOfEdac(count: number): number {
  return LAST_RESET_S + EDAC_PERIOD_S * count;
}

function stateOfCharge({ light }: SpacecraftSituation): number {
  if (light.inEclipse) return Math.max(30, 100 - light.sinceS * ECLIPSE_DISCHARGE_PERCENT_PER_S);
  const atSunrise = 100 - light.eclipseS * ECLIPSE_DISCHARGE_PERCENT_PER_S;
  return Math.min(100, atSunrise + light.sinceS * CHARGE_PERCENT_PER_S);
}

function power(
  { noise }: Noisy,
  situation: SpacecraftSituation,
  { transmitterOn, onBoard: { heaters, attitudeMode } }: OnBoardLinkState,
): TelemetryValues {
  const { seconds, light, activity } = situation;
  const charge = stateOfCharge(situation);
  const batteryTemperature = relax(situation, 12, 21, 2400) + noise('battery temperature', seconds, 1200);
  const heaterOn = heaters.BATTERY ?? batteryTemperature < 14;
  const loads =
    6.2 +
    (activity === 'off' ? 0 : 2.4) +
    (transmitterOn ? 0.9 : 0) +
    (heaterOn ? 0.6 : 0) -
    (attitudeMode === 'SAFE' ? SHED_IN_SAFE_MODE_A : 0);
  const load = loads + 0.15 * noise('load', seconds, 25);
  const charging = !light.inEclipse && charge < 99.5;
  const taper = !light.inEclipse && !charging;
  const batteryCurrent = light.inEclipse ? -load * 1.05 : charging ? 5.4 + 0.1 * noise('charge', seconds, 30) : 0.15;
  const batteryVoltage = 28.1 + 0.045 * (charge - 60) + 0.06 * batteryCurrent + 0.02 * noise('battery', seconds, 60);
  const arrayCurrent = light.inEclipse ? 0 : load + batteryCurrent;
  const string = (name: string, part: number): number =>
    light.inEclipse ? 0.004 : arrayCurrent * part * (1 + 0.01 * noise(name, seconds, 45));
  return {
    PWR_BUS_VOLTAGE: 28.6 + 0.03 * (charge - 80) + 0.03 * noise('bus', seconds, 20),
    PWR_BUS_CURRENT: load,
    PWR_BATTERY_VOLTAGE: batteryVoltage,
    PWR_BATTERY_CURRENT: batteryCurrent,
    PWR_BATTERY_TEMPERATURE: batteryTemperature,
    PWR_STATE_OF_CHARGE: charge,
    PWR_SA_CURRENT_1: string('string 1', 0.25),
    PWR_SA_CURRENT_2: string('string 2', 0.26),
    PWR_SA_CURRENT_3: string('string 3', 0.25),
    PWR_SA_CURRENT_4: string('string 4', 0.24),
    PWR_SA_VOLTAGE: light.inEclipse ? 0.2 : 36.5 + 0.4 * noise('array', seconds, 120),
    PWR_SA_TEMPERATURE_PY: relax(situation, -72, 58, 700) + noise('array +Y', seconds, 300),
    PWR_SA_TEMPERATURE_MY: relax(situation, -75, 55, 720) + noise('array -Y', seconds, 300),
    PWR_HEATER_BATTERY: heaterOn,
    PWR_HEATER_TANK: heaters.TANK ?? light.inEclipse,
    PWR_HEATER_OBC: heaters.OBC ?? false,
    PWR_HEATER_IMAGER: heaters.IMAGER ?? activity === 'off',
    PWR_ECLIPSE: light.inEclipse,
    PWR_SA_DEPLOYED_PY: true,
    PWR_SA_DEPLOYED_MY: true,
    PWR_UNDERVOLTAGE: false,
    PWR_BATTERY_MODE: light.inEclipse ? 'DISCHARGE' : taper ? 'TAPER' : 'CHARGE',
  };
}

function thermal({ noise }: Noisy, situation: SpacecraftSituation): TelemetryValues {
  const { seconds } = situation;
  const tank = relax(situation, 16, 22, 4000) + 0.5 * noise('tank', seconds, 900);
  return {
    THM_PANEL_PX: relax(situation, -22, 34, 1500) + noise('panel +X', seconds, 240),
    THM_PANEL_MX: relax(situation, -24, 28, 1500) + noise('panel -X', seconds, 240),
    THM_PANEL_PZ: relax(situation, -6, 14, 2600) + noise('panel +Z', seconds, 240),
    THM_PANEL_MZ: relax(situation, -28, 42, 1300) + noise('panel -Z', seconds, 240),
    THM_TRANSPONDER: relax(situation, 14, 22, 3000) + noise('transponder', seconds, 400),
    THM_STAR_TRACKER: relax(situation, 2, 12, 2000) + noise('star tracker', seconds, 400),
    THM_WHEEL_PLATE: relax(situation, 18, 26, 3000) + noise('wheel plate', seconds, 400),
    THM_TANK: tank,
    // A blow-down system: pressure follows the temperature of the tank.
    PRP_TANK_PRESSURE: (14.2 * (273.15 + tank)) / 293.15,
  };
}

function attitude(
  { noise }: Noisy,
  situation: SpacecraftSituation,
  { onBoard: { attitudeMode = 'NADIR_POINTING' } }: OnBoardLinkState,
): TelemetryValues {
  const { seconds, orbit, activity, light } = situation;
  const sunPointing = towardsSun.has(attitudeMode);
  const axes = sunPointing ? sunAxes(orbit, sunDirection(seconds)) : nadirAxes(orbit);
  const [q1, q2, q3, q4] = quaternionOf(axes);
  const field = magneticField(orbit, axes);
  const radius = Math.hypot(orbit[0] ?? 0, orbit[1] ?? 0, orbit[2] ?? 0);
  const speed = Math.hypot(orbit[3] ?? 0, orbit[4] ?? 0, orbit[5] ?? 0);
  const orbitRateDegPerS = ((speed / radius) * 180) / Math.PI;
  const latitude = Math.asin((orbit[2] ?? 0) / radius);
  const wheel = (number: number, bias: number): number =>
    bias + 620 * Math.sin(latitude + number) + 90 * noise(`wheel ${number}`, seconds, 200);
  return {
    AOC_MODE: activity === 'imaging' ? 'TARGET_POINTING' : attitudeMode === 'SAFE' ? 'SUN_POINTING' : attitudeMode,
    AOC_GPS_LOCK: 'FIX_3D',
    AOC_STAR_TRACKER: 'TRACKING',
    AOC_GPS_SATELLITES: 9 + Math.round(2 * noise('gps', seconds, 300)),
    AOC_Q1: q1,
    AOC_Q2: q2,
    AOC_Q3: q3,
    AOC_Q4: q4,
    AOC_RATE_X: 0.004 * noise('rate x', seconds, 15),
    // Who points to the Earth turns with the orbit.
    AOC_RATE_Y: (sunPointing ? 0 : -orbitRateDegPerS) + 0.004 * noise('rate y', seconds, 15),
    AOC_RATE_Z: 0.004 * noise('rate z', seconds, 15),
    AOC_WHEEL_SPEED_1: wheel(1, 1800),
    AOC_WHEEL_SPEED_2: wheel(2, -1650),
    AOC_WHEEL_SPEED_3: wheel(3, 2050),
    AOC_WHEEL_SPEED_4: wheel(4, -1900),
    AOC_MAGNETIC_FIELD_X: field[0] + 0.05 * noise('field x', seconds, 5),
    AOC_MAGNETIC_FIELD_Y: field[1] + 0.05 * noise('field y', seconds, 5),
    AOC_MAGNETIC_FIELD_Z: field[2] + 0.05 * noise('field z', seconds, 5),
    AOC_POINTING_ERROR: 0.05 + (light.inEclipse ? 0.02 : 0) + 0.03 * noise('pointing', seconds, 20),
  };
}

function communications(
  { noise }: Noisy,
  { seconds }: SpacecraftSituation,
  { transmitterOn, onBoard: { carrier, bitLock, lockout, framesAccepted, transmitterFailed } }: OnBoardLinkState,
): TelemetryValues {
  const at = taiOf(seconds);
  return {
    COM_TX_STATE: transmitterFailed ? 'FAULT' : transmitterOn ? 'ON' : 'STANDBY',
    COM_RX_CARRIER_LOCK: carrier !== undefined,
    COM_RX_BIT_LOCK: bitLock,
    COM_FARM_LOCKOUT: lockout,
    COM_COHERENT: false,
    COM_TX_POWER: transmitterOn ? 4.6 + 0.1 * noise('tx power', seconds, 60) : 0,
    COM_TX_TEMPERATURE: (transmitterOn ? 33 : 22) + 2 * noise('tx temperature', seconds, 500),
    // Without a carrier the gain control is at its end.
    COM_RX_AGC: carrier === undefined ? AGC_LOW_DBM : within(carrier.levelDbm(at), AGC_LOW_DBM, AGC_HIGH_DBM),
    COM_RX_FREQUENCY_OFFSET: carrier === undefined ? 0 : Math.round(carrier.frequencyOffsetHz(at)),
    COM_FRAMES_ACCEPTED: framesAccepted % COM_FRAMES_MODULO,
  };
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function payload(
  { noise }: Noisy,
  situation: SpacecraftSituation,
  { onBoard: { imagesErased } }: OnBoardLinkState,
): TelemetryValues {
  const { seconds, activity, lastSession } = situation;
  const imaging = activity === 'imaging';
  const states = { off: 'STANDBY', 'warm-up': 'WARM_UP', imaging: 'IMAGING' } as const;
  const currents = { off: 0.35, 'warm-up': 1.9, imaging: 2.8 } as const;
  const images = imagesTaken(situation);
  return {
    IMG_STATE: states[activity],
    IMG_COMPRESSION: 'LOSSY_4',
    IMG_SHUTTER: imaging,
    IMG_CALIBRATION_LAMP: false,
    IMG_DETECTOR_TEMPERATURE: -12 + (imaging ? 4 : 0) + noise('detector', seconds, 300),
    IMG_ELECTRONICS_TEMPERATURE: (activity === 'off' ? 16 : 24) + noise('imager', seconds, 300),
    IMG_SUPPLY_CURRENT: currents[activity] + 0.03 * noise('imager current', seconds, 20),
    IMG_STORED_IMAGES: Math.max(0, images - imagesErased) % 240,
    IMG_LAST_IMAGE_ID: images,
    IMG_LAST_IMAGE_TIME: taiOf(lastSession?.start ?? 0),
    PDT_STATE: 'STANDBY',
    PDT_POWER: 0,
    PDT_BYTES_SENT: 0,
  };
}

/** Number of the latest image in a situation. */
export function imagesTaken({ lastSession }: SpacecraftSituation): number {
  return lastSession === undefined ? 0 : Math.max(0, imageNumber(lastSession.number));
}

/** Number of the latest image after an imaging session. */
export function imageNumber(session: number): number {
  return 1_000 + IMAGES_IN_A_SESSION * session;
}

type Noisy = Pick<SpacecraftModel, 'noise'>;
