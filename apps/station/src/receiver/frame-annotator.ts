import { type FrameAnnotation, type StationContact, utcSchema } from '@app/contracts';
import { type Clcw, ClcwError, crc16, FECF_LENGTH, OCF_LENGTH, parseClcw, tmPrimaryHeader } from '@app/ccsds';
import { formatUtc, type Tai } from '@app/time';

/** A frame with all that the station knows of it. */
export interface ReceivedFrame {
  readonly annotation: FrameAnnotation;
  /** The transfer frame or, where it is uncorrectable, its codeblock as received: what follows the ASM, upright, nothing undone. */
  readonly bytes: Uint8Array;
  /** The report on our telecommand channel that a frame of this spacecraft carries; null where it carries none. */
  readonly clcw: Clcw | null;
}

/** A frame as synchroniser and decoder leave it. */
export interface DecodedFrame {
  readonly quality: 'good' | 'uncorrectable';
  /** As in `ReceivedFrame`. */
  readonly bytes: Uint8Array;
  /** Symbols corrected in each codeword, -1 for one that could not be. */
  readonly correctedSymbols: readonly number[];
  readonly asmErrors: number;
  readonly inverted: boolean;
  /** Leading edge of the first bit of its ASM. */
  readonly earthReceiveTime: Tai;
  readonly esN0Db: number | null;
}

/** Says of each frame of one contact where it came from, how good it is, and whether it goes to its mission. */
export class FrameAnnotator {
  constructor(private readonly station: StationContact) {}

  annotated(frame: DecodedFrame): ReceivedFrame {
    const { contact, linkProfile } = this.station;
    const disposition = frame.quality === 'good' ? this.dispositionOf(frame.bytes) : 'uncorrectable';
    const annotation: FrameAnnotation = {
      mode: contact.mode,
      contact: contact.id,
      spacecraft: contact.spacecraft,
      site: contact.site,
      antenna: contact.antenna,
      linkProfile: { id: linkProfile.id, version: linkProfile.version },
      earthReceiveTime: utcSchema.parse(formatUtc(frame.earthReceiveTime)),
      quality: frame.quality,
      disposition,
      correctedSymbols: [...frame.correctedSymbols],
      asmBitErrors: frame.asmErrors,
      inverted: frame.inverted,
      esN0Db: frame.esN0Db,
    };
    return { annotation, bytes: frame.bytes, clcw: disposition === 'route' ? this.clcwOf(frame.bytes) : null };
  }

  /** The operational control field where it is a CLCW of the link profile's telecommand channel. */
  private clcwOf(frame: Uint8Array): Clcw | null {
    const { downlink, uplink } = this.station.linkProfile;
    if (uplink === null || tmPrimaryHeader.read.ocfFlag(frame, 0) === 0) return null;
    const end = frame.length - (downlink.frame.fecf ? FECF_LENGTH : 0);
    try {
      const clcw = parseClcw(frame.subarray(end - OCF_LENGTH, end));
      return clcw.vcid === uplink.frame.vcid ? clcw : null;
    } catch (error) {
      // A report of type 2, or of another version.
      if (error instanceof ClcwError) return null;
      throw error;
    }
  }

  /** The frame error control first: where it fails, no field is to be believed. Everything else is the mission's to judge. */
  private dispositionOf(frame: Uint8Array): FrameAnnotation['disposition'] {
    const { linkProfile } = this.station;
    if (linkProfile.downlink.frame.fecf && crc16(frame) !== 0) return 'fecf-error';
    if (tmPrimaryHeader.read.tfvn(frame, 0) !== 0) return 'other-version';
    if (tmPrimaryHeader.read.scid(frame, 0) !== linkProfile.scid) return 'other-spacecraft';
    return 'route';
  }
}
