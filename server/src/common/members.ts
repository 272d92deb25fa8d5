/** Things that are told by whoever has them, and forgotten when nobody has them any more. */
import { remembered } from './memory.ts';

/** So many may be gone before they are looked for. */
const FEWEST = 64;

/** A set that does not keep what is in it: whoever is asked for it has it from elsewhere. */
export class Members<Member extends object> {
  readonly #all = new Set<WeakRef<Member>>();
  #most = FEWEST;

  constructor(members: readonly Member[]) {
    for (const member of members) this.add(member);
  }

  add(member: Member): void {
    if (this.#all.size >= this.#most) {
      for (const one of this.#all) if (one.deref() === undefined) this.#all.delete(one);
      this.#most = Math.max(FEWEST, 2 * this.#all.size);
    }
    this.#all.add(weak(member) as WeakRef<Member>);
  }

  *[Symbol.iterator](): Iterator<Member> {
    for (const one of this.#all) {
      const member = one.deref();
      if (member) yield member;
    }
  }
}

/** The same one for all who have a thing. */
const weak = remembered((member: object) => new WeakRef(member));
