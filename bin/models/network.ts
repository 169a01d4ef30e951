// Turns a TensorFlow Lite graph into the short programs that utils/inspect/faces/network.ts runs: what belongs together is
// put together (convolution, shortcut, cut-off), every tensor gets a place in memory that it shares with others when they
// are done with it, and weights are laid out as the kernels read them, as half floats, which is what they came as.
import type { Program, Step } from '../../utils/inspect/faces/network.ts';
import type { Graph, Operator, Tensor } from './tflite.ts';

const SAME = 0;

/** Channels are filled up to a multiple of four. */
const four = (channels: number) => (channels + 3) & ~3;

/** A step before tensors have places. */
interface Draft {
  step: Omit<Step, 'from' | 'to' | 'shortcut'> & { shortcutChannels?: number };
  from: number;
  to: number;
  shortcut?: number;
}

/** @throws where the graph is not of the few shapes that the kernels know. */
export function compileNetwork(graph: Graph): Uint8Array<ArrayBuffer> {
  const { tensors, operators } = graph;
  const constants = widened(graph);
  const input = graph.inputs[0]!;
  const [, side, , inputChannels] = tensors[input]!.shape as [number, number, number, number];
  const weights: number[] = [];
  const drafts: Draft[] = [];
  /** Tensor that only passes another on (reshape, a channel padding) → that one. */
  const alias = new Map<number, number>();
  const real = (tensor: number): number => (alias.has(tensor) ? real(alias.get(tensor)!) : tensor);
  const users = new Map<number, Operator[]>();
  for (const operator of operators) {
    for (const tensor of operator.inputs) users.set(tensor, [...(users.get(tensor) ?? []), operator]);
  }
  const done = new Set<Operator>();
  const parts: number[][] = [];

  /** The operator that takes this tensor, if it is the only one and of that kind. */
  function only(tensor: number, kind: string): Operator | undefined {
    const list = users.get(tensor) ?? [];
    return list.length === 1 && list[0]!.kind === kind ? list[0] : undefined;
  }

  /** Follows a tensor through a sum and a cut-off that nobody else sees. */
  function tail(tensor: number, mayAdd: boolean): { to: number; relu: boolean; shortcut?: number } {
    let to = tensor;
    let shortcut: number | undefined;
    const added = mayAdd ? only(to, 'add') : undefined;
    if (added) {
      const other = added.inputs.find((one) => one !== tensor)!;
      if (isMade(other)) {
        done.add(added);
        shortcut = real(other);
        to = added.outputs[0]!;
      }
    }
    const relu = only(to, 'relu');
    if (relu) {
      done.add(relu);
      to = relu.outputs[0]!;
    }
    return { to, relu: relu !== undefined, ...(shortcut === undefined ? {} : { shortcut }) };
  }

  const made = new Set<number>([input]);
  const isMade = (tensor: number) => {
    const padding = operators.find(({ kind, outputs }) => kind === 'pad' && outputs[0] === tensor);
    // A padding of channels needs no step: what is not there is zero.
    if (padding && made.has(real(padding.inputs[0]!))) {
      checkChannelPadding(constants(padding.inputs[1]!));
      done.add(padding);
      alias.set(tensor, padding.inputs[0]!);
    }
    return made.has(real(tensor));
  };

  for (const operator of operators) {
    if (done.has(operator)) continue;
    const { kind, inputs, outputs } = operator;
    const from = real(inputs[0]!);
    const [, height, width, channels] = (tensors[from]?.shape ?? []) as number[];
    let draft: Draft | undefined;
    if (kind === 'conv_2d') {
      const kernel = tensors[inputs[1]!]!;
      const [outChannels, rows, columns, inChannels] = kernel.shape as [number, number, number, number];
      const stride = operator.option(1);
      const isInput = from === input;
      if (!isInput && (rows !== 1 || stride !== 1)) throw new Error('A wide convolution inside the network.');
      if (operator.option(3, 'byte') !== 0) throw new Error('A convolution with a cut-off of its own.');
      const outShape = tensors[outputs[0]!]!.shape;
      const total = (outShape[1]! - 1) * stride + rows - height!;
      if (isInput && (operator.option(0, 'byte') !== SAME || total < 0))
        throw new Error('An unpadded input.');
      const { to, relu, shortcut } = tail(outputs[0]!, true);
      // The input has its channels side by side; inside the network they are filled up.
      const stepChannels = isInput ? inChannels : four(inChannels);
      const at = weights.length;
      layOutConvolution(weights, constants(inputs[1]!), outChannels, rows, columns, inChannels, stepChannels);
      const biasAt = weights.length;
      padded(weights, constants(inputs[2]!), four(outChannels));
      draft = {
        step: {
          kind: 'conv',
          width: outShape[2]!,
          height: outShape[1]!,
          channels: four(outChannels),
          rows,
          run: columns * stepChannels,
          inputWidth: isInput ? side + total : width!,
          inputChannels: stepChannels,
          stride,
          weights: at,
          bias: biasAt,
          relu,
          ...(shortcut === undefined ? {} : { shortcutChannels: four(tensors[shortcut]!.shape[3]!) }),
        },
        from,
        to,
        ...(shortcut === undefined ? {} : { shortcut }),
      };
    } else if (kind === 'depthwise_conv_2d') {
      const kernel = tensors[inputs[1]!]!;
      if (kernel.shape[1] !== 3 || kernel.shape[2] !== 3 || operator.option(0, 'byte') !== SAME)
        throw new Error('A depthwise convolution of an unknown shape.');
      const at = weights.length;
      const data = constants(inputs[1]!);
      for (let tap = 0; tap < 9; tap++)
        padded(weights, data.subarray(tap * channels!, (tap + 1) * channels!), four(channels!));
      const biasAt = weights.length;
      padded(weights, constants(inputs[2]!), four(channels!));
      draft = {
        step: {
          ...shapeOf(width!, height!, channels!),
          kind: 'depthwise',
          stride: operator.option(1),
          weights: at,
          bias: biasAt,
        },
        from,
        to: outputs[0]!,
      };
    } else if (kind === 'max_pool_2d') {
      if (operator.option(1) !== 2 || operator.option(3) !== 2)
        throw new Error('A pooling of an unknown shape.');
      draft = { step: { ...shapeOf(width!, height!, channels!), kind: 'maxPool' }, from, to: outputs[0]! };
    } else if (kind === 'resize_bilinear') {
      if (operator.option(3, 'byte') !== 1 || tensors[outputs[0]!]!.shape[1] !== height! * 2)
        throw new Error('An enlargement of an unknown shape.');
      draft = { step: { ...shapeOf(width!, height!, channels!), kind: 'enlarge' }, from, to: outputs[0]! };
    } else if (kind === 'add') {
      const { to, relu } = tail(outputs[0]!, false);
      draft = {
        step: { ...shapeOf(width!, height!, channels!), kind: 'sum', relu },
        from,
        to,
        shortcut: real(inputs[1]!),
      };
    } else if (kind === 'relu') {
      throw new Error('A cut-off by itself.');
    } else if (kind === 'reshape') {
      alias.set(outputs[0]!, inputs[0]!);
    } else if (kind === 'pad') {
      if (!isMade(outputs[0]!)) throw new Error('A padding of something unknown.');
    } else if (kind === 'concatenation') {
      parts[outputs[0]!] = inputs;
    } else if (kind !== 'dequantize') throw new Error(`An operator that is not known here: ${kind}.`);
    if (draft) {
      drafts.push(draft);
      made.add(draft.to);
    }
  }

  // Outputs: boxes (16 values an anchor) and scores (1), each perhaps in several parts, in the order of the anchors.
  const output = (values: number) => {
    const tensor = graph.outputs.find((one) => tensors[one]!.shape.at(-1) === values)!;
    return (parts[tensor] ?? [tensor]).map((part) => {
      const source = real(part);
      const [, height, width, channels] = tensors[source]!.shape as [number, number, number, number];
      return { source, pixels: width * height, channels: four(channels), perPixel: channels / values };
    });
  };
  const scores = output(1);
  const boxes = output(16);
  const kept = new Set([...scores, ...boxes].map(({ source }) => source));
  const first = drafts.find(({ from }) => from === input)!;
  const inputPadding = first.step.inputWidth! - side;
  const places = placeTensors(drafts, kept, tensors, input, first.step.inputWidth! ** 2 * inputChannels);
  const at = (tensor: number) => places.of.get(tensor)!;
  const program: Program = {
    side,
    // Of an odd padding TensorFlow puts the smaller half before.
    inputBefore: inputPadding >> 1,
    inputWidth: first.step.inputWidth!,
    input: at(input),
    floats: places.floats,
    weights: weights.length,
    steps: drafts.map(({ step, from, to, shortcut }) => ({
      ...step,
      from: at(from),
      to: at(to),
      ...(shortcut === undefined ? {} : { shortcut: at(shortcut) }),
    })),
    scores: scores.map(({ source, ...rest }) => ({ at: at(source), ...rest })),
    boxes: boxes.map(({ source, ...rest }) => ({ at: at(source), ...rest })),
  };
  return packed(program, weights);
}

