/** How much of the disk recordings may take. */
export interface RecordingOptions {
  /** Octets of samples of one pass; what comes after them is not recorded. */
  readonly mostOctetsPerPass: number;
  /** Octets of all recordings of a site, those in progress at their most: the oldest are deleted for a new one. */
  readonly mostOctets: number;
}

export const defaultRecordingOptions: RecordingOptions = {
  mostOctetsPerPass: 4e9,
  mostOctets: 20e9,
};

/** Bounds that cannot hold together. */
export class RecordingOptionsError extends Error {
  override readonly name = 'RecordingOptionsError';
  constructor(
    readonly field: keyof RecordingOptions,
    readonly expected: string,
    readonly found: number,
  ) {
    super(`recording, ${field}: expected ${expected}, found ${found}`);
  }
}

/** Throws RecordingOptionsError. */
export function assertRecordingOptions({ mostOctetsPerPass, mostOctets }: RecordingOptions): void {
  if (!(mostOctetsPerPass > 0)) throw new RecordingOptionsError('mostOctetsPerPass', 'more than 0', mostOctetsPerPass);
  if (!(mostOctets >= mostOctetsPerPass))
    throw new RecordingOptionsError('mostOctets', `at least ${mostOctetsPerPass}, those of one pass`, mostOctets);
}
