// The window with a look at the place, in our own origin, where no page can read it: wiring only.
import '../../components/look/look.css';
import { render } from 'preact';
import { LookPage } from '../../components/look/LookPage.tsx';
import { browserTranslator } from '../../utils/i18n.ts';
import { send } from '../../utils/messages/messages.ts';
import type { LookView } from '../../utils/messages/protocol.ts';

const words = browserTranslator();
document.documentElement.lang = words.language;
document.title = `${words.t('look_title')} – Cordon`;

function show(view: LookView | 'reading'): void {
  const app = document.getElementById('app');
  if (app) render(<LookPage view={view} words={words} />, app);
}

show('reading');
void send('lookAt', { id: location.hash.slice(1) })
  .catch((): LookView => ({ outcome: 'gone' }))
  .then(show);
