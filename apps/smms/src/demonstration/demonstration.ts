import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, type Contact, type PassStatus, passStatusSchema, subjects } from '@app/contracts';
import { createLogger, loadConfiguration, SystemWallClock } from '@app/platform';
import { parseUtc, secondsBetween } from '@app/time';
import { dataFolder } from '../ground/data-folder.js';
import { DEMONSTRATION_PASSWORD } from '../../../service-management/src/index.js';
import { type RunningGroundSegment, startGroundSegment } from '../ground/ground-segment.js';
import { logFileAndWarnings } from '../ground/log-destinations.js';
import { ApiClient } from './api-client.js';
import { commandAccount, giveCommands } from './commanding.js';
import { caduDurationNs, frameHash, loggedInContact, sentInContact } from './evidence.js';
import { reconcile, wrongInArchive } from './reconcile.js';
import { type Summary, summaryOf } from './summary.js';

export interface DemonstrationOptions {
  readonly linkMarginDb: number;
  readonly rate: number;
  readonly seed: number;
  /** The antenna receives in samples. */
  readonly samples?: boolean;
  /** Told what is happening. */
  readonly say: (line: string) => void;
}

/** Links are laid out for this margin at the mask elevation: nothing may be lost with it, or with more. */
export const NOMINAL_MARGIN_DB = 6;
/** Wall time that the archive may take to catch up after LOS. */
const CATCH_UP_S = 60;
/** Wall time that the last verification reports may take after LOS. */
const VERIFY_S = 10;
/** Two people of the spacecraft's operator. */
const COMMANDER = 'wang.lei';
const APPROVER = 'li.na';

/** The demonstration ended before its pass did. */
export class DemonstrationError extends Error {
  override readonly name = 'DemonstrationError';
}

/** One whole contact from before AOS to after LOS, in a folder of its own, and what became of every CADU. */
export async function demonstrateOnce(options: DemonstrationOptions): Promise<Summary> {
  const folder = mkdtempSync(join(tmpdir(), 'smms-demo-'));
  const wallClock = new SystemWallClock();
  const started = wallClock.now();
  const configuration = loadConfiguration({ SMMS_DATA_DIR: folder, SMMS_HTTP_PORT: '0' }, folder);
  const logger = createLogger('info', logFileAndWarnings(dataFolder(folder).logFile));
  const ground = await startGroundSegment({
    configuration,
    logger,
    simulation: { linkMarginDb: options.linkMarginDb, seed: options.seed, samples: options.samples ?? false },
    demonstrationRate: options.rate,
    fresh: true,
  });
  try {
    const api = await new ApiClient(ground.url).signIn(COMMANDER, DEMONSTRATION_PASSWORD);
    const approver = await new ApiClient(ground.url).signIn(APPROVER, DEMONSTRATION_PASSWORD);
    const contact = await demonstratedContact(api, ground);
    const given = await giveCommands(api, approver, contact);
    const pass = await followPass(ground, contact, options.say);
    const { frames, toRoute } = await archived(ground, api, contact);
    const eventLoopDelay = ground.metrics.eventLoopDelay();
    const archivedFrames = await api.frames(contact);
    const profile = ground.seeds.constellation.linkProfiles.find(
      ({ id }) =>
        id === ground.seeds.constellation.spacecraft.find((craft) => craft.id === contact.spacecraft)?.linkProfile,
    );
    if (profile === undefined || ground.simulatorLog === undefined)
      throw new DemonstrationError('no link profile or no simulator log');
    const sent = await sentInContact(ground.simulatorLog, contact);
    const archivedWrong = wrongInArchive(
      archivedFrames.map(({ octets }) => frameHash(Buffer.from(octets, 'hex'))),
      new Set(sent.map(({ sha256 }) => sha256)),
    );
    return summaryOf({
      contact,
      nominal: options.linkMarginDb >= NOMINAL_MARGIN_DB,
      linkMarginDb: options.linkMarginDb,
      rate: options.rate,
      wallSeconds: secondsBetween(started, wallClock.now()),
      contactWindows: await api.countContactWindows(),
      contactsBooked: (await api.contacts()).length,
      passPhase: pass.phase,
      cadus: reconcile(sent, frames, caduDurationNs(profile), parseUtc(contact.window.los)),
      framesToRoute: toRoute,
      archivedFrames: archivedFrames.length,
      archivedWrong,
      statistics: await api.statistics(contact.id),
      commands: (await verified(api, ground, given)).map(commandAccount),
      eventLoopDelay,
    });
  } finally {
    await ground.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The contact that the mission clock was set before: the next one of GF-1 with an uplink. */
async function demonstratedContact(api: ApiClient, ground: RunningGroundSegment): Promise<Contact> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const contact = (await api.contacts()).find(
      ({ spacecraft, uplink, state }) =>
        spacecraft === 'GF-1' && uplink && (state === 'booked' || state === 'executing'),
    );
    if (contact !== undefined) return contact;
    await ground.missionClock.sleep(0.1 * ground.missionClock.rate);
  }
  throw new DemonstrationError('no contact of GF-1 with an uplink was booked');
}

/** Waits for the end of the pass; gives its last status. */
async function followPass(
  ground: RunningGroundSegment,
  contact: Contact,
  say: (line: string) => void,
): Promise<PassStatus> {
  const { missionClock, bus } = ground;
  const aborted = new AbortController();
  let phase: string | undefined;
  let last: PassStatus | undefined;
  const subscription = await bus.subscribe(subjects.passStatus(contact.site), ({ payload }) => {
    const status = passStatusSchema.parse(payload);
    if (status.contact !== contact.id) return;
    if (status.phase !== phase)
      say(
        `${status.at} ${contact.spacecraft} over ${contact.antenna}: ${status.phase}${status.reason === null ? '' : ` (${status.reason})`}`,
      );
    phase = status.phase;
    last = status;
    if (phase === 'completed' || phase === 'failed' || phase === 'aborted') aborted.abort();
  });
  // A station may lag behind an accelerated clock; a minute of wall time is its grace.
  await missionClock.sleepUntil(
    parseUtc(contact.end) + BigInt(Math.round(60 * missionClock.rate)) * 1_000_000_000n,
    aborted.signal,
  );
  await subscription.unsubscribe();
  if (last === undefined) throw new DemonstrationError(`station ${contact.site} said nothing of ${contact.id}`);
  return last;
}

/** Waits until everything that the station is to route is archived, or for a minute; gives what the station logged. */
async function archived(ground: RunningGroundSegment, api: ApiClient, contact: Contact) {
  const { missionClock, frameLogs } = ground;
  for (let waited = 0; ; waited += 0.2) {
    const logged = await loggedInContact(frameLogs, contact);
    const { totals } = await api.statistics(contact.id);
    if ((totals['frames'] ?? 0) >= logged.toRoute || waited > CATCH_UP_S) return logged;
    await missionClock.sleep(0.2 * missionClock.rate);
  }
}

/** The commands as they stand when each is at its end, or after a few seconds: the last report may still be on its way. */
async function verified(
  api: ApiClient,
  { missionClock }: RunningGroundSegment,
  given: readonly Command[],
): Promise<Command[]> {
  for (let waited = 0; ; waited += 0.2) {
    const commands = await Promise.all(given.map((command) => api.commandById(command)));
    if (commands.every(({ state }) => state === 'completed' || state === 'failed') || waited > VERIFY_S)
      return commands;
    await missionClock.sleep(0.2 * missionClock.rate);
  }
}
