import type {
  AntennaId,
  Decision,
  MemberId,
  Operation,
  OperationsMode,
  Principal,
  SiteId,
  SpacecraftId,
  UserId,
} from '@app/contracts';

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
  /** The station that is operated; an antenna says it too. */
  readonly site?: SiteId;
  /** Whose users are administered. */
  readonly member?: MemberId;
  /** Whose roles are changed, where they are. */
  readonly rolesOf?: UserId;
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
 * (`decide`), each decision audited. Of the two `observe-` operations only refusals are audited: what is allowed there is counted among
 * the metrics, for a console asks many times a second. A refusal to look is written once a minute, with how often it was repeated. An allowed action may go on when the promise resolves: its entry is durable then.
 * Ask outside a transaction: the entry is written by another connection, and PGlite has one only. Type and token in one.
 */
export abstract class Authority {
  /** Decides and audits. Null: nobody is signed in. */
  abstract decide(who: Principal | null, question: AuthorityQuestion): Promise<Decision>;
  /** The decision where it allows. Throws a Refusal, 401 or 403, that says the rule and the reason. */
  abstract require(who: Principal | null, question: AuthorityQuestion): Promise<Decision>;
}
