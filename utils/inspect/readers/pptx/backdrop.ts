// What lies behind the letters of a slide: its background by slide, layout, master and theme, and what layout and master
// draw upon it. Wherever something is not plainly one colour, nothing is said of it, and letters there count as seen.
import { type Attributes, readXml, type XmlHandlers } from '../../xml/reader.ts';
import { type Colour, colour, isSame } from '../colour.ts';
import type { OpcPackage } from '../ooxml/package.ts';
import type { Box } from './place.ts';

export interface Backdrop {
  /** Of the background, as six hex digits. */
  colour: string;
  /** A colour by its name in the file (`FFFFFF`, `bg1`); undefined where it is not known. */
  colourOf(name: string): Colour;
  /** Where layout and master draw something; undefined among them for what stands nobody knows where. */
  drawn: readonly (Box | undefined)[];
  /** Placeholders can have a fill from layout or master. */
  fillsPlaceholders: boolean;
}

/** Whether letters in `box` (undefined: nobody knows where) may stand upon something drawn and not upon the background. */
export function isOver(box: Box | undefined, drawn: readonly (Box | undefined)[]): boolean {
  return drawn.some((other) => !box || !other || meets(box, other));
}

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

const FILLS = new Set(['a:solidFill', 'a:gradFill', 'a:blipFill', 'a:pattFill', 'a:grpFill']);
const SHAPES = new Set(['p:sp', 'p:pic', 'p:graphicFrame', 'p:grpSp', 'p:contentPart']);

/** What a page (slide, layout or master) says of its background, and what it draws. */
class Page implements XmlHandlers {
  /** A colour's name, or that of a theme's fill; null for a background that is no single colour. */
  background: { name: string; byTheme: boolean } | null | undefined;
  colours: Map<string, string> | undefined;
  drawn: (Box | undefined)[] = [];
  fillsPlaceholders = false;
  showsMaster = true;
  ownColours = false;
  private readonly path: string[] = [];
  private shape:
    | { depth: number; filled: boolean; placeholder: boolean; box: Partial<Box>; turned: boolean }
    | undefined;

  open(name: string, attributes: Attributes): void {
    const { path } = this;
    const above = path[path.length - 1];
    path.push(name);
    if (name === 'p:sldLayout' || name === 'p:sld') this.showsMaster = attributes.get('showMasterSp') !== '0';
    else if (name === 'p:clrMap') this.colours = new Map(attributes.entries());
    else if (name === 'a:overrideClrMapping') this.ownColours = true;
    else if (name === 'p:bgRef') this.background = attributes.get('idx') === '1001' ? undefined : null;
    else if (path.includes('p:bg')) this.paint(name, above, attributes);
    else if (!this.shape && SHAPES.has(name))
      this.shape = {
        depth: path.length,
        filled: name !== 'p:sp',
        placeholder: false,
        box: {},
        turned: false,
      };
    else if (this.shape) this.look(name, above, attributes);
  }

  close(): void {
    const { path, shape } = this;
    if (shape && path.length === shape.depth) {
      const { x, y, width, height } = shape.box;
      const known =
        !shape.turned && x !== undefined && y !== undefined && width !== undefined && height !== undefined;
      if (shape.placeholder) this.fillsPlaceholders ||= shape.filled;
      else if (shape.filled) this.drawn.push(known ? { x, y, width, height } : undefined);
      this.shape = undefined;
    }
    path.pop();
  }

  private paint(name: string, above: string | undefined, attributes: Attributes): void {
    const plain = above === 'a:solidFill' || above === 'p:bgRef';
    if (plain && /^a:(srgb|scheme)Clr$/.test(name) && this.background === undefined)
      this.background = { name: attributes.get('val') ?? '', byTheme: above === 'p:bgRef' };
    // Another fill, or a colour that is changed.
    else if (name !== 'p:bg' && name !== 'p:bgPr' && name !== 'a:solidFill' && name !== 'a:effectLst')
      this.background = null;
  }

