import { JwtService } from '@nestjs/jwt';
import { z } from 'zod';
import { operationsModeSchema, type OperationsMode, userIdSchema } from '@app/contracts';
import { formatUtc, plusSeconds, type Tai, taiFromUnixNs, unixNsFromTai } from '@app/time';
import type { WallClock } from '../clock/index.js';
import { type Account, type Accounts } from './accounts.port.js';
import { AccessTokens, type OpenSession } from './access-tokens.port.js';
import { refused } from './authority-refusal.js';

/** Life of a token, and how long after the sign-in it may be renewed, in seconds of wall time. */
export const TOKEN_LIFE_S = 15 * 60;
export const SESSION_LIFE_S = 12 * 3600;

/** RFC 7519 claims in seconds since 1970; ours in full words. */
const claimsSchema = z.object({
  sub: userIdSchema,
  aud: operationsModeSchema,
  iat: z.int(),
  exp: z.int(),
  signedIn: z.int(),
  accountVersion: z.int(),
});

const unixSeconds = (at: Tai): number => Number(unixNsFromTai(at) / 1_000_000_000n);
const instantOf = (seconds: number): Tai => taiFromUnixNs(BigInt(seconds) * 1_000_000_000n);

/** Tokens as JWT (RFC 7519), signed by HMAC SHA-256 with a key that this installation alone has. */
export class JwtAccessTokens extends AccessTokens {
  private readonly jwt: JwtService;

  constructor(
    key: Uint8Array,
    private readonly mode: OperationsMode,
    private readonly clock: WallClock,
    private readonly accounts: Accounts,
  ) {
    super();
    this.jwt = new JwtService({ secret: Buffer.from(key), signOptions: { algorithm: 'HS256' } });
  }

  /** A token of 15 minutes, shorter where the session's twelve hours end before. Throws a Refusal (401) where they have ended. */
  issue({ principal, version }: Account, signedInAt: Tai): { readonly token: string; readonly expiresAt: Tai } {
    const now = this.clock.now();
    const sessionEnd = plusSeconds(signedInAt, SESSION_LIFE_S);
    if (now >= sessionEnd)
      throw refused(
        'expired-token',
        `expected a sign-in of the last ${SESSION_LIFE_S / 3600} hours, found one of ${formatUtc(signedInAt, 0)}: sign in again`,
      );
    const life = plusSeconds(now, TOKEN_LIFE_S);
    const exp = unixSeconds(life < sessionEnd ? life : sessionEnd);
    const claims: z.input<typeof claimsSchema> = {
      sub: principal.user,
      aud: this.mode,
      iat: unixSeconds(now),
      exp,
      signedIn: unixSeconds(signedInAt),
      accountVersion: version,
    };
    return { token: this.jwt.sign(claims), expiresAt: instantOf(exp) };
  }

  override async open(token: string): Promise<OpenSession> {
    const claims = this.claimsOf(token);
    if (claims === undefined)
      throw refused('invalid-token', 'expected a token of this ground segment, found one that is forged or damaged');
    const { sub: user, aud, exp, signedIn, accountVersion } = claims;
    if (aud !== this.mode)
      throw refused('invalid-token', `expected a token of mode ${this.mode}, found one of mode ${aud}`);
    const expiresAt = instantOf(exp);
    if (this.clock.now() >= expiresAt)
      throw refused(
        'expired-token',
        `expected a token that is valid now, found one of ${user} that expired at ${formatUtc(expiresAt, 0)}`,
      );
    const account = await this.accounts.find(user);
    if (account?.enabled === false)
      throw refused('account-disabled', `expected an account that is enabled, found that of ${user} disabled`);
    if (account?.version !== accountVersion)
      throw refused(
        'invalid-token',
        `expected a token of the account as it is, found one of ${user} from before it was changed: sign in again`,
      );
    return { principal: account.principal, accountVersion, signedInAt: instantOf(signedIn), expiresAt };
  }

  private claimsOf(token: string): z.output<typeof claimsSchema> | undefined {
    try {
      // Expiry is decided by our clock, above.
      return claimsSchema.parse(this.jwt.verify(token, { algorithms: ['HS256'], ignoreExpiration: true }));
    } catch {
      return undefined;
    }
  }
}
