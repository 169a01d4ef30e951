// Names of pictures that tables list, by hash: there may be hundreds of thousands of them, and none of them is kept.

/** A set of names, upper and lower case alike. Each is kept as two hashes: two names are taken for one about once in 10^19. */
export class NameSet {
  private first = new Uint32Array(256);
  private second = new Uint32Array(256);
  size = 0;

  add(name: string): void {
    this.hash(name);
    const slot = this.slotOf(this.a, this.b);
    if (this.first[slot] !== 0) return;
    this.first[slot] = this.a;
    this.second[slot] = this.b;
    this.size++;
    if (2 * this.size > this.first.length) this.grow();
  }

  has(name: string): boolean {
    this.hash(name);
    return this.first[this.slotOf(this.a, this.b)] !== 0;
  }

  private a = 0;
  private b = 0;

  private hash(name: string): void {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (let i = 0; i < name.length; i++) {
      let c = name.charCodeAt(i);
      if (c >= 128) {
        const lower = name.toLowerCase();
        if (lower !== name) {
          this.hash(lower);
          return;
        }
      } else if (c >= 65 && c <= 90) c += 32;
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b + c, 0x5bd1e995) ^ (b >>> 13);
    }
    // Zero marks an empty slot.
    this.a = (a ^ (a >>> 15)) >>> 0 || 1;
    this.b = b >>> 0;
  }

  private slotOf(a: number, b: number): number {
    const mask = this.first.length - 1;
    let slot = (a ^ b) & mask;
    while (this.first[slot] !== 0 && (this.first[slot] !== a || this.second[slot] !== b))
      slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { first, second } = this;
    this.first = new Uint32Array(4 * first.length);
    this.second = new Uint32Array(this.first.length);
    for (let i = 0; i < first.length; i++) {
      if (first[i] === 0) continue;
      const slot = this.slotOf(first[i]!, second[i]!);
      this.first[slot] = first[i]!;
      this.second[slot] = second[i]!;
    }
  }
}
