import { writeSync } from 'node:fs';
import { openDatabase } from '../database.js';

// A process to be killed: inserts 1, 2, 3 … into PGlite in the folder given, and prints each number once its insert is acknowledged.

const STDOUT = 1;

const { dataSource } = await openDatabase({ dataDir: process.argv[2] });
await dataSource.query('CREATE TABLE acknowledged (number int PRIMARY KEY)');
for (let number = 1; ; number++) {
  await dataSource.query('INSERT INTO acknowledged VALUES ($1)', [number]);
  writeSync(STDOUT, `${number}\n`);
}
