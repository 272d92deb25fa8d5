/** What agents can ask for: the same service as editors, as tools with plain data in and out. They write nothing and contact nobody by themselves. */
import * as v from 'valibot';
import { inspectFile } from '../features/inspected.ts';
import { pageAbout } from '../features/pages.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Picture } from '../render/backend.ts';
import { type FileContext, findingsFor } from '../service/projects.ts';
import { INPUTS, type InputOf, TOOL_NAMES, type ToolName } from './inputs.ts';
import { type Renderer, renderPreview } from './render.ts';
import { suggest } from './suggest.ts';
import { ToolError } from './tool-error.ts';

export { TOOL_NAMES, type ToolName } from './inputs.ts';
export { ToolError } from './tool-error.ts';

export interface ToolAnswer {
  /** JSON or Markdown. */
  readonly text: string;
  readonly pictures: readonly Picture[];
}

/** What the project of the file that is asked about says: own models, severities, what is ignored. */
export type ToolContext = Pick<FileContext, 'service' | 'facts'>;

/** Answers a call. Rejects with `ToolError` for what makes no sense. */
export type CallTool = (name: string, input: unknown, context: ToolContext, signal: AbortSignal) => Promise<ToolAnswer>;

/** `renderer`: where pictures come from, chosen by a person and never by an agent. */
export function createTools(renderer: Renderer): CallTool {
  const languageOf = (name: string): string | undefined => {
    if (/\.ya?ml$/i.test(name)) return 'yaml';
    return /\.json[cl]?$/i.test(name) ? 'json' : undefined;
  };
  const inspected = ({ text, name }: { text: string; name: string }, context: ToolContext) => {
    const { service } = context;
    const analysis = service.analyse(text, languageOf(name));
    return inspectFile(name, analysis, service.knowledge, findingsFor(context, analysis));
  };
  const answers: {
    readonly [Name in ToolName]: (
      input: InputOf<Name>,
      context: ToolContext,
      signal: AbortSignal,
    ) => Promise<ToolAnswer>;
  } = {
    async sweetspot_check(input, context) {
      const { dialect, evidence, findings } = inspected(input, context);
      return plain({ file: input.name, dialect, evidence, findings });
    },
    async sweetspot_inspect(input, context) {
      return plain(inspected(input, context));
    },
    async sweetspot_explain({ topic }, { service: { knowledge } }) {
      const found = pageAbout(topic, knowledge);
      if (!found) throw new ToolError(`There is no page for "${topic}". ${topics(knowledge)}`);
      return { text: found.markdown, pictures: [] };
    },
    async sweetspot_suggest(input, { service }) {
      return plain(suggest(input, service.knowledge));
    },
    async sweetspot_render(input, { service }, signal) {
      const analysis = service.analyse(input.text, languageOf(input.name));
      const { pictures, told } = await renderPreview(analysis, input, service.knowledge, renderer, signal);
      return { ...plain(told), pictures };
    },
  };
  const topics = (knowledge: Knowledge): string =>
    `There are: ${[...knowledge.guides.map(({ id }) => id), ...knowledge.data.rules.map(({ code }) => code)].join(', ')}.`;
  const call = async <Name extends ToolName>(
    name: Name,
    input: unknown,
    context: ToolContext,
    signal: AbortSignal,
  ): Promise<ToolAnswer> => {
    const read = v.safeParse(INPUTS[name], input ?? {});
    if (!read.success)
      throw new ToolError(read.issues.map((issue) => `${v.getDotPath(issue) ?? 'input'}: ${issue.message}`).join('; '));
    return answers[name](read.output as InputOf<Name>, context, signal);
  };
  return async (name, input, context, signal) => {
    const known = TOOL_NAMES.find((each) => each === name);
    if (!known) throw new ToolError(`There is no tool "${name}". There are: ${TOOL_NAMES.join(', ')}.`);
    return call(known, input, context, signal);
  };
}

function plain(value: object): ToolAnswer {
  return { text: JSON.stringify(value, null, 2), pictures: [] };
}
