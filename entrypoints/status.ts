// Brought into a frame by the background where a check takes longer than a moment.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { offerStatus } from '../utils/gate/status.ts';
import { createStatusBox } from '../utils/gate/status-box.ts';

export default defineUnlistedScript(() => offerStatus(createStatusBox()));
