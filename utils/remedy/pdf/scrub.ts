// A PDF made anew of what its pages draw, and of nothing else: from each page downwards, every entry that is on a list is
// taken over, whatever else there is stays behind. So there is no need to know all that a PDF can carry.
import { joinBytes } from '../../inspect/container/join-bytes.ts';
import type { Budget } from '../../inspect/reader.ts';
import { cleanImage } from '../image.ts';
import { type Category, filteredContent } from './content.ts';
import { deflated, unpacked } from './filters.ts';
import { Layers } from './layers.ts';
import { type Objects, Writer } from './objects.ts';
import { BadSyntax, Bytes, bytesOf, type Dict, Name, Ref, Stream, type Value } from './syntax.ts';

const keys = (list: string) => list.split(' ');

const IMAGE = keys(
  'Width Height BitsPerComponent Decode ImageMask Interpolate Intent Filter SMaskInData Matte',
);
const PARAMETERS = keys(
  'K Columns Rows Predictor Colors BitsPerComponent BlackIs1 EncodedByteAlign EndOfLine EndOfBlock DamagedRowsBeforeError ColorTransform EarlyChange',
);
const STATE = keys('LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK');
const FUNCTION = keys('FunctionType Domain Range C0 C1 N Bounds Encode Size BitsPerSample Order Decode');
const SHADING = keys(
  'ShadingType Background BBox AntiAlias Domain Matrix Coords Extend BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow',
);
const FONT = keys(
  'Type Subtype BaseFont FirstChar LastChar Widths W W2 DW DW2 FontBBox FontMatrix CIDToGIDMap Name',
);
const DESCRIPTOR = keys(
  'Type FontName FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth Lang Style',
);
const FONT_FILE = keys('Length1 Length2 Length3 Subtype');
const TILING = keys('Type PatternType PaintType TilingType BBox XStep YStep Matrix');

/** Nothing nests deeper than this within reason. */
const MOST_DEPTH = 30;

/** A page in its own size, points, and how it is turned. */
interface PageBox {
  box: [number, number, number, number];
  turned: number;
  unit: Value;
}

/** A page as a picture: RGB or grey, eight bits. */
export interface PagePicture {
  width: number;
  height: number;
  channels: 1 | 3;
  /** Deflated rows, each with PNG's filter byte before it. */
  data: Uint8Array<ArrayBuffer>;
  /** Size of the page as it is shown, points. */
  points: [width: number, height: number];
}

export interface Scrubbed {
  file: Blob;
  /** Pages, from 0, whose instructions could not be taken over. */
  unfit: number[];
}

/**
 * @param pictures pages, from 0, that are shown as a picture.
 * @throws BadSyntax where the pages cannot be found.
 */
export async function scrubbed(
  objects: Objects,
  pages: number,
  pictures: ReadonlyMap<number, PagePicture>,
  budget: Budget,
): Promise<Scrubbed> {
  const list = pagesOf(objects);
  if (list.length !== pages) throw new BadSyntax('The pages are not as many as they are said to be.');
  const writer = new Writer();
  const tree = writer.reserve();
  const scrub = new Scrub(objects, writer, budget);
  const kids: Ref[] = [];
  const unfit: number[] = [];
  for (const [at, page] of list.entries()) {
    const picture = pictures.get(at);
    try {
      kids.push(writer.add(picture ? ofPicture(writer, picture, tree) : await scrub.page(page, tree)));
    } catch (error) {
      if (!(error instanceof BadSyntax)) throw error;
      unfit.push(at);
    }
  }
  writer.set(tree, dictOf({ Type: new Name('Pages'), Kids: kids, Count: kids.length }));
  const root = writer.add(dictOf({ Type: new Name('Catalog'), Pages: tree }));
  return { file: writer.file(root), unfit };
}

function dictOf(entries: Readonly<Record<string, Value>>): Dict {
  return new Map(Object.entries(entries));
}

