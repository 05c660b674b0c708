import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Operation } from '@app/contracts';

/** Where in a request a fact stands: a parameter of the route by its name, a field of the body, or of the query. */
export type FactSource = string | { readonly body: string } | { readonly query: string };

/** A contact's identifier in the query says the spacecraft. */
export interface ContactInQuery {
  readonly contactInQuery: string;
}

/** The facts of an `AuthorityQuestion` that the request itself holds. */
export interface DoorFacts {
  readonly spacecraft?: FactSource | ContactInQuery;
  readonly antenna?: FactSource;
  readonly site?: FactSource;
  readonly mode?: FactSource;
  readonly subject?: FactSource;
}

/** What a door says of itself. A door that says nothing is shut (rule `no-policy`). */
export type DoorPolicy =
  | { readonly kind: 'public'; readonly reason: string }
  | { readonly kind: 'signed-in'; readonly reason: string }
  | { readonly kind: 'authorised'; readonly operation: Operation; readonly facts: DoorFacts }
  | { readonly kind: 'authorised-inside'; readonly operation: Operation }
  | { readonly kind: 'gateway'; readonly operations: readonly Operation[] };

/** Key of a door's policy among the metadata of its handler or class. */
export const DOOR_POLICY = Symbol('DoorPolicy');

const stated = (policy: DoorPolicy): MethodDecorator & ClassDecorator => SetMetadata(DOOR_POLICY, policy);

/** Open to everybody, for a reason. */
export function Public(reason: string): MethodDecorator & ClassDecorator {
  return stated({ kind: 'public', reason });
}

/** Open to whoever is signed in, whatever the role, for a reason. */
export function SignedIn(reason: string): MethodDecorator & ClassDecorator {
  return applyDecorators(stated({ kind: 'signed-in', reason }), ApiBearerAuth());
}

/** The guard decides whole, by what the request holds: who asks, and the facts named here. */
export function Authorised(operation: Operation, facts: DoorFacts = {}): MethodDecorator & ClassDecorator {
  return applyDecorators(stated({ kind: 'authorised', operation, facts }), ApiBearerAuth());
}

/**
 * The guard finds out who asks, and refuses whom the spacecraft (the path's `:id`), or where there is none the role, keeps out whatever the
 * rest. The use case calls `Authority.require` with facts that it alone knows: one decision, one audit entry.
 */
export function AuthorisedInside(operation: Operation): MethodDecorator & ClassDecorator {
  return applyDecorators(stated({ kind: 'authorised-inside', operation }), ApiBearerAuth());
}

/** A WebSocket door: its first message must bring a token (`AccessTokens`), and these are what it then asks `Authority` for. */
export function GatewayPolicy(...operations: [Operation, ...Operation[]]): ClassDecorator {
  return stated({ kind: 'gateway', operations });
}

/** What a handler, or else its class, states; undefined where neither does. */
export function policyOf(type: object, handler?: object): DoorPolicy | undefined {
  const of = (target: object): DoorPolicy | undefined =>
    Reflect.getMetadata(DOOR_POLICY, target) as DoorPolicy | undefined;
  return (handler === undefined ? undefined : of(handler)) ?? of(type);
}
