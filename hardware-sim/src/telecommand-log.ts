import { type SimulatorLog } from './simulator-log.js';

/** What happened to telecommands, one JSON object a line. `at` is UTC to the nanosecond, at the antenna or on board. */
export type TelecommandLogEntry =
  | {
      readonly event: 'cltu-radiated';
      readonly at: string;
      readonly antenna: string;
      /** Counts the CLTUs of this antenna, from 0. */
      readonly cltu: number;
      /** The station's, in decimal. */
      readonly identifier: string;
      readonly firstBit: string;
      readonly bitCount: number;
    }
  | {
      readonly event: 'cltu-received' | 'cltu-lost';
      readonly at: string;
      readonly spacecraft: string;
      readonly antenna: string;
      readonly cltu: number;
      /** `channel`: lost by chance, as configured. */
      readonly reason?: 'channel' | 'carrier' | 'bit-lock';
      readonly bitErrors?: number;
    }
  | {
      /** By a receiver of samples, which knows nothing of who sent it; `at`: when it was through. */
      readonly event: 'cltu-demodulated';
      readonly at: string;
      readonly spacecraft: string;
      /** Arrival of its first bit, and of the end of its last one. */
      readonly firstBit: string;
      readonly lastBit: string;
      readonly codeblocks: number;
      readonly correctedBits: number;
      readonly startErrors: number;
      readonly inverted: boolean;
    }
  | {
      readonly event: 'cltu-abandoned';
      readonly at: string;
      readonly spacecraft: string;
      readonly reason: string;
    }
  | {
      readonly event: 'frame-accepted' | 'frame-rejected';
      readonly at: string;
      readonly spacecraft: string;
      readonly kind?: 'AD' | 'BD' | 'BC';
      readonly frameSequenceNumber?: number;
      /** Rule of frame validation, or of FARM-1, that it broke. */
      readonly rule?: string;
      /** V(R) after it. */
      readonly receiverFrameSequenceNumber: number;
    }
  | {
      readonly event: 'command-rejected' | 'command-not-started' | 'command-executed';
      readonly at: string;
      readonly spacecraft: string;
      /** Undefined where the packet tells of no command. */
      readonly name?: string;
      readonly apid: number;
      readonly sequenceCount: number;
      readonly failureCode?: string;
    };

export type TelecommandLog = SimulatorLog<TelecommandLogEntry>;

export const noTelecommandLog: TelecommandLog = { write: () => undefined, close: () => Promise.resolve() };
