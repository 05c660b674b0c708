/**
 * The text protocol of hamlib's rigctld, as its 4.5 clients and gpredict speak it. `AOS` and `LOS` of gpredict are taken and do nothing
 * (hamlib itself falls out of step at them). Left out: memories, scanning, repeater shifts and tones, CW, power conversion, VFO arguments
 * (`chk_vfo` says so): not implemented (-4).
 */
import {
  type HamlibAnswer,
  type HamlibReply,
  hamlibReplyText,
  INVALID,
  NOT_AVAILABLE,
  NOT_IMPLEMENTED,
  OK,
  readHamlibCommand,
  readHamlibNumber,
  REJECTED,
} from './hamlib-text.js';
import {
  functionNames,
  levelNames,
  readOnlyLevels,
  rigStateLines,
  VFO_LIST,
  wholeLevels,
} from './rigctld-descriptions.js';
import {
  type TransceiverMode,
  transceiverModes,
  type TransceiverSimulator,
  type Vfo,
} from './transceiver-simulator.js';

interface Verb {
  readonly name: string;
  /** Number of arguments. */
  readonly takes: number;
  readonly answer: (rig: TransceiverSimulator, args: readonly string[], session: RigctldSession) => HamlibAnswer;
  /** Answers while the radio is off, too. */
  readonly always?: boolean;
}

const vfoNames: Readonly<Record<string, Vfo>> = {
  VFOA: 'VFOA',
  Main: 'VFOA',
  MainA: 'VFOA',
  VFOB: 'VFOB',
  Sub: 'VFOB',
};
const codeOf = (done: boolean): HamlibAnswer => (done ? OK : INVALID);
const listed = (names: string): HamlibAnswer => ({ plain: [names], extended: [names], code: 0, codeInPlain: true });

/** One value a line; in extended form each has its label. */
function values(rows: readonly (readonly [label: string, value: string | number])[]): HamlibAnswer {
  return {
    plain: rows.map(([, value]) => String(value)),
    extended: rows.map(([label, value]) => (label === '' ? String(value) : `${label}: ${value}`)),
    code: 0,
  };
}

function vfoOf(rig: TransceiverSimulator, name = 'currVFO'): Vfo | undefined {
  return name === 'currVFO' ? rig.current : vfoNames[name];
}

function setMode(rig: TransceiverSimulator, [mode = '', width = '']: readonly string[], vfo: Vfo): HamlibAnswer {
  if (mode === '?') return listed(`${Object.keys(transceiverModes).join(' ')} `);
  const passbandHz = readHamlibNumber(width);
  if (!Object.hasOwn(transceiverModes, mode) || Number.isNaN(passbandHz)) return INVALID;
  rig.setMode(mode as TransceiverMode, Math.trunc(passbandHz), vfo);
  return OK;
}

function setSplit(rig: TransceiverSimulator, [on = '', name = '']: readonly string[], session: RigctldSession) {
  const vfo = vfoOf(rig, name);
  if (vfo === undefined || !/^[012]$/.test(on)) return INVALID;
  rig.setSplit(on !== '0', vfo);
  session.daemon.splitName = name;
  return OK;
}

function setVfo(rig: TransceiverSimulator, [name = '']: readonly string[], session: RigctldSession): HamlibAnswer {
  if (name === '?') return listed(VFO_LIST);
  const vfo = vfoOf(rig, name);
  if (vfo === undefined) return INVALID;
  rig.select(vfo);
  session.daemon.vfoName = vfo === 'VFOA' ? 'Main' : 'Sub';
  return OK;
}

function setPtt(rig: TransceiverSimulator, [state = '']: readonly string[]): HamlibAnswer {
  if (!/^[0-3]$/.test(state)) return INVALID;
  rig.key(state !== '0');
  return OK;
}

function getLevel(rig: TransceiverSimulator, [name = '']: readonly string[]): HamlibAnswer {
  if (name === '?') return values([['', `${levelNames.join(' ')} `]]);
  if (!levelNames.includes(name)) return INVALID;
  const level = rig.levels.get(name) ?? 0;
  return values([['', wholeLevels.has(name) ? Math.round(level) : level.toFixed(6)]]);
}

