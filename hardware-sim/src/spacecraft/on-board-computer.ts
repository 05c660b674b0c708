import { type Tai } from '@app/time';
import { OnBoardQueue } from './on-board-queue.js';
import { type OnBoardReport } from './on-board-report.js';
import { OnBoardHistory } from './on-board-state.js';

/** What one spacecraft remembers and has still to do, whether it can be commanded or not. */
export class OnBoardComputer {
  readonly history = new OnBoardHistory();
  readonly queue = new OnBoardQueue();
  private reports: OnBoardReport[] = [];
  private erasedAt: Tai | undefined;

  report(report: OnBoardReport): void {
    this.reports.push(report);
  }

  /** What was reported since the last call, in order. */
  takeReports(): readonly OnBoardReport[] {
    const { reports } = this;
    this.reports = [];
    return reports;
  }

  /** The recorder is told to erase. */
  erase(at: Tai): void {
    this.erasedAt = at;
  }

  /** When it was, since the last call. */
  takeErasure(): Tai | undefined {
    const { erasedAt } = this;
    this.erasedAt = undefined;
    return erasedAt;
  }
}
