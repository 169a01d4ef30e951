// Files behind handles: `showOpenFilePicker`, `showDirectoryPicker`, dropped handles, `launchQueue`, handles kept in a
// database. Whichever way a page came by a handle, it gets at the file by `getFile`. The page's own private files (OPFS)
// are no files of the user; what leaves of them is judged when it leaves.
import { ask } from './link.ts';
import { replaceMethod } from './mask.ts';
import { apply, bare, Native, whenDone } from './primordials.ts';

/** What the browser says when the user does not let a page read a file. */
const REFUSED = 'The request is not allowed by the user agent or the platform in the current context.';

export function watchHandles(): void {
  if (!('FileSystemFileHandle' in globalThis)) return;
  const { storage } = navigator;
  const getDirectory = storage?.getDirectory;
  const resolveIn = FileSystemDirectoryHandle.prototype.resolve;

  /** Calls `then` with whether `handle` is the page's own. */
  const ifPrivate = (handle: unknown, then: (own: boolean) => void) => {
    const no = () => then(false);
    if (!getDirectory) return no();
    whenDone(
      apply(getDirectory, storage, []) as Promise<unknown>,
      (root) =>
        whenDone(
          apply(resolveIn, root, [handle]) as Promise<unknown>,
          (path) => then(path !== null && path !== undefined),
          no,
        ),
      no,
    );
  };

  replaceMethod(FileSystemFileHandle.prototype, 'getFile', (self, args, native) => {
    const given = apply(native, self, args) as Promise<File>;
    return new Native.Promise((resolve, reject) => {
      whenDone(
        given,
        (file) =>
          ifPrivate(self, (own) => {
            if (own) return resolve(file);
            const parts = [bare({ name: '', text: '', blob: file })];
            const id = ask('picker', parts, ({ released, replacements }) => {
              if (released) resolve(replacements[0] ?? file);
              else reject(new Native.DOMException(REFUSED, 'NotAllowedError'));
            });
            if (id === 0) resolve(file);
          }),
        reject,
      );
    });
  });
}
