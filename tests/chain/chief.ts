import { roleSchema } from '@app/contracts';
import { addUser } from '../../apps/smms/src/commands/users-add.js';
import { dataFolder } from '../../apps/smms/src/ground/data-folder.js';
import { trialConfiguration, type TrialPlace } from './ground-trial.js';

/** Somebody who may do whatever one member's people may, for tests that are not about who may do what. */
export const chief = {
  user: 'chief',
  name: 'The Chief',
  member: 'CN',
  roles: roleSchema.options,
  password: 'a sentence is a good password',
} as const;

/** Makes the account of `chief` in a place whose ground segment is not running. */
export async function addChief(place: TrialPlace): Promise<void> {
  await addUser(trialConfiguration(place), dataFolder(place.folder), chief);
}