function setLevel(rig: TransceiverSimulator, [name = '', text = '']: readonly string[]): HamlibAnswer {
  const settable = levelNames.filter((level) => !readOnlyLevels.has(level));
  if (name === '?') return listed(`${settable.join(' ')} `);
  const value = readHamlibNumber(text);
  if (!settable.includes(name)) return NOT_AVAILABLE;
  if (Number.isNaN(value)) return INVALID;
  rig.levels.set(name, value);
  return OK;
}

function getFunction(rig: TransceiverSimulator, [name = '']: readonly string[]): HamlibAnswer {
  if (name === '?') return values([['', `${functionNames.join(' ')} `]]);
  if (!functionNames.includes(name)) return INVALID;
  return values([['', rig.functions.get(name) === true ? 1 : 0]]);
}

function setFunction(rig: TransceiverSimulator, [name = '', state = '']: readonly string[]): HamlibAnswer {
  if (name === '?') return listed(`${functionNames.join(' ')} `);
  if (!functionNames.includes(name)) return NOT_AVAILABLE;
  rig.functions.set(name, readHamlibNumber(state) > 0);
  return OK;
}

const modeRows = (rig: TransceiverSimulator, vfo: Vfo, prefix = '') =>
  [
    [`${prefix}Mode`, rig.dial(vfo).mode],
    [`${prefix}Passband`, rig.dial(vfo).passbandHz],
  ] as const;
const transmitFrequencyRow = (rig: TransceiverSimulator) =>
  ['TX Frequency', rig.dial(rig.splitVfo).frequencyHz] as const;

const verbs: Readonly<Record<string, Verb>> = {
  f: { name: 'get_freq', takes: 0, answer: (rig) => values([['Frequency', rig.dial().frequencyHz]]) },
  F: { name: 'set_freq', takes: 1, answer: (rig, [hz = '']) => codeOf(rig.tune(readHamlibNumber(hz))) },
  m: { name: 'get_mode', takes: 0, answer: (rig) => values(modeRows(rig, rig.current)) },
  M: { name: 'set_mode', takes: 2, answer: (rig, args) => setMode(rig, args, rig.current) },
  i: { name: 'get_split_freq', takes: 0, answer: (rig) => values([transmitFrequencyRow(rig)]) },
  I: {
    name: 'set_split_freq',
    takes: 1,
    answer: (rig, [hz = '']) => codeOf(rig.tune(readHamlibNumber(hz), rig.splitVfo)),
  },
  x: { name: 'get_split_mode', takes: 0, answer: (rig) => values(modeRows(rig, rig.splitVfo, 'TX ')) },
  X: { name: 'set_split_mode', takes: 2, answer: (rig, args) => setMode(rig, args, rig.splitVfo) },
  k: {
    name: 'get_split_freq_mode',
    takes: 0,
    answer: (rig) => values([transmitFrequencyRow(rig), ...modeRows(rig, rig.splitVfo, 'TX ')]),
  },
  K: {
    name: 'set_split_freq_mode',
    takes: 3,
    answer: (rig, [hz = '', ...mode]) =>
      rig.tune(readHamlibNumber(hz), rig.splitVfo) ? setMode(rig, mode, rig.splitVfo) : INVALID,
  },
  s: {
    name: 'get_split_vfo',
    takes: 0,
    answer: (rig, _args, { daemon }) =>
      values([
        ['Split', rig.split ? 1 : 0],
        ['TX VFO', daemon.splitName],
      ]),
  },
  S: { name: 'set_split_vfo', takes: 2, answer: setSplit },
  v: { name: 'get_vfo', takes: 0, answer: (_rig, _args, { daemon }) => values([['VFO', daemon.vfoName]]) },
  V: { name: 'set_vfo', takes: 1, answer: setVfo },
  t: { name: 'get_ptt', takes: 0, answer: (rig) => values([['PTT', rig.pushToTalk ? 1 : 0]]) },
  T: { name: 'set_ptt', takes: 1, answer: setPtt },
  l: { name: 'get_level', takes: 1, answer: getLevel },
  L: { name: 'set_level', takes: 2, answer: setLevel },
  u: { name: 'get_func', takes: 1, answer: getFunction },
  U: { name: 'set_func', takes: 2, answer: setFunction },
  j: { name: 'get_rit', takes: 0, answer: (rig) => values([['RIT', rig.levels.get('RIT') ?? 0]]) },
  J: { name: 'set_rit', takes: 1, answer: (rig, [hz = '']) => setTrim(rig, 'RIT', hz) },
  z: { name: 'get_xit', takes: 0, answer: (rig) => values([['XIT', rig.levels.get('XIT') ?? 0]]) },
  Z: { name: 'set_xit', takes: 1, answer: (rig, [hz = '']) => setTrim(rig, 'XIT', hz) },
  _: { name: 'get_info', takes: 0, answer: (_rig, _args, { daemon }) => values([['Info', daemon.info]]), always: true },
  get_powerstat: {
    name: 'get_powerstat',
    takes: 0,
    answer: (rig) => values([['Power Status', rig.powered ? 1 : 0]]),
    always: true,
  },
  set_powerstat: {
    name: 'set_powerstat',
    takes: 1,
    answer: (rig, [state = '']) => {
      if (!/^[012]$/.test(state)) return INVALID;
      rig.power(state === '1');
      return OK;
    },
    always: true,
  },
  get_lock_mode: {
    name: 'get_lock_mode',
    takes: 0,
    answer: () => ({ ...values([['Locked', 0]]), codeInPlain: true }),
    always: true,
  },
  set_vfo_opt: { name: 'set_vfo_opt', takes: 1, answer: () => NOT_AVAILABLE, always: true },
  dump_state: {
    name: 'dump_state',
    takes: 0,
    answer: (rig, _args, { knowsCapabilities }) =>
      values(rigStateLines(rig, knowsCapabilities).map((line) => ['', line])),
    always: true,
  },
};
const verbsByLongName = new Map(Object.values(verbs).map((verb) => [verb.name, verb]));
const notServed = new Set('gGeEpPaAbBcCdDnNoOrRyYhHwW123456789*'.split(''));

