/** Why a node failed while it ran, with words a person can act on. Source: execution.py, `handle_execution_error`. */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own } from '../../../knowledge/own.ts';
import { BackendError } from '../../problem.ts';
import { meaningOf } from '../shared/failures.ts';
import { shorten } from '../shared/faults.ts';
import { isModelFile, labelOf } from './checks.ts';
import type { ApiGraph } from './graph.ts';
import type { NodeFailure } from './messages.ts';

/** Lines of a traceback that are kept: the last ones say where it broke. */
const TRACEBACK_LINES = 12;
/** Letters of the server's words that are shown. */
const SAID = 240;

/** The error for a node that failed. */
export function failureProblem(failure: NodeFailure, graph: ApiGraph, knowledge: Knowledge): BackendError {
  const { node, nodeType, message, exception, traceback } = failure;
  const line = (message.split('\n').find((text) => text.trim() !== '') ?? exception).trim();
  const said = line.length > SAID ? `${line.slice(0, SAID)} …` : line.replace(/([^.!?])$/, '$1.');
  const inputs = own(graph, node ?? '')?.inputs ?? {};
  const [input, file] = Object.entries(inputs).find(([, value]) => isModelFile(value, knowledge.files)) ?? [
    null,
    t`A file of this node`,
  ];
  const known = meaningOf(`${exception} ${message}`, 'comfyui', knowledge, { file: String(file) });
  const advice = known ? `${known.says} ` : '';
  const text = t`${advice}ComfyUI says: ${said}`;
  return new BackendError(known?.code ?? 'server', `${node === null ? nodeType : labelOf(graph, node)}: ${text}`, {
    places: node === null ? [] : [{ node, input: known?.isOfFile ? input : null, message: text }],
    detail: shorten(
      [`${exception}: ${message}`, ...traceback.slice(-TRACEBACK_LINES).map((text) => text.trimEnd())].join('\n'),
    ),
  });
}
