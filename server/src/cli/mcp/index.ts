/** `sweetspot mcp`: the tools of agents over the Model Context Protocol, on standard input and output. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';
import { DEFAULT_LIMITS } from '../../render/plan/bounds.ts';
import { createTools, ToolError } from '../../tools/index.ts';
import { projectsWith } from '../files.ts';
import { backendOf } from '../rendering.ts';
import { atMost, type Command, parseArguments } from '../usage.ts';
import { uriOf, withText } from './files.ts';

export const mcp: Command = async (args, createHost) => {
  const { values, positionals } = parseArguments(args, { backend: { type: 'string' } });
  atMost(0, positionals, 'mcp');
  const host = createHost();
  const ended = new AbortController();
  const asked = { backend: values.backend ?? null, kind: null, limits: DEFAULT_LIMITS };
  const backend = await backendOf(asked, host, ended.signal);
  const call = createTools({ backend, randomSeed: host.randomSeed });
  const projects = projectsWith(host);
  const folder = process.cwd();
  const server = new Server({ name: 'sweetspot', version: host.version }, { capabilities: { tools: {} } });
  // Written by the build from package.json, where editors read the same.
  const tools = JSON.parse(readFileSync(join(host.folder, 'tools.json'), 'utf8')) as Tool[];
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    try {
      const input = await withText(params.arguments ?? {}, folder);
      const { text, pictures } = await call(params.name, input, await projects.of(uriOf(input, folder)), signal);
      return {
        content: [
          { type: 'text', text },
          ...pictures.map(({ bytes, mime }) => ({
            type: 'image' as const,
            data: Buffer.from(bytes).toString('base64'),
            mimeType: mime,
          })),
        ],
      };
    } catch (error) {
      if (!(error instanceof ToolError) && !(error instanceof Error)) throw error;
      return { isError: true, content: [{ type: 'text', text: error.message }] };
    }
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
    // The transport does not notice that whoever spoke has gone.
    process.stdin.once('end', resolve);
  });
  await server.connect(new StdioServerTransport());
  await closed;
  ended.abort();
  backend.dispose();
  return 0;
};
