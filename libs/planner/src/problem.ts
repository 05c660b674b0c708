import type { Tai } from '@app/time';

/** A predicted contact window, as far as planning needs it. */
export interface PlanningWindow {
  readonly id: string;
  readonly spacecraft: string;
  readonly antenna: string;
  readonly aos: Tai;
  readonly los: Tai;
  readonly maxElevationDeg: number;
  /** The window goes on beyond what was searched: its true AOS or LOS is not known. */
  readonly open: boolean;
}

export interface PlanningAntenna {
  readonly id: string;
  /** Member that owns the site. */
  readonly provider: string;
  /** What it can do: `telemetry`, `telecommand` (it transmits), `payload`. */
  readonly services: readonly string[];
  readonly bands: readonly string[];
  readonly polarisations: readonly string[];
  readonly setUpNs: bigint;
  readonly tearDownNs: bigint;
}

export interface PlanningSpacecraft {
  readonly id: string;
  /** Member that operates it. */
  readonly user: string;
  readonly band: string;
  readonly polarisation: string;
}

export interface PlanningRequest {
  readonly id: string;
  readonly spacecraft: string;
  readonly contactsPerDay: number;
  readonly minDurationNs: bigint;
  readonly uplink: boolean;
  readonly services: readonly string[];
  /** 1 is served first. */
  readonly priority: number;
}

export interface PlanningAgreement {
  readonly id: string;
  readonly provider: string;
  readonly user: string;
  /** Empty: every spacecraft of the user. */
  readonly spacecraft: readonly string[];
  readonly services: readonly string[];
  readonly priority: number;
  readonly quotaNsPerDay: bigint | null;
  readonly validFrom: Tai;
  readonly validTo: Tai;
}

/** A contact of the plan. `start` to `end` is half-open and holds set-up and tear-down. */
export interface PlannedContact {
  readonly window: PlanningWindow;
  readonly request: string;
  readonly agreement: string;
  readonly uplink: boolean;
  readonly start: Tai;
  readonly end: Tai;
  readonly explanation: string;
}

export type LossRule =
  | 'already-booked'
  | 'already-over'
  | 'antenna-busy'
  | 'spacecraft-uplink-busy'
  | 'receive-only-antenna'
  | 'antenna-capability'
  | 'no-agreement'
  | 'agreement-quota'
  | 'band-or-polarisation'
  | 'too-short'
  | 'window-open'
  | 'request-satisfied'
  | 'in-the-past';

/** A window that a request did not get: the rule, and the contact that won, where one did. */
export interface LostWindow {
  readonly window: PlanningWindow;
  readonly request: string;
  readonly rule: LossRule;
  readonly winner: string | null;
  readonly explanation: string;
}

export interface PlanningProblem {
  /** Nothing begins before it. */
  readonly notBefore: Tai;
  readonly windows: readonly PlanningWindow[];
  readonly antennas: readonly PlanningAntenna[];
  readonly spacecraft: readonly PlanningSpacecraft[];
  readonly requests: readonly PlanningRequest[];
  readonly agreements: readonly PlanningAgreement[];
  /** Contacts that are booked already: they stay, and count for their requests and quotas. */
  readonly fixed: readonly PlannedContact[];
  /** Windows that were a contact and are none to book any more (failed, cancelled): their identity is used up. */
  readonly over: readonly { readonly id: string; readonly state: string }[];
}

export interface Plan {
  readonly contacts: readonly PlannedContact[];
  readonly lost: readonly LostWindow[];
}
