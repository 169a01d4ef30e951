// Brought into a frame by the background with the first hold there (see ../utils/gate/bring.ts).
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { offerHeld } from '../utils/gate/bring.ts';
import { makeHeld } from '../utils/gate/held/held.ts';

export default defineUnlistedScript(() => offerHeld(makeHeld));
