// The background (service worker on Chromium, event page on Firefox): wiring only.
import { defineBackground } from 'wxt/utils/define-background';

export default defineBackground(() => {});
