// Runs a small convolutional network in WebAssembly. Own kernels (assembly/, 3 kB) rather than a library: the two face
// detectors are made of five operations, tensorflow.js brings 0.8 MB for them and takes three times as long, most of it
// between the operations; and of its builds the one with threads must not be picked, which an extension may not run.

/** A network as bin/models/network.ts writes it. Places in memory count floats. */
export interface Program {
  /** The input is a square of so many pixels, red, green and blue from -1 to 1. */
  side: number;
  /** Pixels of zeros above it and to its left, and how wide it is with all its padding. */
  inputBefore: number;
  inputWidth: number;
  input: number;
  floats: number;
  weights: number;
  steps: Step[];
  scores: Output[];
  boxes: Output[];
}

/** One call of a kernel. `width` and `height` are those of the input, of a `conv` those of the output. */
export interface Step {
  kind: 'conv' | 'depthwise' | 'maxPool' | 'enlarge' | 'sum';
  from: number;
  to: number;
  width: number;
  height: number;
  channels: number;
  /** Of a `conv`: rows of the kernel, and floats side by side under one of them. */
  rows?: number;
  run?: number;
  inputWidth?: number;
  inputChannels?: number;
  stride?: number;
  weights?: number;
  bias?: number;
  relu?: boolean;
  /** What is added; of a `sum` the second tensor. */
  shortcut?: number;
  shortcutChannels?: number;
}

/** Where results stand: pixels of `channels` floats, of which `perPixel` anchors take their share in order. */
export interface Output {
  at: number;
  pixels: number;
  channels: number;
  perPixel: number;
}

/** What the module exports (assembly/index.ts). */
interface Kernels {
  memory: WebAssembly.Memory;
  free(): number;
  need(end: number): void;
  conv(...args: number[]): void;
  depthwise(...args: number[]): void;
  maxPool(...args: number[]): void;
  enlarge(...args: number[]): void;
  sum(...args: number[]): void;
}

export class Network {
  readonly side: number;
  /** The input, to be written before each run. Row and pixel steps are `inputWidth * 3` and 3, from `inputStart` on. */
  readonly input: Float32Array;
  readonly inputStart: number;
  readonly inputRow: number;
  private readonly program: Program;
  private readonly calls: (() => void)[];
  private readonly memory: Float32Array;

  /** @param model as bin/models/network.ts writes it. */
  constructor(kernels: WebAssembly.Module, model: Uint8Array<ArrayBuffer>) {
    const headLength = new DataView(model.buffer, model.byteOffset).getUint32(0, true);
    const head = model.subarray(4, 4 + headLength);
    // A program that the build wrote.
    const program = JSON.parse(new TextDecoder().decode(head)) as Program;
    const halves = model.slice(4 + headLength);
    const abort = () => {
      throw new Error('The face detector failed.');
    };
    const instance = new WebAssembly.Instance(kernels, { env: { abort } });
    const exports = instance.exports as unknown as Kernels;
    const base = exports.free();
    const weights = base + program.floats * 4;
    exports.need(weights + program.weights * 4);
    const { buffer } = exports.memory;
    this.memory = new Float32Array(buffer, base, program.floats);
    new Float32Array(buffer, weights, program.weights).set(
      new Float16Array(halves.buffer, 0, program.weights),
    );
    this.program = program;
    this.side = program.side;
    this.input = this.memory.subarray(program.input, program.input + program.inputWidth ** 2 * 3);
    this.inputRow = program.inputWidth * 3;
    this.inputStart = program.inputBefore * (this.inputRow + 3);
    const place = (at: number) => base + at * 4;
    this.calls = program.steps.map((step) => {
      const args = argumentsOf(step, place, (at) => weights + at * 4);
      return () => exports[step.kind](...args);
    });
  }

  run(): void {
    for (const call of this.calls) call();
  }

  /** Scores of all anchors, before the sigmoid. */
  scores(): Float32Array {
    return this.collect(this.program.scores, 1);
  }

  /** Sixteen values of each anchor. */
  boxes(): Float32Array {
    return this.collect(this.program.boxes, 16);
  }

  private collect(outputs: readonly Output[], values: number): Float32Array {
    const total = outputs.reduce((sum, { pixels, perPixel }) => sum + pixels * perPixel * values, 0);
    const all = new Float32Array(total);
    let to = 0;
    for (const { at, pixels, channels, perPixel } of outputs) {
      for (let i = 0; i < pixels; i++, to += perPixel * values) {
        const from = at + i * channels;
        all.set(this.memory.subarray(from, from + perPixel * values), to);
      }
    }
    return all;
  }
}

function argumentsOf(step: Step, place: (at: number) => number, weight: (at: number) => number): number[] {
  const { from, to, width, height, channels } = step;
  const relu = step.relu ? 1 : 0;
  switch (step.kind) {
    case 'conv': {
      const { rows, run, inputWidth, inputChannels, stride, weights, bias, shortcut, shortcutChannels } =
        step as Required<Step>;
      const pixelStep = inputChannels * 4;
      const lineStep = inputWidth * pixelStep;
      return [
        place(from),
        place(to),
        weight(weights),
        weight(bias),
        width,
        height,
        channels,
        rows,
        run,
        lineStep,
        pixelStep * stride,
        lineStep * stride,
        shortcut === undefined ? 0 : place(shortcut),
        shortcutChannels ?? 0,
        relu,
      ];
    }
    case 'depthwise': {
      const { weights, bias, stride } = step as Required<Step>;
      return [place(from), place(to), weight(weights), weight(bias), width, height, channels, stride];
    }
    case 'sum':
      return [place(from), place(step.shortcut!), place(to), width * height * channels, relu];
    default:
      return [place(from), place(to), width, height, channels];
  }
}
