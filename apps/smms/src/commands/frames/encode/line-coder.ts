import { ASM_LENGTH, ConvolutionalEncoder, NrzMCodec, acquisitionSequence, encodeCltu, idleSequence } from '@app/ccsds';
import { type LinkFrame, type TcLinkFrame } from '@app/contracts';
import { hexText } from '../../offline/hex-text.js';
import { type TelemetryLink, caduCodec } from '../source/codeblock-opener.js';
import { type InputFormat } from '../source/input-format.js';

/** Makes of frames what is written: the inverse of the sources of `frames decode`, format for format. */
export interface LineCoder {
  encode(frame: Uint8Array): Uint8Array | string;
}

export function lineCoder(profile: LinkFrame, format: InputFormat): LineCoder {
  return profile.frameType === 'TC' ? telecommandCoder(profile, format) : telemetryCoder(profile, format);
}

function telemetryCoder(profile: TelemetryLink, format: InputFormat): LineCoder {
  const codec = caduCodec(profile);
  switch (format) {
    case 'hex-lines':
      return { encode: (frame) => `${hexText(codec.encode(frame))}\n` };
    case 'binary':
      if (profile.reedSolomon === null) return { encode: (frame) => frame };
      return { encode: (frame) => codec.encode(frame).subarray(ASM_LENGTH) };
    case 'cadu-stream': {
      const nrzM = profile.differential ? new NrzMCodec() : null;
      const convolutional = profile.convolutional && new ConvolutionalEncoder(profile.convolutional);
      return {
        encode: (frame) => {
          const cadu = codec.encode(frame);
          const levels = nrzM?.encode(cadu) ?? cadu;
          return convolutional?.encode(levels) ?? levels;
        },
      };
    }
  }
}

function telecommandCoder({ randomizer, tail }: TcLinkFrame, format: InputFormat): LineCoder {
  const cltuOf = (frame: Uint8Array): Uint8Array => encodeCltu(frame, { randomize: randomizer === 'ccsds-255', tail });
  switch (format) {
    case 'hex-lines':
      return { encode: (frame) => `${hexText(cltuOf(frame))}\n` };
    case 'binary':
      return { encode: (frame) => frame };
    case 'cadu-stream': {
      let before = acquisitionSequence();
      return {
        encode: (frame) => {
          const octets = Buffer.concat([before, cltuOf(frame)]);
          before = idleSequence();
          return octets;
        },
      };
    }
  }
}
