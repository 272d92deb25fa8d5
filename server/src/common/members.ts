/** Things that are told by whoever has them, and forgotten when nobody has them any more. */

/** So many may be gone before they are looked for. */
const FEWEST = 64;

/** A set that does not keep what is in it: whoever is asked for it has it from elsewhere. */
export class Members<Member extends object> {
  readonly #known = new WeakSet<Member>();
  #all: WeakRef<Member>[] = [];
  #most = FEWEST;

  constructor(members: readonly Member[]) {
    for (const member of members) this.add(member);
  }

  add(member: Member): void {
    if (this.#known.has(member)) return;
    this.#known.add(member);
    if (this.#all.length >= this.#most) {
      this.#all = this.#all.filter((one) => one.deref() !== undefined);
      this.#most = Math.max(FEWEST, 2 * this.#all.length);
    }
    this.#all.push(new WeakRef(member));
  }

  *[Symbol.iterator](): Iterator<Member> {
    for (const one of this.#all) {
      const member = one.deref();
      if (member) yield member;
    }
  }
}
