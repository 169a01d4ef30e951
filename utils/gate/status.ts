// The status of a check that takes longer than a moment. What draws it is a script of its own, which the background brings
// when it is first needed: most pages never do. The two meet on the global of the isolated world, which no page sees.
import { send } from './runtime.ts';

export interface Status {
  /** Shows it until `close`; `cancel` is called when the user gives the check up. */
  show(names: string[], cancel: () => void): { close(): void };
}

const KEY = Symbol.for('cordon.status');
const world = globalThis as { [KEY]?: Status };

/** For the script that draws it. */
export function offerStatus(status: Status): void {
  world[KEY] ??= status;
}

export function createStatus(): Status {
  return {
    show(names, cancel) {
      let over = false;
      let shown: { close(): void } | undefined;
      const draw = () => {
        if (!over) shown = world[KEY]?.show(names, cancel);
      };
      if (world[KEY]) draw();
      // Without it the check goes on as well.
      else send('bringStatus', null).then(draw, () => undefined);
      return {
        close() {
          over = true;
          shown?.close();
        },
      };
    },
  };
}
