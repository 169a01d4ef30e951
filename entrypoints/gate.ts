// The gate in the isolated world of each frame. An unlisted script, registered in the manifest by hand: WXT's wrapper for
// content scripts dispatches events that a page can see, and brings code that the gate does not need.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { startGate } from '../utils/gate/gate.ts';

export default defineUnlistedScript(() => startGate());
