import { type Tai } from '@app/time';
import { type RotatorSimulator } from '../devices/rotator-simulator.js';
import { type TcpListener } from '../devices/tcp-listener.js';
import { type TransceiverSimulator } from '../devices/transceiver-simulator.js';
import { type AntennaFaults } from './antenna-faults.js';
import { type LinkDevice, linkDeviceSchema } from './fault.js';
import { type FaultBook } from './fault-book.js';

/** A connection that can be cut. */
export type CuttableLink = Pick<TcpListener, 'cut' | 'restore'>;

const axes = ['azimuth', 'elevation'] as const;

/**
 * Brings the devices of one antenna to what the book says, where they do not ask it themselves: rotator, transceivers, connections. Called
 * whenever something may have changed.
 */
export class DeviceFaults {
  private readonly links: { readonly device: LinkDevice; readonly link: CuttableLink }[] = [];
  private readonly transceivers: Pick<TransceiverSimulator, 'wrongFrequency'>[] = [];
  private readonly stalled = new Set<(typeof axes)[number]>();
  private readonly cut = new Set<LinkDevice>();
  private offset = { azimuthDeg: 0, elevationDeg: 0 };
  private frequencyErrorHz = 0;

  constructor(
    private readonly antenna: string,
    private readonly book: FaultBook,
    private readonly faults: AntennaFaults,
    private readonly rotator: Pick<RotatorSimulator, 'stall' | 'release' | 'encoderOffset'>,
  ) {}

  /** One of any number of connections to a device. */
  addLink(device: LinkDevice, link: CuttableLink): void {
    this.links.push({ device, link });
    if (this.cut.has(device)) link.cut();
  }

  addTransceiver(transceiver: Pick<TransceiverSimulator, 'wrongFrequency'>): void {
    this.transceivers.push(transceiver);
    if (this.frequencyErrorHz !== 0) transceiver.wrongFrequency(this.frequencyErrorHz);
  }

  refresh(at: Tai): void {
    this.refreshRotator(at);
    for (const device of linkDeviceSchema.options) {
      if (this.faults.isCut(device, at) === this.cut.has(device)) continue;
      const isCut = !this.cut.delete(device);
      if (isCut) this.cut.add(device);
      for (const { link } of this.links.filter((one) => one.device === device))
        if (isCut) link.cut();
        else link.restore();
    }
    const errorHz = this.faults.frequencyErrorHz(at);
    if (errorHz !== this.frequencyErrorHz) for (const one of this.transceivers) one.wrongFrequency(errorHz);
    this.frequencyErrorHz = errorHz;
  }

  private refreshRotator(at: Tai): void {
    const stalls = this.book.at('rotator-stall', at).filter(({ fault }) => fault.antenna === this.antenna);
    for (const axis of axes) {
      const isStalled = stalls.some(({ fault }) => fault.axis === axis || fault.axis === 'both');
      if (isStalled === this.stalled.has(axis)) continue;
      if (isStalled) this.stalled.add(axis);
      else this.stalled.delete(axis);
      if (isStalled) this.rotator.stall(axis);
      else this.rotator.release(axis);
    }
    const offset = { azimuthDeg: 0, elevationDeg: 0 };
    for (const { fault } of this.book.at('encoder-offset', at)) {
      if (fault.antenna !== this.antenna) continue;
      offset.azimuthDeg += fault.azimuthDeg;
      offset.elevationDeg += fault.elevationDeg;
    }
    if (offset.azimuthDeg === this.offset.azimuthDeg && offset.elevationDeg === this.offset.elevationDeg) return;
    this.offset = offset;
    this.rotator.encoderOffset(offset.azimuthDeg, offset.elevationDeg);
  }
}
