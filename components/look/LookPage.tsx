// The window with a look at the places of a hold: for each file, where, and a few masked rows.
import type { LookView } from '../../utils/messages/protocol.ts';
import { baseName, showName } from '../../utils/wording/names.ts';
import { sayPlace } from '../../utils/wording/place.ts';
import { capital } from '../../utils/wording/story.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import { LookTable } from './LookTable.tsx';

export function LookPage({ view, words }: { view: LookView | 'reading'; words: Translator }) {
  return (
    <main class="look-page">
      <h1>{words.t('look_title')}</h1>
      <div role="status">
        {view === 'reading' && <p>{words.t('look_reading')}</p>}
        {view !== 'reading' && view.outcome === 'gone' && <p>{words.t('look_gone')}</p>}
      </div>
      {view !== 'reading' &&
        view.outcome === 'seen' &&
        view.places.map(({ finding, look }, at) => (
          // Two files can have the same name; the list never changes its order.
          <section key={at}>
            <h2>
              <bdi>{showName(baseName(finding.where[0] ?? ''))}</bdi>
            </h2>
            <p>{capital(sayPlace(finding, words))}</p>
            {look ? <LookTable look={look} words={words} /> : <p>{words.t('look_none')}</p>}
          </section>
        ))}
    </main>
  );
}
