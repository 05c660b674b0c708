import { createSocket, type Socket } from 'node:dgram';
import { difiTimestampOf, encodeDifi, encodeDifiItems, unknownDifiState } from '@app/radio';
import { type Tai } from '@app/time';

const STREAM = { streamId: 5 };

/** A station's side of a transmitter's input: sends silence with times, a context before the first. */
export class TransmitterClient {
  private readonly socket: Socket = createSocket('udp4');
  private sequence = 0;

  constructor(
    private readonly address: string,
    private readonly sampleRateHz: number,
  ) {}

  /** One packet of so many samples. */
  send(count: number, at: Tai): void {
    const timestamp = difiTimestampOf({ tai: at, picoseconds: 0 }, 'utc');
    const { sampleRateHz, sequence } = this;
    if (sequence === 0)
      this.post(
        encodeDifi({
          ...{ type: 'context', ...STREAM, sequence, timestamp, changed: true, referencePoint: 100 },
          ...{ bandwidthHz: sampleRateHz, ifFrequencyHz: 0, rfFrequencyHz: 2_067e6, ifBandOffsetHz: 0 },
          ...{ referenceLevelDbm: 0, scalingLevelDb: 0, gainStage1Db: 0, gainStage2Db: 0, sampleRateHz },
          ...{ timestampAdjustmentFs: 0n, timestampCalibrationS: 0, state: unknownDifiState, itemBits: 8 },
        }),
      );
    const { payload } = encodeDifiItems(new Float32Array(2 * count), 8);
    this.post(encodeDifi({ type: 'data', ...STREAM, sequence: sequence & 15, timestamp, padBits: 0, payload }));
    this.sequence++;
  }

  close(): void {
    this.socket.close();
  }

  private post(datagram: Uint8Array): void {
    const [host, port] = this.address.split(':');
    this.socket.send(datagram, Number(port), host);
  }
}
