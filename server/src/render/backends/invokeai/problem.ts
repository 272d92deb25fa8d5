/** What InvokeAI says when it refuses a graph, or fails on one. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Connection } from '../../address.ts';
import { BackendError, type ProblemCode } from '../../problem.ts';
import { failure, shorten } from '../shared/faults.ts';
import type { HttpResponse } from '../shared/http.ts';

/** FastAPI's list of what is wrong with a body, or a word of its own. */
const DetailSchema = v.object({
  detail: v.union([
    v.string(),
    v.array(v.object({ type: v.string(), loc: v.array(v.union([v.string(), v.number()])), msg: v.string() })),
  ]),
});

/** The problem in an answer that is no success. */
export function problemIn(connection: Connection, response: HttpResponse): BackendError {
  const plain = failure(connection, response);
  let read: v.SafeParseResult<typeof DetailSchema>;
  try {
    read = v.safeParse(DetailSchema, response.json());
  } catch {
    return plain;
  }
  if (!read.success || plain.problem.code === 'unauthorized') return plain;
  const { detail } = read.output;
  const more = { detail: shorten(response.words()) };
  if (typeof detail === 'string') {
    const code: ProblemCode = plain.problem.code === 'protocol' ? 'server' : plain.problem.code;
    return new BackendError(code, t`InvokeAI could not do it. It says: "${firstLine(detail)}".`, more);
  }
  const unknown = detail.find(({ type }) => type === 'union_tag_invalid');
  if (unknown)
    return new BackendError(
      'missing-node',
      t`This version of InvokeAI has no node "${/'([^']*)'/.exec(unknown.msg)?.[1] ?? ''}", which Sweetspot's graph is made of. Update InvokeAI.`,
      more,
    );
  const wrong = detail.map(({ loc, msg }) => `${placeIn(loc)}: ${firstLine(msg)}`).join('; ');
  return new BackendError('invalid', t`InvokeAI refuses the graph: ${shorten(wrong)}.`, more);
}

/** The problem of a job that failed. The type is the class of a Python exception. */
export function problemOfJob(type: string | null, message: string | null, traceback: string | null): BackendError {
  const words = firstLine(message ?? type ?? t`no reason`);
  const [code, says] = classify(`${type} ${message}`);
  return new BackendError(code, t`${says} It says: "${words}".`, { detail: shorten(traceback ?? words) });
}

function classify(said: string): readonly [ProblemCode, string] {
  if (/OutOfMemory|out of memory/i.test(said))
    return ['out-of-memory', t`InvokeAI ran out of memory. Try a smaller size.`];
  if (/unknown model|UnknownModel|ModelNotFound|FileNotFoundError/i.test(said))
    return ['missing-model', t`InvokeAI does not find a model that this needs.`];
  return ['server', t`InvokeAI failed on the render.`];
}

/** `body.batch.graph.nodes.denoise.denoise_latents.steps` is `denoise.steps`, and the graph as a whole `graph`. */
function placeIn(loc: readonly (string | number)[]): string {
  const [node, , field] = loc.slice(loc.indexOf('nodes') + 1);
  return loc.includes('nodes') && field !== undefined ? `${node}.${field}` : String(loc.at(-1));
}

function firstLine(text: string): string {
  return shorten(text.trim().split('\n')[0]);
}
