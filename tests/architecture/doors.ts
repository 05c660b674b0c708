import { type DynamicModule, type Provider, RequestMethod, type Type } from '@nestjs/common';
import { subjects } from '@app/contracts';
import { type DoorPolicy, isFilterKnown, MessageBus, policyOf, subjectPolicy, type SubjectRule } from '@app/platform';

// Nest's own metadata, by which it finds the doors itself.
const PATH = 'path';
const METHOD = 'method';
const GATEWAY = 'websockets:is_gateway';
const SOCKET_MESSAGE = 'websockets:message_mapping';
const PATTERN = 'microservices:pattern';
const HANDLER_TYPE = 'microservices:handler_type';
const EVENT_HANDLER = 2;

/** One way in, what it states of itself, and what is wrong with that. */
export interface Door {
  readonly kind: 'http' | 'gateway' | 'message';
  readonly name: string;
  readonly policy: DoorPolicy | undefined;
  /** An HTTP method other than GET. */
  readonly changes: boolean;
  readonly problem: string | undefined;
}

type ModuleLike = Type | DynamicModule;
type Constructor = Type & { readonly prototype: object };

function listed<T>(module: ModuleLike, key: 'imports' | 'controllers' | 'providers'): T[] {
  const type = 'module' in module ? module.module : module;
  const own = (Reflect.getMetadata(key, type) ?? []) as T[];
  return 'module' in module ? [...own, ...((module[key] ?? []) as T[])] : own;
}

/** The module and all that it imports, each once. */
export function modulesOf(root: ModuleLike, seen = new Set<ModuleLike>()): ModuleLike[] {
  if (seen.has(root)) return [];
  seen.add(root);
  return [root, ...listed<ModuleLike>(root, 'imports').flatMap((module) => modulesOf(module, seen))];
}

function classesOf(module: ModuleLike): Constructor[] {
  const providers = listed<Provider>(module, 'providers').flatMap((provider) =>
    typeof provider === 'function' ? [provider] : 'useClass' in provider ? [provider.useClass] : [],
  );
  return [...listed<Type>(module, 'controllers'), ...providers] as Constructor[];
}

function handlersOf(type: Constructor): { name: string; handler: object }[] {
  const handlers = new Map<string, object>();
  const parent = (of: object): object | null => Object.getPrototypeOf(of) as object | null;
  for (let at: object | null = type.prototype as object; at !== null && at !== Object.prototype; at = parent(at))
    for (const name of Object.getOwnPropertyNames(at)) {
      const value: unknown = Object.getOwnPropertyDescriptor(at, name)?.value;
      if (name !== 'constructor' && typeof value === 'function' && !handlers.has(name)) handlers.set(name, value);
    }
  return [...handlers].map(([name, handler]) => ({ name, handler }));
}

/** Every door of a class: HTTP handlers, the gateway that it is, message and event patterns. */
export function doorsOf(type: Constructor): Door[] {
  const doors = handlersOf(type).flatMap(({ name, handler }): Door[] => {
    const where = `${type.name}.${name}`;
    if (Reflect.hasMetadata(METHOD, handler) && Reflect.hasMetadata(PATH, handler))
      return [httpDoor(where, policyOf(type, handler), Reflect.getMetadata(METHOD, handler) !== RequestMethod.GET)];
    if (Reflect.hasMetadata(PATTERN, handler)) return messageDoors(where, handler);
    if (Reflect.hasMetadata(SOCKET_MESSAGE, handler)) return [gatewayDoor(where, policyOf(type))];
    return [];
  });
  return Reflect.hasMetadata(GATEWAY, type) ? [...doors, gatewayDoor(type.name, policyOf(type))] : doors;
}

function httpDoor(name: string, policy: DoorPolicy | undefined, changes: boolean): Door {
  const problem =
    policy === undefined
      ? `${name} states no policy`
      : policy.kind === 'gateway'
        ? `${name} states the policy of a gateway`
        : undefined;
  return { kind: 'http', name, policy, changes, problem };
}

function gatewayDoor(name: string, policy: DoorPolicy | undefined): Door {
  const problem = policy?.kind === 'gateway' ? undefined : `${name} states no policy of a gateway`;
  return { kind: 'gateway', name, policy, changes: false, problem };
}

function messageDoors(where: string, handler: object): Door[] {
  const kind = Reflect.getMetadata(HANDLER_TYPE, handler) === EVENT_HANDLER ? 'event' : 'request';
  const patterns = Reflect.getMetadata(PATTERN, handler) as unknown[];
  return patterns.map((pattern) => {
    const known = typeof pattern === 'string' && isFilterKnown(pattern, kind);
    const name = `${where} (${kind} ${String(pattern)})`;
    const problem = known ? undefined : `${name}: nobody may say this`;
    return { kind: 'message', name, policy: undefined, changes: false, problem };
  });
}

export function allDoors(root: ModuleLike): Door[] {
  return modulesOf(root).flatMap(classesOf).flatMap(doorsOf);
}

/** Entries of `subjects` that no rule of the bus speaks of. */
export function subjectsWithoutRule(
  entries: Readonly<Record<string, string | ((of: never) => string)>> = subjects,
  rules: readonly SubjectRule[] = subjectPolicy,
): string[] {
  const filterOf = (entry: string | ((of: never) => string)): string =>
    typeof entry === 'string' ? entry : entry('*' as never);
  return Object.entries(entries)
    .filter(([, entry]) => !rules.some(({ filter, from }) => filter === filterOf(entry) && from.length > 0))
    .map(([name]) => name);
}

/** What an app's source says on the bus by itself that its role may not say: `app: subject`. */
export function forbiddenSpeech(app: string, source: string): string[] {
  const names = [...source.matchAll(/\.(?:publish|request)\(\s*subjects\.(\w+)/g)].map((match) => match[1] ?? '');
  return names
    .filter((name) => {
      const entry = (subjects as Readonly<Record<string, string | ((of: never) => string)>>)[name];
      const filter = typeof entry === 'function' ? entry('*' as never) : entry;
      const senders: readonly string[] = subjectPolicy.find((rule) => rule.filter === filter)?.from ?? [];
      return !senders.includes(app);
    })
    .map((name) => `${app}: ${name}`);
}

/** Modules that use the message bus and have not their own, guarded side of it. */
export function modulesWithUnguardedBus(root: ModuleLike): string[] {
  return modulesOf(root)
    .filter((module) => usesBus(module) && !providesBus(module))
    .map((module) => ('module' in module ? module.module.name : module.name));
}

function usesBus(module: ModuleLike): boolean {
  const injectedByFactory = listed<Provider>(module, 'providers').some(
    (provider) =>
      typeof provider === 'object' && 'inject' in provider && provider.inject?.includes(MessageBus) === true,
  );
  return (
    injectedByFactory ||
    classesOf(module).some((type) =>
      ((Reflect.getMetadata('design:paramtypes', type) ?? []) as unknown[]).includes(MessageBus),
    )
  );
}

function providesBus(module: ModuleLike): boolean {
  return listed<Provider>(module, 'providers').some(
    (provider) => typeof provider === 'object' && provider.provide === MessageBus,
  );
}
