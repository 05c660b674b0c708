import {
  AOS_COUNTER_MODULO,
  AOS_IDLE_VCID,
  AosMultiplexer,
  aosCounterModulo,
  aosDataFieldLength,
  encodeAosFrame,
  encodeBPdu,
  mPduPacketZoneLength,
} from '@app/ccsds';
import { type AosLinkFrame } from '@app/contracts';
import { OfflineInputError } from '../../offline/offline-input.error.js';
import { aosParameters, aosServices } from '../link/aos-link.js';
import { ANY_SPACECRAFT, type LinkEncoder, OrderedPacketSender, forUnit } from './link-encoder.js';
import { type ServiceDataUnit, requireWholePacket } from './packet-file.js';

/** AOS frames: packets, one B_PDU a bitstream, one frame a data field. OCF and insert zone are zeros. */
export function aosEncoder(profile: AosLinkFrame): LinkEncoder {
  const scid = profile.spacecraftId ?? ANY_SPACECRAFT;
  const frame = { ...aosParameters(profile), scid };
  const services = {
    ...(profile.ocf ? { ocf: new Uint8Array(4) } : {}),
    ...(profile.insertZoneLength > 0 ? { insertZone: new Uint8Array(profile.insertZoneLength) } : {}),
  };
  const serviceOf = aosServices(profile);
  const virtualChannels = Array.from({ length: AOS_IDLE_VCID }, (_, vcid) => vcid);
  const packets = new OrderedPacketSender(
    new AosMultiplexer({ frame, virtualChannels }),
    mPduPacketZoneLength(frame),
    (from, vcid) => from.nextFrame({ vcid, ...services }).bytes,
  );
  const counts = new Map<number, number>();
  const room = aosDataFieldLength(frame);
  /** The next frame of a virtual channel without packets. */
  const frameOf = (vcid: number, dataField: Uint8Array): Uint8Array => {
    const count = counts.get(vcid) ?? 0;
    counts.set(vcid, (count + 1) % aosCounterModulo(frame));
    const vcfc = count % AOS_COUNTER_MODULO;
    const vcfcCycle = Math.floor(count / AOS_COUNTER_MODULO);
    return encodeAosFrame({ ...services, scid, vcid, vcfc, vcfcCycle, dataField }, frame);
  };
  return {
    add: (unit, vcid) =>
      forUnit(unit, () => {
        const service = serviceOf(vcid);
        requireKind(unit, vcid, service);
        switch (service) {
          case 'm-pdu':
            requireWholePacket(unit);
            return packets.add(vcid, unit.octets);
          case 'b-pdu': {
            const { octets: bitstream, validBits = 8 * bitstream.length } = unit;
            return [...packets.end(), frameOf(vcid, encodeBPdu({ validBits, bitstream }, room))];
          }
          case 'vca':
            return [...packets.end(), frameOf(vcid, unit.octets)];
        }
      }),
    end: () => packets.end(),
  };
}

const kinds = { 'm-pdu': ['space', 'encap'], 'b-pdu': ['bitstream'], vca: ['vca'] } as const;

function requireKind({ kind, where }: ServiceDataUnit, vcid: number, service: AosLinkFrame['service']): void {
  const allowed: readonly string[] = kinds[service];
  if (kind !== undefined && !allowed.includes(kind))
    throw new OfflineInputError(where, `${allowed.join(' or ')} for ${service} on virtual channel ${vcid}`, kind);
}
