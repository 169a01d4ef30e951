// What the groups of RTF are for, by the control word that begins them.
import type { RuleId } from '../../rules.ts';
import { wordTable } from '../../word-table.ts';

/** How the text of a group is taken. */
export type Destination =
  | { kind: 'text' }
  /** A text of its own (a header, a note), with its step of the place. */
  | { kind: 'flow'; step: string; hidden: readonly RuleId[] }
  /** Gathered, and looked at when the group ends. */
  | { kind: 'gather'; what: string }
  | { kind: 'skip' };

const flow = (step: string, hidden: readonly RuleId[] = []): Destination => ({ kind: 'flow', step, hidden });
const gather = (what: string): Destination => ({ kind: 'gather', what });
const skip: Destination = { kind: 'skip' };
const text: Destination = { kind: 'text' };

export const DESTINATIONS = wordTable<Destination>({
  header: flow('header'),
  headerl: flow('header'),
  headerr: flow('header'),
  headerf: flow('header'),
  footer: flow('footer'),
  footerl: flow('footer'),
  footerr: flow('footer'),
  footerf: flow('footer'),
  footnote: flow('footnote'),
  annotation: flow('comment', ['comments']),
  shptxt: flow('text box'),
  atnauthor: gather('comment author'),
  fonttbl: gather('fonts'),
  colortbl: gather('colours'),
  revtbl: gather('change author'),
  author: gather('author'),
  operator: gather('last modified by'),
  manager: gather('manager'),
  company: gather('company'),
  title: gather('title'),
  subject: gather('subject'),
  keywords: gather('keywords'),
  doccomm: gather('description'),
  hlinkbase: gather('link base'),
  propname: gather('property name'),
  staticval: gather('property'),
  docvar: gather('variable'),
  template: gather('template'),
  fldinst: gather('field'),
  pict: gather('picture'),
  objdata: gather('object'),
  objclass: gather('object class'),
  ffdeftext: gather('form field'),
  ffl: gather('form field'),
  ffhelptext: gather('form field'),
  ffstattext: gather('form field'),
  htmltag: gather('html'),
  mhtmltag: skip,
  shppict: text,
  shpinst: text,
  shprslt: skip,
  nonshppict: skip,
  fldrslt: text,
  result: skip,
  stylesheet: skip,
  listtable: skip,
  listoverridetable: skip,
  rsidtbl: skip,
  generator: skip,
  themedata: skip,
  colorschememapping: skip,
  datastore: skip,
  latentstyles: skip,
  xmlnstbl: skip,
  filetbl: skip,
  bkmkstart: skip,
  bkmkend: skip,
  atnid: skip,
  atndate: skip,
  atnref: skip,
  atnparent: skip,
  listtext: text,
  pntext: text,
  pntxta: skip,
  pntxtb: skip,
  sn: skip,
  sv: skip,
  panose: skip,
  falt: skip,
  private: skip,
  mmathPr: skip,
  pgdsctbl: skip,
  creatim: skip,
  revtim: skip,
  printim: skip,
  buptim: skip,
  fldtype: skip,
  datafield: skip,
  blipuid: skip,
});

/** Windows code pages by a font's `\fcharset`. */
export const CHARSETS: Readonly<Record<number, string>> = {
  0: 'windows-1252',
  77: 'macintosh',
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};

/** The encoding of `\ansicpg`. */
export function codePage(number: number): string {
  const named: Readonly<Record<number, string>> = {
    932: 'shift_jis',
    936: 'gbk',
    949: 'euc-kr',
    950: 'big5',
    65001: 'utf-8',
    10000: 'macintosh',
  };
  return named[number] ?? (number >= 1250 && number <= 1258 ? `windows-${number}` : 'windows-1252');
}

/** Control words that stand for characters. */
export const CHARACTERS = wordTable<string>({
  tab: '\t',
  line: '\n',
  emdash: '—',
  endash: '–',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
});
