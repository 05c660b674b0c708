import {
  AnchoredMissionClock,
  type Configuration,
  MissionClockStore,
  notFound,
  openDatabase,
  parseOrRefuse,
  RegistryReader,
  runMigrations,
  SystemWallClock,
} from '@app/platform';
import {
  AccountDirectory,
  ClaimInstallation,
  createUserSchema,
  DatabaseAuditLog,
  hashPassword,
  LoadConstellation,
  serviceManagementEntities,
  UserStore,
} from '../../../service-management/src/index.js';
import { type DataFolder, lockDataFolder } from '../ground/data-folder.js';
import { readReferenceSeeds } from '../ground/reference-seeds.js';

/** What `smms users add` was told, not yet checked. */
export interface AddUserInput {
  readonly user: string;
  readonly name: string;
  readonly member: string;
  readonly roles: readonly string[];
  readonly password: string;
}

/**
 * Adds a user to an installation whose ground segment is stopped; an empty one is made first, as its first start would. Audited as the
 * deed of who sits at the machine. Throws Refusal, DataFolderError, OtherModeError, and what the database throws.
 */
export async function addUser(
  configuration: Configuration,
  folder: DataFolder,
  input: AddUserInput,
): Promise<{ readonly id: string; readonly member: string; readonly roles: readonly string[] }> {
  const { user, name, member, roles, password } = parseOrRefuse(createUserSchema, input, 'user');
  const mode = configuration.SMMS_MODE;
  const lock = await lockDataFolder(folder);
  try {
    const database = await openDatabase({
      url: configuration.DATABASE_URL,
      dataDir: folder.database,
      entities: serviceManagementEntities,
    });
    try {
      const { dataSource } = database;
      await runMigrations(dataSource);
      await new ClaimInstallation(dataSource).execute(mode);
      await new LoadConstellation(dataSource).execute(readReferenceSeeds().constellation);
      if (!(await new RegistryReader(dataSource).members()).some(({ id }) => id === member))
        throw notFound('member', member);
      const wallClock = new SystemWallClock();
      const now = wallClock.now();
      const anchor = new MissionClockStore(folder.missionClock, mode).resume(now);
      const missionClock = new AnchoredMissionClock(wallClock, anchor ?? { mission: now, wall: now, rate: 1 });
      const audit = new DatabaseAuditLog(dataSource, missionClock, wallClock, mode);
      const users = new UserStore(dataSource, new AccountDirectory(dataSource, wallClock), wallClock, missionClock);
      const hash = await hashPassword(password);
      const added = await users.add({ id: user, name, member, roles, password: hash, demonstration: false });
      await audit.append({
        user: null,
        member,
        actor: 'command-line',
        operation: 'administer-users',
        door: 'smms users add',
        spacecraft: null,
        antenna: null,
        subject: `${user}: new account`,
        decision: {
          allowed: true,
          rule: 'allowed',
          explanation: 'added at the machine of the ground segment',
          agreement: null,
        },
      });
      return added;
    } finally {
      await database.close();
    }
  } finally {
    await lock.release();
  }
}
