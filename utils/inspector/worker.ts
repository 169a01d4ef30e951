// The worker of the browser build: inspection off the main thread, in a place that can be killed.
import { holdLock } from './alive.ts';
import { decodePicture } from './decode-picture.ts';
import { createServer } from './serve.ts';

const serve = createServer({
  // Everything that an inspection needs is in the package; nothing is fetched from a network.
  asset: async (name) => {
    const response = await fetch(new URL(`/inspect/${name}`, location.origin));
    if (!response.ok) throw new Error(`The package lacks ${name}.`);
    return new Uint8Array(await response.arrayBuffer());
  },
  decodePicture,
  open: () => Promise.reject(new Error('There are no paths in a browser.')),
  post: (message) => postMessage(message),
});

addEventListener('message', (event) => {
  void serve(event.data);
});

void holdLock(self.name).then(() => postMessage({ type: 'alive' }));
