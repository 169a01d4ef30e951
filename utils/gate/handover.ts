// How the gate of an updated extension comes by the adapter that an earlier gate left behind in the page.
//
// The adapter has been there since before the page's first script, and a page can't get between it and a gate that has its
// bus. So the adapter stays, and hands the bus on. Who asks for it has to know a secret, by which the page can't even find
// out that there is somebody to ask; and has to open a closed shadow root, which only extensions can.
import { LANGUAGE } from './bus.ts';
import { readStored, shadowRootOf } from './runtime.ts';

/** Under this key of `storage.local` stands the secret, which the background makes once for each installation. */
export const SECRET = 'gate:secret';

/** Where ../background/secret.ts leaves it in the isolated world, before the gate is brought into a page that is open. */
const SECRET_HERE = Symbol.for('cordon.secret');

/** Kept at hand while the extension is there. Undefined where the gate came with the page. */
export function secretHere(): string | undefined {
  return (globalThis as { [SECRET_HERE]?: string })[SECRET_HERE];
}

/** From storage: not at document_start, where it costs the page time. Undefined where there is none. */
export async function readSecret(): Promise<string | undefined> {
  const secret = await readStored(SECRET).catch(() => undefined);
  return typeof secret === 'string' && secret !== '' ? secret : undefined;
}

/** The bus of an adapter that is here already; undefined where nobody answers. */
export function askForBus(secret: string): EventTarget | undefined {
  let bus: Element | undefined;
  const door = document.createElement('i');
  door.addEventListener(
    secret,
    (event) => {
      const host = (event as MouseEvent).relatedTarget;
      const found = host instanceof Element ? shadowRootOf(host)?.firstElementChild : undefined;
      // That it is gone from there is how the adapter sees that its root was opened.
      found?.remove();
      bus = found ?? undefined;
    },
    { once: true },
  );
  window.dispatchEvent(new MouseEvent(secret, { detail: LANGUAGE, relatedTarget: door }));
  return bus;
}
