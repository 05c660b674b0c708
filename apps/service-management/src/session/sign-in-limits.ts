import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Refusal } from '@app/platform';

/** Failed attempts in a span of wall time. */
export interface SignInLimits {
  readonly perAddress: number;
  /** From all addresses together: high enough that others cannot easily shut a controller out, low enough against guessing. */
  readonly perUser: number;
  readonly windowS: number;
}

export const SIGN_IN_LIMITS: SignInLimits = { perAddress: 20, perUser: 30, windowS: 300 };

/** Limits guessing of passwords. Who succeeds spends nothing. Refuses by 429 with `Retry-After`. */
export function signInLimits({ perAddress, perUser, windowS }: SignInLimits): RequestHandler[] {
  const limit = (what: string, count: number, keyOf: (request: Request) => string): RequestHandler =>
    rateLimit({
      windowMs: windowS * 1000,
      limit: count,
      keyGenerator: keyOf,
      skipSuccessfulRequests: true,
      standardHeaders: false,
      legacyHeaders: true,
      handler: (_request: Request, _response: Response, next: NextFunction) =>
        next(
          new Refusal(429, 'too many requests', [
            { path: 'rate', message: `expected at most ${count} failed attempts in ${windowS} s ${what}, found more` },
          ]),
        ),
    });
  return [
    limit('from one address', perAddress, ({ ip }) => ipKeyGenerator(ip ?? '')),
    limit('for one user', perUser, userOf),
  ];
}

/** The user that a body names; who changes a password is known by the token. */
function userOf({ body, headers }: Request): string {
  const user: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'user') : undefined;
  return typeof user === 'string' ? user.slice(0, 64) : (headers.authorization ?? '');
}
