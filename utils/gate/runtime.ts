// Messages from the gate to the background, through the browser's own API: the content script stays small without the
// polyfill, and both browsers return promises here.
import { type AnswerOf, isEnvelope, type MessageName, type RequestOf } from '../messages/protocol.ts';

interface Runtime {
  id?: string;
  sendMessage(message: unknown): Promise<unknown>;
  onMessage: {
    addListener(
      listener: (message: unknown, sender: { id?: string }, respond: (answer: unknown) => void) => void,
    ): void;
  };
}

interface ExtensionApi {
  runtime?: Runtime;
  storage?: { local: { get(key: string): Promise<Record<string, unknown>> } };
  dom?: { openOrClosedShadowRoot(element: Element): ShadowRoot | null };
}

function api(): ExtensionApi {
  const scope = globalThis as { browser?: ExtensionApi; chrome?: ExtensionApi };
  return scope.browser ?? scope.chrome ?? {};
}

/** Is the extension that put this script here still there? */
function isAlive(): boolean {
  return api().runtime?.id !== undefined;
}

/** The extension was updated, reloaded or removed under this page: nothing can be asked any more. */
export class Invalidated extends Error {}

/** Sends one message of the protocol. Throws `Invalidated`, or what the browser says of a background that is gone. */
export async function send<N extends MessageName>(name: N, data: RequestOf<N>): Promise<AnswerOf<N>> {
  const { runtime } = api();
  if (!runtime?.id) throw new Invalidated();
  try {
    return (await runtime.sendMessage({ cordon: name, data })) as AnswerOf<N>;
  } catch (error) {
    if (!isAlive()) throw new Invalidated();
    throw error;
  }
}

/** What stands under `key` of `storage.local`. Throws where the extension is gone. */
export async function readStored(key: string): Promise<unknown> {
  return (await api().storage?.local.get(key))?.[key];
}

/**
 * Calls `listener` for each message `name` of our own extension that looks like one; it is answered with null where the
 * listener says so. (The table of ../messages/boundary.ts would be more than the rest of the gate.)
 */
export function onMessage<N extends MessageName>(
  name: N,
  isRequest: (data: unknown) => data is RequestOf<N>,
  listener: (data: RequestOf<N>) => boolean,
): void {
  const { runtime } = api();
  const own = runtime?.id;
  // Where the extension is gone there is nobody to hear, and nothing to hear with.
  if (!own) return;
  runtime.onMessage.addListener((message, { id }, respond) => {
    if (id !== own || !isEnvelope(message) || message.cordon !== name) return;
    const { data } = message as { data: unknown };
    if (isRequest(data) && listener(data)) respond(null);
  });
}

/** What is clicked most, and never has a shadow root that a page could make. */
const NO_HOST = /^(input|button|a)$/;

/** The shadow root of an element, closed or open; null where it has none. */
export function shadowRootOf(element: Element): ShadowRoot | null {
  // Chromium's answer costs more than anything else here.
  if (!import.meta.env.FIREFOX && NO_HOST.test(element.localName)) return null;
  // Chromium gives content scripts a function, Firefox a property of the element.
  const { dom } = api();
  if (dom)
    try {
      return element instanceof HTMLElement ? dom.openOrClosedShadowRoot(element) : null;
    } catch {
      // The extension was updated under the page: only open ones can be seen now.
      return element.shadowRoot;
    }
  return (element as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot ?? null;
}
