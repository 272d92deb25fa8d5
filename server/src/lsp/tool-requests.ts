/** The tools of agents, for a client whose editor has agents. Loaded with the first call. */
import { once } from '../common/memory.ts';
import { CALL_TOOL } from '../protocol/tools.ts';
import type { Contexts } from './contexts.ts';
import type { Host } from './host.ts';
import type { Inbox } from './inbox.ts';

/** Pictures are made by the built-in model only: an agent chooses no server, and what a person has chosen is for what they click. */
export function serveTools(
  inbox: Inbox,
  { builtin, randomSeed }: Host,
  { projectOf }: Pick<Contexts, 'projectOf'>,
): void {
  const loaded = once(async () => {
    const { createTools, ToolError } = await import('../tools/index.ts');
    return { call: createTools({ backend: builtin, randomSeed }), ToolError };
  });
  inbox.onRequest(CALL_TOOL, async ({ name, uri, input }, signal) => {
    const { call, ToolError } = await loaded();
    try {
      const { text, pictures } = await call(name, input, await projectOf(uri ?? ''), signal);
      return {
        text,
        pictures: pictures.map(({ bytes, mime }) => ({ mime, base64: Buffer.from(bytes).toString('base64') })),
        failed: false,
      };
    } catch (error) {
      if (error instanceof ToolError) return { text: error.message, pictures: [], failed: true };
      throw error;
    }
  });
}
