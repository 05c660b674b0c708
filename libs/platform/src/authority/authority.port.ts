import type { AntennaId, Decision, Operation, OperationsMode, Principal, SpacecraftId, UserId } from '@app/contracts';

/** What somebody wants to do, with the facts that only the asking use case knows. */
export interface AuthorityQuestion {
  readonly operation: Operation;
  /** Method and path, WebSocket event or bus subject. */
  readonly door: string;
  /** The mode that the asker says it means; refused where it is not this ground segment's. */
  readonly mode?: OperationsMode;
  readonly spacecraft?: SpacecraftId;
  /** The antenna that it would go through: then an agreement for telecommand must be valid. */
  readonly antenna?: AntennaId;
  /** What it is about, for the audit: a command's identifier, a directive, a user. */
  readonly subject?: string;
  /** Who holds the spacecraft's console: for what only the commander may do. */
  readonly holder?: UserId | null;
  /** Who wrote the command that is to be approved. */
  readonly author?: UserId;
  readonly hazardous?: boolean;
}

/**
 * Who may do what to which spacecraft through which antenna, by which agreement: asked at every door, decided by one pure function
 * (`decide`), each decision audited. Type and token in one.
 */
export abstract class Authority {
  /** Decides and audits. Null: nobody is signed in. */
  abstract decide(who: Principal | null, question: AuthorityQuestion): Promise<Decision>;
  /** The decision where it allows. Throws a Refusal, 401 or 403, that says the rule and the reason. */
  abstract require(who: Principal | null, question: AuthorityQuestion): Promise<Decision>;
}
