// Reads a TensorFlow Lite model (a flatbuffer, schema version 3) as far as Cordon's converter needs it: tensors, constant
// data, operators with their options. Field numbers are those of tensorflow/lite/schema/schema.fbs.

export interface Tensor {
  shape: number[];
  /** Values where it is constant; half floats are widened. */
  data: Float32Array | Int32Array | undefined;
}

export interface Operator {
  /** The schema's name in lower case: `conv_2d`. */
  kind: string;
  inputs: number[];
  outputs: number[];
  /** By field number of the operator's own options table. */
  option(field: number, kind?: 'byte' | 'int'): number;
}

export interface Graph {
  tensors: Tensor[];
  inputs: number[];
  outputs: number[];
  operators: Operator[];
}

/** Those that the face detectors are made of. */
const KINDS: Readonly<Record<number, string>> = {
  0: 'add',
  2: 'concatenation',
  3: 'conv_2d',
  4: 'depthwise_conv_2d',
  5: 'depth_to_space',
  6: 'dequantize',
  17: 'max_pool_2d',
  19: 'relu',
  22: 'reshape',
  23: 'resize_bilinear',
  34: 'pad',
};
const FLOAT32 = 0;
const FLOAT16 = 1;
const INT32 = 2;

/** A table of a flatbuffer: fields by number, each perhaps left out. */
class Table {
  private readonly view: DataView;
  private readonly at: number;

  constructor(view: DataView, at: number) {
    this.view = view;
    this.at = at;
  }

  /** Where a field stands; 0 where it has its default. */
  private field(number: number): number {
    const vtable = this.at - this.view.getInt32(this.at, true);
    const entry = 4 + number * 2;
    if (entry >= this.view.getUint16(vtable, true)) return 0;
    const offset = this.view.getUint16(vtable + entry, true);
    return offset === 0 ? 0 : this.at + offset;
  }

  byte(number: number): number {
    const at = this.field(number);
    return at === 0 ? 0 : this.view.getInt8(at);
  }

  int(number: number): number {
    const at = this.field(number);
    return at === 0 ? 0 : this.view.getInt32(at, true);
  }

  table(number: number): Table | undefined {
    const at = this.field(number);
    return at === 0 ? undefined : new Table(this.view, at + this.view.getUint32(at, true));
  }

  /** Where a vector's items begin, and how many there are. */
  private vector(number: number): { start: number; count: number } {
    const at = this.field(number);
    if (at === 0) return { start: 0, count: 0 };
    const vector = at + this.view.getUint32(at, true);
    return { start: vector + 4, count: this.view.getUint32(vector, true) };
  }

  ints(number: number): number[] {
    const { start, count } = this.vector(number);
    return Array.from({ length: count }, (_, i) => this.view.getInt32(start + i * 4, true));
  }

  bytes(number: number): Uint8Array {
    const { start, count } = this.vector(number);
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, count);
  }

  tables(number: number): Table[] {
    const { start, count } = this.vector(number);
    return Array.from({ length: count }, (_, i) => {
      const at = start + i * 4;
      return new Table(this.view, at + this.view.getUint32(at, true));
    });
  }
}

/** @throws where the model has an operator or a type that is not in the tables above. */
export function readTflite(bytes: Uint8Array): Graph {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const model = new Table(view, view.getUint32(0, true));
  const kinds = model.tables(1).map((code) => {
    const number = Math.max(code.byte(0), code.int(3));
    const kind = KINDS[number];
    if (!kind) throw new Error(`The model has an operator that is not known here (${number}).`);
    return kind;
  });
  const buffers = model.tables(4).map((buffer) => buffer.bytes(0));
  const [main] = model.tables(2);
  if (!main) throw new Error('The model has no graph.');
  const operators = main.tables(3).map((operator): Operator => {
    const options = operator.table(4);
    return {
      kind: kinds[operator.int(0)]!,
      inputs: operator.ints(1),
      outputs: operator.ints(2),
      option: (field, kind = 'int') => (kind === 'int' ? options?.int(field) : options?.byte(field)) ?? 0,
    };
  });
  const tensors = main.tables(0).map((tensor): Tensor => {
    const data = buffers[tensor.int(2)] ?? new Uint8Array(0);
    return { shape: tensor.ints(0), data: data.length > 0 ? valuesOf(data, tensor.byte(1)) : undefined };
  });
  return { tensors, inputs: main.ints(1), outputs: main.ints(2), operators };
}

function valuesOf(data: Uint8Array, type: number): Float32Array | Int32Array {
  const copy = data.slice().buffer;
  if (type === FLOAT32) return new Float32Array(copy);
  if (type === INT32) return new Int32Array(copy);
  if (type !== FLOAT16) throw new Error(`The model has a type that is not known here (${type}).`);
  return Float32Array.from(new Uint16Array(copy), halfToFloat);
}

/** IEEE 754 binary16 to a number. */
function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
