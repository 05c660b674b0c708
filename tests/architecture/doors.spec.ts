import { readFileSync } from 'node:fs';
import { Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { describe, expect, it } from '@jest/globals';
import { Authorised, GatewayPolicy, MessageBus, Public, subjectPolicy } from '@app/platform';
import { AppModule, type GroundModuleOptions } from '../../apps/smms/src/ground/app.module.js';
import { readReferenceSeeds } from '../../apps/smms/src/ground/reference-seeds.js';
import { allDoors, doorsOf, forbiddenSpeech, modulesWithUnguardedBus, subjectsWithoutRule } from './doors.js';
import { sourceFiles } from './layers.js';

// Nothing of it is started: the modules say what there is.
const composed = AppModule.forRoot({
  parts: { mode: 'simulation' },
  seeds: readReferenceSeeds(),
  databaseFolder: 'none',
  stationsFolder: 'none',
  hardware: {},
  tokenKey: new Uint8Array(32),
  demonstrationAccounts: false,
} as unknown as GroundModuleOptions);

describe('every door states who may pass', () => {
  const doors = allDoors(composed);

  it('HTTP handlers, gateways and message patterns of the composed program', () => {
    expect(doors.filter(({ kind }) => kind === 'http').length).toBeGreaterThan(30);
    expect(doors.filter(({ kind }) => kind === 'gateway').length).toBeGreaterThanOrEqual(1);
    expect(doors.filter(({ kind }) => kind === 'message').length).toBeGreaterThanOrEqual(5);
    expect(doors.flatMap(({ problem }) => problem ?? [])).toEqual([]);
  });

  it('open to everybody are these alone', () => {
    const open = doors.filter(({ policy }) => policy?.kind === 'public').map(({ name }) => name);
    expect(open.sort()).toEqual([
      'HealthController.live',
      'HealthController.ready',
      'MetricsController.read',
      'SessionController.open',
      'SystemController.status',
    ]);
  });

  it('open to whoever is signed in, whatever the role, are these alone', () => {
    const open = doors.filter(({ policy }) => policy?.kind === 'signed-in').map(({ name }) => name);
    // Of the console: a holder may always leave. The rest it decides inside.
    expect(open.sort()).toEqual([
      'ConsoleController.act',
      'SessionController.password',
      'SessionController.renew',
      'SessionController.who',
    ]);
  });

  it('what changes something is never opened by a right to look', () => {
    const looking = ['observe-network', 'observe-spacecraft', 'read-audit'];
    const wrong = doors.filter(
      ({ policy, changes }) =>
        changes &&
        (policy?.kind === 'authorised' || policy?.kind === 'authorised-inside') &&
        looking.includes(policy.operation),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('every subject of the bus has its senders', () => {
    expect(subjectsWithoutRule()).toEqual([]);
  });

  it('no app says what the bus would not let it say', () => {
    const files = sourceFiles('apps').filter((file) => !file.endsWith('.spec.ts') && !file.includes('/testing/'));
    const said = files.flatMap((file) => forbiddenSpeech(file.split('/')[1] ?? '', readFileSync(file, 'utf8')));
    expect(said).toEqual([]);
  });

  it('every module that uses the bus has its own side of it, but the one that guards the others', () => {
    expect(modulesWithUnguardedBus(composed)).toEqual(['AuthorityModule']);
  });
});

@Controller()
class Careless {
  @Get()
  forgotten(): void {}
  @Post()
  @Authorised('observe-network')
  changes(): void {}
  @Get('open')
  @Public('a reason')
  open(): void {}
}

@Authorised('observe-network')
@Controller()
class CarefulAsAClass {
  @Get()
  read(): void {}
}

@Controller()
class Heir extends Careless {}

@WebSocketGateway()
class SilentGateway {
  @SubscribeMessage('x')
  onMessage(): void {}
}

@GatewayPolicy('observe-spacecraft')
@WebSocketGateway()
class SpeakingGateway {}

@Controller()
class Listener {
  @EventPattern('station.*.pass')
  async known(_data: unknown): Promise<void> {}
  @MessagePattern('station.*.pass')
  eventAskedAsRequest(): void {}
  @EventPattern('somebody.said.something')
  async unknown(_data: unknown): Promise<void> {}
}

@Injectable()
class Speaker {
  constructor(readonly bus: MessageBus) {}
}

@Module({ providers: [Speaker] })
class UnguardedModule {}

@Module({ imports: [UnguardedModule], providers: [{ provide: MessageBus, useValue: {} }, Speaker] })
class GuardedModule {}

describe('planted violations are found', () => {
  const problems = (type: Parameters<typeof doorsOf>[0]): string[] =>
    doorsOf(type).flatMap(({ problem }) => problem ?? []);

  it('a handler without a policy, its own or inherited', () => {
    expect(problems(Careless)).toEqual(['Careless.forgotten states no policy']);
    expect(problems(Heir)).toEqual(['Heir.forgotten states no policy']);
    expect(problems(CarefulAsAClass)).toEqual([]);
  });

  it('a handler that changes something by a right to look', () => {
    expect(
      doorsOf(Careless)
        .filter(({ changes }) => changes)
        .map(({ name }) => name),
    ).toEqual(['Careless.changes']);
  });

  it('a gateway without a policy, and each message of it', () => {
    expect(problems(SilentGateway)).toEqual([
      'SilentGateway.onMessage states no policy of a gateway',
      'SilentGateway states no policy of a gateway',
    ]);
    expect(problems(SpeakingGateway)).toEqual([]);
  });

  it('a pattern that nobody may speak on, and an event that is answered like a request', () => {
    expect(problems(Listener)).toEqual([
      'Listener.eventAskedAsRequest (request station.*.pass): nobody may say this',
      'Listener.unknown (event somebody.said.something): nobody may say this',
    ]);
  });

  it('a subject without senders', () => {
    expect(
      subjectsWithoutRule({ known: 'station.*.pass', forgotten: 'a.b', of: (site: string) => `c.${site}` }),
    ).toEqual(['forgotten', 'of']);
    expect(subjectsWithoutRule(undefined, subjectPolicy.slice(1))).toEqual(['contactsForSite', 'contactsForAnySite']);
  });

  it('an app that says what another may say', () => {
    const source =
      'await this.bus.request(\n  subjects.radiateCltu(site), {}); bus.publish(subjects.passStatus(site), {})';
    expect(forbiddenSpeech('station', source)).toEqual(['station: radiateCltu']);
    expect(forbiddenSpeech('interconnect', source)).toEqual(['interconnect: passStatus']);
  });

  it('a module with the bus that asks nobody', () => {
    expect(modulesWithUnguardedBus(GuardedModule)).toEqual(['UnguardedModule']);
  });
});
