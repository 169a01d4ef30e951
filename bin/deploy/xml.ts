// Writing XML.
const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Readers make blanks of these in attributes, and a plain line end of a carriage return.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text as it may stand in content and in attributes. What XML cannot carry is no sound policy (`isUnwritable`). */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"\t\n\r]/g, (char) => ESCAPES[char] ?? char);