/** RIT and XIT are kept as they are set, whole hertz. */
function setTrim(rig: TransceiverSimulator, name: 'RIT' | 'XIT', text: string): HamlibAnswer {
  const hertz = readHamlibNumber(text);
  if (Number.isNaN(hertz)) return INVALID;
  rig.levels.set(name, Math.trunc(hertz));
  return OK;
}

/** What all clients of one radio see of it beside its tuning: names, as they were given. */
export class RigctldDaemon {
  vfoName = 'VFOA';
  splitName = 'VFOA';
  constructor(
    readonly rig: TransceiverSimulator,
    readonly info: string,
  ) {}
}

/** One client of a rigctld. */
export class RigctldSession {
  /** `chk_vfo` came first: `dump_state` ends with what hamlib added to it later. */
  knowsCapabilities = false;
  constructor(readonly daemon: RigctldDaemon) {}

  /** Answers one line, without its line feed. An empty line gets an empty answer. */
  answer(line: string): HamlibReply {
    const command = readHamlibCommand(line);
    if (command === undefined) return { text: '', closes: false };
    const { word, args, separator } = command;
    if (word === 'q' || word === 'Q') return { text: 'RPRT 0\n', closes: true };
    if (word === 'AOS' || word === 'LOS') return { text: 'RPRT 0\n', closes: false };
    if (word === '\\chk_vfo') {
      this.knowsCapabilities = true;
      return { text: separator === undefined ? '0\n' : 'ChkVFO: 0\n', closes: false };
    }
    const verb = word.startsWith('\\')
      ? verbsByLongName.get(word.slice(1))
      : word.length === 1
        ? verbs[word]
        : undefined;
    if (verb === undefined) {
      const { code } = notServed.has(word) ? NOT_IMPLEMENTED : INVALID;
      return { text: `RPRT ${code}\n`, closes: false };
    }
    const used = args.slice(0, verb.takes);
    const answer = this.answerOf(verb, used);
    return { text: hamlibReplyText(verb.name, used, command, answer), closes: false };
  }

  private answerOf(verb: Verb, args: readonly string[]): HamlibAnswer {
    const { rig } = this.daemon;
    if (!rig.powered && verb.always !== true) return REJECTED;
    return args.length === verb.takes || args[0] === '?' ? verb.answer(rig, args, this) : INVALID;
  }
}
