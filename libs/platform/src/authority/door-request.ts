import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Principal } from '@app/contracts';
import type { OpenSession } from './access-tokens.port.js';
import { refused } from './authority-refusal.js';

const principals = new WeakMap<object, Principal>();
const sessions = new WeakMap<object, OpenSession>();
const MAX_DOOR_LENGTH = 200;

/** Notes who asks by this request. The guard does so; a test of one controller may. */
export function actAs(request: object, principal: Principal): void {
  principals.set(request, principal);
}

/** Notes the session that the request's token opened. */
export function actIn(request: object, session: OpenSession): void {
  sessions.set(request, session);
  actAs(request, session.principal);
}

/** Who asks by this request; undefined where nobody was authenticated. */
export function principalOf(request: object): Principal | undefined {
  return principals.get(request);
}

/** A request's door, for the audit: method and path, no query. */
export function doorOf({ method, originalUrl }: Pick<Request, 'method' | 'originalUrl'>): string {
  return `${method} ${originalUrl.split('?', 1)[0] ?? ''}`.slice(0, MAX_DOOR_LENGTH);
}

const requestOf = (context: ExecutionContext): Request => context.switchToHttp().getRequest<Request>();

/** Parameter of a handler: the `Principal` that asks. Refuses (401) where there is none. */
export const Who = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const principal = principalOf(requestOf(context));
  if (principal === undefined) throw refused('not-signed-in', 'expected somebody who is signed in, found nobody');
  return principal;
});

/** Parameter of a handler: the `OpenSession` of the request's token. Refuses (401) where there is none. */
export const Session = createParamDecorator((_data: unknown, context: ExecutionContext): OpenSession => {
  const session = sessions.get(requestOf(context));
  if (session === undefined) throw refused('not-signed-in', 'expected a session, found none');
  return session;
});

/** Parameter of a handler: the door's name for `AuthorityQuestion.door`. */
export const Door = createParamDecorator((_data: unknown, context: ExecutionContext): string =>
  doorOf(requestOf(context)),
);
