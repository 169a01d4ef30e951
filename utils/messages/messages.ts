// Sending and taking the messages of the protocol map, with sender and shape checked at the boundary.
import * as v from 'valibot';
import { type Browser, browser } from 'wxt/browser';
import { BOUNDARY } from './boundary.ts';
import { type AnswerOf, isEnvelope, type MessageName, type RequestOf } from './protocol.ts';

/** Sends to the background and to Cordon's own pages. Rejects when nobody is there. */
export function send<N extends MessageName>(name: N, data: RequestOf<N>): Promise<AnswerOf<N>> {
  return browser.runtime.sendMessage({ cordon: name, data });
}

/** Sends to the content scripts in one frame of a tab. Rejects when nobody is there. */
export function sendToFrame<N extends MessageName>(
  tabId: number,
  frameId: number,
  name: N,
  data: RequestOf<N>,
): Promise<AnswerOf<N>> {
  return browser.tabs.sendMessage(tabId, { cordon: name, data }, { frameId });
}

/** Who sent a message. */
export type Sender =
  /** A content script of ours: which tab and frame, and what stood in the address there. */
  | { from: 'page'; tabId: number; frameId: number; frameUrl: string; tabUrl: string }
  /** A page of the extension, or its background. */
  | { from: 'extension' };

export type PageSender = Extract<Sender, { from: 'page' }>;

/** Messages that only content scripts send; all others come from the extension itself. */
type FromPage =
  | 'hold'
  | 'holdStatus'
  | 'holdCancel'
  | 'prepare'
  | 'bringStatus'
  | 'choose'
  | 'makeCopies'
  | 'openLook'
  | 'falseAlarm'
  | 'release';

type Handlers = {
  [N in MessageName]?: (
    data: RequestOf<N>,
    sender: N extends FromPage ? PageSender : Sender,
  ) => Promise<AnswerOf<N>>;
};

function senderOf(sender: Browser.runtime.MessageSender): Sender | undefined {
  if (sender.id !== browser.runtime.id) return undefined;
  const own = browser.runtime.getURL('/' as never);
  if (sender.url?.startsWith(own)) return { from: 'extension' };
  // A content script where there is no tab (a side panel of another extension, for one) has nobody who could be asked.
  if (!sender.tab) return sender.url === undefined ? { from: 'extension' } : undefined;
  if (sender.tab.id === undefined) return undefined;
  const { id: tabId, url: tabUrl = '' } = sender.tab;
  return { from: 'page', tabId, frameId: sender.frameId ?? 0, frameUrl: sender.url ?? '', tabUrl };
}

/**
 * Takes messages, as `BOUNDARY` says who may send them and how they look. Those without a handler here are left to other
 * listeners, and all others to nobody. Returns a function that stops.
 */
export function listen(handlers: Handlers): () => void {
  const listener = (message: unknown, rawSender: Browser.runtime.MessageSender) => {
    if (!isEnvelope(message) || !Object.hasOwn(handlers, message.cordon)) return undefined;
    const { from, shape } = BOUNDARY[message.cordon];
    const sender = senderOf(rawSender);
    if (sender?.from !== from || !v.is(shape, message.data)) return undefined;
    const handler = handlers[message.cordon] as (data: unknown, sender: Sender) => Promise<unknown>;
    return handler(message.data, sender);
  };
  browser.runtime.onMessage.addListener(listener as never);
  return () => browser.runtime.onMessage.removeListener(listener as never);
}
