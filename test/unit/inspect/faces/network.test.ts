import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { loadAsset } from '../../../../bin/assets.ts';
import { readTflite } from '../../../../bin/models/tflite.ts';
import { Network } from '../../../../utils/inspect/faces/network.ts';
import { runReference } from '../../../fixtures/tflite-reference.ts';

it.each([
  ['faces-near.bin', 'face_detection_short_range'],
  ['faces-far.bin', 'face_detection_full_range'],
])('%s gives what the model gives, operator by operator', async (asset, model) => {
  const graph = readTflite(
    new Uint8Array(await readFile(`node_modules/@mediapipe/face_detection/${model}.tflite`)),
  );
  const network = new Network(
    await WebAssembly.compile(await loadAsset('faces.wasm')),
    await loadAsset(asset),
  );
  const { side, input, inputStart, inputRow } = network;
  const picture = new Float32Array(side * side * 3);
  // Twice: what the first run left in memory must not matter.
  for (const phase of [1, 0]) {
    for (let i = 0; i < picture.length; i++) picture[i] = Math.sin(i * 0.013 + phase) * Math.cos(i * 0.0007);
    for (let y = 0; y < side; y++) {
      input.set(picture.subarray(y * side * 3, (y + 1) * side * 3), inputStart + y * inputRow);
    }
    network.run();
  }
  const expected = runReference(graph, picture);
  for (const [values, given] of [
    [1, network.scores()],
    [16, network.boxes()],
  ] as const) {
    const tensor = graph.outputs.find((output) => graph.tensors[output]!.shape.at(-1) === values)!;
    const wanted = expected[tensor]!;
    expect(given.length).toBe(wanted.length);
    let most = 0;
    for (let i = 0; i < given.length; i++) most = Math.max(most, Math.abs(given[i]! - wanted[i]!));
    expect(most).toBeLessThan(0.001);
  }
});
