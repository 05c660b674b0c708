import {
  type AntennaLimits,
  type AntennaPosition,
  AntennaLimitsError,
  assertAntennaLimits,
  slewTimeS,
} from './antenna-limits.js';
import { type AntennaProgramme, type TrackMode, programmesOf } from './antenna-programme.js';
import { type Keyhole, keyholeIntervals } from './keyhole.js';
import { type PointingProfile } from './pointing-profile.js';
import { type FollowedTrack, followWithLead, followWithoutLead } from './rate-limited-tracking.js';
import { type TrackInterruption, reachableTrack } from './track-interruptions.js';

/** One way to follow a contact. */
export interface TrackOption {
  readonly mode: TrackMode;
  /** Whole turns of azimuth added to the profile's. */
  readonly turns: number;
  /** Where the antenna has to stand when the contact begins, and where it is at its end. */
  readonly first: AntennaPosition;
  readonly last: AntennaPosition;
  /** From the start position, when one was given. */
  readonly slewS: number | undefined;
  readonly interruptions: readonly TrackInterruption[];
  readonly lostS: number;
  /** Largest pointing error of `track`. */
  readonly errorDeg: number;
  readonly errorWithoutLeadDeg: number;
  /** Mechanical positions to send the antenna, with lead: within its azimuth rate and ranges; a piece for each time on the spacecraft. */
  readonly track: readonly FollowedTrack[];
}

export type TrackChoice =
  | {
      /** `whole`: without interruption. `interrupted`: an axis ends on every way; this one loses least. */
      readonly outcome: 'whole' | 'interrupted';
      readonly best: TrackOption;
      readonly keyhole: Keyhole | undefined;
      /** Every way that was compared, best first. */
      readonly options: readonly TrackOption[];
      readonly reason: string;
    }
  | { readonly outcome: 'none'; readonly reason: string };

export interface TrackChoiceSettings {
  /** Where the antenna comes from: parked, or the end of the contact before. The nearer of equal ways is taken. */
  readonly start?: AntennaPosition;
  /** Pointing error that does not matter, above 0; a tenth of the beam is usual. 0.1 where left out. */
  readonly toleranceDeg?: number;
}

const DEFAULT_TOLERANCE_DEG = 0.1;
const modeOrder: readonly TrackMode[] = ['normal', 'flipped', 'over the top'];

const ends = (axis: FollowedTrack, at: number): AntennaPosition => ({
  azimuthDeg: axis.azimuthDeg.at(at) as number,
  elevationDeg: axis.elevationDeg.at(at) as number,
});

function tooSteep({ seconds, elevationDeg }: FollowedTrack, limits: AntennaLimits): boolean {
  return elevationDeg.some((elevation, i) => {
    if (elevation > limits.elevationMaxDeg + 1e-6 || elevation < limits.elevationMinDeg - 1e-6) return true;
    if (i === 0) return false;
    const moved = Math.abs(elevation - (elevationDeg[i - 1] as number));
    return moved > limits.elevationRateDegPerS * ((seconds[i] as number) - (seconds[i - 1] as number)) + 1e-6;
  });
}

function optionOf(
  programme: AntennaProgramme,
  limits: AntennaLimits,
  start: AntennaPosition | undefined,
): TrackOption | undefined {
  const reachable = reachableTrack(programme, limits);
  if (programme.mode === 'over the top' && reachable.interruptions.length > 0) return undefined;
  const track: FollowedTrack[] = [];
  let errorWithoutLeadDeg = 0;
  for (const run of reachable.runs) {
    const turned =
      run.shiftDeg === 0
        ? programme
        : { ...programme, azimuthDeg: programme.azimuthDeg.map((azimuth) => azimuth + run.shiftDeg) };
    const behind = followWithoutLead(turned, run, limits);
    errorWithoutLeadDeg = Math.max(errorWithoutLeadDeg, behind.errorDeg);
    const ahead = behind.errorDeg === 0 ? behind : followWithLead(turned, run, limits);
    // Where the elevation axis is the slow one, running after it is what is left.
    const steep = ahead === undefined || (ahead !== behind && tooSteep(ahead, limits));
    if (steep && programme.mode === 'over the top') return undefined;
    track.push(steep ? behind : ahead);
  }
  const [piece, lastPiece] = [track[0], track.at(-1)];
  if (piece === undefined || lastPiece === undefined) return undefined;
  const first = ends(piece, 0);
  return {
    mode: programme.mode,
    turns: programme.turns,
    first,
    last: ends(lastPiece, -1),
    slewS: start === undefined ? undefined : slewTimeS(start, first, limits),
    interruptions: reachable.interruptions,
    lostS: reachable.lostS,
    errorDeg: track.reduce((worst, { errorDeg }) => Math.max(worst, errorDeg), 0),
    errorWithoutLeadDeg,
    track,
  };
}