function shapeOf(width: number, height: number, channels: number) {
  return { width, height, channels: four(channels) };
}

/** Constant data by tensor, seen through `dequantize`. */
function widened({ tensors, operators }: Graph): (tensor: number) => Float32Array {
  const from = new Map(
    operators
      .filter(({ kind }) => kind === 'dequantize')
      .map(({ inputs, outputs }) => [outputs[0]!, inputs[0]!]),
  );
  return (tensor) => {
    const source: Tensor | undefined = tensors[from.get(tensor) ?? tensor];
    if (!source?.data) throw new Error('Weights that are not constant.');
    return source.data instanceof Float32Array ? source.data : Float32Array.from(source.data);
  };
}

/** @throws where something else than the end of the channels is padded. */
function checkChannelPadding(paddings: Float32Array): void {
  if (paddings.subarray(0, 7).some((value) => value !== 0)) throw new Error('A padding of an unknown shape.');
}

function padded(weights: number[], values: Float32Array, length: number): void {
  for (let i = 0; i < length; i++) weights.push(values[i] ?? 0);
}

/** By blocks of eight output channels (the last may have four): kernel row, column, input channel, output channel. */
function layOutConvolution(
  weights: number[],
  values: Float32Array,
  outChannels: number,
  rows: number,
  columns: number,
  inChannels: number,
  stepChannels: number,
): void {
  const all = four(outChannels);
  for (let block = 0; block < all; block += 8) {
    const wide = Math.min(8, all - block);
    for (let tap = 0; tap < rows * columns; tap++) {
      for (let i = 0; i < stepChannels; i++) {
        for (let o = block; o < block + wide; o++) {
          const there = i < inChannels && o < outChannels;
          weights.push(there ? values[(o * rows * columns + tap) * inChannels + i]! : 0);
        }
      }
    }
  }
}

