import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { ApiClient } from './api-client.js';

const row = {
  contact: 'GF-1_TR-ANK-1_1',
  antenna: 'TR-ANK-1',
  stationLog: 'station.TR-ANK@1',
  earthReceiveTime: '2026-04-24T08:01:00.000000Z', // on the edge of two slices
  fault: null,
  octets: '00',
};

it('hides no frame that the archive holds twice, and gives one on the edge of two slices once', async () => {
  const archive = [1, 2, 2].map((stationSequence) => ({ ...row, stationSequence }));
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    const [start, end, at] = [query.get('start'), query.get('end'), row.earthReceiveTime].map((text) =>
      parseUtc(text ?? ''),
    );
    response.end(JSON.stringify(at! >= start! && at! < end! ? archive : []));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const api = new ApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const contact = { id: row.contact, spacecraft: 'GF-1', start: '2026-04-24T08:00:00Z', end: '2026-04-24T08:03:00Z' };
    expect((await api.frames(contact as never)).map(({ stationSequence }) => stationSequence)).toEqual([2, 2, 1]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
