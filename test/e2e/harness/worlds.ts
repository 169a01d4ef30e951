// Which extensions have a world of their own in a page: by the browser's own account, unseen by the page.
import type { Page } from '@playwright/test';

/** Their origins, one for each world in any frame. A world whose extension was reloaded under the page stays in the list. */
export async function contentWorlds(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const origins: string[] = [];
  session.on('Runtime.executionContextCreated', ({ context: { origin } }) => origins.push(origin));
  // Names every context that is there before it returns.
  await session.send('Runtime.enable');
  await session.detach();
  return origins.filter((origin) => origin.startsWith('chrome-extension:'));
}
