// The check page, in a tab of its own: wiring only. It has its own workers, so it works without any site.
import '../../components/check/check.css';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { CheckPage } from '../../components/check/CheckPage.tsx';
import { browserTranslator } from '../../utils/i18n.ts';
import { createBrowserPool } from '../../utils/inspector/browser-pool.ts';
import { send } from '../../utils/messages/messages.ts';
import { watchPolicy } from '../../utils/policy/managed.ts';
import { inspectionSettings } from '../../utils/policy/policy.ts';
import { openRecord } from '../../utils/record/store.ts';

const words = browserTranslator();
document.documentElement.lang = words.language;
document.title = `${words.t('check_title')} – Cordon`;

const pool = createBrowserPool();
pool.prewarm();
const policyReader = watchPolicy();
const record = openRecord();
const readPolicy = () => policyReader.current();
const readRecord = () => record.since(0);

/** Hands something to the user as a file. */
function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken hold of the blob by the next turn of the event loop at the latest.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const app = document.getElementById('app');
if (app) {
  render(
    <CheckPage
      words={words}
      policy={readPolicy}
      version={browser.runtime.getManifest().version}
      inspect={(file, path, policy, signal) =>
        pool.inspect(file, path, { ...inspectionSettings(policy), signal })
      }
      width={Math.max(2, navigator.hardwareConcurrency || 2)}
      save={save}
      savedCopy={(note) => void send('savedCopy', note).catch(reportError)}
      falseAlarm={async (note) => void (await send('checkedFalseAlarm', note))}
      record={readRecord}
      look={(file, path, where, { limits }) => pool.look(file, path, where, { limits })}
      signOff={(request) => send('signOff', request)}
      clean={(file, path, kind, policy, without) =>
        pool.remedy(file, path, kind, inspectionSettings(policy), without)
      }
    />,
    app,
  );
}
