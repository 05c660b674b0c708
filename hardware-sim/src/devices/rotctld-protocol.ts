/**
 * The text protocol of hamlib's rotctld, as its 4.5 clients speak it. `AOS` and `LOS` are taken and do nothing, so that gpredict may
 * say them. Left out: configuration, levels, functions, parameters, raw commands and the locator verbs: not implemented (-4).
 */
import {
  type HamlibAnswer,
  type HamlibReply,
  hamlibReplyText,
  INVALID,
  NOT_IMPLEMENTED,
  OK,
  readHamlibCommand,
  readHamlibNumber,
} from './hamlib-text.js';
import { type MoveDirection, type RotatorSimulator } from './rotator-simulator.js';
import { capabilityLines, stateLines, statusFlags } from './rotctld-descriptions.js';

interface Verb {
  readonly name: string;
  /** Number of arguments. */
  readonly takes: number;
  readonly answer: (rotator: RotatorSimulator, args: readonly number[], info: string) => HamlibAnswer;
}

const directions: Readonly<Record<number, MoveDirection>> = { 2: 'up', 4: 'down', 8: 'left', 16: 'right' };
/** Speed -1 stands for the mount's own. */
const OWN_SPEED = -1;

function getPosition(rotator: RotatorSimulator): HamlibAnswer {
  const { azimuthDeg, elevationDeg } = rotator.reported();
  const azimuth = azimuthDeg.toFixed(2);
  const elevation = elevationDeg.toFixed(2);
  return { plain: [azimuth, elevation], extended: [`Azimuth: ${azimuth}`, `Elevation: ${elevation}`], code: 0 };
}

function move(rotator: RotatorSimulator, [where = 0, speed = 0]: readonly number[]): HamlibAnswer {
  const direction = directions[where];
  if (direction === undefined || !((speed >= 1 && speed <= 100) || speed === OWN_SPEED)) return INVALID;
  rotator.move(direction, speed === OWN_SPEED ? 1 : speed / 100);
  return OK;
}

function getStatus(rotator: RotatorSimulator): HamlibAnswer {
  const flags = statusFlags(rotator);
  return { plain: [flags], extended: [`Status flags: ${flags}`], code: 0 };
}

function dumpCaps(rotator: RotatorSimulator, _args: readonly number[], info: string): HamlibAnswer {
  const lines = capabilityLines(rotator, info);
  return { plain: lines, extended: lines, code: 0, codeInPlain: true };
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
  s: { name: 'get_status', takes: 0, answer: getStatus },
  '1': { name: 'dump_caps', takes: 0, answer: dumpCaps },
  dump_state: { name: 'dump_state', takes: 0, answer: (rotator) => ({ ...stateLines(rotator), code: 0 }) },
};
const verbsByLongName = new Map(Object.values(verbs).map((verb) => [verb.name, verb]));

const notServed = new Set([
  ...'CwVvXxUuLlDdEeBbAa2',
  ...['set_conf', 'get_conf', 'send_cmd', 'set_level', 'get_level', 'set_func', 'get_func', 'set_parm', 'get_parm'],
  ...['lonlat2loc', 'loc2lonlat', 'dms2dec', 'dec2dms', 'dmmm2dec', 'dec2dmmm', 'qrb', 'a_sp2a_lp', 'd_sp2d_lp'],
]);

/** The code for what is no verb of this server. */
function codeWithoutVerb(word: string): number {
  if (word === 'AOS' || word === 'LOS') return OK.code;
  const name = word.startsWith('\\') ? word.slice(1) : word;
  return notServed.has(name) ? NOT_IMPLEMENTED.code : INVALID.code;
}

/** Answers one line, without its line feed. An empty line gets an empty answer; `q` closes without a word. */
export function answerRotctld(line: string, rotator: RotatorSimulator, info: string): HamlibReply {
  const command = readHamlibCommand(line);
  if (command === undefined) return { text: '', closes: false };
  const { word, args } = command;
  if (word === 'q' || word === 'Q') return { text: '', closes: true };
  const verb = word.startsWith('\\') ? verbsByLongName.get(word.slice(1)) : word.length === 1 ? verbs[word] : undefined;
  if (verb === undefined) return { text: `RPRT ${codeWithoutVerb(word)}\n`, closes: false };
  const used = args.slice(0, verb.takes);
  const numbers = used.map(readHamlibNumber);
  const complete = numbers.length === verb.takes && !numbers.some(Number.isNaN);
  const answer = complete ? verb.answer(rotator, numbers, info) : INVALID;
  return { text: hamlibReplyText(verb.name, used, command, answer), closes: false };
}
