/** `sweetspot render`: a preview of one generation by the built-in model, as a PNG file. */
import { writeFile } from 'node:fs/promises';
import type { Generation } from '../dialects/generation.ts';
import type { Host } from '../host.ts';
import { PlanError, planRender } from '../render/plan.ts';
import { subjectOf } from '../rules/subject.ts';
import { analyseFile, type Command, oneOf, parseArguments, requireFiles, UsageError } from './usage.ts';

export const render: Command = async (args, createHost) => {
  const { values, positionals } = parseArguments(args, {
    output: { type: 'string', short: 'o' },
    generation: { type: 'string' },
    draft: { type: 'boolean', default: false },
    steps: { type: 'string' },
    format: { type: 'string', default: 'text' },
  });
  const [file] = requireFiles(positionals, 'render');
  const { output } = values;
  if (output === undefined) throw new UsageError('render needs a place for the picture: -o OUT.png');
  const json = oneOf(values.format, ['text', 'json'], 'format') === 'json';
  const steps = values.steps === undefined ? undefined : Number(values.steps);
  if (steps !== undefined && (!Number.isInteger(steps) || steps < 1))
    throw new UsageError(`--steps is a whole number from 1, not "${values.steps}"`);
  const host = createHost();
  const { reading } = await analyseFile(file, host);
  const generation = choose(reading.generations, values.generation, file);
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  try {
    const plan = planFor(generation, host, values.draft, steps);
    if (json) {
      const { request, settings, warnings } = plan;
      print({
        kind: 'plan',
        generation: generation.id,
        backend: host.backend.kind,
        steps: request.steps,
        settings,
        warnings,
      });
    } else {
      for (const { label, value, from } of plan.settings)
        process.stderr.write(`${label}: ${value}${from === 'file' || from === 'override' ? '' : ` (${from})`}\n`);
      for (const warning of plan.warnings) process.stderr.write(`Note: ${warning}\n`);
    }
    for await (const event of host.backend.render(plan.request, interrupted.signal)) {
      switch (event.kind) {
        case 'step':
          if (json) print(event);
          else if (process.stderr.isTTY) process.stderr.write(`\rstep ${event.done} of ${event.total} `);
          break;
        case 'picture':
          await writeFile(output, event.picture.bytes);
          if (json)
            print({
              kind: 'picture',
              file: output,
              width: event.picture.width,
              height: event.picture.height,
              seed: event.seed.toString(),
            });
          break;
        case 'warning':
          if (json) print(event);
          else process.stderr.write(`Note: ${event.text}\n`);
          break;
        case 'done':
          if (json) print(event);
          else
            process.stderr.write(
              `\r${output}: ${plan.request.steps} steps, ${event.modelEvaluations} model evaluations, ${(event.milliseconds / 1000).toFixed(2)} s. ${host.backendNote}\n`,
            );
          return 0;
        case 'failed':
        case 'cancelled':
          if (json) print(event);
          else process.stderr.write(`\n${event.kind === 'failed' ? event.problem.message : 'Cancelled.'}\n`);
          return 1;
        default:
      }
    }
    return 1;
  } finally {
    host.backend.dispose();
  }
};

function choose(generations: readonly Generation[], id: string | undefined, file: string): Generation {
  if (generations.length === 0)
    throw new UsageError(
      `${file} holds no generation: no step count with a prompt, model or sampler beside it was found`,
    );
  const found = id === undefined ? generations[0] : generations.find((generation) => generation.id === id);
  if (!found)
    throw new UsageError(
      `${file} has no generation "${id}". It has: ${generations.map((generation) => generation.id).join(', ')}`,
    );
  return found;
}

function planFor(generation: Generation, host: Host, draft: boolean, steps: number | undefined) {
  try {
    return planRender(generation, subjectOf(generation, host.knowledge), host.knowledge, {
      mode: draft ? 'draft' : 'configured',
      randomSeed: host.randomSeed,
      maxSide: host.maxSide,
      ...(steps !== undefined && { overrides: { inference_steps: String(steps) } }),
    });
  } catch (error) {
    throw error instanceof PlanError ? new UsageError(error.message) : error;
  }
}

function print(event: unknown): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
