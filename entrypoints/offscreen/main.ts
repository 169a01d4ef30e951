// Chromium's home for the inspection workers: takes what the background passes on.
import { createLocalInspector } from '../../utils/background/inspector.ts';
import { listen, type Sender } from '../../utils/messages/messages.ts';

const inspector = createLocalInspector();

function fromExtensionOnly(sender: Sender): void {
  if (sender.from !== 'extension') throw new Error('Only the background may ask for this.');
}

listen({
  offscreenInspect: async (request, sender) => {
    fromExtensionOnly(sender);
    return inspector.inspect(request);
  },
  offscreenRemedy: async (request, sender) => {
    fromExtensionOnly(sender);
    return inspector.remedy(request);
  },
  offscreenLook: async (request, sender) => {
    fromExtensionOnly(sender);
    return inspector.look(request);
  },
  offscreenCancel: async ({ job }, sender) => {
    fromExtensionOnly(sender);
    await inspector.cancel(job);
    return null;
  },
  offscreenPrepare: async (_request, sender) => {
    fromExtensionOnly(sender);
    await inspector.prepare();
    return null;
  },
});
