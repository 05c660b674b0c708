import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '@app/platform';

/** Who commands a spacecraft. */
@Entity({ schema: 'telemetry_command', name: 'console_holding' })
export class ConsoleHoldingEntity {
  @PrimaryColumn('text') spacecraft!: string;
  @Column('text', { nullable: true }) holder!: string | null;
  @Column('integer', { nullable: true }) holderAccount!: number | null;
  @InstantColumn({ nullable: true }) since!: string | null;
  @Column('text', { nullable: true }) offeredTo!: string | null;
  @Column('integer') number!: number;
  @Column('bigint') revision!: string;
}
