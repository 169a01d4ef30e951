// The few operations that the face detectors are made of, on 32-bit floats, four channels at a time. Tensors are rows of
// pixels of channels; the channels of a pixel are filled up with zeros to a multiple of four. Addresses and steps are
// bytes, counts of channels are floats. Where everything lies in the memory, the host decides (network.ts).

function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/** What stands at the end of a convolution: the shortcut is added, negative values are cut off. */
function finish(sum: v128, shortcut: usize, relu: bool): v128 {
  let value = sum;
  if (shortcut != 0) value = add(value, v128.load(shortcut));
  if (relu) value = f32x4.max(value, f32x4.splat(0));
  return value;
}

/**
 * A convolution of any size over an input that is padded already. Eight channels of four pixels are summed at once.
 * @param run floats that lie side by side under one row of the kernel: its width times the input's channels.
 * @param weights by blocks of eight output channels (the last may have four): kernel row, place in the run, channel.
 * @param shortcut added to the result, if not 0; it may have fewer channels than the result.
 */
export function conv(
  input: usize,
  output: usize,
  weights: usize,
  bias: usize,
  width: i32,
  height: i32,
  channels: i32,
  kernelRows: i32,
  run: i32,
  rowStep: usize,
  pixelStep: usize,
  lineStep: usize,
  shortcut: usize,
  shortcutChannels: i32,
  relu: bool,
): void {
  const runBytes = (<usize>run) << 2;
  const pixelBytes = (<usize>channels) << 2;
  const shortcutBytes = (<usize>shortcutChannels) << 2;
  for (let y = 0; y < height; y++) {
    const line = input + <usize>y * lineStep;
    const target = output + <usize>(y * width) * pixelBytes;
    const cut = shortcut + <usize>(y * width) * shortcutBytes;
    let block = weights;
    for (let c = 0; c < channels; c += 8) {
      const wide = channels - c >= 8;
      const weightBytes: usize = wide ? 32 : 16;
      const b0 = v128.load(bias + ((<usize>c) << 2));
      const b1 = wide ? v128.load(bias + ((<usize>c) << 2), 16) : b0;
      const cut0 = shortcut != 0 && c < shortcutChannels;
      const cut1 = shortcut != 0 && c + 4 < shortcutChannels;
      let x = 0;
      if (wide) {
        for (; x + 4 <= width; x += 4) {
          let a0 = b0,
            a1 = b1,
            d0 = b0,
            d1 = b1,
            e0 = b0,
            e1 = b1,
            f0 = b0,
            f1 = b1;
          let w = block;
          for (let row = 0; row < kernelRows; row++) {
            let p0 = line + <usize>row * rowStep + <usize>x * pixelStep;
            let p1 = p0 + pixelStep;
            let p2 = p1 + pixelStep;
            let p3 = p2 + pixelStep;
            const end = p0 + runBytes;
            while (p0 < end) {
              const w0 = v128.load(w);
              const w1 = v128.load(w, 16);
              w += 32;
              let v = v128.load32_splat(p0);
              a0 = add(a0, mul(v, w0));
              a1 = add(a1, mul(v, w1));
              v = v128.load32_splat(p1);
              d0 = add(d0, mul(v, w0));
              d1 = add(d1, mul(v, w1));
              v = v128.load32_splat(p2);
              e0 = add(e0, mul(v, w0));
              e1 = add(e1, mul(v, w1));
              v = v128.load32_splat(p3);
              f0 = add(f0, mul(v, w0));
              f1 = add(f1, mul(v, w1));
              p0 += 4;
              p1 += 4;
              p2 += 4;
              p3 += 4;
            }
          }
          let to = target + <usize>x * pixelBytes + ((<usize>c) << 2);
          let from = cut + <usize>x * shortcutBytes + ((<usize>c) << 2);
          v128.store(to, finish(a0, cut0 ? from : 0, relu));
          v128.store(to, finish(a1, cut1 ? from + 16 : 0, relu), 16);
          to += pixelBytes;
          from += shortcutBytes;
          v128.store(to, finish(d0, cut0 ? from : 0, relu));
          v128.store(to, finish(d1, cut1 ? from + 16 : 0, relu), 16);
          to += pixelBytes;
          from += shortcutBytes;
          v128.store(to, finish(e0, cut0 ? from : 0, relu));
          v128.store(to, finish(e1, cut1 ? from + 16 : 0, relu), 16);
          to += pixelBytes;
          from += shortcutBytes;
          v128.store(to, finish(f0, cut0 ? from : 0, relu));
          v128.store(to, finish(f1, cut1 ? from + 16 : 0, relu), 16);
        }
      }
      for (; x < width; x++) {
        let a0 = b0,
          a1 = b1;
        let w = block;
        for (let row = 0; row < kernelRows; row++) {
          let p = line + <usize>row * rowStep + <usize>x * pixelStep;
          const end = p + runBytes;
          while (p < end) {
            const v = v128.load32_splat(p);
            a0 = add(a0, mul(v, v128.load(w)));
            if (wide) a1 = add(a1, mul(v, v128.load(w, 16)));
            w += weightBytes;
            p += 4;
          }
        }
        const to = target + <usize>x * pixelBytes + ((<usize>c) << 2);
        const from = cut + <usize>x * shortcutBytes + ((<usize>c) << 2);
        v128.store(to, finish(a0, cut0 ? from : 0, relu));
        if (wide) v128.store(to, finish(a1, cut1 ? from + 16 : 0, relu), 16);
      }
      block += runBytes * <usize>kernelRows * (weightBytes >> 2);
    }
  }
}

