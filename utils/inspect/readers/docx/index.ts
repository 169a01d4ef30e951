// Reads .docx, .docm, .dotx and .dotm: the body and every other story, and all parts that hang on them.
import { Damaged } from '../../errors.ts';
import type { Place } from '../../part.ts';
import type { Reader } from '../../reader.ts';
import type { RuleId } from '../../rules.ts';
import { readXml } from '../../xml/reader.ts';
import { OpcPackage } from '../ooxml/package.ts';
import { PLACES, readOther, readUnseen } from '../ooxml/places/index.ts';
import { type PlaceReader, Walk } from '../ooxml/walk.ts';
import { readSettings } from './settings.ts';
import { Story } from './story.ts';
import { NO_STYLES, type Styles, stylesHandlers } from './styles.ts';
import { Tally } from './tally.ts';

export const docxReader: Reader = {
  formats: ['docx', 'docm', 'dotx', 'dotm'],
  async read(file, _format, context) {
    const pack = await OpcPackage.open(file, context.budget);
    const main = await pack.main();
    if (main === undefined) throw new Damaged('The document has no main part.');
    const tally = new Tally();
    const walk = new Walk(pack, context, places(tally), readOther);
    const { place } = context;
    if (pack.directory.damaged !== undefined) walk.problem(new Damaged(pack.directory.damaged), place);
    walk.visit(main);
    await walk.guard(place, () => readStory(walk, main, main, place, tally));
    await walk.follow(main, place);
    await walk.follow('', place);
    await readUnseen(walk, place);
    tally.tell(walk, place);
    for (const problem of pack.problems) walk.problem(problem, place);
    return walk.damaged > 0 ? 'partial' : 'full';
  },
};

/** Reads one story part. @param owner the part whose styles hold for it (a document, or its building blocks). */
async function readStory(
  walk: Walk,
  part: string,
  owner: string,
  place: Place,
  tally: Tally,
  hidden: readonly RuleId[] = [],
): Promise<void> {
  const story = new Story(walk, place, await stylesOf(walk, owner), tally, hidden);
  try {
    await readXml(walk.pack.source(part).inflated(), story);
  } finally {
    story.end();
  }
}

const known = new WeakMap<Walk, Map<string, Promise<Styles>>>();

/** The styles of a document, read once. */
function stylesOf(walk: Walk, owner: string): Promise<Styles> {
  const byOwner = known.get(walk) ?? new Map<string, Promise<Styles>>();
  known.set(walk, byOwner);
  const styles = byOwner.get(owner) ?? readStyles(walk, owner);
  byOwner.set(owner, styles);
  return styles;
}

async function readStyles(walk: Walk, owner: string): Promise<Styles> {
  const [related] = (await walk.guard(walk.context.place, () => walk.pack.related(owner, 'styles'))) ?? [];
  if (!related) return NO_STYLES;
  const styles: Styles = { defaults: {}, byId: new Map(), shadedTables: new Set(), paragraph: undefined };
  const { handlers, resolve } = stylesHandlers(styles);
  await walk.guard(walk.context.place, () => readXml(walk.pack.source(related.target).inflated(), handlers));
  resolve();
  return styles;
}

/** What the document's own kinds of parts are read by; all others are read as in a workbook. */
function places(tally: Tally): Readonly<Record<string, PlaceReader>> {
  let main: string | undefined;
  /** @param named the place has a step of its own. */
  const story =
    (what: string | undefined, hidden: readonly RuleId[] = [], numbered = true): PlaceReader =>
    async (walk, { target }, place) => {
      main ??= await walk.pack.main();
      const step = what && numbered ? `${what} ${walk.next(what)}` : what;
      const here = step ? [...place, step] : place;
      try {
        await readStory(walk, target, main ?? '', here, tally, hidden);
      } finally {
        await walk.follow(target, here);
      }
    };
  const glossary: PlaceReader = async (walk, { target }, place) => {
    const here = [...place, 'building blocks'];
    try {
      await readStory(walk, target, target, here, tally, ['hidden-text']);
    } finally {
      await walk.follow(target, here);
    }
  };
  const follow: PlaceReader = (walk, { target }, place) => walk.follow(target, place);
  return {
    ...PLACES,
    header: story('header'),
    footer: story('footer'),
    footnotes: story(undefined),
    endnotes: story(undefined),
    comments: story(undefined, ['comments']),
    glossaryDocument: glossary,
    settings: readSettings,
    // Written into the document when it is opened: in plain sight, yet a file of its own.
    aFChunk: async (walk, { target }, place) => {
      const name = target.slice(target.lastIndexOf('/') + 1);
      const bytes = await walk.pack.blob(target);
      const { sink, hidden } = walk.context;
      await sink.file({ place: [...place, `embedded "${name}"`], hidden, name, bytes });
    },
    subDocument: follow,
    styles: follow,
    stylesWithEffects: follow,
    fontTable: follow,
    font: async () => {},
    numbering: follow,
    webSettings: follow,
    commentsExtended: follow,
    commentsIds: follow,
    commentsExtensible: follow,
    people: async (walk, { target }, place) => {
      const names: string[] = [];
      await readXml(walk.pack.source(target).inflated(), {
        open(name, attributes) {
          if (name === 'w15:person') names.push(attributes.get('w15:author') ?? '');
          else if (name === 'w15:presenceInfo') names.push(attributes.get('w15:userId') ?? '');
        },
      });
      walk.text([...place, 'people'], ['metadata'], names.join('\n'));
    },
  };
}
