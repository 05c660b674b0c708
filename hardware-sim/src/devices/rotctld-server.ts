import { startHamlibServer } from './hamlib-server.js';
import { type RotatorSimulator } from './rotator-simulator.js';
import { answerRotctld } from './rotctld-protocol.js';
import { type TcpListener } from './tcp-listener.js';

/** Serves one rotator to any number of clients, in the words of hamlib's rotctld. */
export async function startRotctldServer(rotator: RotatorSimulator, port: number, info: string): Promise<TcpListener> {
  return startHamlibServer(port, () => (line) => answerRotctld(line, rotator, info));
}
