/** Programs that a person has typed the address of and chosen, kept on this machine: never of a workspace. No vscode. */
import * as v from 'valibot';
import { listOf } from '../../../server/src/knowledge/readable.ts';
import type { FoundBackend } from '../../../server/src/protocol/backends.ts';
import type { Memory } from '../panel/remembered-models.ts';
import { readAddress } from './choice.ts';

const EarlierSchema = v.object({
  /** What it said that it is, for people. */
  name: v.string(),
  address: v.pipe(
    v.string(),
    v.check((address) => readAddress(address) !== null),
  ),
});
/** A program that was chosen before. */
export type Earlier = v.InferOutput<typeof EarlierSchema>;

const KEY = 'earlierBackends';
const MOST = 10;

export class EarlierBackends {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** The one that was chosen last comes first. */
  all(): readonly Earlier[] {
    return v.parse(listOf(EarlierSchema), this.#memory.get(KEY));
  }

  async remember({ name, address }: Pick<FoundBackend, 'name' | 'address'>): Promise<void> {
    if (address === null) return;
    await this.#memory.update(KEY, [{ name, address }, ...this.#others(address)].slice(0, MOST));
  }

  async forget(address: string): Promise<void> {
    await this.#memory.update(KEY, this.#others(address));
  }

  #others(address: string): Earlier[] {
    return this.all().filter((earlier) => earlier.address !== address);
  }
}