/** A 3 × 3 convolution of each channel by itself, edges padded with zeros so that the size is the input's, or half of it. */
export function depthwise(
  input: usize,
  output: usize,
  weights: usize,
  bias: usize,
  width: i32,
  height: i32,
  channels: i32,
  stride: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const line = pixel * <usize>width;
  const outWidth = (width + stride - 1) / stride;
  const outHeight = (height + stride - 1) / stride;
  // One pixel of padding all around; with a stride of 2 and an even size only right and below.
  const before = stride == 1 ? 1 : width & 1;
  for (let y = 0; y < outHeight; y++) {
    const top = y * stride - before;
    const inner = top >= 0 && top + 2 < height;
    for (let c: usize = 0; c < pixel; c += 16) {
      const b = v128.load(bias + c);
      const w = weights + c;
      const w0 = v128.load(w);
      const w1 = v128.load(w + pixel);
      const w2 = v128.load(w + pixel * 2);
      const w3 = v128.load(w + pixel * 3);
      const w4 = v128.load(w + pixel * 4);
      const w5 = v128.load(w + pixel * 5);
      const w6 = v128.load(w + pixel * 6);
      const w7 = v128.load(w + pixel * 7);
      const w8 = v128.load(w + pixel * 8);
      let to = output + <usize>(y * outWidth) * pixel + c;
      for (let x = 0; x < outWidth; x++, to += pixel) {
        const left = x * stride - before;
        let sum = b;
        if (inner && left >= 0 && left + 2 < width) {
          const p = input + <usize>top * line + <usize>left * pixel + c;
          const q = p + line;
          const r = q + line;
          sum = add(sum, mul(v128.load(p), w0));
          sum = add(sum, mul(v128.load(p + pixel), w1));
          sum = add(sum, mul(v128.load(p + pixel * 2), w2));
          sum = add(sum, mul(v128.load(q), w3));
          sum = add(sum, mul(v128.load(q + pixel), w4));
          sum = add(sum, mul(v128.load(q + pixel * 2), w5));
          sum = add(sum, mul(v128.load(r), w6));
          sum = add(sum, mul(v128.load(r + pixel), w7));
          sum = add(sum, mul(v128.load(r + pixel * 2), w8));
        } else {
          for (let ky = 0; ky < 3; ky++) {
            const v = top + ky;
            if (v < 0 || v >= height) continue;
            for (let kx = 0; kx < 3; kx++) {
              const u = left + kx;
              if (u < 0 || u >= width) continue;
              const value = v128.load(input + <usize>v * line + <usize>u * pixel + c);
              sum = add(sum, mul(value, v128.load(w + pixel * <usize>(ky * 3 + kx))));
            }
          }
        }
        v128.store(to, sum);
      }
    }
  }
}

/** The largest of each 2 × 2 pixels. */
export function maxPool(input: usize, output: usize, width: i32, height: i32, channels: i32): void {
  const pixel = (<usize>channels) << 2;
  const line = pixel * <usize>width;
  let to = output;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const p = input + <usize>y * line + <usize>x * pixel;
      for (let c: usize = 0; c < pixel; c += 16, to += 16) {
        const above = f32x4.max(v128.load(p + c), v128.load(p + pixel + c));
        const below = f32x4.max(v128.load(p + line + c), v128.load(p + line + pixel + c));
        v128.store(to, f32x4.max(above, below));
      }
    }
  }
}

/** Twice the size, linear between the centres of pixels. */
export function enlarge(input: usize, output: usize, width: i32, height: i32, channels: i32): void {
  const pixel = (<usize>channels) << 2;
  const line = pixel * <usize>width;
  let to = output;
  for (let y = 0; y < height * 2; y++) {
    // The centre of target pixel y lies a quarter of a source pixel before or behind that of a source pixel.
    const y0 = (y - 1) >> 1;
    const down = y & 1 ? <f32>0.25 : <f32>0.75;
    const above = <usize>max(y0, 0) * line;
    const below = <usize>min(y0 + 1, height - 1) * line;
    for (let x = 0; x < width * 2; x++) {
      const x0 = (x - 1) >> 1;
      const across = f32x4.splat(x & 1 ? <f32>0.25 : <f32>0.75);
      const left = <usize>max(x0, 0) * pixel;
      const right = <usize>min(x0 + 1, width - 1) * pixel;
      for (let c: usize = 0; c < pixel; c += 16, to += 16) {
        const a = v128.load(input + above + left + c);
        const b = v128.load(input + above + right + c);
        const d = v128.load(input + below + left + c);
        const e = v128.load(input + below + right + c);
        const top = add(a, mul(f32x4.sub(b, a), across));
        const bottom = add(d, mul(f32x4.sub(e, d), across));
        v128.store(to, add(top, mul(f32x4.sub(bottom, top), f32x4.splat(down))));
      }
    }
  }
}

/** The sum of two tensors of the same shape. */
export function sum(a: usize, b: usize, output: usize, floats: i32, relu: bool): void {
  const bytes = (<usize>floats) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(output + i, finish(add(v128.load(a + i), v128.load(b + i)), 0, relu));
  }
}

/** Where the host may put things: behind what the module itself needs. */
export function free(): usize {
  return (__heap_base + 15) & ~15;
}

/** Makes the memory large enough for addresses below `end`. */
export function need(end: usize): void {
  const pages = (end + 0xffff) >>> 16;
  const have = <usize>memory.size();
  if (pages > have && memory.grow(<i32>(pages - have)) < 0) unreachable();
}