/** Least time lost, then least error above the tolerance, then the shortest slew, then the plainest way. */
function compareOptions(a: TrackOption, b: TrackOption, toleranceDeg: number): number {
  const excess = ({ errorDeg }: TrackOption): number => Math.max(0, errorDeg - toleranceDeg);
  return (
    a.lostS - b.lostS ||
    a.interruptions.length - b.interruptions.length ||
    excess(a) - excess(b) ||
    (a.slewS ?? 0) - (b.slewS ?? 0) ||
    modeOrder.indexOf(a.mode) - modeOrder.indexOf(b.mode) ||
    Math.abs(a.turns) - Math.abs(b.turns) ||
    b.turns - a.turns
  );
}

function describe(best: TrackOption, keyhole: Keyhole | undefined, toleranceDeg: number): string {
  const parts = [best.mode === 'normal' ? 'normal' : best.mode === 'flipped' ? 'flipped (azimuth + 180)' : best.mode];
  if (best.turns !== 0)
    parts[0] = `${parts[0]} with ${best.turns} turn${Math.abs(best.turns) === 1 ? '' : 's'} of cable`;
  for (const { cause, fromSeconds, lostS, turnDeg } of best.interruptions) {
    const how = turnDeg === 0 ? 'waits' : `turns by ${turnDeg} degrees`;
    parts.push(`the ${cause} ends at ${fromSeconds.toFixed(1)} s: the antenna ${how} and loses ${lostS.toFixed(1)} s`);
  }
  if (keyhole !== undefined) {
    const { peakAzimuthRateDegPerS: peak, errorWithoutLeadDeg: behind } = keyhole;
    parts.push(
      `keyhole: azimuth turns by up to ${peak.toFixed(2)} deg/s, ${behind.toFixed(2)} degrees off without lead`,
    );
  }
  parts.push(
    `largest error ${best.errorDeg.toFixed(3)} degrees${best.errorDeg > toleranceDeg ? ', above the tolerance' : ''}`,
  );
  return parts.join('; ');
}

/**
 * The best way for an antenna to follow a contact: normal or flipped, with whole turns of cable, or over the top where the azimuth would
 * turn too fast. Best is what loses least time, then what is least off beyond the tolerance, then the shortest slew. When every way
 * runs into the end of an axis, the one that loses least, with where it unwinds. Throws AntennaLimitsError.
 */
export function trackChoice(
  profile: PointingProfile,
  limits: AntennaLimits,
  settings: TrackChoiceSettings = {},
): TrackChoice {
  assertAntennaLimits(limits);
  const toleranceDeg = settings.toleranceDeg ?? DEFAULT_TOLERANCE_DEG;
  if (!(toleranceDeg > 0)) throw new AntennaLimitsError('toleranceDeg', 'above 0', String(toleranceDeg));
  const { curve, peakAzimuthRate } = profile;
  if (peakAzimuthRate === undefined) return { outcome: 'none', reason: 'the profile has no row' };
  const { azimuthMinDeg, azimuthMaxDeg } = limits;
  const optionsOf = (mode: TrackMode): TrackOption[] =>
    programmesOf(curve, mode, azimuthMinDeg, azimuthMaxDeg)
      .map((programme) => optionOf(programme, limits, settings.start))
      .filter((option) => option !== undefined);
  const order = (a: TrackOption, b: TrackOption): number => compareOptions(a, b, toleranceDeg);
  const plain = [...optionsOf('normal'), ...optionsOf('flipped')].sort(order);
  const intervals = keyholeIntervals(profile, limits);
  const overTheTop = intervals.length === 0 ? [] : optionsOf('over the top').sort(order);
  const options = [...plain, ...overTheTop].sort(order);
  const best = options[0];
  if (best === undefined)
    return { outcome: 'none', reason: 'the contact lies outside of the azimuth or elevation range all the time' };
  const [one = best, over] = [plain[0], overTheTop[0]];
  const keyhole: Keyhole | undefined =
    intervals.length === 0
      ? undefined
      : {
          intervals,
          peakAzimuthRateDegPerS: peakAzimuthRate.degPerS,
          errorWithoutLeadDeg: one.errorWithoutLeadDeg,
          errorWithLeadDeg: one.errorDeg,
          errorOverTheTopDeg: over?.errorDeg,
          overTheTopAvoids: over !== undefined && over.errorDeg <= toleranceDeg,
        };
  return {
    outcome: best.interruptions.length === 0 ? 'whole' : 'interrupted',
    best,
    keyhole,
    options,
    reason: describe(best, keyhole, toleranceDeg),
  };
}
