// Places in a file that are no sheets, pages or rows: what Readers call them, what they are called in words, and which way of
// hiding the words already say. A test goes through the Readers and wants each of their steps here.
import type { RuleId } from '../inspect/rules.ts';
import { wordTable } from '../inspect/word-table.ts';
import type { MessageKey } from './translator.ts';

type PartKey = Extract<MessageKey, `place_at_${string}`>;

/** Message → the steps that it stands for, and the rule that need not be said beside it. */
const PARTS: Readonly<Record<PartKey, { steps: readonly string[]; says?: RuleId }>> = {
  place_at_properties: {
    steps: [
      'properties',
      'application properties',
      'custom properties',
      'document properties',
      'workbook properties',
      'metadata',
      'author',
      'last modified by',
      'manager',
      'company',
      'title',
      'subject',
      'keywords',
      'description',
      'property',
      'property name',
      'link base',
      'template',
    ],
    says: 'metadata',
  },
  place_at_names: {
    steps: [
      'user name',
      'saved by',
      'people',
      'people who commented',
      'authors',
      'comment author',
      'comment authors',
      'change author',
      'change authors',
    ],
  },
  place_at_attendees: { steps: ['attendees'] },
  place_at_contacts: { steps: ['contacts'] },
  place_at_event: { steps: ['event'] },
  place_at_comments: { steps: ['comments'], says: 'comments' },
  place_at_comment: { steps: ['comment'], says: 'comments' },
  place_at_tracked_changes: { steps: ['tracked changes', 'revisions'], says: 'tracked-changes' },
  place_at_printer: { steps: ['printer settings'] },
  place_at_custom_xml: { steps: ['custom XML'], says: 'custom-xml' },
  place_at_object: { steps: ['object', 'object class'] },
  place_at_left_texts: { steps: ['shared strings'] },
  place_at_defined_names: { steps: ['defined names'], says: 'defined-names' },
  place_at_connections: { steps: ['connections', 'mail merge'], says: 'connections' },
  place_at_data_model: { steps: ['data model'], says: 'data-model' },
  place_at_macros: { steps: ['macros', 'scripts', 'module', 'form'], says: 'macros' },
  place_at_drawing: { steps: ['drawing'] },
  place_at_other_workbook: { steps: ['external link', 'linked sheet'], says: 'external-link-cache' },
  place_at_pivot: { steps: ['pivot cache'], says: 'pivot-cache' },
  place_at_chart: { steps: ['chart'] },
  place_at_table: { steps: ['table'] },
  place_at_text_box: { steps: ['text box', 'text boxes'] },
  place_at_header: {
    steps: [
      'header',
      'footer',
      'headers',
      'header and footer',
      'headers and footers',
      'text boxes in headers',
    ],
  },
  place_at_footnote: { steps: ['footnote', 'endnote', 'footnotes', 'endnotes'] },
  place_at_section: { steps: ['section'] },
  place_at_picture: { steps: ['picture', 'image'] },
  place_at_master: { steps: ['slide master', 'masters', 'master'] },
  place_at_form: { steps: ['form data', 'form fields', 'form field'] },
  place_at_fields: { steps: ['field codes', 'field'] },
  place_at_descriptions: { steps: ['descriptions'] },
  place_at_bookmarks: { steps: ['bookmarks'] },
  place_at_links: { steps: ['links'] },
  place_at_building_blocks: { steps: ['building blocks', 'building block'] },
  place_at_variables: { steps: ['document variables', 'variable'] },
  place_at_validation: { steps: ['data validation'] },
  place_at_behind_picture: { steps: ['behind the picture'] },
  place_at_earlier: { steps: ['earlier saves', 'version'], says: 'earlier-version' },
  place_at_annotations: { steps: ['annotations'] },
  place_at_own_text: { steps: ['text', 'html'] },
  place_at_part: { steps: ['part', 'stream', 'fonts', 'colours'] },
};

export interface NamedPart {
  key: PartKey;
  says?: RuleId;
}

/** By the word that a Reader begins the step with. */
export const NAMED_PARTS = wordTable<NamedPart>(
  Object.fromEntries(
    (Object.entries(PARTS) as [PartKey, (typeof PARTS)[PartKey]][]).flatMap(([key, { steps, says }]) =>
      steps.map((step) => [step, { key, ...(says ? { says } : {}) }] as const),
    ),
  ),
);
