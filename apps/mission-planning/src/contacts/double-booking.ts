import { QueryFailedError } from 'typeorm';
import type { PlanReason } from '@app/contracts';
import { Refusal } from '@app/platform';

/** The database refused a contact: which rule it would break, and with what. */
export interface DoubleBooking {
  readonly constraint: string;
  readonly rule: PlanReason['rule'];
  readonly explanation: string;
}

const doubleBookings: Readonly<Record<string, readonly [rule: PlanReason['rule'], explanation: string]>> = {
  contact_antenna_once: ['antenna-busy', 'its antenna is booked then'],
  contact_one_uplink: ['spacecraft-uplink-busy', 'its spacecraft has another uplink then'],
  contact_pkey: ['already-booked', 'it is booked already'],
};

/** What a failed statement says of a double booking; undefined where it failed for another reason. */
export function doubleBookingOf(error: unknown): DoubleBooking | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { constraint = '', detail } = error.driverError as { constraint?: string; detail?: string };
  const known = doubleBookings[constraint];
  if (known === undefined) return undefined;
  const [rule, explanation] = known;
  return { constraint, rule, explanation: detail === undefined ? explanation : `${explanation} (${detail})` };
}

/** Does it, and turns a double booking into a Refusal (409) that names the contact. */
export async function refuseDoubleBooking<T>(id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const clash = doubleBookingOf(error);
    if (clash === undefined) throw error;
    throw new Refusal(409, 'double booking', [{ path: `contact ${id}`, message: clash.explanation }]);
  }
}
