import { type HamlibReply } from './hamlib-text.js';
import { listenTcp, type TcpListener } from './tcp-listener.js';

/** No command is longer; a client that sends more without a line feed is not one of ours. */
const LONGEST_LINE = 512;
/** Octets that a client may leave unread. */
const MOST_UNREAD = 1 << 20;

/**
 * Serves any number of clients by lines; the answers to what came in together go out in one write, in the order of the commands: a client
 * that floods keeps the others waiting no longer than its answers take to make. One that asks and does not read is let go.
 */
export async function startHamlibServer(
  port: number,
  /** Called for each client. */
  session: () => (line: string) => HamlibReply,
): Promise<TcpListener> {
  return listenTcp(port, (socket) => {
    const answer = session();
    let held = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string | Buffer) => {
      held += chunk.toString();
      const lines = held.split('\n');
      held = lines.pop() ?? '';
      let answers = '';
      for (const line of lines) {
        const { text, closes } = answer(line);
        answers += text;
        if (closes) {
          socket.end(answers);
          socket.removeAllListeners('data').resume();
          return;
        }
      }
      if (answers !== '') socket.write(answers);
      if (held.length > LONGEST_LINE || socket.writableLength > MOST_UNREAD) socket.destroy();
    });
  });
}
