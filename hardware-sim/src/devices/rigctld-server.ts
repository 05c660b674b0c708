import { startHamlibServer } from './hamlib-server.js';
import { RigctldDaemon, RigctldSession } from './rigctld-protocol.js';
import { type TcpListener } from './tcp-listener.js';
import { type TransceiverSimulator } from './transceiver-simulator.js';

/** Serves one transceiver to any number of clients, in the words of hamlib's rigctld. */
export async function startRigctldServer(
  transceiver: TransceiverSimulator,
  port: number,
  info: string,
): Promise<TcpListener> {
  const daemon = new RigctldDaemon(transceiver, info);
  return startHamlibServer(port, () => {
    const session = new RigctldSession(daemon);
    return (line) => session.answer(line);
  });
}
