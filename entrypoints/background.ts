// The background (service worker on Chromium, event page on Firefox): wiring only.
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { createHolds } from '../utils/background/holds.ts';
import { createLocalInspector, createOffscreenInspector } from '../utils/background/inspector.ts';
import { watchRequests } from '../utils/background/last-line.ts';
import { keepRegistered } from '../utils/background/registration.ts';
import { createReleased } from '../utils/background/released.ts';
import { recordSavedCopy } from '../utils/background/saved-copy.ts';
import { signOff } from '../utils/background/sign-off.ts';
import { watchUpdates } from '../utils/background/update.ts';
import { listen } from '../utils/messages/messages.ts';
import { watchPolicy } from '../utils/policy/managed.ts';
import { siteOf } from '../utils/policy/site.ts';
import { startRecorder } from '../utils/record/record.ts';
import { createReleaseDesk } from '../utils/release/desk.ts';

/** Where the notes on second persons' releases are kept. */
const RELEASE_NOTES = 'release:notes';

export default defineBackground(() => {
  const inspector = import.meta.env.FIREFOX ? createLocalInspector() : createOffscreenInspector();
  const policyReader = watchPolicy();
  keepRegistered(policyReader);
  const recorder = startRecorder(policyReader);
  const desk = createReleaseDesk(async () => (await policyReader.current()).policy, {
    read: async () => (await browser.storage.local.get(RELEASE_NOTES))[RELEASE_NOTES],
    write: (notes) => browser.storage.local.set({ [RELEASE_NOTES]: notes }),
  });
  const released = createReleased();
  watchRequests({ inspector, policyReader, recorder, released });
  const holds = createHolds(inspector, policyReader, recorder, desk, released);
  const updates = watchUpdates(() => holds.busy());

  listen({
    hold: async (request, sender) => {
      updates.touched();
      return sender.from === 'page' ? holds.hold(request, sender) : { outcome: 'refuse' };
    },
    holdStatus: async ({ id }, sender) =>
      sender.from === 'page' ? holds.status(id, sender) : { outcome: 'refuse' },
    holdCancel: async ({ id }, sender) => {
      if (sender.from === 'page') await holds.cancel(id, sender);
      return null;
    },
    choose: async (choice, sender) => {
      updates.touched();
      if (sender.from === 'page') await holds.choose(choice, sender);
      return null;
    },
    makeCopies: async ({ id, mask }, sender) => {
      if (sender.from !== 'page') throw new Error('Only the warning may ask for this.');
      return holds.makeCopies(id, mask, sender);
    },
    openLook: async ({ id }, sender) => {
      if (sender.from === 'page') await holds.openLook(id, sender);
      return null;
    },
    lookAt: async ({ id }, sender) => {
      if (sender.from !== 'extension') throw new Error('No page may see this.');
      return holds.lookAt(id);
    },
    release: async ({ id, codes }, sender) => {
      if (sender.from !== 'page') throw new Error('Only the warning may ask for this.');
      return holds.release(id, codes, sender);
    },
    signOff: async (request, sender) => {
      if (sender.from !== 'extension') throw new Error('Only the check page may ask for this.');
      return signOff(request, { policyReader, recorder, desk });
    },
    savedCopy: async (note, sender) => {
      if (sender.from === 'extension') await recordSavedCopy(note, { policyReader, recorder });
      return null;
    },
    prepare: async () => {
      updates.touched();
      await inspector.prepare();
      return null;
    },
    pageState: async ({ tabId }, sender) => {
      if (sender.from !== 'extension') throw new Error('Only the popup may ask for this.');
      const { policy, managed, invalidKeys } = await policyReader.current();
      const tab = await browser.tabs.get(tabId);
      return {
        site: siteOf(tab.url ?? '', policy),
        today: await recorder.today(),
        policy: {
          managed,
          mode: policy.mode,
          invalidKeys,
          contact: policy.contact,
          messages: policy.messages,
        },
      };
    },
  });

  browser.tabs.onRemoved.addListener((tabId) => void holds.forgetTab(tabId));
});
