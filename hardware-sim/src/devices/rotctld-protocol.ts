/**
 * The text protocol of hamlib's rotctld, as its 4.5 clients speak it: one command a line, short or `\long` names, answers in plain
 * or extended form (prefix `+`, or `;` `|` `,` for another separator). Left out: get_status, dump_caps, configuration, locator verbs.
 */
import { type MoveDirection, type RotatorSimulator } from './rotator-simulator.js';

/** What to send back; undefined: close the connection without a word. */
export type RotctldReply = string | undefined;

interface Answer {
  /** Lines in plain form; none: the return code stands alone. */
  readonly plain?: readonly string[];
  /** Lines in extended form, before the return code. */
  readonly extended?: readonly string[];
  readonly code: number;
}

interface Verb {
  readonly name: string;
  /** Number of arguments. */
  readonly takes: number;
  readonly answer: (rotator: RotatorSimulator, args: readonly number[], info: string) => Answer;
}

const OK: Answer = { code: 0 };
const INVALID: Answer = { code: -1 };
const directions: Readonly<Record<number, MoveDirection>> = { 2: 'up', 4: 'down', 8: 'left', 16: 'right' };
/** Speed -1 stands for the mount's own. */
const OWN_SPEED = -1;

function getPosition(rotator: RotatorSimulator): Answer {
  const { azimuthDeg, elevationDeg } = rotator.pointing();
  const azimuth = azimuthDeg.toFixed(2);
  const elevation = elevationDeg.toFixed(2);
  return { plain: [azimuth, elevation], extended: [`Azimuth: ${azimuth}`, `Elevation: ${elevation}`], code: 0 };
}

function move(rotator: RotatorSimulator, [where = 0, speed = 0]: readonly number[]): Answer {
  const direction = directions[where];
  if (direction === undefined || !((speed >= 1 && speed <= 100) || speed === OWN_SPEED)) return INVALID;
  rotator.move(direction, speed === OWN_SPEED ? 1 : speed / 100);
  return OK;
}

function dumpState(rotator: RotatorSimulator): Answer {
  const { azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg } = rotator.limits;
  const [minAz, maxAz, minEl, maxEl] = [azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg].map((limit) =>
    limit.toFixed(6),
  );
  const tail = ['rot_type=AzEl', 'done'];
  return {
    plain: [
      '1',
      '1',
      `min_az=${minAz}`,
      `max_az=${maxAz}`,
      `min_el=${minEl}`,
      `max_el=${maxEl}`,
      'south_zero=0',
      ...tail,
    ],
    extended: [
      'rotctld Protocol Ver: 1',
      'Rotor Model: 1',
      `Minimum Azimuth: ${minAz}`,
      `Maximum Azimuth: ${maxAz}`,
      `Minimum Elevation: ${minEl}`,
      `Maximum Elevation: ${maxEl}`,
      'South Zero: 0',
      ...tail,
    ],
    code: 0,
  };
}

const does = (action: (rotator: RotatorSimulator) => void) => (rotator: RotatorSimulator) => {
  action(rotator);
  return OK;
};

const verbs: Readonly<Record<string, Verb>> = {
  p: { name: 'get_pos', takes: 0, answer: getPosition },
  P: {
    name: 'set_pos',
    takes: 2,
    answer: (rotator, [azimuthDeg = 0, elevationDeg = 0]) =>
      rotator.setPosition({ azimuthDeg, elevationDeg }) ? OK : INVALID,
  },
  S: { name: 'stop', takes: 0, answer: does((rotator) => rotator.stop()) },
  K: { name: 'park', takes: 0, answer: does((rotator) => rotator.park()) },
  R: { name: 'reset', takes: 1, answer: does((rotator) => rotator.stop()) },
  M: { name: 'move', takes: 2, answer: move },
  _: {
    name: 'get_info',
    takes: 0,
    answer: (_rotator, _args, info) => ({ plain: [info], extended: [`Info: ${info}`], code: 0 }),
  },
  dump_state: { name: 'dump_state', takes: 0, answer: dumpState },
};
const verbsByLongName = new Map(Object.values(verbs).map((verb) => [verb.name, verb]));

/** As C's sscanf reads a number: what follows it is not looked at (`100,5` is 100). NaN where there is none. */
function readNumber(text: string): number {
  return Number.parseFloat(text);
}

/** Answers one line, without its line feed. An empty line gets an empty answer. */
export function answerRotctld(line: string, rotator: RotatorSimulator, info: string): RotctldReply {
  let text = line.trim();
  if (text === '') return '';
  let separator: string | undefined;
  if ('+;|,'.includes(text.charAt(0))) {
    separator = text.startsWith('+') ? '\n' : text.charAt(0);
    text = text.slice(1).trimStart();
  }
  const [word = '', ...args] = text.split(/\s+/);
  if (word === 'q' || word === 'Q') return undefined;
  const verb = word.startsWith('\\') ? verbsByLongName.get(word.slice(1)) : word.length === 1 ? verbs[word] : undefined;
  if (verb === undefined) return 'RPRT -1\n';
  const used = args.slice(0, verb.takes);
  const numbers = used.map(readNumber);
  const complete = numbers.length === verb.takes && !numbers.some(Number.isNaN);
  const answer = complete ? verb.answer(rotator, numbers, info) : INVALID;
  if (separator === undefined) {
    if (answer.plain !== undefined) return `${answer.plain.join('\n')}\n`;
    return `RPRT ${answer.code}\n`;
  }
  const head = used.length === 0 ? `${verb.name}:` : `${verb.name}: ${used.join(' ')}`;
  return `${[head, ...(answer.extended ?? []), `RPRT ${answer.code}`].join(separator)}\n`;
}
