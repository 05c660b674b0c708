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
import type { AuthorityQuestion } from './authority.port.js';
import { refused } from './authority-refusal.js';
import { type ContactInQuery, type DoorPolicy, type FactSource, policyOf } from './door-policy.js';
import { actIn, doorOf } from './door-request.js';
import { RegistryAuthority } from './registry-authority.js';
import { StrangerAudit } from './stranger-audit.js';

/**
 * Stands at every HTTP door: what states no policy is shut, what is not public needs a valid token (`Authorization: Bearer`), and what
 * can be decided by the request alone is decided here. Refusals of whom nobody knows are audited within a budget; beyond it they are
 * counted, and answered all the same: by 401, with `Retry-After`.
 */
@Injectable()
export class AuthorityGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly authority: RegistryAuthority,
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
    if (policy.kind === 'authorised-inside')
      await this.authority.admit(session.principal, questionAtDoor(request, policy));
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

  /** The refusal, once it is audited or its sender's budget is spent. */
  private async recorded(
    request: Request,
    response: Response,
    operation: AuditEntry['operation'],
    refusal: Refusal,
  ): Promise<Refusal> {
    if (refusal.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    const knock = { operation, door: doorOf(request), origin: request.ip ?? 'unknown address' };
    const waitS = await this.strangers.record(refusal, knock);
    if (waitS > 0) response.setHeader('Retry-After', String(waitS));
    return refusal;
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

/** What the path says: the spacecraft as `:id`, and what it is about in what follows. */
function questionAtDoor(
  request: Request,
  { operation }: DoorPolicy & { kind: 'authorised-inside' },
): AuthorityQuestion {
  const { id, ...others } = request.params;
  const subject = Object.values(others).flat().join(' ');
  return {
    operation,
    door: doorOf(request),
    ...(typeof id === 'string' ? { spacecraft: id as SpacecraftId } : {}),
    ...(subject === '' ? {} : { subject }),
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
