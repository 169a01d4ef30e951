// Elements by their name in XML that is taken as it comes (XMP, directories of data models): no parser, no nesting.

/** The inside of each `<name …>…</name>`, in order; one that is not closed ends the search. */
export function* elements(xml: string, name: string): Generator<string> {
  const close = `</${name}>`;
  for (let at = xml.indexOf(`<${name}`); at >= 0; at = xml.indexOf(`<${name}`, at)) {
    at += name.length + 1;
    // `<rdf:list>` is no `<rdf:li>`.
    if (xml[at] !== '>' && !/\s/.test(xml[at] ?? '')) continue;
    const start = xml.indexOf('>', at) + 1;
    if (start === 0) return;
    if (xml[start - 2] === '/') {
      at = start;
      continue;
    }
    const end = xml.indexOf(close, start);
    if (end < 0) return;
    yield xml.slice(start, end);
    at = end + close.length;
  }
}
