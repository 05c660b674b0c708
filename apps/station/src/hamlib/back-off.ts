/** How often something is tried, and how long is waited between, wall milliseconds: doubled each time up to the longest. */
export interface BackOff {
  readonly attempts: number;
  readonly firstMs: number;
  readonly longestMs: number;
}

export const noRetries: BackOff = { attempts: 1, firstMs: 0, longestMs: 0 };

/** Before attempt `attempt` (1 is the first repetition). */
export function backOffMs({ firstMs, longestMs }: Omit<BackOff, 'attempts'>, attempt: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 30));
}
