import { type RotatorSimulator } from './rotator-simulator.js';
import { answerRotctld } from './rotctld-protocol.js';
import { listenTcp, type TcpListener } from './tcp-listener.js';

/** No command is longer; a client that sends more without a line feed is not one of ours. */
const LONGEST_LINE = 512;

/** Serves one rotator to any number of clients; each answer goes out in one write, in the order of the commands. */
export async function startRotctldServer(rotator: RotatorSimulator, port: number, info: string): Promise<TcpListener> {
  return listenTcp(port, (socket) => {
    let held = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string | Buffer) => {
      held += chunk.toString();
      const lines = held.split('\n');
      held = lines.pop() ?? '';
      for (const line of lines) {
        const reply = answerRotctld(line, rotator, info);
        if (reply === undefined) {
          socket.end();
          return;
        }
        if (reply !== '') socket.write(reply);
      }
      if (held.length > LONGEST_LINE) socket.destroy();
    });
  });
}
