// Sending and taking the messages of the protocol map, with the sender checked at the boundary.
import { type Browser, browser } from 'wxt/browser';
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

type Handlers = {
  [N in MessageName]?: (data: RequestOf<N>, sender: Sender) => Promise<AnswerOf<N>>;
};

function senderOf(sender: Browser.runtime.MessageSender): Sender | undefined {
  if (sender.id !== browser.runtime.id) return undefined;
  const own = browser.runtime.getURL('/' as never);
  if (!sender.tab || sender.url?.startsWith(own)) return { from: 'extension' };
  if (sender.tab.id === undefined) return undefined;
  const { id: tabId, url: tabUrl = '' } = sender.tab;
  return { from: 'page', tabId, frameId: sender.frameId ?? 0, frameUrl: sender.url ?? '', tabUrl };
}

/** Takes messages; those without a handler here are left to other listeners. Returns a function that stops. */
export function listen(handlers: Handlers): () => void {
  const listener = (message: unknown, rawSender: Browser.runtime.MessageSender) => {
    if (!isEnvelope(message) || !Object.hasOwn(handlers, message.cordon)) return undefined;
    const sender = senderOf(rawSender);
    const handler = handlers[message.cordon] as
      | ((data: unknown, sender: Sender) => Promise<unknown>)
      | undefined;
    return sender && handler?.(message.data, sender);
  };
  browser.runtime.onMessage.addListener(listener as never);
  return () => browser.runtime.onMessage.removeListener(listener as never);
}
