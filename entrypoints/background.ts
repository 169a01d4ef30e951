// The background (service worker on Chromium, event page on Firefox): wiring only.
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { recordChecked } from '../utils/background/checked.ts';
import { createHolds } from '../utils/background/holds.ts';
import { createLocalInspector, createOffscreenInspector } from '../utils/background/inspector.ts';
import { watchRequests } from '../utils/background/last-line.ts';
import { keepRegistered } from '../utils/background/registration.ts';
import { createReleased } from '../utils/background/released.ts';
import { signOff } from '../utils/background/sign-off.ts';
import { watchUpdates } from '../utils/background/update.ts';
import { listen } from '../utils/messages/messages.ts';
import { watchPolicy } from '../utils/policy/managed.ts';
import { reachOf, siteOf } from '../utils/policy/site.ts';
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
  holds.settle().catch(reportError);

  listen({
    async hold(request, sender) {
      updates.touched();
      return holds.hold(request, sender);
    },
    holdStatus: ({ id }, sender) => holds.status(id, sender),
    async holdCancel({ id }, sender) {
      await holds.cancel(id, sender);
      return null;
    },
    async choose(choice, sender) {
      updates.touched();
      await holds.choose(choice, sender);
      return null;
    },
    makeCopies: ({ id, kind }, sender) => holds.makeCopies(id, kind, sender),
    async openLook({ id }, sender) {
      await holds.openLook(id, sender);
      return null;
    },
    lookAt: ({ id }) => holds.lookAt(id),
    release: ({ id, codes }, sender) => holds.release(id, codes, sender),
    signOff: (request) => signOff(request, { policyReader, recorder, desk }),
    async savedCopy(note) {
      await recordChecked('copy-saved', note, { policyReader, recorder });
      return null;
    },
    async falseAlarm({ id }, sender) {
      await holds.falseAlarm(id, sender);
      return null;
    },
    async checkedFalseAlarm(note) {
      await recordChecked('false-alarm', note, { policyReader, recorder });
      return null;
    },
    async prepare() {
      updates.touched();
      await inspector.prepare();
      return null;
    },
    async bringStatus(_, { tabId, frameId }) {
      await browser.scripting.executeScript({
        target: { tabId, frameIds: [frameId] },
        files: ['/status.js'],
      });
      return null;
    },
    async pageState({ tabId }) {
      const { policy, managed, invalidKeys } = await policyReader.current();
      const tab = await browser.tabs.get(tabId);
      const site = siteOf(tab.url ?? '', policy);
      return {
        site,
        today: await recorder.today(site.host),
        policy: {
          managed,
          mode: policy.mode,
          reach: reachOf(policy),
          invalidKeys,
          contact: policy.contact,
          messages: policy.messages,
        },
      };
    },
  });

  browser.tabs.onRemoved.addListener((tabId) => void holds.forgetTab(tabId));
});
