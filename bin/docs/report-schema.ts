// The JSON Schema of a Report, made from the tables in utils/inspect.
import { FIELDS, REPORT_SCHEMA, SEVERITIES, VERDICTS } from '../../utils/inspect/report.ts';
import { RULE_IDS } from '../../utils/inspect/rules.ts';

/** JSON Schema (2020-12). New keys may be added to a Report, so additional properties are allowed. */
export function reportSchema(): object {
  const rule = { enum: RULE_IDS };
  const finding = {
    type: 'object',
    required: ['rule', 'severity', 'confidence', 'people', 'fields', 'where', 'hidden', 'message'],
    properties: {
      rule: { ...rule, description: 'What was found; see rules.md.' },
      severity: { enum: SEVERITIES },
      confidence: { type: 'number', minimum: 0, maximum: 1 },
      people: { type: 'integer', minimum: 0, description: 'Distinct people, as near as can be told.' },
      fields: { type: 'array', items: { enum: FIELDS }, description: 'Classes of information about people.' },
      where: {
        type: 'array',
        items: { type: 'string' },
        minItems: 1,
        description: 'From the file inwards: file, archive member, sheet, range; page; paragraph.',
      },
      hidden: { type: 'array', items: rule, description: 'Every way in which the place is hidden.' },
      message: { type: 'string', description: 'One plain sentence; never a value from the file.' },
      columns: {
        type: 'array',
        description: 'Which columns of a table say what, where that is known.',
        items: {
          type: 'object',
          required: ['field', 'range'],
          properties: {
            field: { enum: FIELDS },
            range: { type: 'string', description: 'The cells without the headings: `B2:B10800`.' },
          },
        },
      },
      unreadable: {
        const: true,
        description: 'With `damaged`: the bytes could not be had at all, so nothing is said about the file.',
      },
      counts: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
    },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Cordon Report',
    type: 'object',
    required: ['schema', 'file', 'bytes', 'format', 'verdict', 'inspected', 'findings', 'ms'],
    properties: {
      schema: { const: REPORT_SCHEMA },
      file: { type: 'string', description: "The path as it was given; in the browser, the file's name." },
      bytes: { type: 'integer', minimum: 0 },
      format: { type: 'string', description: 'What the bytes are, whatever the name says.' },
      verdict: { enum: VERDICTS },
      inspected: { enum: ['full', 'partial', 'none'] },
      findings: { type: 'array', items: finding },
      ms: { type: 'number', minimum: 0, description: 'Wall time of the inspection, milliseconds.' },
    },
  };
}
