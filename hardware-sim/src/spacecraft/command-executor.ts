import { parseRequestId, type RequestId } from '@app/ccsds';
import { type CommandDecodeFailure, type CommandDecoder, type DecodedCommand } from '@app/mission-database';
import { formatUtc, plusSeconds, type Tai } from '@app/time';
import { type CommandCounts } from '../channel/uplink-counts.js';
import { type TelecommandLog } from '../telecommand-log.js';
import { commandEffects } from './command-effects.js';
import { type OnBoardQueue } from './on-board-queue.js';
import { type FailureCode, type OnBoardReport, type VerificationContainer } from './on-board-report.js';
import { type OnBoardHistory } from './on-board-state.js';
import { type SpacecraftModel } from './spacecraft-model.js';

/** From acceptance to start of execution. */
const START_NS = 10_000_000n;
const APID_OBC = 100;
/** Application processes that report for themselves; the on-board computer does for all others. */
const LAST_APID = 103;

const failureCodes: Readonly<Record<CommandDecodeFailure['reason'], FailureCode>> = {
  'wrong-length': 'WRONG_LENGTH',
  'wrong-checksum': 'WRONG_CHECKSUM',
  'unknown-command': 'UNKNOWN_COMMAND',
  'argument-out-of-range': 'ARGUMENT_OUT_OF_RANGE',
};

export interface CommandExecutorParts {
  readonly spacecraft: string;
  readonly model: SpacecraftModel;
  readonly decoder: CommandDecoder;
  readonly history: OnBoardHistory;
  readonly queue: OnBoardQueue;
  readonly log: TelecommandLog;
  readonly counts: CommandCounts;
  readonly report: (report: OnBoardReport) => void;
  readonly eraseRecorder: (at: Tai) => void;
}

interface Request {
  readonly id: RequestId;
  readonly apid: number;
  readonly name?: string;
}

/**
 * Acceptance, start, effect and completion of telecommands, with their reports: successes as the acknowledgement flags ask for them,
 * failures always. Commands start in the order in which they came.
 */
export class CommandExecutor {
  constructor(private readonly parts: CommandExecutorParts) {}

  take(at: Tai, packet: Uint8Array): void {
    const { decoder, history, counts, queue } = this.parts;
    const id = parseRequestId(packet);
    const apid = id.apid >= APID_OBC && id.apid <= LAST_APID ? id.apid : APID_OBC;
    const result = decoder.decode(packet);
    if (result.kind === 'failure') {
      counts.commandsRejected++;
      history.change(at, { commandsRejected: history.state.commandsRejected + 1 });
      this.fail(at, { id, apid }, 'TC_ACCEPTANCE_FAILED', failureCodes[result.reason]);
      return;
    }
    const request = { id, apid, name: result.command.name };
    counts.commandsAccepted++;
    history.change(at, { commandsAccepted: history.state.commandsAccepted + 1 });
    if (result.header.acknowledge.acceptance) this.verify(at, request, 'TC_ACCEPTED');
    queue.add(at + START_NS, (start) => this.start(start, request, result));
  }

  private start(at: Tai, request: Request, { command, arguments: args, header }: DecodedCommand): void {
    const { history, model, counts, queue, report, eraseRecorder } = this.parts;
    const effect = commandEffects.get(command.name)?.(args, { at, state: history.state, model }) ?? {
      refused: 'UNKNOWN_COMMAND',
    };
    if (effect.refused !== undefined) return this.fail(at, request, 'TC_START_FAILED', effect.refused);
    counts.commandsExecuted++;
    this.note(at, request, 'command-executed');
    if (header.acknowledge.start) this.verify(at, request, 'TC_STARTED');
    history.change(at, effect.change ?? {});
    for (const made of effect.reports ?? []) report(made);
    if (effect.eraseRecorder === true) eraseRecorder(at);
    const { later } = effect;
    if (later !== undefined) queue.add(later.at, () => later.reports(history.state).forEach(report));
    queue.add(plusSeconds(at, effect.durationS), (end) => {
      if (header.acknowledge.completion) this.verify(end, request, 'TC_COMPLETED');
    });
  }

  private fail(at: Tai, request: Request, container: VerificationContainer, failureCode: FailureCode): void {
    const event = container === 'TC_START_FAILED' ? 'command-not-started' : 'command-rejected';
    this.note(at, request, event, failureCode);
    this.verify(at, request, container, failureCode);
  }

  private verify(at: Tai, { id, apid }: Request, container: VerificationContainer, failureCode?: FailureCode): void {
    const failure = failureCode === undefined ? {} : { failureCode };
    this.parts.report({ kind: 'verification', at, container, apid, request: id, ...failure });
  }

  private note(
    at: Tai,
    { id: { apid, sequenceCount }, name }: Request,
    event: 'command-rejected' | 'command-not-started' | 'command-executed',
    failureCode?: FailureCode,
  ): void {
    const { log, spacecraft } = this.parts;
    log.write({
      event,
      at: formatUtc(at, 9),
      spacecraft,
      ...(name === undefined ? {} : { name }),
      apid,
      sequenceCount,
      ...(failureCode === undefined ? {} : { failureCode }),
    });
  }
}
