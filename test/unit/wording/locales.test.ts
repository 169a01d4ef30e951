// Both languages are complete, and no message stayed English by accident.
import { describe, expect, it } from 'vitest';
import cy from '../../../public/_locales/cy/messages.json' with { type: 'json' };
import en from '../../../public/_locales/en/messages.json' with { type: 'json' };
import { FIELDS } from '../../../utils/inspect/report.ts';
import { RULE_IDS } from '../../../utils/inspect/rules.ts';

const english: Record<string, { message: string }> = en;
const welsh: Record<string, { message: string }> = cy;

/** Rightly the same in both languages. */
const SAME = new Set(['extensionName', 'list_separator', 'finding_where', 'rule_macros', 'place_cell']);

const placeholders = (text: string) => [...new Set(text.match(/\$\d/g) ?? [])].sort();

describe('locales', () => {
  it('have the same messages', () => {
    expect(Object.keys(welsh).sort()).toEqual(Object.keys(english).sort());
  });
  it.each(Object.keys(english))('%s is filled in, in both languages, with the same values', (key) => {
    const [a, b] = [english[key]?.message ?? '', welsh[key]?.message ?? ''];
    expect(a.trim()).not.toBe('');
    expect(b.trim()).not.toBe('');
    expect(placeholders(b)).toEqual(placeholders(a));
    if (!SAME.has(key)) expect(b).not.toBe(a);
  });
  it('have words for every rule and every field', () => {
    const keys = [
      ...RULE_IDS.map((rule) => `rule_${rule.replaceAll('-', '_')}`),
      ...FIELDS.map((field) => `field_${field.replaceAll('-', '_')}`),
    ];
    expect(keys.filter((key) => !(key in english))).toEqual([]);
  });
});
