import { randomUUID } from 'node:crypto';
import type { CltuId } from '@app/contracts';

export type NewCltuId = () => CltuId;

export const newCltuId: NewCltuId = () => randomUUID() as CltuId;
