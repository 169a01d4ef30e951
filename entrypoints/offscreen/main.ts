// Chromium's home for the inspection workers: takes what the background passes on.
import { createLocalInspector } from '../../utils/background/inspector.ts';
import { listen } from '../../utils/messages/messages.ts';

const inspector = createLocalInspector();

listen({
  offscreenInspect: (request) => inspector.inspect(request),
  offscreenRemedy: (request) => inspector.remedy(request),
  offscreenLook: (request) => inspector.look(request),
  async offscreenCancel({ job }) {
    await inspector.cancel(job);
    return null;
  },
  async offscreenPrepare() {
    await inspector.prepare();
    return null;
  },
});
