// Every rule id that a Finding can carry, in one table. Docs, messages and tests are made from it.

/** What a rule is about; it decides how a Verdict treats the rule. */
export type RuleFamily = 'people' | 'hidden' | 'pdf' | 'image' | 'uninspected';

export const RULES = {
  'staff-roster': { family: 'people', title: 'a list of officers or staff' },
  'personal-data': { family: 'people', title: "other people's personal data" },
  'personal-identifiers': { family: 'people', title: 'numbers that identify people' },
  'staff-photo': { family: 'people', title: 'a portrait as for a pass' },
  'group-photo': { family: 'people', title: 'a photo of three people or more' },
  'staff-match': { family: 'people', title: "people from the force's own staff list" },

  'hidden-sheet': { family: 'hidden', title: 'a hidden worksheet', cells: true },
  'hidden-rows': { family: 'hidden', title: 'hidden rows', cells: true },
  'hidden-columns': { family: 'hidden', title: 'hidden columns', cells: true },
  'filtered-rows': { family: 'hidden', title: 'rows hidden by a filter', cells: true },
  'remote-cells': { family: 'hidden', title: 'cells far away from the rest' },
  'pivot-cache': { family: 'hidden', title: 'the data behind a pivot table', cells: true },
  'external-link-cache': { family: 'hidden', title: 'data kept from another workbook', cells: true },
  'data-model': { family: 'hidden', title: 'a data model' },
  'defined-names': { family: 'hidden', title: 'defined names with content' },
  connections: { family: 'hidden', title: 'connections to other data' },

  'embedded-file': { family: 'hidden', title: 'a file inside the file' },
  comments: { family: 'hidden', title: 'comments' },
  'tracked-changes': { family: 'hidden', title: 'tracked changes' },
  'hidden-text': { family: 'hidden', title: 'hidden text' },
  'custom-xml': { family: 'hidden', title: 'custom XML data' },
  'chart-cache': { family: 'hidden', title: 'the data behind a chart' },
  'hidden-slide': { family: 'hidden', title: 'a hidden slide' },
  'speaker-notes': { family: 'hidden', title: 'speaker notes' },
  'off-slide': { family: 'hidden', title: 'content beside the slide' },
  'cropped-image': { family: 'hidden', title: 'the cropped part of a picture' },
  metadata: { family: 'hidden', title: 'names in the document properties' },
  'earlier-version': { family: 'hidden', title: 'an earlier version' },
  macros: { family: 'hidden', title: 'macros' },

  'covered-text': { family: 'pdf', title: 'text that can be read under a box' },
  'invisible-text': { family: 'pdf', title: 'invisible text' },
  'pdf-attachment': { family: 'pdf', title: 'a file attached to the PDF' },
  'pdf-layer-off': { family: 'pdf', title: 'a layer that is switched off' },
  'pdf-comments': { family: 'pdf', title: 'comments in the PDF' },
  'pdf-cropped': { family: 'pdf', title: 'the cropped part of a page' },

  'image-location': { family: 'image', title: 'the place where a picture was taken' },
  'image-thumbnail': { family: 'image', title: 'a thumbnail that shows something else' },

  encrypted: { family: 'uninspected', title: 'a file that needs a password' },
  damaged: { family: 'uninspected', title: 'a damaged file' },
  'unknown-format': { family: 'uninspected', title: 'a kind of file that cannot be read' },
  'over-limit': { family: 'uninspected', title: 'a file with more in it than may be read' },
  'timed-out': { family: 'uninspected', title: 'a file that took too long to read' },
} as const satisfies Record<string, { family: RuleFamily; title: string; cells?: true }>;

export type RuleId = keyof typeof RULES;

/** All rule ids, in the table's order. */
export const RULE_IDS = Object.keys(RULES) as RuleId[];

/** Is this rule about cells that a reader of the file does not see? */
export function isHiddenCells(rule: RuleId): boolean {
  return 'cells' in RULES[rule];
}

/** Which family a rule belongs to. */
export function familyOf(rule: RuleId): RuleFamily {
  return RULES[rule].family;
}
