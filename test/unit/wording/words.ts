// Translators over the locale files themselves.
import cy from '../../../public/_locales/cy/messages.json' with { type: 'json' };
import en from '../../../public/_locales/en/messages.json' with { type: 'json' };
import { createTranslator, fromMessages } from '../../../utils/wording/translator.ts';

export const english = createTranslator(fromMessages(en));
export const welsh = createTranslator(fromMessages(cy));
