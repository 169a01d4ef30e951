// Reads .pptx, .potx, .ppsx and their macro-enabled kinds: the slides in their order, then all parts that hang on them.
import { Damaged } from '../../errors.ts';
import type { Place } from '../../part.ts';
import type { Reader } from '../../reader.ts';
import { readXml } from '../../xml/reader.ts';
import { OpcPackage } from '../ooxml/package.ts';
import { PLACES, readOther, readUnseen } from '../ooxml/places/index.ts';
import { type PlaceReader, Walk } from '../ooxml/walk.ts';
import { type Backdrop, backdrops } from './backdrop.ts';
import { readDeckComments } from './comments.ts';
import { type PageSize, Slide, type SlideKind } from './slide.ts';

export const pptxReader: Reader = {
  formats: ['pptx', 'potx', 'ppsx', 'pptm', 'potm', 'ppsm'],
  async read(file, _format, context) {
    const pack = await OpcPackage.open(file, context.budget);
    const main = await pack.main();
    if (main === undefined) throw new Damaged('The presentation has no main part.');
    const { place } = context;
    const deck = { width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY };
    const walk = new Walk(pack, context, places(deck), readOther);
    if (pack.directory.damaged !== undefined) walk.problem(new Damaged(pack.directory.damaged), place);
    walk.visit(main);
    const ids: string[] = [];
    await walk.guard(place, () =>
      readXml(pack.source(main).inflated(), {
        open(name, attributes) {
          if (name === 'p:sldId') ids.push(attributes.get('r:id') ?? '');
          else if (name === 'p:sldSz') {
            deck.width = Number(attributes.get('cx')) || deck.width;
            deck.height = Number(attributes.get('cy')) || deck.height;
          }
        },
      }),
    );
    const related = (await walk.guard(place, () => pack.related(main, 'slide'))) ?? [];
    const byId = new Map(related.map((relationship) => [relationship.id, relationship.target]));
    const listed = ids.flatMap((id) => byId.get(id) ?? []);
    // A slide that is in no list is still in the file.
    const all = [...new Set([...listed, ...related.map((relationship) => relationship.target)])];
    // All of them before any is read: what a slide links to is no part of it.
    const unread = new Set(all.filter((part) => walk.visit(part)));
    const backdropOf = backdrops(pack);
    for (const [index, part] of all.entries()) {
      context.signal.throwIfAborted();
      if (!unread.has(part)) continue;
      const here = [...place, `slide ${index + 1}`];
      // Where it cannot be read, that is said where the layout or the theme itself is read.
      const backdrop = await backdropOf(part).catch(() => undefined);
      await walk.guard(here, () =>
        readSlide(walk, part, here, deck, 'slide', !listed.includes(part), backdrop),
      );
    }
    await walk.follow(main, place);
    await walk.follow('', place);
    await readUnseen(walk, place);
    for (const problem of pack.problems) walk.problem(problem, place);
    return walk.damaged > 0 ? 'partial' : 'full';
  },
};

async function readSlide(
  walk: Walk,
  part: string,
  place: Place,
  deck: PageSize,
  kind: SlideKind,
  unlisted = false,
  backdrop?: Backdrop,
): Promise<void> {
  const slide = new Slide(walk, place, deck, kind, unlisted, backdrop);
  try {
    await readXml(walk.pack.source(part).inflated(), slide);
  } finally {
    slide.end();
  }
  const hidden = slide.hidden ? [...walk.context.hidden, 'hidden-slide' as const] : walk.context.hidden;
  await walk.within({ ...walk.context, hidden }, () => walk.follow(part, place));
}

function places(deck: PageSize): Readonly<Record<string, PlaceReader>> {
  const page =
    (kind: SlideKind, step: string, numbered: boolean): PlaceReader =>
    (walk, { target }) => {
      // Reached from a slide, but no part of it.
      const here = [...walk.context.place, numbered ? `${step} ${walk.next(step)}` : step];
      return readSlide(walk, target, here, deck, kind);
    };
  const follow: PlaceReader = (walk, { target }, place) => walk.follow(target, place);
  return {
    ...PLACES,
    // `slide 3 notes`: notes hang on their slide.
    notesSlide: (walk, { target }, place) => {
      const here = [...place.slice(0, -1), `${place.at(-1)} notes`];
      return readSlide(walk, target, here, deck, 'notes');
    },
    slideLayout: page('master', 'layout', true),
    slideMaster: page('master', 'slide master', true),
    notesMaster: page('master', 'notes master', false),
    handoutMaster: page('master', 'handout master', false),
    comments: readDeckComments,
    commentAuthors: readDeckComments,
    authors: readDeckComments,
    slide: follow,
    presProps: follow,
    viewProps: follow,
    tableStyles: follow,
    diagramLayout: follow,
    diagramQuickStyle: follow,
    diagramColors: follow,
    font: async () => {},
  };
}
