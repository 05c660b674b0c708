import { type Tai } from '@app/time';

/** What the on-board computer has still to do, by mission time; what is due at one time is done in the order in which it was put in. */
export class OnBoardQueue {
  private readonly tasks: { readonly at: Tai; readonly run: (at: Tai) => void }[] = [];

  get isEmpty(): boolean {
    return this.tasks.length === 0;
  }

  add(at: Tai, run: (at: Tai) => void): void {
    const index = this.tasks.findIndex((task) => task.at > at);
    this.tasks.splice(index < 0 ? this.tasks.length : index, 0, { at, run });
  }

  /** Does all that is due by an instant, also what is put in on the way. */
  runUntil(until: Tai): void {
    for (let task = this.tasks[0]; task !== undefined && task.at <= until; task = this.tasks[0]) {
      this.tasks.shift();
      task.run(task.at);
    }
  }
}
