import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { MemberId, Role, UserId } from '@app/contracts';
import { InstantColumn } from '@app/platform';
import { MemberEntity } from '../registry/registry.entities.js';
import type { PasswordHash } from './password.js';

/** Somebody who may sign in. */
@Entity({ schema: 'service_management', name: 'user_account' })
export class UserAccountEntity {
  @PrimaryColumn('text') id!: UserId;
  @Column('text') name!: string;
  @ForeignKey(() => MemberEntity)
  @Column('text')
  member!: MemberId;
  @Column('text', { array: true }) roles!: Role[];
  @Column('jsonb') password!: PasswordHash;
  @Column('boolean') enabled!: boolean;
  @Column('integer') version!: number;
  @Column('boolean') demonstration!: boolean;
  @InstantColumn() createdWall!: string;
  @InstantColumn() createdMission!: string;
}
