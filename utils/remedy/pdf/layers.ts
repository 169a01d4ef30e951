// Optional content (ISO 32000, 8.11): which layers are shown when the document is opened, as PDFium has it.
import type { Objects } from './objects.ts';
import { type Dict, Name, Ref, type Value } from './syntax.ts';

const MOST_DEPTH = 20;

export class Layers {
  private readonly objects: Objects;
  private readonly config: Dict | undefined;
  private readonly on: ReadonlySet<number>;
  private readonly off: ReadonlySet<number>;
  private readonly states = new Map<number, boolean>();

  constructor(objects: Objects) {
    this.objects = objects;
    const properties = objects.dict(objects.root.get('OCProperties'));
    this.config = objects.dict(properties?.get('D'));
    const numbers = (key: string) =>
      new Set(
        objects.array(this.config?.get(key)).flatMap((one) => (one instanceof Ref ? [one.number] : [])),
      );
    this.on = numbers('ON');
    this.off = numbers('OFF');
  }

  /** @param layer what `/OC` names: a layer, or a condition over several. */
  isShown(layer: Value | undefined, depth = 0): boolean {
    const dict = this.objects.dict(layer);
    if (!dict || depth > MOST_DEPTH) return true;
    if (nameOf(this.objects.get(dict.get('Type'))) !== 'OCMD') return this.isOn(layer as Value, dict);
    const expression = this.objects.array(dict.get('VE'));
    if (expression.length > 0) return this.holds(expression, depth);
    const listed = this.objects.get(dict.get('OCGs'));
    const groups = Array.isArray(listed) ? listed : dict.has('OCGs') ? [dict.get('OCGs') as Value] : [];
    const states = groups
      .filter((group) => this.objects.dict(group))
      .map((group) => this.isShown(group, depth + 1));
    if (states.length === 0) return true;
    switch (nameOf(this.objects.get(dict.get('P')))) {
      case 'AllOn':
        return states.every(Boolean);
      case 'AnyOff':
        return states.some((state) => !state);
      case 'AllOff':
        return states.every((state) => !state);
      default:
        return states.some(Boolean);
    }
  }

  private holds([operator, ...operands]: Value[], depth: number): boolean {
    if (depth > MOST_DEPTH) return false;
    const value = (operand: Value) => {
      const inner = this.objects.get(operand);
      return Array.isArray(inner) ? this.holds(inner, depth + 1) : this.isShown(operand, depth + 1);
    };
    switch (nameOf(this.objects.get(operator))) {
      case 'Not':
        return operands[0] !== undefined && !value(operands[0]);
      case 'And':
        return operands.every(value);
      case 'Or':
        return operands.some(value);
      default:
        return false;
    }
  }

  private isOn(layer: Value, dict: Dict): boolean {
    const number = layer instanceof Ref ? layer.number : -1;
    const known = this.states.get(number);
    if (known !== undefined) return known;
    const state = this.stateOf(number, dict);
    if (number >= 0) this.states.set(number, state);
    return state;
  }

  private stateOf(number: number, dict: Dict): boolean {
    const usage = this.objects.dict(this.objects.dict(dict.get('Usage'))?.get('View'));
    const view = nameOf(this.objects.get(usage?.get('ViewState')));
    if (view) return view !== 'OFF';
    let state = nameOf(this.objects.get(this.config?.get('BaseState'))) !== 'OFF';
    if (this.on.has(number)) state = true;
    if (this.off.has(number)) state = false;
    return state;
  }
}

function nameOf(value: Value): string | undefined {
  return value instanceof Name ? value.value : undefined;
}
