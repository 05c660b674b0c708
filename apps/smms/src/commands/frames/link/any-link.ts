import { type LinkFrame } from '@app/contracts';
import { AosLinkDecoder } from './aos-link.js';
import { type LinkDecoder } from './link-decoder.js';
import { TcLinkDecoder } from './tc-link.js';
import { TmLinkDecoder } from './tm-link.js';

/** The decoder of a profile's frame type. */
export function linkDecoder(profile: LinkFrame): LinkDecoder<unknown> {
  switch (profile.frameType) {
    case 'TM':
      return eraseFrame(new TmLinkDecoder(profile));
    case 'AOS':
      return eraseFrame(new AosLinkDecoder(profile));
    case 'TC':
      return eraseFrame(new TcLinkDecoder(profile));
  }
}

/** A decoder gets back the frames that it made itself, and knows what they are. */
function eraseFrame<Frame>(decoder: LinkDecoder<Frame>): LinkDecoder<unknown> {
  return {
    read: (received) => decoder.read(received),
    extract: (frame, index) => decoder.extract(frame as Frame, index),
    end: () => decoder.end(),
    unfinished: () => decoder.unfinished(),
  };
}
