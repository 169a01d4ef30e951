// Portraits and group photos. Every picture in a file, however deeply nested, is looked at; portraits become one finding,
// so that a zip of thousands is one, with as many people as there are different photos. What stands beside them, names and
// numbers as file names, a table that lists the files, the words of a warrant card, makes it graver.
import type { DetectContext, Detector, DetectorRun } from '../../detector.ts';
import { createFaceFinder, type Look } from '../../faces/look.ts';
import type { ImagePart, Place, TablePart, TableSink } from '../../part.ts';
import type { Picture } from '../../pixels/pictures.ts';
import type { Field, Finding, Severity } from '../../report.ts';
import type { RuleId } from '../../rules.ts';
import { type Beside, besideFaces } from '../../scans/card.ts';
import { gateAt } from '../../scans/gate.ts';
import { ownNumbers } from '../people/cells/own-numbers.ts';
import { fieldsOfNames, stemOf } from './file-names.ts';
import { NameSet } from './name-set.ts';
import { Portraits } from './portraits.ts';

/** From here on portraits are a collection, whatever they are called. */
const MANY = 10;
/** With names or numbers beside them, fewer are enough. */
const SOME = 3;
/** Pages of one picture file that are looked at. */
const MOST_PAGES = 200;
/** Cells that may name a picture are remembered, so many. */
const MOST_NAMES = 200_000;
const MOST_TEXTS = 20_000;

/** On a card the face takes up less of the picture than in a portrait by itself: larger ones have no room for words. */
const CARD_FACE = 0.34;

/** Words on warrant cards, passes and identity cards. */
const CARD =
  /\b(warrant|constable|constabulary|police|identity card|id card|identification|collar (no|number)|staff (no|number|pass)|employee|visitor|pass(?= no)|authority|heddlu|gwarant|cwnstabl|cerdyn)\b/i;

/** A cell that may be the name of a picture: with a picture's ending, or a staff number (three to eight digits, up to three letters, and a dash, before them, up to two behind). */
const PICTURE_NAME = /\.(jpe?g|png|gif|bmp|webp|tiff?|heic|avif)$/i;
const LONGEST_NUMBER = 12;
const DOT = 46;

/** A dot before three or four letters: only then is a pattern asked. */
function endsLikePicture(text: string): boolean {
  return text.charCodeAt(text.length - 4) === DOT || text.charCodeAt(text.length - 5) === DOT;
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isLetter = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 65 && c <= 90);

function isShortNumber(text: string): boolean {
  const { length } = text;
  if (length > LONGEST_NUMBER) return false;
  let at = 0;
  while (at < 3 && isLetter(text.charCodeAt(at))) at++;
  const c = text.charCodeAt(at);
  if (c === 45 || c === 95 || c === 32) at++;
  const digits = at;
  while (isDigit(text.charCodeAt(at))) at++;
  if (at - digits < 3 || at - digits > 8 || length - at > 2) return false;
  while (at < length) if (!isLetter(text.charCodeAt(at++))) return false;
  return true;
}

export const photo: Detector = {
  id: 'photo',
  start: (context: DetectContext): DetectorRun => new PhotoRun(context),
};

/** Pictures that are hidden in the same ways, of one kind. */
interface Group {
  hidden: readonly RuleId[];
  /** What all their places begin with. */
  place: string[];
  pictures: number;
  stems: string[];
  portraits: Portraits;
  faces: number;
  confidence: number;
  /** Portraits on a card with words on it. */
  cards: number;
  /** Pictures of several portraits with their names beside them. */
  boards: number;
  /** What was read beside portraits in the picture itself. */
  read: Set<Field>;
}

class PhotoRun implements DetectorRun {
  private readonly context: DetectContext;
  private readonly finder;
  private readonly groups = { portrait: new Map<string, Group>(), group: new Map<string, Group>() };
  /** One or two faces in a picture that is no portrait: it may be a card. */
  private readonly singles: { part: Pick<ImagePart, 'place' | 'hidden' | 'name'>; look: Look }[] = [];
  private readonly listed = new NameSet();
  private seen: readonly string[] | undefined;
  private readonly cardPlaces = new Set<string>();

  constructor(context: DetectContext) {
    this.context = context;
    this.finder = createFaceFinder(context.asset, (raster) => gateAt(raster)?.bare === true);
  }

  async image(part: ImagePart): Promise<void> {
    const picture = await this.context.pictures.open(part);
    if (!picture) return;
    for (let page = 0; page < Math.min(picture.pages, MOST_PAGES); page++) {
      this.context.signal.throwIfAborted();
      const look = await this.finder.look(picture, page);
      if (!look) continue;
      const place = picture.pages > 1 ? [...part.place, `page ${page + 1}`] : part.place;
      const beside =
        look.share > 0 && look.share < CARD_FACE ? await this.beside(picture, page, look) : undefined;
      if (beside?.isCard || (look.kind === 'group' && beside && isBoard(beside, look.faces))) {
        this.noteCards({ ...part, place }, look, beside);
      } else if (look.kind === 'portrait' || look.kind === 'group')
        this.note({ ...part, place }, look, look.kind);
      else if (look.kind === 'face' && look.faces === 1) {
        this.singles.push({ part: { place, hidden: part.hidden, name: part.name }, look });
      }
    }
  }

  private beside(picture: Picture, page: number, look: Look): Promise<Beside | undefined> {
    const { asset, signal } = this.context;
    return besideFaces(picture, page, look.at, asset, () => signal.throwIfAborted());
  }

