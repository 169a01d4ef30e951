// A button that shows the place, masked, where it stood.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Look } from '../../utils/look/look.ts';
import type { Translator } from '../../utils/wording/translator.ts';
import { LookTable } from './LookTable.tsx';

interface Props {
  words: Translator;
  onLook(): Promise<Look | undefined>;
}

export function LookButton({ words, onLook }: Props) {
  const [look, setLook] = useState<Look | 'closed' | 'reading' | 'none'>('closed');

  const place = useRef<HTMLDivElement>(null);
  // The button is gone by then: the focus goes on to what it has opened.
  useEffect(() => {
    if (typeof look === 'object') place.current?.querySelector<HTMLElement>('[tabindex]')?.focus();
  }, [look]);

  async function open(): Promise<void> {
    if (look === 'reading') return;
    setLook('reading');
    setLook((await onLook().catch(() => undefined)) ?? 'none');
  }

  return (
    <div>
      {typeof look === 'string' && (
        <p>
          <button type="button" class="button" aria-disabled={look === 'reading'} onClick={() => void open()}>
            {words.t('look_open')}
          </button>
        </p>
      )}
      <div role="status" ref={place}>
        {look === 'reading' && <p>{words.t('look_reading')}</p>}
        {look === 'none' && <p>{words.t('look_none')}</p>}
        {typeof look === 'object' && <LookTable look={look} words={words} />}
      </div>
    </div>
  );
}
