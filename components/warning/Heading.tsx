// The first line of the warning, where the focus goes whenever what it says has changed.
import type { ComponentChildren } from 'preact';
import type { Translator } from '../../utils/wording/translator.ts';

export function Heading(props: { words: Translator; children: ComponentChildren }) {
  return (
    <header>
      <p class="eyebrow">
        <span class="brand">Cordon</span> <span>{props.words.t('warning_held')}</span>
      </p>
      <h1 id="cordon-title" tabIndex={-1} data-focus>
        {props.children}
      </h1>
    </header>
  );
}