  private look(name: string, above: string | undefined, attributes: Attributes): void {
    const shape = this.shape;
    if (!shape) return;
    const own = this.path.length === shape.depth + 2;
    if (above === 'p:spPr' && own && FILLS.has(name)) shape.filled = true;
    else if (name === 'a:fillRef' && attributes.get('idx') !== '0') shape.filled = true;
    else if (name === 'p:ph') shape.placeholder = true;
    const frame = name === 'a:xfrm' || name === 'p:xfrm';
    if (frame && Number(attributes.get('rot'))) shape.turned = true;
    // The first of each is the shape's own; those of what is in a group follow.
    if (name === 'a:off') {
      shape.box.x ??= Number(attributes.get('x'));
      shape.box.y ??= Number(attributes.get('y'));
    } else if (name === 'a:ext' && attributes.get('cx') !== undefined) {
      shape.box.width ??= Number(attributes.get('cx'));
      shape.box.height ??= Number(attributes.get('cy'));
    }
  }
}

/** A theme's colours by their slots, and whether its first fill for backgrounds is one plain colour. */
class Theme implements XmlHandlers {
  readonly colours = new Map<string, string>();
  plainBackground = false;
  private slot = '';
  private readonly path: string[] = [];
  private fills = 0;

  open(name: string, attributes: Attributes): void {
    const { path } = this;
    const above = path[path.length - 1];
    if (above === 'a:clrScheme') this.slot = name.slice(2);
    else if (path.includes('a:clrScheme')) {
      const value = attributes.get('lastClr') ?? attributes.get('val');
      if (value !== undefined && !this.colours.has(this.slot))
        this.colours.set(this.slot, value.toUpperCase());
    }
    if (above === 'a:bgFillStyleLst') {
      this.fills++;
      if (this.fills === 1) this.plainBackground = name === 'a:solidFill';
    } else if (this.fills === 1 && path.includes('a:bgFillStyleLst'))
      this.plainBackground &&= name === 'a:schemeClr' && attributes.get('val') === 'phClr';
    path.push(name);
  }

  close(): void {
    this.path.pop();
  }
}

/** A reader of backdrops that looks at each layout, master and theme once. */
export function backdrops(pack: OpcPackage): (slide: string) => Promise<Backdrop | undefined> {
  const pages = new Map<string, Promise<Page>>();
  const themes = new Map<string, Promise<Theme>>();
  const page = (part: string) => once(pages, part, () => read(pack, part, new Page()));
  const theme = (part: string) => once(themes, part, () => read(pack, part, new Theme()));
  return async (slide) => {
    const [layout] = await pack.related(slide, 'slideLayout');
    const [master] = layout ? await pack.related(layout.target, 'slideMaster') : [];
    const [look] = master ? await pack.related(master.target, 'theme') : [];
    if (!layout || !master || !look) return undefined;
    // A theme that a layout or a slide has of its own.
    for (const part of [slide, layout.target])
      if ((await pack.related(part, 'themeOverride')).length > 0) return undefined;
    return backdropOf(
      await read(pack, slide, new Page()),
      await page(layout.target),
      await page(master.target),
      await theme(look.target),
    );
  };
}

function backdropOf(slide: Page, layout: Page, master: Page, theme: Theme): Backdrop | undefined {
  if (slide.ownColours || layout.ownColours) return undefined;
  const map = master.colours ?? new Map<string, string>();
  const colourOf = (name: string): Colour => colour(name) ?? theme.colours.get(map.get(name) ?? name);
  const background = [slide, layout, master]
    .map((page) => page.background)
    .find((said) => said !== undefined);
  if (background === null || (background?.byTheme && !theme.plainBackground)) return undefined;
  const behind = background ? colourOf(background.name) : paperOf(colourOf('bg1'));
  if (behind === undefined) return undefined;
  const drawn = slide.showsMaster ? [...layout.drawn, ...(layout.showsMaster ? master.drawn : [])] : [];
  return {
    colour: behind,
    colourOf,
    drawn,
    fillsPlaceholders: layout.fillsPlaceholders || master.fillsPlaceholders,
  };
}

/**
 * Where neither slide nor layout nor master has a background, programs draw a white one. Where the theme wants its pages
 * otherwise, nobody knows which of the two is drawn.
 */
const paperOf = (page: Colour): Colour =>
  page === undefined || isSame(page, 'FFFFFF') ? 'FFFFFF' : undefined;

function once<T>(known: Map<string, Promise<T>>, part: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(part);
  if (before) return before;
  const made = make();
  known.set(part, made);
  return made;
}

async function read<T extends XmlHandlers>(pack: OpcPackage, part: string, handlers: T): Promise<T> {
  await readXml(pack.source(part).inflated(), handlers);
  return handlers;
}
