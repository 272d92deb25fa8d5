/** Why a node failed while it ran, with words a person can act on. Source: execution.py, `handle_execution_error`. */
import { t } from '@vscode/l10n';
import { own } from '../../../knowledge/own.ts';
import { BackendError, type ProblemCode } from '../../problem.ts';
import { shorten } from '../shared/faults.ts';
import { isModelFile, labelOf } from './checks.ts';
import type { ApiGraph } from './graph.ts';
import type { NodeFailure } from './messages.ts';

/** Lines of a traceback that are kept: the last ones say where it broke. */
const TRACEBACK_LINES = 12;
/** Letters of the server's words that are shown. */
const SAID = 240;

/** Signs in Python's exceptions, first match wins, and what to do. */
const KNOWN: readonly { sign: RegExp; code: ProblemCode; advice: (file: string) => string }[] = [
  {
    sign: /OutOfMemory|out of memory|can't allocate memory|not enough memory|Cannot allocate memory/i,
    code: 'out-of-memory',
    advice: () => t`Memory ran out. Choose a smaller size, close other programs, or start ComfyUI with --lowvram.`,
  },
  {
    sign: /SafetensorError|deserializing header|incomplete metadata|UnpicklingError|PytorchStreamReader|unexpected EOF/i,
    code: 'server',
    advice: (file) => t`${file} is damaged or not fully downloaded. Fetch it again.`,
  },
  {
    sign: /FileNotFoundError|No such file|not found in (the )?(model|folder)/i,
    code: 'missing-model',
    advice: (file) => t`${file} is missing on the server. Put it there, or choose another.`,
  },
  {
    sign: /No space left on device|Errno 28|disk (is )?full/i,
    code: 'server',
    advice: () => t`The disk of the server is full. Make room there.`,
  },
  {
    sign: /\bNaNs?\b/,
    code: 'black-picture',
    advice: () => t`The numbers overflowed (NaN). Start ComfyUI with --fp32-vae, or use a VAE made for half precision.`,
  },
];

/** The error for a node that failed. */
export function failureProblem(failure: NodeFailure, graph: ApiGraph): BackendError {
  const { node, nodeType, message, exception, traceback } = failure;
  const line = (message.split('\n').find((text) => text.trim() !== '') ?? exception).trim();
  const said = line.length > SAID ? `${line.slice(0, SAID)} …` : line.replace(/([^.!?])$/, '$1.');
  const words = `${exception} ${message}`;
  const known = KNOWN.find(({ sign }) => sign.test(words));
  const inputs = own(graph, node ?? '')?.inputs ?? {};
  const [input, file] = Object.entries(inputs).find(([, value]) => isModelFile(value)) ?? [
    null,
    t`A file of this node`,
  ];
  const advice = known ? `${known.advice(String(file))} ` : '';
  const text = t`${advice}ComfyUI says: ${said}`;
  const aboutFile = known !== undefined && known.advice('') !== known.advice('x');
  return new BackendError(known?.code ?? 'server', `${node === null ? nodeType : labelOf(graph, node)}: ${text}`, {
    places: node === null ? [] : [{ node, input: aboutFile ? input : null, message: text }],
    detail: shorten(
      [`${exception}: ${message}`, ...traceback.slice(-TRACEBACK_LINES).map((text) => text.trimEnd())].join('\n'),
    ),
  });
}
