// What was measured, beside what was wanted; and the sum of it at the end.
const MEGA = 1e6;

export class Report {
  missed = [];
  met = 0;
  unknown = 0;

  constructor(line) {
    this.line = line;
  }

  /** Speeds of ours and the peer's from seconds for `count` samples; wanted: at least so many times the peer's. */
  ratio(what, { ours, peer }, count, wanted, note) {
    const rate = (seconds) => `${(count / seconds / MEGA).toFixed(2)} MS/s`;
    if (peer === undefined) {
      this.line(`  ${what}: ${rate(ours)}; ${note}`);
      return;
    }
    const ratio = peer / ours;
    const text = `${rate(ours)}, peer ${rate(peer)}, ratio ${ratio.toFixed(2)}`;
    this.judge(what, `${text} (wanted: ${wanted})${note === undefined ? '' : `; ${note}`}`, ratio >= wanted);
  }

  /** A figure between bounds. */
  within(what, value, [low, high], unit, note = '') {
    const bounds = low === -Infinity ? `<= ${high}` : high === Infinity ? `>= ${low}` : `${low} to ${high}`;
    const text = `${value.toFixed(2)} ${unit} (wanted: ${bounds})${note === '' ? '' : `; ${note}`}`;
    this.judge(what, text, value >= low && value <= high);
  }

  check(what, good, note = '') {
    this.judge(what, note, good);
  }

  /** What this run could not show. */
  open(what, text) {
    this.unknown++;
    this.line(`  ${what}: ${text}: not shown`);
  }

  judge(what, text, good) {
    if (good) this.met++;
    else this.missed.push(what);
    this.line(`  ${what}: ${text}${text === '' ? '' : ': '}${good ? 'as wanted' : 'NOT AS WANTED'}`);
  }

  summary() {
    const all = this.met + this.missed.length;
    const open = this.unknown === 0 ? '' : `; ${this.unknown} not shown`;
    this.line(
      `${this.met} of ${all} as wanted${this.missed.length === 0 ? '' : `; not: ${this.missed.join('; ')}`}${open}`,
    );
  }
}
