// Reads and presses Cordon's warning in Chromium, through the debugging protocol: its shadow root is closed, so no page
// and no page script can. For demo and tests.
import type { CDPSession, Page } from '@playwright/test';
import { isCopyAction, MADE_WITHIN, type ShownWarning } from './player.ts';

/** The part of the protocol's DOM.Node that is used here. */
interface DomNode {
  nodeName: string;
  nodeValue: string;
  backendNodeId: number;
  attributes?: string[];
  children?: DomNode[];
  shadowRoots?: (DomNode & { shadowRootType?: string })[];
}

/** How long at most until buttons are alive, milliseconds: half a second after the last change, more on a busy machine. */
const ALIVE_WITHIN = 10_000;

const BLOCKS = new Set(['P', 'H1', 'H2', 'DT', 'DD', 'LI', 'BUTTON', 'SUMMARY', 'LABEL', 'LEGEND']);

function attribute(node: DomNode, name: string): string | undefined {
  const at = node.attributes?.findIndex((entry, index) => index % 2 === 0 && entry === name) ?? -1;
  return at < 0 ? undefined : node.attributes?.[at + 1];
}

function* walk(node: DomNode): Generator<DomNode> {
  yield node;
  for (const child of node.children ?? []) yield* walk(child);
}

function textOf(node: DomNode): string {
  if (node.nodeName === '#text') return node.nodeValue;
  return (node.children ?? []).map(textOf).join('');
}

/** The dialog: in a closed shadow root of an element right under <html>. */
async function findDialog(session: CDPSession): Promise<DomNode | undefined> {
  const { root } = (await session.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: DomNode };
  const html = root.children?.find((node) => node.nodeName === 'HTML');
  for (const child of html?.children ?? []) {
    const shadow = child.shadowRoots?.find((candidate) => candidate.shadowRootType === 'closed');
    const dialog = shadow?.children?.find((node) => node.nodeName === 'DIALOG');
    if (dialog && attribute(dialog, 'open') !== undefined) return dialog;
  }
  return undefined;
}

async function withSession<T>(page: Page, work: (session: CDPSession) => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page);
  try {
    return await work(session);
  } finally {
    await session.detach();
  }
}

/** What the warning says, or undefined where there is none. */
export function readWarning(page: Page): Promise<ShownWarning | undefined> {
  return withSession(page, async (session) => {
    const dialog = await findDialog(session);
    if (!dialog) return undefined;
    const nodes = [...walk(dialog)];
    const clean = (node: DomNode) => textOf(node).replace(/\s+/g, ' ').trim();
    const heading = nodes.find((node) => node.nodeName === 'H1');
    return {
      title: heading ? clean(heading) : '',
      lines: nodes.filter((node) => BLOCKS.has(node.nodeName)).map(clean),
      buttons: nodes.flatMap((node) => attribute(node, 'data-action') ?? []),
    };
  });
}

/** The warning's markup as it stands, for checks that need a page of their own. */
export function warningMarkup(page: Page): Promise<string> {
  return withSession(page, async (session) => {
    const dialog = await findDialog(session);
    if (!dialog) throw new Error('There is no warning.');
    const { outerHTML } = await session.send('DOM.getOuterHTML', { backendNodeId: dialog.backendNodeId });
    return outerHTML;
  });
}

/** Where something of the warning is on the screen, CSS pixels; scrolled into view first. */
export function boxInWarning(
  page: Page,
  name: string,
  value: string,
): Promise<{ x: number; y: number; width: number; height: number }> {
  return withSession(page, async (session) => {
    const dialog = await findDialog(session);
    const node = dialog && [...walk(dialog)].find((candidate) => attribute(candidate, name) === value);
    if (!node) throw new Error(`The warning has nothing with ${name}="${value}".`);
    const { backendNodeId } = node;
    await session.send('DOM.scrollIntoViewIfNeeded', { backendNodeId });
    const { model } = await session.send('DOM.getBoxModel', { backendNodeId });
    const [left = 0, top = 0, right = 0, , , bottom = 0] = model.border;
    return { x: left, y: top, width: right - left, height: bottom - top };
  });
}

/** Clicks the middle of something in the warning with the mouse, at once. */
export async function clickInWarning(page: Page, name: string, value: string): Promise<void> {
  const { x, y, width, height } = await boxInWarning(page, name, value);
  await page.mouse.click(x + width / 2, y + height / 2);
}

/** Waits until this button of the warning is alive: the dialog says so itself, however slow the machine. */
async function untilAlive(page: Page, action: string): Promise<void> {
  const until = Date.now() + ALIVE_WITHIN;
  const isAlive = async (session: CDPSession) => {
    const dialog = await findDialog(session);
    if (!dialog || attribute(dialog, 'data-alive') !== 'yes') return false;
    const button = [...walk(dialog)].find((node) => attribute(node, 'data-action') === action);
    return button === undefined || attribute(button, 'data-alive') !== 'no';
  };
  while (!(await withSession(page, isAlive)) && Date.now() < until) await page.waitForTimeout(50);
}

/** Waits until the copy that this button is about has been made, or there is none and the button is gone. */
async function untilMade(page: Page, action: string): Promise<void> {
  const until = Date.now() + MADE_WITHIN;
  const isMaking = async (session: CDPSession) => {
    const dialog = await findDialog(session);
    const button = dialog && [...walk(dialog)].find((node) => attribute(node, 'data-action') === action);
    return button !== undefined && attribute(button, 'aria-disabled') === 'true';
  };
  while ((await withSession(page, isMaking)) && Date.now() < until) await page.waitForTimeout(50);
}

/** Presses a button of the warning, once buttons are alive. */
export async function pressWarning(page: Page, action: string): Promise<void> {
  if (isCopyAction(action)) await untilMade(page, action);
  await untilAlive(page, action);
  await clickInWarning(page, 'data-action', action);
}
