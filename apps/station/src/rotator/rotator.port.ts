/** Where an antenna can be pointed, degrees. */
export interface RotatorLimits {
  readonly azimuthMinDeg: number;
  readonly azimuthMaxDeg: number;
  readonly elevationMinDeg: number;
  readonly elevationMaxDeg: number;
}

/** A direction of an antenna, degrees. The azimuth is the axis', so it may lie beyond 0 to 360. */
export interface AntennaPosition {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/**
 * An antenna control unit. Every call rejects with a RotatorError where the unit cannot be reached, does not answer or refuses;
 * the next call tries again, on a new connection if need be.
 */
export abstract class Rotator {
  abstract limits(): Promise<RotatorLimits>;
  abstract position(): Promise<AntennaPosition>;
  /** Gives the unit a target. It is taken at once; the motion goes on for as long as the drives need. */
  abstract pointAt(target: AntennaPosition): Promise<void>;
  abstract stop(): Promise<void>;
  abstract park(): Promise<void>;
  /** What the unit says it is. */
  abstract describe(): Promise<string>;
  /** Ends the connection; commands that wait are refused. */
  abstract close(): void;
}
