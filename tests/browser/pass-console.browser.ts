// Issue: "sign in, watch telemetry arrive, command with a second person, see completed; no console error, no outside request."
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { SmmsProcess } from '../chain/smms-process.js';
import { CuttableLine } from './cuttable-line.js';
import { WatchedPage } from './watched-page.js';

const CHROMIUM = process.env.SMMS_CHROMIUM ?? '/usr/bin/chromium';
const SCREENSHOT = process.env.SMMS_SCREENSHOT;
const PASSWORD = 'demonstration';
const START_TIMEOUT_S = 180;
/** The pass begins two mission minutes after the start, and lasts ten. */
const RATE = 10;
const LONG_S = 120;

describe('the page in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smms-browser-'));
  let product: SmmsProcess;
  let line: CuttableLine;
  let browser: Browser;
  let commander: WatchedPage;
  let approver: WatchedPage;

  beforeAll(
    async () => {
      product = new SmmsProcess(['run', '--demo', '--port', '0', '--rate', String(RATE), '--data', folder], folder);
      const port = Number(await product.says(/^API http:\/\/127\.0\.0\.1:(\d+)\//m, START_TIMEOUT_S));
      line = await CuttableLine.to(port);
      browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      });
      commander = await WatchedPage.open(browser, line.url);
      approver = await WatchedPage.open(browser, line.url);
    },
    (START_TIMEOUT_S + 60) * 1000,
  );

  afterAll(async () => {
    await browser?.close();
    await line?.close();
    await product?.end('SIGTERM', 60);
    rmSync(folder, { recursive: true, force: true });
  }, 90_000);

  const row = (command: string): string => `tr[data-command=${command}]`;
  const rows = (command: string): Promise<number> => commander.page.locator(row(command)).count();

  async function fillIn(command: string, given: Readonly<Record<string, string>>): Promise<void> {
    const { page } = commander;
    await page.selectOption('select[name=command]', command);
    for (const [name, value] of Object.entries(given)) {
      const field = page.locator(`[data-testid=command-form] [name=${name}]`);
      if ((await field.evaluate((element) => (element as { tagName: string }).tagName)) === 'SELECT')
        await field.selectOption(value);
      else await field.fill(value);
    }
    await page.click('text=Check and confirm …');
    await page.waitForSelector('dialog[open]');
  }

  it('refuses a wrong password with a reason, and says that this is a simulation before anybody signs in', async () => {
    const { page } = commander;
    await expect(page.textContent('.mode-banner')).resolves.toContain('SIMULATION');
    await page.fill('input[name=user]', 'wang.lei');
    await page.fill('input[name=password]', 'not the password');
    commander.lineIsCut = true; // The browser's console names every answer of 401.
    await page.click('button[type=submit]');
    await page.waitForSelector('[role=alert]');
    commander.lineIsCut = false;
    await expect(page.locator('[data-testid=connection]').count()).resolves.toBe(0);
  });

  it('shows telemetry as it arrives, in SIMULATION', async () => {
    await commander.signIn('wang.lei', PASSWORD);
    await expect(commander.page.textContent('.mode-banner')).resolves.toContain('SIMULATION');
    const first = await commander.until('[data-testid=frames]', (text) => Number(text) > 50, LONG_S);
    expect(Number(first)).toBeGreaterThan(50);
    const later = await commander.until('[data-testid=frames]', (text) => Number(text) > Number(first), LONG_S);
    expect(Number(later)).toBeGreaterThan(Number(first));
    await expect(commander.until('[data-testid=telemetry-age]', (text) => text.includes('old'), 20)).resolves.toContain(
      'old',
    );
    await expect(commander.page.locator('.uplot').count()).resolves.toBe(3);
  }, 300_000);

  it('sends nothing by Enter, wherever the focus is', async () => {
    const { page } = commander;
    await page.click('text=Take the console');
    await page.waitForSelector('[data-testid=holder][data-holder="wang.lei"]');
    await fillIn('CONNECTION_TEST', {});
    const stops = page.locator('dialog[open] input, dialog[open] button');
    await page.locator('dialog[open] input[type=checkbox]').check();
    for (let at = 0; at < (await stops.count()); at++) {
      await stops.nth(at).focus();
      await page.keyboard.press('Enter');
    }
    await page.locator('dialog[open]').press('Enter');
    await page.waitForTimeout(500);
    await expect(page.locator('dialog[open]').count()).resolves.toBe(1);
    await expect(rows('CONNECTION_TEST')).resolves.toBe(0);
    await page.keyboard.press('Escape');
    await expect(page.locator('dialog[open]').count()).resolves.toBe(0);
  }, 60_000);

  it('commands, and shows the command completed', async () => {
    const { page } = commander;
    await fillIn('CONNECTION_TEST', {});
    await page.locator('dialog[open] input[type=checkbox]').check();
    await page.click('dialog[open] >> text=Send');
    await page.waitForSelector(`${row('CONNECTION_TEST')}[data-state=completed]`, { timeout: LONG_S * 1000 });
  }, 180_000);

  it('takes a hazardous command only with a second person', async () => {
    const { page } = commander;
    await fillIn('ATTITUDE_MODE_SET', { MODE: 'NADIR_POINTING' });
    await page.locator('dialog[open] input[type=checkbox]').check();
    await page.click('dialog[open] >> text=Submit for approval');
    const waiting = `${row('ATTITUDE_MODE_SET')}[data-state=awaiting-approval]`;
    await page.waitForSelector(waiting, { timeout: 20_000 });
    await expect(page.locator(`${waiting} >> text=Approve …`).count()).resolves.toBe(0);

    await approver.signIn('li.na', PASSWORD);
    await approver.page.click(`${waiting} >> text=Approve …`, { timeout: 20_000 });
    await approver.page.locator('dialog[open] input[type=checkbox]').check();
    await approver.page.click('dialog[open] button.primary');
    await page.waitForSelector(`${row('ATTITUDE_MODE_SET')}[data-state=completed]`, { timeout: LONG_S * 1000 });
    if (SCREENSHOT !== undefined) {
      mkdirSync(dirname(SCREENSHOT), { recursive: true });
      await page.screenshot({ path: SCREENSHOT });
    }
  }, 240_000);

  it('marks everything stale while the line is cut, and goes on when it is mended', async () => {
    const { page } = commander;
    commander.lineIsCut = approver.lineIsCut = true;
    line.cut();
    await page.waitForSelector('[data-testid=stale]', { timeout: 20_000 });
    await expect(page.locator('.page.stale').count()).resolves.toBe(1);
    line.mend();
    await page.waitForSelector('[data-testid=connection][data-state=live]', { timeout: 30_000 });
    await page.waitForSelector('[data-testid=stale]', { state: 'detached', timeout: 10_000 });
    commander.lineIsCut = approver.lineIsCut = false;
    await expect(rows('CONNECTION_TEST')).resolves.toBe(1);
  }, 90_000);

  it('has raised no error in the console, and has asked no other host', () => {
    for (const { errors, outside } of [commander, approver]) {
      expect(errors).toEqual([]);
      expect(outside).toEqual([]);
    }
  });
});