  /** A card, several on a page, or a board of photos with the names below them: each face is a portrait. */
  private noteCards(part: ImagePart, look: Look, beside: Beside): void {
    const group = this.note(part, look, 'portrait');
    // Small faces on a page of cards are not all seen, but each card has a name and a number.
    const people = Math.max(look.faces, Math.min(beside.names, Math.max(beside.numbers, beside.ranks)));
    if (!look.fingerprint) group.portraits.count += people - 1;
    if (beside.isCard) group.cards += look.faces;
    else group.boards++;
    if (beside.names > 0) group.read.add('name');
    if (beside.numbers > 0) group.read.add('staff-number');
    if (beside.ranks > 0) group.read.add('rank');
  }

  /** Words that were read on a picture. */
  text({ place, text }: { place: Place; text: string }): void {
    if (text.length < 5000 && this.cardPlaces.size < MOST_TEXTS && CARD.test(text)) {
      for (let steps = 1; steps <= place.length; steps++) this.cardPlaces.add(keyOf(place.slice(0, steps)));
    }
  }

  table(_part: TablePart): TableSink {
    const { listed } = this;
    return {
      chunk: ({ strings, stable = strings.length }) => {
        // Texts that are the same from chunk to chunk, and from sheet to sheet, are looked at once.
        const from = strings === this.seen ? stable : 0;
        this.seen = strings;
        for (let i = from; i < strings.length && listed.size < MOST_NAMES; i++) {
          const text = strings[i]!;
          if (text.length > 60 || text.length < 3) continue;
          if (endsLikePicture(text)) {
            if (PICTURE_NAME.test(text)) listed.add(stemOf(text));
          } else if (isShortNumber(text)) listed.add(text);
        }
      },
      end: () => undefined,
    };
  }

  end(): Finding[] {
    for (const { part, look } of this.singles) {
      if (this.cardPlaces.has(keyOf(part.place))) this.note(part, look, 'portrait').cards++;
    }
    return [
      ...[...this.groups.portrait.values()].map((group) => this.portraits(group)),
      ...[...this.groups.group.values()].map(groupPhotos),
    ];
  }

  private note(
    { place, hidden, name }: Pick<ImagePart, 'place' | 'hidden' | 'name'>,
    look: Look,
    kind: 'portrait' | 'group',
  ): Group {
    const key = hidden.join(' ');
    let group = this.groups[kind].get(key);
    if (!group) {
      group = {
        hidden,
        place: [...place],
        pictures: 0,
        stems: [],
        portraits: new Portraits(),
        faces: 0,
        confidence: 0,
        cards: 0,
        boards: 0,
        read: new Set(),
      };
      this.groups[kind].set(key, group);
    }
    while (!group.place.every((step, i) => place[i] === step)) group.place.pop();
    const isNew = look.fingerprint ? group.portraits.add(look.fingerprint) : true;
    if (isNew && !look.fingerprint) group.portraits.count++;
    group.pictures++;
    group.faces += look.faces;
    group.confidence = Math.max(group.confidence, look.confidence);
    if (isNew) group.stems.push(stemOf(name));
    return group;
  }

  private portraits(group: Group): Finding {
    const { hidden, place, pictures, stems, cards, boards, read, confidence } = group;
    const people = group.portraits.count;
    const fields = new Set<Field>(['photo']);
    const byName = fieldsOfNames(stems, ownNumbers(this.context.staffNumberPatterns));
    for (const field of byName) fields.add(field);
    const inTable = stems.filter((stem) => this.listed.has(stem)).length;
    const isListed = inTable >= Math.min(SOME, people) && inTable > people / 2;
    if (isListed) fields.add('staff-number');
    for (const field of read) fields.add(field);
    const named = fields.size > 1;
    let severity: Severity = 'medium';
    if (people >= MANY || (people >= SOME && named) || cards > 0) severity = 'high';
    const [what, are] =
      people === 1 ? ['A portrait of one person', 'is'] : [`Portraits of ${people} people`, 'are'];
    const beside = [
      byName.includes('staff-number') && !isListed && 'file names like staff numbers',
      byName.includes('name') && 'file names like names',
      isListed && 'a table that lists the pictures',
      cards > 0 && 'the words of a warrant card or a pass',
      boards > 0 && 'names beside them in the picture',
    ].filter((text) => text !== false);
    return {
      rule: 'staff-photo',
      severity,
      confidence,
      people,
      fields: [...fields],
      where: [...place],
      hidden: [...hidden],
      message: `${what}, as for a pass, ${are} in the file${beside.length > 0 ? `, with ${beside.join(' and ')}` : ''}.`,
      counts: { pictures },
    };
  }
}

function groupPhotos({ hidden, place, pictures, faces, confidence }: Group): Finding {
  return {
    rule: 'group-photo',
    severity: 'low',
    confidence,
    people: faces,
    fields: ['photo'],
    where: [...place],
    hidden: [...hidden],
    message:
      pictures === 1
        ? `A photo shows ${faces} people.`
        : `${pictures} photos show three people or more each, ${faces} in all.`,
    counts: { pictures },
  };
}

/** So many names beside so many faces: photos of a team, each with who it is. */
function isBoard({ names, ranks }: Beside, faces: number): boolean {
  return Math.max(names, ranks) >= SOME && names >= faces / 2;
}

function keyOf(place: Place): string {
  return place.join('\0');
}
