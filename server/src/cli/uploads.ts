/** Pictures beside a file that its graph begins with and the server lacks: uploaded when that is asked for, else named. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileNames } from '../knowledge/file-names.ts';
import { besides, filesOf, uploadedNames, withNames } from '../lsp/input-files.ts';
import type { Backend, RenderEvent, RenderRequest } from '../render/backend.ts';
import { delegating } from '../render/delegating.ts';
import type { BackendProblem } from '../render/problem.ts';

/** A backend that looks beside `file` for what a graph begins with. `allowed`: it may upload that. */
export function withUploads(backend: Backend, file: string, files: FileNames, allowed: boolean): Backend {
  if (!backend.upload || file === '-') return backend;
  const uri = pathToFileURL(resolve(file)).href;
  /** Of what was uploaded: the names on the server. */
  const names = new Map<string, string>();

  return delegating(backend, {
    render: async function* (request, signal) {
      for await (const event of backend.render(request, signal)) {
        const missing = event.kind === 'failed' ? await missingIn(event.problem) : null;
        if (event.kind !== 'failed' || !missing) yield event;
        else if (allowed) yield* again(request, event.problem, missing, signal);
        else yield { kind: 'failed', problem: withAdvice(event.problem, missing) };
      }
    },
  });

  /** What is missing, where all of it lies beside the file. */
  async function missingIn({ code, places }: BackendProblem): Promise<readonly string[] | null> {
    const lacking = filesOf(places);
    if (code !== 'missing-input' || lacking.length === 0) return null;
    return (await besides(uri, lacking, files)).length === lacking.length ? lacking : null;
  }

  async function* again(
    request: RenderRequest,
    { places }: BackendProblem,
    missing: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<RenderEvent, void, void> {
    const fresh = missing.filter((name) => !names.has(name));
    for (const [name, value] of await uploadedNames(uri, fresh, backend, files, signal)) {
      names.set(name, value);
      yield { kind: 'warning', text: `${name} is uploaded to the input folder of ${backend.name}, where it stays.` };
    }
    yield* backend.render(withNames(request, places, names), signal);
  }
}

function withAdvice(problem: BackendProblem, missing: readonly string[]): BackendProblem {
  const files = missing.join(', ');
  return { ...problem, message: `${problem.message} To have ${files} uploaded from beside the file, add --upload.` };
}
