// The namespaces that Cordon's readers know, each with the one prefix by which the code names it. Prefixes in a file
// are the writer's choice, and OOXML namespaces come in two flavours (transitional and strict): both get the same name.
import { wordTable } from '../word-table.ts';

const OOXML = 'http://schemas.openxmlformats.org/';
const STRICT = 'http://purl.oclc.org/ooxml/';
const OPENDOCUMENT = 'urn:oasis:names:tc:opendocument:xmlns:';

/** OOXML namespaces that exist in both flavours: path → prefix. */
const BOTH = wordTable<string>({
  'wordprocessingml/2006/main': 'w',
  'wordprocessingml/main': 'w',
  'drawingml/2006/main': 'a',
  'drawingml/main': 'a',
  'drawingml/2006/chart': 'c',
  'drawingml/chart': 'c',
  'drawingml/2006/diagram': 'dgm',
  'drawingml/diagram': 'dgm',
  'drawingml/2006/picture': 'pic',
  'drawingml/picture': 'pic',
  'drawingml/2006/wordprocessingDrawing': 'wp',
  'drawingml/wordprocessingDrawing': 'wp',
  'presentationml/2006/main': 'p',
  'presentationml/main': 'p',
  'spreadsheetml/2006/main': 'x',
  'spreadsheetml/main': 'x',
  'officeDocument/2006/relationships': 'r',
  'officeDocument/relationships': 'r',
  'officeDocument/2006/math': 'm',
  'officeDocument/math': 'm',
  'officeDocument/2006/extended-properties': 'ep',
  'officeDocument/extendedProperties': 'ep',
  'officeDocument/2006/custom-properties': 'cup',
  'officeDocument/customProperties': 'cup',
  'officeDocument/2006/docPropsVTypes': 'vt',
  'officeDocument/docPropsVTypes': 'vt',
  'officeDocument/2006/customXml': 'ds',
  'officeDocument/customXml': 'ds',
});

const prefixes = new Map<string, string>();
for (const [path, prefix] of Object.entries(BOTH)) {
  prefixes.set(OOXML + path, prefix);
  prefixes.set(STRICT + path, prefix);
}
for (const [uri, prefix] of [
  ['http://schemas.openxmlformats.org/package/2006/metadata/core-properties', 'cp'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  ['http://schemas.microsoft.com/office/word/2010/wordprocessingShape', 'wps'],
  ['http://schemas.microsoft.com/office/word/2010/wordprocessingGroup', 'wpg'],
  ['http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas', 'wpc'],
  ['http://schemas.microsoft.com/office/word/2010/wordml', 'w14'],
  ['http://schemas.microsoft.com/office/word/2012/wordml', 'w15'],
  ['http://schemas.microsoft.com/office/powerpoint/2010/main', 'p14'],
  ['http://schemas.microsoft.com/office/powerpoint/2018/8/main', 'p188'],
  ['http://schemas.microsoft.com/office/drawing/2008/diagram', 'dsp'],
  ['http://schemas.microsoft.com/office/drawing/2014/chartex', 'cx'],
  ['urn:schemas-microsoft-com:vml', 'v'],
  ['urn:schemas-microsoft-com:office:office', 'o'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://purl.org/dc/terms/', 'dcterms'],
  ['http://www.w3.org/1999/xlink', 'xlink'],
  ['http://www.w3.org/XML/1998/namespace', 'xml'],
  ['http://openoffice.org/2009/office', 'officeooo'],
  ['http://openoffice.org/2004/office', 'ooo'],
  ['http://openoffice.org/2010/draw', 'drawooo'],
  ['http://openoffice.org/2009/table', 'tableooo'],
  ['http://openoffice.org/2005/report', 'rpt'],
  ['urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0', 'field'],
  ['urn:openoffice:names:experimental:ooxml-odf-interop:xmlns:form:1.0', 'formx'],
  ['urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0', 'calcext'],
  ['urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0', 'loext'],
] as const) {
  prefixes.set(uri, prefix);
}
for (const [name, prefix] of [
  ['office', 'office'],
  ['text', 'text'],
  ['table', 'table'],
  ['drawing', 'draw'],
  ['presentation', 'presentation'],
  ['style', 'style'],
  ['xsl-fo-compatible', 'fo'],
  ['svg-compatible', 'svg'],
  ['meta', 'meta'],
  ['config', 'config'],
  ['chart', 'chart'],
  ['manifest', 'manifest'],
  ['datastyle', 'number'],
  ['form', 'form'],
  ['script', 'script'],
  ['database', 'db'],
] as const) {
  prefixes.set(`${OPENDOCUMENT}${name}:1.0`, prefix);
}
// OpenOffice 1 wrote its own namespaces (.sxw, .sxc): the same vocabulary under other addresses.
for (const [name, prefix] of [
  ['office', 'office'],
  ['text', 'text'],
  ['table', 'table'],
  ['drawing', 'draw'],
  ['presentation', 'presentation'],
  ['style', 'style'],
  ['meta', 'meta'],
] as const) {
  prefixes.set(`http://openoffice.org/2000/${name}`, prefix);
}

const known = new Set(prefixes.values());

/**
 * The name by which the code knows an element or attribute: `w:p` whatever the file's prefix is. A namespace that is
 * in no table keeps the file's own prefix, unless that would pass for a known one.
 * @param prefix as written, '' without one.
 * @param uri what the prefix is bound to, undefined where the file does not say.
 */
export function canonicalName(prefix: string, local: string, uri: string | undefined): string {
  const mine = uri === undefined ? undefined : prefixes.get(uri);
  if (mine !== undefined) return `${mine}:${local}`;
  if (prefix === '') return local;
  return uri !== undefined && known.has(prefix) ? `${prefix}?:${local}` : `${prefix}:${local}`;
}
