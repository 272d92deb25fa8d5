/** Answers to "which of the server's models is this?", kept on this machine. No vscode. */
import * as v from 'valibot';
import { own } from '../../../server/src/knowledge/own.ts';
import { recordOf } from '../../../server/src/knowledge/readable.ts';

/** By the server's address: the name that a file writes, to the server's name. */
const AnswersSchema = recordOf(recordOf(v.string()));

/** Where answers are kept: VS Code's global state. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'rememberedModels';

export class RememberedModels {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** The answers given for a server: the wanted name to the server's. */
  of(address: string): Readonly<Record<string, string>> {
    return own(this.#read(), address) ?? {};
  }

  async remember(address: string, wanted: string, chosen: string): Promise<void> {
    await this.#memory.update(KEY, { ...this.#read(), [address]: { ...this.of(address), [wanted]: chosen } });
  }

  /** Forgets all answers; resolves with how many there were. */
  async forget(): Promise<number> {
    const count = Object.values(this.#read()).reduce((sum, answers) => sum + Object.keys(answers).length, 0);
    await this.#memory.update(KEY, undefined);
    return count;
  }

  #read(): v.InferOutput<typeof AnswersSchema> {
    return v.parse(AnswersSchema, this.#memory.get(KEY));
  }
}
