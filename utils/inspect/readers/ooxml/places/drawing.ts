// Drawings on a sheet: text boxes and shapes (also hidden ones), pictures, and through relationships charts and files.
import { CROPPED, isCropped } from '../../crop.ts';
import type { PlaceReader } from '../walk.ts';
import { isTrue, readXml } from '../xml.ts';

export const readDrawing: PlaceReader = async (walk, relationship, place) => {
  const visible: string[] = [];
  const concealed: string[] = [];
  const described: string[] = [];
  let cropped = 0;
  let hidden = false;
  let text: string | undefined;
  let paragraph = '';
  await readXml(walk.pack.source(relationship.target).inflated(), {
    open(tag, attributes) {
      if (tag === 'cNvPr') {
        hidden = isTrue(attributes.hidden);
        for (const said of [attributes.descr, attributes.title]) if (said) described.push(said);
      } else if (tag === 'compatExt') {
        // The stand-in of a form control: hidden here because the control itself is drawn, by way of the old drawing.
        hidden = false;
      } else if (tag === 'srcRect') {
        if (isCropped((side) => attributes[side])) cropped++;
      } else if (tag === 't') text = '';
    },
    text(piece) {
      if (text !== undefined) text += piece;
    },
    close(tag) {
      if (tag === 't') {
        paragraph += text ?? '';
        text = undefined;
      } else if (tag === 'p' && paragraph.trim() !== '') {
        (hidden ? concealed : visible).push(paragraph.trim());
        paragraph = '';
      }
    },
  });
  const here = [...place, 'drawing'];
  walk.text(here, [], visible.join('\n'));
  walk.text(here, ['hidden-text'], concealed.join('\n'));
  // Alternative texts are shown to nobody who can see the picture.
  walk.text(here, ['metadata'], described.join('\n'));
  if (concealed.length > 0) {
    walk.found('hidden-text', here, 'There are hidden shapes with text on the sheet.', {
      texts: concealed.length,
    });
  }
  if (cropped > 0) walk.found('cropped-image', here, CROPPED, { pictures: cropped });
  await walk.follow(relationship.target, place);
};

/** The old drawings of notes and form controls: HTML-like text, often not well-formed, so it is taken as it comes. */
export const readVmlDrawing: PlaceReader = async (walk, relationship, place) => {
  let source = '';
  const decoder = new TextDecoder();
  for await (const piece of walk.pack.source(relationship.target).inflated()) {
    if (source.length < 1 << 22) source += decoder.decode(piece, { stream: true });
  }
  const lines: string[] = [];
  const tags = [...source.matchAll(/<(\/?)(?:\w+:)?textbox\b[^<>]*>/g)];
  for (const [at, { 0: tag, 1: slash, index }] of tags.entries()) {
    const end = tags[at + 1];
    if (slash || !end?.[1]) continue;
    const text = source
      .slice(index + tag.length, end.index)
      .replace(/<[^<>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .replace(/\s+/g, ' ')
      .trim();
    if (text) lines.push(text);
  }
  walk.text([...place, 'drawing'], [], lines.join('\n'));
  await walk.follow(relationship.target, place);
};
