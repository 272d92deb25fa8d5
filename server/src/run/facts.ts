/** What a program is known to do with a generation: its own facts, and those of the pipeline that makes it. */
import { remembered } from '../common/memory.ts';
import type { Generation, Occurrence } from '../dialects/generation.ts';
import { own } from '../knowledge/own.ts';
import type { NodeFacts, Pipeline, Program, ProgramFacts } from '../knowledge/schema.ts';
import type { RunModel } from './model.ts';

export interface RunFacts extends ProgramFacts {
  /** The size's unit is that of one pipeline, not of the whole program. */
  readonly sizeOfPipeline: boolean;
}

const NO_FACTS: RunFacts = { sizeOfPipeline: false };

/** The facts that hold. Of pipelines the first that says something about a fact decides it; what is ignored adds up. */
export function factsOf(generation: Generation, program: Program | null, model: RunModel): RunFacts {
  if (!program) return NO_FACTS;
  const ids = [model.family?.id, model.accelerator?.id];
  const pipelines = program.pipelines?.filter(
    ({ models, when }) => (!models || models.some((id) => ids.includes(id))) && (!when || holds(when, generation)),
  );
  return merged(program, pipelines ?? []);
}

/** A few hundred of them at most, however many generations there are. */
const mergedFacts = remembered((_: Program) => new Map<string, RunFacts>());

function merged(program: Program, pipelines: readonly Pipeline[]): RunFacts {
  const known = mergedFacts(program);
  const key = pipelines.map((pipeline) => program.pipelines?.indexOf(pipeline)).join();
  const facts = known.get(key) ?? merge(program, pipelines);
  known.set(key, facts);
  return facts;
}

function merge(program: Program, pipelines: readonly Pipeline[]): RunFacts {
  return {
    ...program,
    ...Object.assign({}, ...pipelines.toReversed()),
    guidance: Object.assign({}, program.guidance, ...pipelines.toReversed().map(({ guidance }) => guidance)),
    ignores: [program, ...pipelines].flatMap(({ ignores = [] }) => ignores),
    sizeOfPipeline: pipelines.some(({ size }) => size !== undefined),
  };
}

/** Whether every switch is there and matches. */
export function holds(when: Readonly<Record<string, string>>, { switches = {} }: Generation): boolean {
  return Object.entries(when).every(([name, pattern]) => {
    const value = own(switches, name);
    return value !== undefined && patternOf(pattern).test(String(value));
  });
}

/** What is known of the node in which a value stands. */
export function nodeFacts(program: Program | null, { node }: Occurrence): NodeFacts | null {
  if (node === undefined) return null;
  return program?.nodes?.find(({ types }) => patternOf(types).test(node)) ?? null;
}

/** The bounds that a node keeps a value to: none, where other nodes work it out, for only what is written is looked at. */
export function nodeBounds(
  program: Program | null,
  occurrence: Occurrence,
): Pick<NodeFacts, 'seed' | 'strength_range'> | null {
  return occurrence.via === 'maths' ? null : nodeFacts(program, occurrence);
}

const patterns = new Map<string, RegExp>();

/** The few patterns of data/programs, compiled once each. */
function patternOf(source: string): RegExp {
  const known = patterns.get(source) ?? new RegExp(source, 'i');
  patterns.set(source, known);
  return known;
}
