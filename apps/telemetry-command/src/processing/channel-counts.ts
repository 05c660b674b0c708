/** What came over one virtual channel in one contact; every figure only grows. */
export interface ChannelCounts {
  frames: number;
  /** Frames with at least one corrected symbol; the others were good as received. */
  correctedFrames: number;
  correctedSymbols: number;
  /** Archived, but nothing was taken from them. */
  faultyFrames: number;
  idleFrames: number;
  /** Frames with the counter of the one before them. */
  repeatedFrames: number;
  /** Every octet received and kept for the first time, unrecognised ones among them. */
  packetsComplete: number;
  packetsPartial: number;
  packetsChecksumError: number;
  /** Complete, but no container of the mission database decodes them. */
  packetsUnrecognised: number;
  /** Complete, but archived before. */
  packetsDuplicate: number;
  /** Complete, but with a generation time that cannot be right (`isTimeSuspect`). */
  packetsTimeSuspect: number;
  packetsIdle: number;
  parameterValues: number;
  extractionErrors: number;
  /** Octets of packets whose start is not known. */
  skippedOctets: number;
  gaps: number;
  missingFrames: number;
  alarms: number;
}

export const channelCountNames = [
  'frames',
  'correctedFrames',
  'correctedSymbols',
  'faultyFrames',
  'idleFrames',
  'repeatedFrames',
  'packetsComplete',
  'packetsPartial',
  'packetsChecksumError',
  'packetsUnrecognised',
  'packetsDuplicate',
  'packetsTimeSuspect',
  'packetsIdle',
  'parameterValues',
  'extractionErrors',
  'skippedOctets',
  'gaps',
  'missingFrames',
  'alarms',
] as const satisfies readonly (keyof ChannelCounts)[];

/** Counts of nothing. */
export function noCounts(): ChannelCounts {
  return Object.fromEntries(channelCountNames.map((name) => [name, 0])) as unknown as ChannelCounts;
}

/** One virtual channel in one contact. */
export interface ChannelKey {
  readonly contact: string;
  readonly antenna: string;
  /** -1: of frames whose virtual channel cannot be told. */
  readonly vcid: number;
}

/** Counts of a batch, by virtual channel. */
export class CountSheet {
  private readonly channels = new Map<string, { key: ChannelKey; counts: ChannelCounts }>();

  add(key: ChannelKey, counts: Partial<ChannelCounts>): void {
    const name = `${key.contact} ${key.vcid}`;
    let channel = this.channels.get(name);
    if (channel === undefined) this.channels.set(name, (channel = { key, counts: noCounts() }));
    for (const [count, by] of Object.entries(counts) as [keyof ChannelCounts, number][]) channel.counts[count] += by;
  }

  all(): readonly { readonly key: ChannelKey; readonly counts: ChannelCounts }[] {
    return [...this.channels.values()];
  }
}
