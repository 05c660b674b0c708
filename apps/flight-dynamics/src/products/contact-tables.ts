import { dopplerTable, pointingFile } from '@app/flight-products';
import type { SignalSense } from '@app/orbit';
import { Refusal } from '@app/platform';
import { contactDoppler } from '../profiles/contact-doppler.js';
import { type ContactMotion, utcAt } from '../profiles/contact-motion.js';
import { contactPointing } from '../profiles/contact-pointing.js';
import { contactNotes } from './contact-notes.js';
import { trackNotes } from './track-notes.js';

const signalNotes: Readonly<Record<SignalSense, string>> = {
  geometric: 'Directions are geometric, without light time',
  received: 'Directions are those that the signal comes from',
  sent: 'Directions are those to send to',
};

/** What the antenna's axes are to do in a contact. Throws Refusal (409) where the antenna cannot follow it at all. */
export async function contactPointingFile(
  motion: ContactMotion,
  stepS: number,
  signal: SignalSense,
): Promise<Generator<string, void>> {
  const { window, antenna, start } = motion;
  const { choice } = await contactPointing(motion, stepS, signal);
  if (choice.outcome === 'none')
    throw new Refusal(409, 'out of reach', [
      { path: window.id, message: `${antenna.id} cannot follow it: ${choice.reason}` },
    ]);
  const { track } = choice.best;
  const column = (valuesOf: (piece: (typeof track)[number]) => Float64Array): Float64Array =>
    Float64Array.from(track.flatMap((piece) => [...valuesOf(piece)]));
  return pointingFile({
    spacecraft: window.spacecraft,
    station: window.antenna,
    start,
    programme: {
      seconds: column(({ seconds }) => seconds),
      azimuthDeg: column(({ azimuthDeg }) => azimuthDeg),
      elevationDeg: column(({ elevationDeg }) => elevationDeg),
    },
    notes: [...contactNotes(motion), signalNotes[signal], ...trackNotes(choice, (seconds) => utcAt(motion, seconds))],
  });
}

export async function contactDopplerFile(motion: ContactMotion, stepS: number): Promise<Generator<string, void>> {
  const { window, start } = motion;
  const { profile, notes } = await contactDoppler(motion, stepS);
  return dopplerTable({
    spacecraft: window.spacecraft,
    station: window.antenna,
    start,
    profile,
    notes: [...contactNotes(motion), ...notes],
  });
}