function ofPicture(writer: Writer, picture: PagePicture, parent: Ref): Dict {
  const { width, height, channels, data, points } = picture;
  const image = dictOf({
    Type: new Name('XObject'),
    Subtype: new Name('Image'),
    Width: width,
    Height: height,
    BitsPerComponent: 8,
    ColorSpace: new Name(channels === 1 ? 'DeviceGray' : 'DeviceRGB'),
    Filter: new Name('FlateDecode'),
    DecodeParms: dictOf({ Predictor: 15, Colors: channels, BitsPerComponent: 8, Columns: width }),
  });
  const drawn = bytesOf(`q ${points[0]} 0 0 ${points[1]} 0 0 cm /I0 Do Q\n`);
  return dictOf({
    Type: new Name('Page'),
    Parent: parent,
    MediaBox: [0, 0, ...points],
    Resources: dictOf({ XObject: dictOf({ I0: writer.add(new Stream(image, data)) }) }),
    Contents: writer.add(new Stream(new Map(), drawn)),
  });
}

/** Every page with what it inherits. */
function pagesOf(objects: Objects): Dict[] {
  const pages: Dict[] = [];
  const seen = new Set<Dict>();
  const walk = (node: Dict | undefined, inherited: Dict, depth: number): void => {
    if (!node || seen.has(node) || depth > 200) return;
    seen.add(node);
    const own: Dict = new Map(inherited);
    for (const key of ['Resources', 'MediaBox', 'CropBox', 'Rotate']) {
      const value = node.get(key);
      if (value !== undefined) own.set(key, value);
    }
    if (node.has('Kids'))
      for (const kid of objects.array(node.get('Kids'))) walk(objects.dict(kid), own, depth + 1);
    else pages.push(new Map([...node, ...own]));
  };
  walk(objects.dict(objects.root.get('Pages')), new Map(), 0);
  return pages;
}

/** Resources as they are asked for by name, and those that were. */
class Resources {
  readonly source: Dict | undefined;
  readonly used = new Map<string, { category: Category; name: string }>();
  /** Forms without resources of their own whose instructions have been looked through. */
  readonly lookedAt = new Set<Stream>();
  constructor(source: Dict | undefined) {
    this.source = source;
  }
}

class Scrub {
  private readonly objects: Objects;
  private readonly writer: Writer;
  private readonly budget: Budget;
  private readonly layers: Layers;
  /** What was taken over already: kind and number in the source → number in the copy. */
  private readonly taken = new Map<string, Ref>();

  constructor(objects: Objects, writer: Writer, budget: Budget) {
    this.objects = objects;
    this.writer = writer;
    this.budget = budget;
    this.layers = new Layers(objects);
  }

  async page(page: Dict, parent: Ref): Promise<Dict> {
    const { box, turned, unit } = this.boxOf(page);
    const pieces: Uint8Array[] = [];
    const contents = this.objects.get(page.get('Contents'));
    for (const one of Array.isArray(contents) ? contents : [contents]) {
      const stream = this.objects.get(one);
      // A word may not go on in the next stream.
      if (stream instanceof Stream)
        pieces.push(await unpacked(this.objects, stream, this.budget), Uint8Array.of(10));
    }
    const resources = new Resources(this.objects.dict(page.get('Resources')));
    const content = await this.content(joinBytes(pieces), resources, 0);
    const copy = dictOf({
      Type: new Name('Page'),
      Parent: parent,
      MediaBox: box,
      Resources: await this.resources(resources, 0),
      Contents: await this.stream(new Map(), content),
    });
    if (turned !== 0) copy.set('Rotate', turned);
    if (typeof unit === 'number') copy.set('UserUnit', unit);
    const group = this.group(page.get('Group'));
    if (group) copy.set('Group', await group);
    return copy;
  }

