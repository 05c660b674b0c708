import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A page of its own session that keeps an account of what must not happen: console errors, and requests to any other host. */
export class WatchedPage {
  readonly errors: string[] = [];
  readonly outside: string[] = [];
  /** While the line is cut on purpose, the browser says so in its console. */
  lineIsCut = false;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(browser: Browser, url: string): Promise<WatchedPage> {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const page = await context.newPage();
    const watched = new WatchedPage(context, page);
    const { host } = new URL(url);
    page.on('console', (message) => {
      if (message.type() === 'error' && !watched.lineIsCut) watched.errors.push(message.text());
    });
    page.on('pageerror', (error) => watched.errors.push(String(error)));
    page.on('request', (request) => watched.look(request.url(), host));
    page.on('websocket', (socket) => watched.look(socket.url(), host));
    await page.goto(url);
    return watched;
  }

  async signIn(user: string, password: string): Promise<void> {
    await this.page.fill('input[name=user]', user);
    await this.page.fill('input[name=password]', password);
    await this.page.click('button[type=submit]');
    await this.page.waitForSelector('[data-testid=connection][data-state=live]');
  }

  /** Waits until the element says what is wanted, and gives its text. */
  async until(selector: string, wanted: (text: string) => boolean, timeoutS: number): Promise<string> {
    const started = performance.now();
    for (;;) {
      const text =
        (await this.page
          .locator(selector)
          .first()
          .textContent({ timeout: timeoutS * 1000 })) ?? '';
      if (wanted(text)) return text;
      if (performance.now() - started > timeoutS * 1000) return text;
      await this.page.waitForTimeout(200);
    }
  }

  private look(url: string, host: string): void {
    const { protocol, host: asked } = new URL(url);
    if (protocol !== 'data:' && protocol !== 'blob:' && asked !== host) this.outside.push(url);
  }
}
