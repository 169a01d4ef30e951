// The gate's adapter in the page's own world (see gate.ts for why it is an unlisted script).
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { startPage } from '../utils/gate/page/page.ts';

export default defineUnlistedScript(() => startPage());
