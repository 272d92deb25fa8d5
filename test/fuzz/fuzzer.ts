/** What a fuzzer is: where its inputs come from, and what has to hold of each. */
import fc from 'fast-check';

/** Characters of a report that are printed. */
const MOST_TOLD = 2000;

export interface Fuzzer {
  /** Inputs of one seed, after which the next is taken: what one minute does, so that the end is kept and failures are repeated soon. */
  readonly round: number;
  /** Tries inputs until one fails, and shrinks that one. `onInput` is called before each. */
  check(parameters: fc.Parameters<[unknown]>, onInput: () => void): Promise<Outcome>;
  /** What was made of the inputs so far, for the end of the run: how many texts they held, how they ended. */
  summary(): string;
  /** Ends what was started for the inputs. */
  close(): Promise<void>;
}

export interface Outcome {
  readonly tried: number;
  /** What failed, with the shrunk input and how to repeat it; `null` where nothing did. */
  readonly failure: { readonly report: string; readonly path: string } | null;
}

export interface Fuzzing<Input> {
  readonly round: number;
  readonly inputs: fc.Arbitrary<Input>;
  /** Throws or rejects when something does not hold of the input. */
  attempt(input: Input): void | Promise<void>;
  summary?(): string;
  close?(): Promise<void>;
}

export function createFuzzer<Input>({
  round,
  inputs,
  attempt,
  summary = () => '',
  close = async () => {},
}: Fuzzing<Input>): Fuzzer {
  return {
    round,
    summary,
    close,
    async check(parameters, onInput) {
      const property = fc.asyncProperty(inputs, async (input) => {
        onInput();
        await attempt(input);
      });
      const details = await fc.check(property, parameters as fc.Parameters<[Input]>);
      if (!details.failed) return { tried: details.numRuns, failure: null };
      const why =
        details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
      const report = `${clipped((await fc.asyncDefaultReportMessage(details)) ?? '')}\n${clipped(why)}`;
      return { tried: details.numRuns, failure: { report, path: details.counterexamplePath ?? '' } };
    },
  };
}

/** The beginning of what is said of an input, which may be of a megabyte: `Repeat` makes the whole anew. */
function clipped(text: string): string {
  return text.length <= MOST_TOLD ? text : `${text.slice(0, MOST_TOLD)}… (${text.length} characters)`;
}
