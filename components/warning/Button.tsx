// A button of the warning: it carries `data-action`, and the stage hears it (see stage.ts for why).
import type { ComponentChildren } from 'preact';
import type { Action } from './machine.ts';

interface Props {
  action: Action;
  main?: boolean;
  /** quiet: not a way out, so that it draws no eye. small: in the text. */
  look?: 'quiet' | 'small' | undefined;
  disabled?: boolean;
  children: ComponentChildren;
}

export function Button({ action, main, look, disabled, children }: Props) {
  return (
    <button
      type="button"
      class={['button', main && 'main', look].filter(Boolean).join(' ')}
      data-action={action}
      aria-disabled={disabled ? 'true' : undefined}
    >
      {children}
    </button>
  );
}
