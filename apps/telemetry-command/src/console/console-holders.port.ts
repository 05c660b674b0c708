import type { SpacecraftId, UserId } from '@app/contracts';

/** Who commands which spacecraft just now, by the console's record. Type and token in one. */
export abstract class ConsoleHolders {
  /** Null: nobody holds the console. */
  abstract holderOf(spacecraft: SpacecraftId): Promise<UserId | null>;
}
