// The second script of a frame: see ../bring.ts.
import type { Held } from '../bring.ts';
import type { Gate } from '../channel.ts';
import type { Notice } from '../notice.ts';
import { judgeAhead } from './ahead.ts';
import { judgeDrop } from './drop.ts';
import { createJudge } from './judge.ts';
import { judgePaste } from './paste.ts';
import { createStatusBox } from './status-box.ts';
import { asItStood } from './stood.ts';
import { unknownOf } from './unknown.ts';

export function makeHeld(gate: Gate, notice: Notice): Held {
  return {
    ...createJudge(notice, createStatusBox()),
    drop: (dropped) => judgeDrop(gate, notice, dropped),
    paste: (pasted) => judgePaste(gate, pasted),
    ahead: (field) => judgeAhead(gate, field),
    asItStood: (stood, send) => asItStood(gate, stood, send),
    unknownOf: (items) => unknownOf(gate, items),
  };
}
