import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { siteIdSchema, type StationContact } from '@app/contracts';
import { sampleContact } from '../testing/sample-contact.js';
import { admitContact, ContactRefusedError } from './contact-door.js';
import { ContactStore, ContactStoreError } from './contact-store.js';

const site = siteIdSchema.parse('MIYUN');
const contact = sampleContact();

describe('the door for contacts', () => {
  it('lets in what crossed the bus as JSON', () => {
    expect(admitContact(JSON.parse(JSON.stringify(contact)), { site, mode: 'simulation' })).toEqual(contact);
  });

  it.each([
    ['contact.mode', (c: StationContact) => Object.assign(c.contact, { mode: 'operational' })],
    ['contact.site', (c: StationContact) => Object.assign(c.contact, { site: 'SANYA' })],
    ['antenna.id', (c: StationContact) => Object.assign(c.antenna, { id: 'MIYUN-2' })],
    ['elementSet.spacecraft', (c: StationContact) => Object.assign(c.elementSet, { spacecraft: 'SAMPLE-2' })],
    ['permissions.receive', (c: StationContact) => Object.assign(c.permissions, { receive: false })],
    ['permissions.agreement', (c: StationContact) => Object.assign(c.permissions, { agreement: 'AG-9' })],
    ['antenna.latitudeDeg', (c: StationContact) => Object.assign(c.antenna, { latitudeDeg: 91 })],
    ['contact.window.aos', (c: StationContact) => Object.assign(c.contact.window, { aos: 'tomorrow' })],
  ])('refuses a wrong %s, naming the contact and the field', (field, spoil) => {
    const other = structuredClone(contact);
    spoil(other);
    const admit = (): unknown => admitContact(other, { site, mode: 'simulation' });
    expect(admit).toThrow(ContactRefusedError);
    expect(admit).toThrow(`contact ${contact.contact.id} refused: ${field}: expected`);
  });

  it.each([null, 'x', 7, [], {}, { contact: 3 }])('refuses %j', (message) => {
    expect(() => admitContact(message, { site, mode: 'simulation' })).toThrow(ContactRefusedError);
  });
});

describe('the contacts file', () => {
  const records = [{ contact, firstSequence: 7, outcome: null }];

  it('gives back what was saved last, and leaves nothing half-written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'smms-contacts-'));
    const store = new ContactStore(folder, site);
    expect(await store.load()).toEqual([]);
    await Promise.all([store.save([]), store.save(records), store.save([]), store.save(records)]);
    expect(await new ContactStore(folder, site).load()).toEqual(records);
    expect(await readdir(dirname(store.path))).toEqual(['contacts.json']);
  });

  it.each(['', '{', '{"version":2,"contacts":[]}', '{"version":1,"contacts":[{}]}'])(
    'puts aside what it cannot read: %j',
    async (text) => {
      const folder = await mkdtemp(join(tmpdir(), 'smms-contacts-'));
      const store = new ContactStore(folder, site);
      await store.save([]);
      await writeFile(store.path, text);
      await expect(store.load()).rejects.toBeInstanceOf(ContactStoreError);
      expect(await store.load()).toEqual([]);
      expect(await readFile(`${store.path}.unreadable`, 'utf8')).toBe(text);
    },
  );
});
