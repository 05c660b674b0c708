import type { MemberId, Role, UserId } from '@app/contracts';

/** Somebody to sign in as in the demonstration. */
export interface DemonstrationAccount {
  readonly user: UserId;
  readonly name: string;
  readonly member: MemberId;
  readonly roles: readonly Role[];
}

/** Of every demonstration account; printed at the start, and worth nothing elsewhere. */
export const DEMONSTRATION_PASSWORD = 'demonstration';

const account = (user: string, name: string, member: string, ...roles: Role[]): DemonstrationAccount => ({
  user: user as UserId,
  name,
  member: member as MemberId,
  roles,
});

/** Who there is in the demonstration, of three nations. */
export const demonstrationAccounts: readonly DemonstrationAccount[] = [
  account('wang.lei', 'Wang Lei', 'CN', 'controller'),
  account('li.na', 'Li Na', 'CN', 'controller', 'hazardous-command-approver'),
  account('zhao.min', 'Zhao Min', 'CN', 'planner', 'flight-dynamics'),
  account('chen.admin', 'Chen Wei', 'CN', 'administrator'),
  account('sun.tao', 'Sun Tao', 'CN', 'trainee'),
  account('emre.yilmaz', 'Emre Yılmaz', 'TR', 'controller'),
  account('ayse.demir', 'Ayşe Demir', 'TR', 'station-operator'),
  account('somchai.t', 'Somchai T.', 'TH', 'trainee'),
];
