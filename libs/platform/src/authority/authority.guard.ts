import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import {
  type AntennaId,
  type AuditEntry,
  contactIdSchema,
  type OperationsMode,
  type SiteId,
  type SpacecraftId,
} from '@app/contracts';
import { Refusal } from '../http/refusal.js';
import { parseOrRefuse } from '../http/zod.pipe.js';
import { AccessTokens, type OpenSession } from './access-tokens.port.js';
import { Authority, type AuthorityQuestion } from './authority.port.js';
import { refused } from './authority-refusal.js';
import { type ContactInQuery, type DoorPolicy, type FactSource, policyOf } from './door-policy.js';
import { actIn, doorOf } from './door-request.js';
import { StrangerAudit } from './stranger-audit.js';

/**
 * Stands at every HTTP door: what states no policy is shut, what is not public needs a valid token (`Authorization: Bearer`), and what
 * can be decided by the request alone is decided here. Refusals of whom nobody knows are audited within a budget; beyond it they are
 * answered by 429 and counted.
 */
@Injectable()
export class AuthorityGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly authority: Authority,
    private readonly strangers: StrangerAudit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = policyOf(context.getClass(), context.getHandler());
    // A gateway authenticates its clients by their first message; the bus has its own guard.
    if (context.getType() !== 'http') return policy?.kind === 'gateway';
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    if (policy?.kind === 'public') return true;
    if (policy === undefined || policy.kind === 'gateway') {
      const refusal = refused('no-policy', 'expected a door that states who may pass, found one that states nothing');
      throw await this.recorded(request, response, 'observe-network', refusal);
    }
    const operation = policy.kind === 'signed-in' ? 'sign-in' : policy.operation;
    const session = await this.authenticate(request, response, operation);
    actIn(request, session);
    if (policy.kind === 'authorised') await this.authority.require(session.principal, questionOf(request, policy));
    return true;
  }

  private async authenticate(
    request: Request,
    response: Response,
    operation: AuditEntry['operation'],
  ): Promise<OpenSession> {
    try {
      return await this.tokens.open(bearerOf(request));
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      throw await this.recorded(request, response, operation, error);
    }
  }

  /** The refusal once it is audited, or the one that says to wait. */
  private async recorded(
    request: Request,
    response: Response,
    operation: AuditEntry['operation'],
    refusal: Refusal,
  ): Promise<Refusal> {
    if (refusal.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    const knock = { operation, door: doorOf(request), origin: request.ip ?? 'unknown address' };
    const waitS = await this.strangers.record(refusal, knock);
    if (waitS === 0) return refusal;
    response.setHeader('Retry-After', String(waitS));
    const message = `expected fewer requests that cannot be let in, found too many: wait ${waitS} s`;
    return new Refusal(429, 'too many requests', [{ path: 'rate', message }]);
  }
}

/** RFC 6750, 2.1. */
function bearerOf({ headers }: Request): string {
  const { authorization } = headers;
  if (authorization === undefined)
    throw refused('not-signed-in', 'expected the header "Authorization: Bearer TOKEN", found none: sign in first');
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined)
    throw refused('invalid-token', 'expected "Authorization: Bearer TOKEN", found an authorization of another form');
  return token;
}

function questionOf(request: Request, { operation, facts }: DoorPolicy & { kind: 'authorised' }): AuthorityQuestion {
  const spacecraft = factOf(request, facts.spacecraft) as SpacecraftId | undefined;
  const antenna = factOf(request, facts.antenna) as AntennaId | undefined;
  const site = factOf(request, facts.site) as SiteId | undefined;
  const mode = factOf(request, facts.mode) as OperationsMode | undefined;
  const subject = factOf(request, facts.subject);
  return {
    operation,
    door: doorOf(request),
    ...(spacecraft === undefined ? {} : { spacecraft }),
    ...(antenna === undefined ? {} : { antenna }),
    ...(site === undefined ? {} : { site }),
    ...(mode === undefined ? {} : { mode }),
    ...(subject === undefined ? {} : { subject }),
  };
}

/** A fact as the request has it. What is no text is no fact: where the operation needs it, that is refused. */
function factOf(request: Request, source: FactSource | ContactInQuery | undefined): string | undefined {
  if (source === undefined) return undefined;
  if (typeof source === 'object' && 'contactInQuery' in source) return spacecraftOf(request, source.contactInQuery);
  const { params, query } = request;
  const body: unknown = request.body;
  const [from, name] =
    typeof source === 'string' ? [params, source] : 'body' in source ? [body, source.body] : [query, source.query];
  if (typeof from !== 'object' || from === null || !Object.hasOwn(from, name)) return undefined;
  const value: unknown = Reflect.get(from, name);
  return typeof value === 'string' ? value : undefined;
}

/** Throws a Refusal (400) where the query has no identifier of a contact: without it nothing can be decided. */
function spacecraftOf({ query }: Request, name: string): string | undefined {
  const { [name]: contact } = parseOrRefuse(z.object({ [name]: contactIdSchema }), query, 'query');
  return contact?.split('_', 1)[0];
}
