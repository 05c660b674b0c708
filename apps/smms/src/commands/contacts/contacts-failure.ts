import { formatUtc } from '@app/time';
import { type EphemerisError, type PropagationStop, OUTSIDE_EPHEMERIS } from '@app/orbit';
import { type RefusedElements } from '../elements/motion-file.js';

/** A spacecraft, an element set or an ephemeris that gave no contacts, or not all of them. */
export interface ContactsFailure {
  /** `element-set`: refused as read; `stale-elements`: too old at its contacts; `propagation`: no motion from `at` on. */
  readonly kind: 'element-set' | 'stale-elements' | 'propagation';
  readonly spacecraft: string | null;
  readonly catalogNumber: number | null;
  readonly reason: string;
  /** SGP4's error code, or 8: outside of an ephemeris. */
  readonly code?: number;
  readonly at?: string;
  readonly file?: string;
  readonly field?: string;
}

export function refusedFailure({ file, error }: RefusedElements): ContactsFailure {
  return {
    ...{ kind: 'element-set', spacecraft: error.objectName ?? null, catalogNumber: null },
    ...{ reason: error.message, file, field: error.field },
  };
}

/** An object of an ephemeris file whose segments make no motion. */
export function ephemerisFailure(file: string, objectName: string, error: EphemerisError): ContactsFailure {
  return {
    ...{ kind: 'element-set', spacecraft: objectName, catalogNumber: null },
    ...{ reason: error.message, file, field: error.field },
  };
}

export function propagationFailure({ spacecraft, catalogNumber, code, reason, at }: PropagationStop): ContactsFailure {
  return {
    ...{ kind: 'propagation', spacecraft, catalogNumber: catalogNumber ?? null, code },
    reason: code === OUTSIDE_EPHEMERIS ? reason : `SGP4 error ${code}: ${reason}`,
    at: formatUtc(at),
  };
}
