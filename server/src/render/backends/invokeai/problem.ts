/** What InvokeAI says when it refuses a graph, or fails on one. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Connection } from '../../address.ts';
import { BackendError, type ProblemCode } from '../../problem.ts';
import { meaningOf } from '../shared/failures.ts';
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
  const detail = response.read(DetailSchema)?.detail;
  if (detail === undefined || plain.problem.code === 'unauthorized') return plain;
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

type FailedJob = Readonly<Record<'error_type' | 'error_message' | 'error_traceback', string | null>>;

/** The problem of a job that failed. The type is the class of a Python exception. */
export function problemOfJob(
  { error_type, error_message, error_traceback }: FailedJob,
  knowledge: Knowledge,
): BackendError {
  const words = firstLine(error_message ?? error_type ?? t`no reason`);
  const { code, says } = meaningOf(`${error_type} ${error_message}`, 'invokeai', knowledge) ?? {
    code: 'server',
    says: t`InvokeAI failed on the render.`,
  };
  return new BackendError(code, t`${says} It says: "${words}".`, { detail: shorten(error_traceback ?? words) });
}

/** `body.batch.graph.nodes.denoise.denoise_latents.steps` is `denoise.steps`, and the graph as a whole `graph`. */
function placeIn(loc: readonly (string | number)[]): string {
  const [node, , field] = loc.slice(loc.indexOf('nodes') + 1);
  return loc.includes('nodes') && field !== undefined ? `${node}.${field}` : String(loc.at(-1));
}

function firstLine(text: string): string {
  return shorten(text.trim().split('\n')[0]);
}
