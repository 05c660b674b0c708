/** What one part of the process says of itself. */
export interface PartHealth {
  readonly up: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The parts that must be up before this process is ready; each app adds its own. */
export class Readiness {
  private readonly checks = new Map<string, () => Promise<PartHealth>>();

  add(part: string, check: () => Promise<PartHealth>): void {
    this.checks.set(part, check);
  }

  async check(): Promise<ReadonlyMap<string, PartHealth>> {
    const entries = await Promise.all(
      [...this.checks].map(async ([part, check]): Promise<[string, PartHealth]> => {
        try {
          return [part, await check()];
        } catch (error) {
          return [part, { up: false, detail: { message: error instanceof Error ? error.message : String(error) } }];
        }
      }),
    );
    return new Map(entries);
  }
}
