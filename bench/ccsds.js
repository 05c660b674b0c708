// libs/ccsds and its kernels beside libfec (Debian's libfec-dev, portable C; built here if it is there), in the same run.
//   npm run bench -- ccsds
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ccsds from '../dist/libs/ccsds/src/index.js';
import * as kernels from '../dist/libs/kernels/src/index.js';
import { cpuNs, inTurn } from './measure.js';

/** Octets from a seed. */
function octets(length, seed) {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 24;
  });
}

const scratch = mkdtempSync(join(tmpdir(), 'smms-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** libfec's figure, nanoseconds a unit; undefined where it cannot be built. */
function buildPeer() {
  const program = join(scratch, 'libfec');
  const source = fileURLToPath(new URL('peers/libfec.c', import.meta.url));
  try {
    execFileSync('cc', ['-O2', '-o', program, source, '-lfec'], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch {
    console.log('libfec is not here (Debian: apt-get install libfec-dev gcc): no ratios');
    return undefined;
  }
  return (...args) => Number(execFileSync(program, args.map(String), { encoding: 'utf8' }));
}

const peer = buildPeer();

function report(what, { ours, peer: theirs }, toFigure, unit, wanted) {
  const ratio =
    theirs === undefined ? '' : `, libfec ${toFigure(theirs).toFixed(1)}, ratio ${(theirs / ours).toFixed(2)}`;
  console.log(`${what.padEnd(58)} ${toFigure(ours).toFixed(1).padStart(8)} ${unit}${ratio}  (wanted: ${wanted})`);
}

function reedSolomon(errors, wanted) {
  const WORDS = 512;
  const codec = new ccsds.ReedSolomonCodec({ e: 16, interleave: 1, basis: 'dual', virtualFill: 0 });
  const words = Array.from({ length: WORDS }, (_, w) => {
    const word = codec.encode(octets(223, w + 1));
    const places = new Set();
    for (const octet of octets(400, w + 9)) if (places.size < errors && octet < 255) places.add(octet);
    for (const place of places) word[place] ^= 1 + ((place * 37 + w) % 255);
    return word;
  });
  const kernel = kernels.reedSolomonKernel({ e: 16, basis: 'dual' });
  const results = new Int8Array(1);
  const work = new Uint8Array(255);
  const ours = () =>
    cpuNs((i) => {
      work.set(words[i % WORDS]);
      kernel.decode(work, 1, results);
      if (results[0] !== errors) throw new Error(`${results[0]} errors found of ${errors}`);
    }, 20_000);
  const theirs = peer && (() => peer('rs', errors, 20_000));
  report(
    `RS(255,223) decode, dual basis, ${errors} wrong symbols`,
    inTurn(ours, theirs),
    (ns) => (223 * 1000) / ns,
    'MB/s',
    wanted,
  );
}

function reedSolomonReference() {
  const kernel = kernels.referenceReedSolomon({ e: 16, basis: 'dual' });
  const word = octets(255, 3);
  kernel.encode(word, 1);
  const results = new Int8Array(1);
  report(
    '  the same clean, plain TypeScript reference',
    inTurn(() => cpuNs(() => kernel.decode(word, 1, results), 2000)),
    (ns) => 223_000 / ns,
    'MB/s',
    'for comparison',
  );
}

function viterbi() {
  const symbols = Int8Array.from(octets(2 * 8920, 5), (octet) => octet - 128);
  const decoder = new ccsds.ConvolutionalDecoder({ rate: '1/2', order: 'ccsds' });
  const ours = () =>
    cpuNs(() => {
      decoder.push(symbols);
      decoder.flush();
    }, 100) / 8920;
  report(
    'Viterbi K=7 rate 1/2, soft, streaming',
    inTurn(ours, peer && (() => peer('viterbi', 40))),
    (ns) => 1000 / ns,
    'Mbit/s',
    'ratio 2',
  );
}

function crc() {
  for (const [length, calls] of [
    [1115, 50_000],
    [65_536, 1000],
  ]) {
    const bytes = octets(length, 4);
    report(
      `CRC-16 over ${length} octets`,
      inTurn(() => cpuNs(() => ccsds.crc16(bytes), calls)),
      (ns) => (length * 1000) / ns,
      'MB/s',
      '300',
    );
  }
}

/** Frames of two virtual channels, filled with packets of 300 octets. */
function makeFrames(params, count) {
  const multiplexer = new ccsds.VirtualChannelMultiplexer({ frame: params, virtualChannels: [0, 1] });
  const frames = [];
  for (let n = 0; frames.length < count; n++) {
    multiplexer.enqueue(
      n % 2,
      ccsds.buildSpacePacket({ apid: 5, sequenceCount: n % 16_384, data: octets(294, n + 1) }),
    );
    if (n % 4 === 3 && multiplexer.pendingOctets(0) > 2000)
      frames.push(multiplexer.nextFrame({ ocf: Uint8Array.of(1, 0, 0, 0) }).bytes);
  }
  return frames;
}

/** Packets out of frames that follow each other; gives how many were whole. */
function demultiplexer(params) {
  const states = new Map();
  return (bytes) => {
    const frame = ccsds.parseTmFrame(bytes, params);
    const state = states.get(frame.vcid) ?? ccsds.initialExtractionState(frame.vcid);
    const step = ccsds.extractPackets(state, frame, 0);
    states.set(frame.vcid, step.state);
    return step.outputs.length;
  };
}

function demultiplex() {
  const params = { frameLength: 1115, fecf: false, ocf: 'present', scid: 321 };
  const frames = makeFrames(params, 2048);
  const ours = () => {
    const take = demultiplexer(params);
    return cpuNs((i) => take(frames[i % 2048]), 2048 * 40);
  };
  report(
    'TM frames of 1 115 octets to packets of 300, in memory',
    inTurn(ours),
    (ns) => 1e6 / ns,
    'thousand frames/s',
    '1000',
  );
}

function chain() {
  const params = { frameLength: 1115, fecf: true, ocf: 'present', scid: 321 };
  const coding = {
    asm: '1acffc1d',
    randomizer: 'ccsds-255',
    reedSolomon: { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 },
  };
  const codec = new ccsds.CaduCodec(1115, coding);
  const cadus = makeFrames(params, 2048).map((frame) => codec.encode(frame));
  const stream = new Uint8Array(1279 * cadus.length);
  cadus.forEach((cadu, i) => stream.set(cadu, 1279 * i));
  const aligned = () => {
    const take = demultiplexer(params);
    return cpuNs((i) => take(codec.decode(cadus[i % 2048].subarray(4)).frame), 2048 * 8);
  };
  report(
    'CADUs to packets: derandomize, RS I=5, FECF, demultiplex',
    inTurn(aligned),
    (ns) => (8 * 1279 * 1000) / ns,
    'Mbit/s',
    '400',
  );
  const synchronised = () => {
    const take = demultiplexer(params);
    const synchroniser = new ccsds.FrameSynchroniser({ codeblockLength: 1275 });
    const CHUNK = 65_536;
    let frames = 0;
    const ns = cpuNs((i) => {
      const at = (i % 40) * CHUNK;
      for (const output of synchroniser.push(stream.subarray(at, Math.min(stream.length, at + CHUNK))))
        if (output.kind === 'frame') {
          take(codec.decode(output.codeblock).frame);
          frames++;
        }
    }, 40);
    if (frames < 2000) throw new Error(`${frames} frames`);
    return (ns * 40) / (8 * stream.length);
  };
  report(
    '  the same behind the frame synchroniser, unaligned chunks',
    inTurn(synchronised),
    (ns) => 1000 / ns,
    'Mbit/s',
    'for comparison',
  );
}

reedSolomon(0, 'ratio 3');
reedSolomon(8, 'ratio 1');
reedSolomon(16, 'ratio 1');
reedSolomonReference();
viterbi();
crc();
demultiplex();
chain();
