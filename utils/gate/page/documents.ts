// `document.open` takes every listener from the window, the gate's too: it puts its own back within the same call.
import { hearFrames } from './frames.ts';
import { rearm } from './link.ts';
import { replaceMethod } from './mask.ts';
import { apply, getOwnPropertyDescriptor, viewOf } from './primordials.ts';

export function watchDocuments(): void {
  const keys = ['open', 'write', 'writeln'];
  for (let i = 0; i < keys.length; i += 1)
    replaceMethod(Document.prototype, keys[i]!, (self, args, native) => {
      if (self !== document) {
        // Another window's own adapter puts its gate's listeners back.
        let own: unknown = native;
        try {
          own = getOwnPropertyDescriptor(viewOf(self)!.Document.prototype, keys[i]!)?.value;
        } catch {
          // No document with a window of this origin.
        }
        return apply(typeof own === 'function' ? (own as typeof native) : native, self, args);
      }
      // `write` opens the document only after parsing has ended. Before it runs what it writes, so on either side.
      try {
        return apply(native, self, args);
      } finally {
        rearm();
        hearFrames();
      }
    });
}
