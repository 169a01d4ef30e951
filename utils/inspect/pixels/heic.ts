// HEIC, by libheif as WebAssembly (libheif-js, LGPL: the glue is a chunk of its own and heic.wasm a file of its own, both
// loaded only when such a picture comes). No browser but Safari decodes it.
import type { LoadAsset } from '../reader.ts';
import { onWhite, type Raster } from './raster.ts';

export interface HeicImage {
  /** Upright: libheif turns what has to be turned. */
  width: number;
  height: number;
  decode(): Promise<Raster>;
}

/** What of libheif is used here: its own calls, since the decoder that comes with the glue writes to the console. */
interface Module {
  HEAPU8: Uint8Array;
  heif_context_alloc(): object;
  heif_context_read_from_memory(context: object, bytes: Uint8Array): { code: unknown };
  heif_context_free(context: object): void;
  heif_js_context_get_list_of_top_level_image_IDs(context: object): number[] | Failure;
  heif_js_context_get_image_handle(context: object, id: number): object | Failure;
  heif_image_handle_get_width(handle: object): number;
  heif_image_handle_get_height(handle: object): number;
  heif_image_handle_is_primary_image(handle: object): number;
  heif_js_decode_image2(handle: object, space: unknown, chroma: unknown): Promise<Decoded | Failure>;
  heif_image_release(image: object): void;
  heif_error_code: { heif_error_Ok: unknown };
  heif_colorspace: { heif_colorspace_RGB: unknown };
  heif_chroma: { heif_chroma_interleaved_RGBA: unknown };
}
interface Failure {
  code: unknown;
}
interface Decoded {
  image: object;
  channels: { width: number; height: number; stride: number; data: Uint8Array }[];
}
type Factory = (options: { wasmBinary: Uint8Array; print: () => void; printErr: () => void }) => Module;

/** An instance that grew beyond this is not used again: WebAssembly memory never shrinks. */
const MOST_KEPT = 256 * 1024 ** 2;

let idle: Promise<Module> | undefined;

async function load(asset: LoadAsset): Promise<Module> {
  const [glue, wasmBinary] = await Promise.all([
    // Its own types are those of the C functions only.
    import('libheif-js/libheif-wasm/libheif.js') as unknown as Promise<{ default: Factory }>,
    asset('libheif.wasm'),
  ]);
  return glue.default({ wasmBinary, print: () => undefined, printErr: () => undefined });
}

function succeeded<T extends object>(result: T | Failure | undefined): result is T {
  return result !== undefined && !('code' in result);
}

function loaded(asset: LoadAsset): ReturnType<typeof load> {
  idle ??= load(asset);
  // A failed load is tried again with the next picture.
  idle.catch(() => {
    idle = undefined;
  });
  return idle;
}

/** The pictures in a HEIC file, the main one first; an empty list where libheif finds none. */
export async function openHeic(bytes: Uint8Array, asset: LoadAsset): Promise<HeicImage[]> {
  let heif = await loaded(asset);
  if (heif.HEAPU8.length > MOST_KEPT) {
    idle = undefined;
    heif = await loaded(asset);
  }
  const context = heif.heif_context_alloc();
  try {
    const read = heif.heif_context_read_from_memory(context, bytes);
    if (read.code !== heif.heif_error_code.heif_error_Ok) return [];
    const ids = heif.heif_js_context_get_list_of_top_level_image_IDs(context);
    if (!succeeded(ids)) return [];
    return ids
      .map((id) => heif.heif_js_context_get_image_handle(context, id))
      .filter(succeeded)
      .sort((a, b) => heif.heif_image_handle_is_primary_image(b) - heif.heif_image_handle_is_primary_image(a))
      .map((handle) => ({
        width: heif.heif_image_handle_get_width(handle),
        height: heif.heif_image_handle_get_height(handle),
        decode: () => decode(heif, handle),
      }));
  } finally {
    // The handles hold on to what they need of it.
    heif.heif_context_free(context);
  }
}

async function decode(heif: Module, handle: object): Promise<Raster> {
  const decoded = await heif.heif_js_decode_image2(
    handle,
    heif.heif_colorspace.heif_colorspace_RGB,
    heif.heif_chroma.heif_chroma_interleaved_RGBA,
  );
  const [channel] = succeeded(decoded) ? decoded.channels : [];
  if (!channel || !succeeded(decoded)) throw new Error('The picture cannot be decoded.');
  const { width, height, stride, data } = channel;
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    pixels.set(data.subarray(y * stride, y * stride + width * 4), y * width * 4);
  }
  heif.heif_image_release(decoded.image);
  return onWhite({ width, height, pixels });
}