  /** The part that is shown is all that there is of the page. */
  private boxOf(page: Dict): PageBox {
    const read = (key: string): [number, number, number, number] | undefined => {
      const numbers = this.objects.array(page.get(key)).map((one) => this.objects.get(one));
      const [a, b, c, d] = numbers;
      if (typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number' || typeof d !== 'number')
        return undefined;
      return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
    };
    let box = read('MediaBox') ?? [0, 0, 612, 792];
    if (box[2] <= box[0] || box[3] <= box[1]) box = [0, 0, 612, 792];
    const crop = read('CropBox');
    if (crop) {
      const both: typeof box = [
        Math.max(box[0], crop[0]),
        Math.max(box[1], crop[1]),
        Math.min(box[2], crop[2]),
        Math.min(box[3], crop[3]),
      ];
      if (both[2] > both[0] && both[3] > both[1]) box = both;
    }
    const rotate = this.objects.get(page.get('Rotate'));
    const turned = typeof rotate === 'number' ? ((rotate % 360) + 360) % 360 : 0;
    return { box, turned, unit: this.objects.get(page.get('UserUnit')) };
  }

  /** Instructions without what nobody sees of them; notes which resources they use. */
  private async content(
    bytes: Uint8Array<ArrayBuffer>,
    resources: Resources,
    depth: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    this.budget.spend(bytes.length);
    const { objects, layers } = this;
    const bare: Stream[] = [];
    const filtered = filteredContent(bytes, {
      isShown: (name) => layers.isShown(objects.dict(resources.source?.get('Properties'))?.get(name)),
      use: (category, name) => {
        const value = objects.dict(resources.source?.get(category))?.get(name);
        const found = objects.get(value);
        if (found === null) return false;
        if (found instanceof Stream && category === 'XObject') {
          if (!layers.isShown(found.dict.get('OC'))) return false;
          if (!objects.dict(found.dict.get('Resources')) && isForm(objects, found)) bare.push(found);
        }
        resources.used.set(`${category} ${name}`, { category, name });
        return true;
      },
    });
    // Forms without resources of their own use those of whoever draws them.
    for (const form of bare) {
      if (resources.lookedAt.has(form) || depth >= MOST_DEPTH) continue;
      resources.lookedAt.add(form);
      await this.content(await unpacked(objects, form, this.budget), resources, depth + 1);
    }
    return filtered;
  }

  private async resources({ source, used }: Resources, depth: number): Promise<Dict> {
    const copy: Dict = new Map();
    for (const { category, name } of used.values()) {
      const value = this.objects.dict(source?.get(category))?.get(name) ?? null;
      const taken = await this.resource(category, value, source, depth);
      if (taken === null) continue;
      let list = copy.get(category) as Dict | undefined;
      if (!list) {
        list = new Map();
        copy.set(category, list);
      }
      list.set(name, taken);
    }
    return copy;
  }

  private resource(category: Category, value: Value, outer: Dict | undefined, depth: number): Promise<Value> {
    if (depth > MOST_DEPTH) throw new BadSyntax('Forms stand too deep in one another.');
    switch (category) {
      case 'Font':
        return this.once('font', value, () => this.font(value, outer, depth));
      case 'XObject':
        return this.xobject(value, outer, depth);
      case 'ExtGState':
        return this.once('state', value, () => this.state(value, depth));
      case 'ColorSpace':
        return this.space(value, depth);
      case 'Pattern':
        return this.once('pattern', value, () => this.pattern(value, outer, depth));
      case 'Shading':
        return this.once('shading', value, () => this.shading(value, depth));
    }
  }

  /** Takes an object over one time only; what is no object of its own each time. */
  private async once(kind: string, value: Value, take: () => Promise<Value>): Promise<Value> {
    if (!(value instanceof Ref)) {
      const taken = await take();
      return taken instanceof Stream ? this.writer.add(taken) : taken;
    }
    const key = `${kind} ${value.number}`;
    const known = this.taken.get(key);
    if (known) return known;
    const ref = this.writer.reserve();
    this.taken.set(key, ref);
    this.writer.set(ref, await take());
    return ref;
  }

  private async stream(dict: Dict, content: Uint8Array<ArrayBuffer>): Promise<Ref> {
    const data = await deflated(content);
    return this.writer.add(new Stream(new Map(dict).set('Filter', new Name('FlateDecode')), data));
  }

  private xobject(value: Value, outer: Dict | undefined, depth: number): Promise<Value> {
    const found = this.objects.get(value);
    if (!(found instanceof Stream)) return Promise.resolve(null);
    const subtype = this.objects.get(found.dict.get('Subtype'));
    if (subtype instanceof Name && subtype.value === 'Image') {
      return this.once('image', value, () => this.image(found, depth));
    }
    if (!isForm(this.objects, found)) return Promise.resolve(null);
    return this.once('form', value, () => this.form(found, outer, depth));
  }

  private async image(image: Stream, depth: number): Promise<Value> {
    const { dict } = image;
    const copy = this.plainEntries(dict, IMAGE);
    copy.set('Type', new Name('XObject')).set('Subtype', new Name('Image'));
    const parameters = this.objects.get(dict.get('DecodeParms'));
    if (Array.isArray(parameters)) {
      copy.set('DecodeParms', await Promise.all(parameters.map((one) => this.parameters(one))));
    } else if (parameters !== null) copy.set('DecodeParms', await this.parameters(parameters));
    const space = dict.get('ColorSpace');
    if (space !== undefined) copy.set('ColorSpace', await this.space(space, depth + 1));
    for (const key of ['SMask', 'Mask']) {
      const mask = this.objects.get(dict.get(key));
      if (mask instanceof Stream && depth < MOST_DEPTH) {
        copy.set(key, await this.once('image', dict.get(key) as Value, () => this.image(mask, depth + 1)));
      } else if (Array.isArray(mask)) copy.set(key, this.plain(mask));
    }
    return new Stream(copy, this.withoutMetadata(copy, await this.bare(copy, image)));
  }

  /** The data of a JPEG that is packed once more, unpacked; other data as they are. */
  private async bare(copy: Dict, { data }: Stream): Promise<Uint8Array<ArrayBuffer>> {
    const filters = copy.get('Filter');
    const last = Array.isArray(filters) && filters.length > 1 ? filters.at(-1) : undefined;
    if (!(last instanceof Name) || (last.value !== 'DCTDecode' && last.value !== 'JPXDecode')) return data;
    const outer = new Stream(new Map([['Filter', (filters as Value[]).slice(0, -1)]]), data);
    const bytes = await unpacked(this.objects, outer, this.budget);
    copy.set('Filter', last);
    const parameters = copy.get('DecodeParms');
    if (Array.isArray(parameters)) copy.set('DecodeParms', parameters.at(-1) ?? null);
    return bytes;
  }

  /** What cameras and programs write into a JPEG or a JPEG 2000. */
  private withoutMetadata(dict: Dict, data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const filter = dict.get('Filter') ?? null;
    const only = Array.isArray(filter) && filter.length === 1 ? (filter[0] as Value) : filter;
    if (!(only instanceof Name)) return data;
    if (only.value === 'DCTDecode') {
      try {
        const { bytes } = cleanImage(data, 'jpeg');
        return bytes;
      } catch {
        throw new BadSyntax('A JPEG breaks its own rules.');
      }
    }
    return only.value === 'JPXDecode' ? withoutBoxes(data) : data;
  }

  private async parameters(value: Value): Promise<Value> {
    const dict = this.objects.dict(value);
    if (!dict) return null;
    const copy = this.plainEntries(dict, PARAMETERS);
    const globals = this.objects.get(dict.get('JBIG2Globals'));
    if (globals instanceof Stream)
      copy.set('JBIG2Globals', await this.raw('globals', dict.get('JBIG2Globals') as Value, []));
    return copy;
  }

  private async form(form: Stream, outer: Dict | undefined, depth: number): Promise<Value> {
    const { dict } = form;
    const own = this.objects.dict(dict.get('Resources'));
    const resources = new Resources(own ?? outer);
    const content = await this.content(await unpacked(this.objects, form, this.budget), resources, depth + 1);
    const copy = this.plainEntries(dict, ['BBox', 'Matrix']);
    copy.set('Type', new Name('XObject')).set('Subtype', new Name('Form'));
    copy.set('Resources', await this.resources(resources, depth + 1));
    const group = this.group(dict.get('Group'));
    if (group) copy.set('Group', await group);
    copy.set('Filter', new Name('FlateDecode'));
    return new Stream(copy, await deflated(content));
  }

  private group(value: Value | undefined): Promise<Value> | undefined {
    const dict = this.objects.dict(value);
    if (!dict) return undefined;
    const copy = this.plainEntries(dict, ['S', 'I', 'K']);
    const space = dict.get('CS');
    if (space === undefined) return Promise.resolve(copy);
    return this.space(space, 0).then((taken) => copy.set('CS', taken));
  }

  private async state(value: Value, depth: number): Promise<Value> {
    const dict = this.objects.dict(value);
    if (!dict) return null;
    const copy = this.plainEntries(dict, STATE);
    copy.set('Type', new Name('ExtGState'));
    const [font, size] = this.objects.array(dict.get('Font'));
    if (font !== undefined) {
      copy.set('Font', [
        await this.once('font', font, () => this.font(font, undefined, depth + 1)),
        this.plain(size ?? 1),
      ]);
    }
    for (const key of ['TR', 'TR2', 'BG', 'BG2', 'UCR', 'UCR2']) {
      if (dict.has(key)) copy.set(key, await this.functions(dict.get(key) as Value, depth + 1));
    }
    const mask = this.objects.get(dict.get('SMask'));
    if (mask instanceof Name) copy.set('SMask', mask);
    else if (mask instanceof Map) {
      const taken = this.plainEntries(mask, ['S', 'BC']);
      const form = await this.xobject(mask.get('G') ?? null, undefined, depth + 1);
      if (form === null) throw new BadSyntax('A mask has no form.');
      taken.set('G', form);
      if (mask.has('TR')) taken.set('TR', await this.functions(mask.get('TR') as Value, depth + 1));
      copy.set('SMask', taken);
    }
    return copy;
  }

  private async functions(value: Value, depth: number): Promise<Value> {
    if (depth > MOST_DEPTH) throw new BadSyntax('Functions stand too deep in one another.');
    const found = this.objects.get(value);
    if (found instanceof Name) return found;
    if (Array.isArray(found)) return Promise.all(found.map((one) => this.functions(one, depth + 1)));
    if (found instanceof Stream) return this.raw('function', value, FUNCTION);
    if (!(found instanceof Map)) return null;
    const copy = this.plainEntries(found, FUNCTION);
    if (found.has('Functions'))
      copy.set('Functions', await this.functions(found.get('Functions') as Value, depth + 1));
    return copy;
  }

  private async space(value: Value, depth: number): Promise<Value> {
    if (depth > MOST_DEPTH) throw new BadSyntax('Colours stand too deep in one another.');
    const found = this.objects.get(value);
    if (found instanceof Name) return found;
    if (!Array.isArray(found)) return null;
    const kind = this.objects.get(found[0]);
    if (!(kind instanceof Name)) return null;
    const inner = (at: number) => this.space(found[at] ?? null, depth + 1);
    switch (kind.value) {
      case 'ICCBased': {
        const profile = this.objects.get(found[1]);
        if (!(profile instanceof Stream)) throw new BadSyntax('A colour profile is missing.');
        return [kind, await this.raw('profile', found[1] as Value, ['N', 'Range', 'Alternate'])];
      }
      case 'Indexed':
      case 'I': {
        const table = this.objects.get(found[3]);
        const taken =
          table instanceof Stream
            ? await this.raw('lookup', found[3] as Value, [])
            : table instanceof Bytes
              ? table
              : null;
        return [kind, await inner(1), this.plain(found[2] ?? null), taken];
      }
      case 'Separation':
      case 'DeviceN':
        return [
          kind,
          this.plain(found[1] ?? null),
          await inner(2),
          await this.functions(found[3] ?? null, depth + 1),
        ];
      case 'Pattern':
        return found.length > 1 ? [kind, await inner(1)] : kind;
      default:
        // CalGray, CalRGB, Lab: numbers only.
        return [kind, ...found.slice(1).map((one) => this.plain(one))];
    }
  }

  private async shading(value: Value, depth: number): Promise<Value> {
    const found = this.objects.get(value);
    const dict = this.objects.dict(value);
    if (!dict) return null;
    const copy = this.plainEntries(dict, SHADING);
    if (dict.has('ColorSpace'))
      copy.set('ColorSpace', await this.space(dict.get('ColorSpace') as Value, depth + 1));
    if (dict.has('Function'))
      copy.set('Function', await this.functions(dict.get('Function') as Value, depth + 1));
    return found instanceof Stream ? this.packedAs(copy, found) : copy;
  }

  private async pattern(value: Value, outer: Dict | undefined, depth: number): Promise<Value> {
    const found = this.objects.get(value);
    const dict = this.objects.dict(value);
    if (!dict) return null;
    const copy = this.plainEntries(dict, TILING);
    if (found instanceof Stream) {
      const resources = new Resources(this.objects.dict(dict.get('Resources')) ?? outer);
      const content = await this.content(
        await unpacked(this.objects, found, this.budget),
        resources,
        depth + 1,
      );
      copy.set('Resources', await this.resources(resources, depth + 1));
      copy.set('Filter', new Name('FlateDecode'));
      return new Stream(copy, await deflated(content));
    }
    const shading = dict.get('Shading') ?? null;
    copy.set('Shading', await this.once('shading', shading, () => this.shading(shading, depth + 1)));
    if (dict.has('ExtGState'))
      copy.set('ExtGState', await this.state(dict.get('ExtGState') as Value, depth + 1));
    return copy;
  }

  private async font(value: Value, outer: Dict | undefined, depth: number): Promise<Value> {
    if (depth > MOST_DEPTH) throw new BadSyntax('Fonts stand too deep in one another.');
    const dict = this.objects.dict(value);
    if (!dict) return null;
    const copy = this.plainEntries(dict, FONT);
    const map = this.objects.get(dict.get('CIDToGIDMap'));
    if (map instanceof Stream)
      copy.set('CIDToGIDMap', await this.raw('map', dict.get('CIDToGIDMap') as Value, []));
    const system = this.objects.dict(dict.get('CIDSystemInfo'));
    if (system) copy.set('CIDSystemInfo', this.systemInfo(system));
    const encoding = this.objects.get(dict.get('Encoding'));
    if (encoding instanceof Name) copy.set('Encoding', encoding);
    else if (encoding instanceof Map)
      copy.set('Encoding', this.plainEntries(encoding, ['Type', 'BaseEncoding', 'Differences']));
    else if (encoding instanceof Stream)
      copy.set('Encoding', await this.characterMap(dict.get('Encoding') as Value, encoding));
    const meaning = this.objects.get(dict.get('ToUnicode'));
    if (meaning instanceof Name) copy.set('ToUnicode', meaning);
    else if (meaning instanceof Stream)
      copy.set('ToUnicode', await this.characterMap(dict.get('ToUnicode') as Value, meaning));
    const descriptor = this.objects.dict(dict.get('FontDescriptor'));
    if (descriptor) {
      copy.set(
        'FontDescriptor',
        await this.once('descriptor', dict.get('FontDescriptor') as Value, () => this.descriptor(descriptor)),
      );
    }
    const descendants = this.objects.array(dict.get('DescendantFonts'));
    if (descendants.length > 0) {
      copy.set(
        'DescendantFonts',
        await Promise.all(
          descendants.map((one) => this.once('font', one, () => this.font(one, outer, depth + 1))),
        ),
      );
    }
    const letters = this.objects.dict(dict.get('CharProcs'));
    if (letters) {
      const resources = new Resources(this.objects.dict(dict.get('Resources')) ?? outer);
      const taken: Dict = new Map();
      for (const [name, one] of letters) {
        const stream = this.objects.get(one);
        if (!(stream instanceof Stream)) continue;
        const content = await unpacked(this.objects, stream, this.budget);
        taken.set(name, await this.stream(new Map(), await this.content(content, resources, depth + 1)));
      }
      copy.set('CharProcs', taken);
      copy.set('Resources', await this.resources(resources, depth + 1));
    }
    return copy;
  }

  private async descriptor(dict: Dict): Promise<Value> {
    const copy = this.plainEntries(dict, DESCRIPTOR);
    for (const key of ['FontFile', 'FontFile2', 'FontFile3']) {
      if (this.objects.get(dict.get(key)) instanceof Stream)
        copy.set(key, await this.raw('fontfile', dict.get(key) as Value, FONT_FILE));
    }
    return copy;
  }

  /** Names of a character collection: the only strings that are read here. */
  private systemInfo(dict: Dict): Dict {
    const copy = this.plainEntries(dict, ['Supplement']);
    for (const key of ['Registry', 'Ordering']) {
      const text = this.objects.get(dict.get(key));
      if (text instanceof Bytes && text.value.length <= 64) copy.set(key, text);
    }
    return copy;
  }

  /** A map from codes to characters, without its comments. */
  private characterMap(value: Value, stream: Stream): Promise<Value> {
    return this.once('cmap', value, async () => {
      const copy = this.plainEntries(stream.dict, ['Type', 'CMapName', 'WMode']);
      const system = this.objects.dict(stream.dict.get('CIDSystemInfo'));
      if (system) copy.set('CIDSystemInfo', this.systemInfo(system));
      const base = this.objects.get(stream.dict.get('UseCMap'));
      if (base instanceof Name) copy.set('UseCMap', base);
      copy.set('Filter', new Name('FlateDecode'));
      const bytes = await unpacked(this.objects, stream, this.budget);
      return new Stream(copy, await deflated(withoutComments(bytes)));
    });
  }

  /** A stream whose data are taken over as they are. */
  private raw(kind: string, value: Value, list: readonly string[]): Promise<Value> {
    return this.once(kind, value, async () => {
      const stream = this.objects.get(value);
      if (!(stream instanceof Stream)) return null;
      return this.packedAs(this.plainEntries(stream.dict, list), stream);
    });
  }

  private async packedAs(copy: Dict, { dict, data }: Stream): Promise<Stream> {
    const filter = dict.get('Filter');
    if (filter !== undefined) copy.set('Filter', this.plain(filter));
    const parameters = this.objects.get(dict.get('DecodeParms'));
    if (Array.isArray(parameters))
      copy.set('DecodeParms', await Promise.all(parameters.map((one) => this.parameters(one))));
    else if (parameters !== null) copy.set('DecodeParms', await this.parameters(parameters));
    return new Stream(copy, data);
  }

  private plainEntries(dict: Dict, list: readonly string[]): Dict {
    const copy: Dict = new Map();
    for (const key of list) {
      const value = dict.get(key);
      if (value === undefined) continue;
      const taken = this.plain(value);
      if (taken !== null) copy.set(key, taken);
    }
    return copy;
  }

  /** Numbers, names and lists of them; strings and streams are left out. */
  private plain(value: Value, depth = 0): Value {
    if (depth > 10) return null;
    const found = this.objects.get(value);
    if (found instanceof Bytes || found instanceof Stream) return null;
    if (Array.isArray(found)) return found.map((one) => this.plain(one, depth + 1));
    if (found instanceof Map)
      return new Map([...found].map(([key, inner]) => [key, this.plain(inner, depth + 1)]));
    return found;
  }
}

function isForm(objects: Objects, stream: Stream): boolean {
  const subtype = objects.get(stream.dict.get('Subtype'));
  return subtype instanceof Name && subtype.value === 'Form';
}

/** Comments of PostScript: from `%` to the end of the line. A map has no strings in which one could stand. */
function withoutComments(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let comment = false;
  for (const byte of bytes) {
    if (byte === 10 || byte === 13) comment = false;
    else if (byte === 0x25) comment = true;
    if (!comment) out[length++] = byte;
  }
  return out.subarray(0, length);
}

/** Boxes of a JPEG 2000 that change what is seen; all others go. A bare codestream has none. */
function withoutBoxes(data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length < 12 || view.getUint32(4) !== 0x6a502020) return data;
  const kept: Uint8Array[] = [];
  for (let at = 0; at + 8 <= data.length; ) {
    const size = view.getUint32(at);
    const type = String.fromCharCode(...data.subarray(at + 4, at + 8));
    const length =
      size === 0
        ? data.length - at
        : size === 1 && at + 16 <= data.length
          ? Number(view.getBigUint64(at + 8))
          : size;
    if (length < 8 || at + length > data.length) throw new BadSyntax('A JPEG 2000 breaks its own rules.');
    if (['jP  ', 'ftyp', 'jp2h', 'jp2c'].includes(type)) kept.push(data.subarray(at, at + length));
    at += length;
  }
  return joinBytes(kept);
}
