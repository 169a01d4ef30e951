// Chromium's home for the inspection workers: takes what the background passes on.
import { createLocalInspector } from '../../utils/background/inspector.ts';
import { listen } from '../../utils/messages/messages.ts';

const inspector = createLocalInspector();

listen({
  offscreenInspect: async (request, sender) => {
    if (sender.from !== 'extension') throw new Error('Only the background may ask for an inspection.');
    return inspector.inspect(request);
  },
  offscreenCancel: async ({ job }) => {
    await inspector.cancel(job);
    return null;
  },
  offscreenPrepare: async () => {
    await inspector.prepare();
    return null;
  },
});
