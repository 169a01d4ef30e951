// A PDF made anew of what its pages draw, and of nothing else: from each page downwards, every entry that is on a list is
// taken over, whatever else there is stays behind. So there is no need to know all that a PDF can carry.
import { joinBytes } from '../../inspect/container/join-bytes.ts';
import type { Budget } from '../../inspect/reader.ts';
import { functions, shading, space } from './colours.ts';
import { type Category, filteredContent } from './content.ts';
import { Copier, dictOf, keys, MOST_DEPTH } from './copier.ts';
import { deflated, unpacked } from './filters.ts';
import { font } from './fonts.ts';
import { image } from './images.ts';
import { Layers } from './layers.ts';
import { type Objects, Writer } from './objects.ts';
import { boxOf, ofPicture, type PagePicture, pagesOf } from './pages.ts';
import { BadSyntax, type Dict, Name, type Ref, Stream, type Value } from './syntax.ts';

const STATE = keys('LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK');
const TILING = keys('Type PatternType PaintType TilingType BBox XStep YStep Matrix');

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
  const scrub = new Scrub(new Copier(objects, writer, budget));
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
  private readonly copier: Copier;
  private readonly layers: Layers;

  constructor(copier: Copier) {
    this.copier = copier;
    this.layers = new Layers(copier.objects);
  }

  async page(page: Dict, parent: Ref): Promise<Dict> {
    const { box, turned, unit } = boxOf(this.copier.objects, page);
    const pieces: Uint8Array[] = [];
    const contents = this.copier.objects.get(page.get('Contents'));
    for (const one of Array.isArray(contents) ? contents : [contents]) {
      const stream = this.copier.objects.get(one);
      // A word may not go on in the next stream.
      if (stream instanceof Stream)
        pieces.push(await unpacked(this.copier.objects, stream, this.copier.budget), Uint8Array.of(10));
    }
    const resources = new Resources(this.copier.objects.dict(page.get('Resources')));
    const content = await this.content(joinBytes(pieces), resources, 0);
    const copy = dictOf({
      Type: new Name('Page'),
      Parent: parent,
      MediaBox: box,
      Resources: await this.resources(resources, 0),
      Contents: await this.copier.stream(new Map(), content),
    });
    if (turned !== 0) copy.set('Rotate', turned);
    if (typeof unit === 'number') copy.set('UserUnit', unit);
    const group = this.group(page.get('Group'));
    if (group) copy.set('Group', await group);
    return copy;
  }

  /** Instructions without what nobody sees of them; notes which resources they use. */
  private async content(
    bytes: Uint8Array<ArrayBuffer>,
    resources: Resources,
    depth: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    this.copier.budget.spend(bytes.length);
    const { layers } = this;
    const { objects } = this.copier;
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
      await this.content(await unpacked(objects, form, this.copier.budget), resources, depth + 1);
    }
    return filtered;
  }

  private async resources({ source, used }: Resources, depth: number): Promise<Dict> {
    const copy: Dict = new Map();
    for (const { category, name } of used.values()) {
      const value = this.copier.objects.dict(source?.get(category))?.get(name) ?? null;
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
        return this.copier.once('font', value, () => this.font(value, outer, depth));
      case 'XObject':
        return this.xobject(value, outer, depth);
      case 'ExtGState':
        return this.copier.once('state', value, () => this.state(value, depth));
      case 'ColorSpace':
        return space(this.copier, value, depth);
      case 'Pattern':
        return this.copier.once('pattern', value, () => this.pattern(value, outer, depth));
      case 'Shading':
        return this.copier.once('shading', value, () => shading(this.copier, value, depth));
    }
  }

  private xobject(value: Value, outer: Dict | undefined, depth: number): Promise<Value> {
    const found = this.copier.objects.get(value);
    if (!(found instanceof Stream)) return Promise.resolve(null);
    const subtype = this.copier.objects.get(found.dict.get('Subtype'));
    if (subtype instanceof Name && subtype.value === 'Image') {
      return this.copier.once('image', value, () => image(this.copier, found, depth));
    }
    if (!isForm(this.copier.objects, found)) return Promise.resolve(null);
    return this.copier.once('form', value, () => this.form(found, outer, depth));
  }

  private async form(form: Stream, outer: Dict | undefined, depth: number): Promise<Value> {
    const { dict } = form;
    const own = this.copier.objects.dict(dict.get('Resources'));
    const resources = new Resources(own ?? outer);
    const content = await this.content(
      await unpacked(this.copier.objects, form, this.copier.budget),
      resources,
      depth + 1,
    );
    const copy = this.copier.plainEntries(dict, ['BBox', 'Matrix']);
    copy.set('Type', new Name('XObject')).set('Subtype', new Name('Form'));
    copy.set('Resources', await this.resources(resources, depth + 1));
    const group = this.group(dict.get('Group'));
    if (group) copy.set('Group', await group);
    copy.set('Filter', new Name('FlateDecode'));
    return new Stream(copy, await deflated(content));
  }

  private group(value: Value | undefined): Promise<Value> | undefined {
    const dict = this.copier.objects.dict(value);
    if (!dict) return undefined;
    const copy = this.copier.plainEntries(dict, ['S', 'I', 'K']);
    const colours = dict.get('CS');
    if (colours === undefined) return Promise.resolve(copy);
    return space(this.copier, colours, 0).then((taken) => copy.set('CS', taken));
  }

  private async state(value: Value, depth: number): Promise<Value> {
    const dict = this.copier.objects.dict(value);
    if (!dict) return null;
    const copy = this.copier.plainEntries(dict, STATE);
    copy.set('Type', new Name('ExtGState'));
    const [font, size] = this.copier.objects.array(dict.get('Font'));
    if (font !== undefined) {
      copy.set('Font', [
        await this.copier.once('font', font, () => this.font(font, undefined, depth + 1)),
        this.copier.plain(size ?? 1),
      ]);
    }
    for (const key of ['TR', 'TR2', 'BG', 'BG2', 'UCR', 'UCR2']) {
      if (dict.has(key)) copy.set(key, await functions(this.copier, dict.get(key) as Value, depth + 1));
    }
    const mask = this.copier.objects.get(dict.get('SMask'));
    if (mask instanceof Name) copy.set('SMask', mask);
    else if (mask instanceof Map) {
      const taken = this.copier.plainEntries(mask, ['S', 'BC']);
      const form = await this.xobject(mask.get('G') ?? null, undefined, depth + 1);
      if (form === null) throw new BadSyntax('A mask has no form.');
      taken.set('G', form);
      if (mask.has('TR')) taken.set('TR', await functions(this.copier, mask.get('TR') as Value, depth + 1));
      copy.set('SMask', taken);
    }
    return copy;
  }

  private async pattern(value: Value, outer: Dict | undefined, depth: number): Promise<Value> {
    const found = this.copier.objects.get(value);
    const dict = this.copier.objects.dict(value);
    if (!dict) return null;
    const copy = this.copier.plainEntries(dict, TILING);
    if (found instanceof Stream) {
      const resources = new Resources(this.copier.objects.dict(dict.get('Resources')) ?? outer);
      const content = await this.content(
        await unpacked(this.copier.objects, found, this.copier.budget),
        resources,
        depth + 1,
      );
      copy.set('Resources', await this.resources(resources, depth + 1));
      copy.set('Filter', new Name('FlateDecode'));
      return new Stream(copy, await deflated(content));
    }
    const run = dict.get('Shading') ?? null;
    copy.set('Shading', await this.copier.once('shading', run, () => shading(this.copier, run, depth + 1)));
    if (dict.has('ExtGState'))
      copy.set('ExtGState', await this.state(dict.get('ExtGState') as Value, depth + 1));
    return copy;
  }

  /** Letters that are drawn by instructions. */
  private async letters(dict: Dict, copy: Dict, outer: Dict | undefined, depth: number): Promise<void> {
    const letters = this.copier.objects.dict(dict.get('CharProcs'));
    if (!letters) return;
    const resources = new Resources(this.copier.objects.dict(dict.get('Resources')) ?? outer);
    const taken: Dict = new Map();
    for (const [name, one] of letters) {
      const stream = this.copier.objects.get(one);
      if (!(stream instanceof Stream)) continue;
      const content = await unpacked(this.copier.objects, stream, this.copier.budget);
      taken.set(name, await this.copier.stream(new Map(), await this.content(content, resources, depth + 1)));
    }
    copy.set('CharProcs', taken);
    copy.set('Resources', await this.resources(resources, depth + 1));
  }

  private font(value: Value, outer: Dict | undefined, depth: number): Promise<Value> {
    return font(this.copier, value, depth, (dict, copy) => this.letters(dict, copy, outer, depth));
  }
}

function isForm(objects: Objects, stream: Stream): boolean {
  const subtype = objects.get(stream.dict.get('Subtype'));
  return subtype instanceof Name && subtype.value === 'Form';
}
