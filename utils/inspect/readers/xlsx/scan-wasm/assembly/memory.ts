// Where things lie in the module's memory: fixed tables first, then the regions that may grow (input, window, arena,
// marks of used strings). A region that has to grow moves to the memory's end; its old place is given up, which
// costs at most as much again. An instance serves one part and is thrown away with its memory.

/** First byte after everything that has been handed out. */
let top: usize = (__heap_base + 15) & ~15;

/** `size` bytes, 16-byte aligned, zero. */
export function take(size: usize): usize {
  const at = top;
  top = (at + size + 15) & ~15;
  const pages = (top + 0xffff) >>> 16;
  const have = <usize>memory.size();
  if (pages > have) {
    if (memory.grow(<i32>(pages - have)) < 0) unreachable();
  }
  return at;
}