/** A place for each tensor; one whose last reader is done makes room for others. Places count floats. */
function placeTensors(
  drafts: readonly Draft[],
  kept: ReadonlySet<number>,
  tensors: readonly Tensor[],
  input: number,
  inputFloats: number,
): { of: Map<number, number>; floats: number } {
  const lastUse = new Map<number, number>();
  drafts.forEach(({ from, shortcut }, i) => {
    lastUse.set(from, i);
    if (shortcut !== undefined) lastUse.set(shortcut, i);
  });
  const of = new Map<number, number>();
  const live: { tensor: number; at: number; size: number }[] = [];
  let floats = 0;
  const put = (tensor: number, size: number) => {
    const rounded = (size + 3) & ~3;
    live.sort((a, b) => a.at - b.at);
    let at = 0;
    for (const one of live) {
      if (one.at - at >= rounded) break;
      at = Math.max(at, one.at + one.size);
    }
    live.push({ tensor, at, size: rounded });
    of.set(tensor, at);
    floats = Math.max(floats, at + rounded);
  };
  put(input, inputFloats);
  drafts.forEach(({ to }, i) => {
    const [, height, width, channels] = tensors[to]!.shape as [number, number, number, number];
    put(to, height * width * four(channels));
    for (let k = live.length - 1; k >= 0; k--) {
      const { tensor } = live[k]!;
      // The input stays: its padding is zero and is not written again.
      if (tensor !== input && !kept.has(tensor) && (lastUse.get(tensor) ?? -1) <= i && tensor !== to)
        live.splice(k, 1);
    }
  });
  return { of, floats };
}

/** Length of the program, the program as JSON filled up to an even length, then the weights as half floats. */
function packed(program: Program, weights: readonly number[]): Uint8Array<ArrayBuffer> {
  let text = JSON.stringify(program);
  if (text.length % 2 === 1) text += ' ';
  const head = new TextEncoder().encode(text);
  const bytes = new Uint8Array(4 + head.length + weights.length * 2);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  bytes.set(new Uint8Array(new Float16Array(weights).buffer), 4 + head.length);
  return bytes;
}
