// A button of the warning: it carries `data-action`, and the stage hears it (see stage.ts for why).
import type { ComponentChildren } from 'preact';
import type { Action } from './machine.ts';

interface Props {
  action: Action;
  main?: boolean;
  disabled?: boolean;
  children: ComponentChildren;
}

export function Button({ action, main, disabled, children }: Props) {
  return (
    <button
      type="button"
      class={main ? 'button main' : 'button'}
      data-action={action}
      aria-disabled={disabled ? 'true' : undefined}
    >
      {children}
    </button>
  );
}
