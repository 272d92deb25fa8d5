/** How Sweetspot is used: its commands, its own settings, the command line, agents, the library, backends. */
import { BACKEND_KINDS } from '../../../server/src/render/backends/kinds.ts';
import { blocks, code, facts, list, type SitePage, table } from '../page.ts';
import { section } from '../sections.ts';
import { sourceList } from '../sources.ts';
import type { Facts, Manifest, Property } from './facts.ts';

/** The commands of the editor, each with what the README says of it. */
export function commandsPage({ manifest, file }: Facts): SitePage {
  const { commands, keybindings } = manifest.contributes;
  const rows = section(file('README.md'), 'Commands');
  return {
    path: 'commands.html',
    title: 'Commands in VS Code',
    summary: 'All commands of the extension, with their keys and ids.',
    file: 'README.md',
    standsFor: ['README.md#commands'],
    inParts: true,
    markdown: blocks(
      'In the Command Palette (`Ctrl+Shift+P`) type *Sweetspot*. Most are in the menu of the editor, too.',
      ...commands.map(({ command, title }) => {
        const binding = keybindings.find((key) => key.command === command);
        return blocks(
          `## ${title} {#${command}}`,
          sentence(saidOf(title, rows)),
          facts({ Id: code(command), Keys: binding && keysOf(binding) }),
        );
      }),
    ),
  };
}

/** What the row of a table says whose first cell names the command in bold, in full or by its last word. */
function saidOf(title: string, rows: string): string {
  const cells = rows
    .split('\n')
    .map((line) => /^\| (.+?) \| (.+) \|$/.exec(line) ?? [])
    .map(([, names = '', text = '']) => {
      const named = [...names.matchAll(/\*\*(?:Sweetspot: )?(.+?)\*\*/g)].map(([, name]) => name);
      return { named, text };
    });
  const found =
    cells.find(({ named }) => named.includes(title)) ??
    cells.find(({ named }) => named.some((name) => title.split(' ').includes(name)));
  if (!found) throw new Error(`README.md: the table of commands does not name "${title}".`);
  return found.text;
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function keysOf({ key, mac }: Manifest['contributes']['keybindings'][number]): string {
  const shown = (keys: string): string => code(keys.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()));
  return mac === undefined ? shown(key) : `${shown(key)}, on a Mac ${shown(mac)}`;
}

/** Every setting of the extension: the reference. */
export function referencePage({ manifest }: Facts): SitePage {
  return {
    path: 'reference.html',
    title: 'Settings of the extension',
    summary:
      'Every setting of the extension with its type, default and values; other editors send the same to the server.',
    file: 'README.md',
    standsFor: ['README.md#settings'],
    inParts: true,
    markdown: blocks(
      ...manifest.contributes.configuration.map(({ title, properties }) =>
        blocks(
          `## ${title}`,
          ...Object.entries(properties).map(([key, property]) =>
            blocks(`### ${code(key)} {#${key}}`, linksToSettings(property.markdownDescription), describe(property)),
          ),
        ),
      ),
    ),
  };
}

function describe(property: Property): string {
  const { type, default: usual, scope, minimum, maximum, enum: values, enumDescriptions: meanings = [] } = property;
  const isSeverity = values?.includes('off') === true;
  return blocks(
    facts({
      Type: values ? 'one of a list' : type,
      Default: code(JSON.stringify(usual)),
      From: minimum,
      To: maximum,
      'Set by': scope === 'resource' ? 'user, workspace, folder' : 'user only',
      Values: values && isSeverity ? values.map(code).join(', ') : undefined,
    }),
    values && !isSeverity ? list(values.map((value, at) => `${code(value)}: ${meanings[at] ?? ''}`)) : '',
  );
}

/** VS Code shows `#key#` as a link to the setting. */
function linksToSettings(description: string): string {
  return description.replaceAll(/`#([\w.]+)#`/g, '`$1`');
}

/** The command line, from its own help. */
export function commandLinePage({ file }: Facts): SitePage {
  const [, head, ...lines] = file('server/src/cli/help.txt').split('\n');
  const body = [head, ...lines].join('\n').trim();
  const [commands, ...notes] = body.split('\n\n');
  return {
    path: 'command-line.html',
    title: 'Command line',
    summary: 'What sweetspot check, inspect, explain, render, compare, find and the rest take.',
    file: 'README.md',
    standsFor: ['README.md#command-line'],
    inParts: true,
    markdown: blocks(
      section(file('README.md'), 'Command line'),
      ...commands
        .split(/^ {2}(?=sweetspot )/m)
        .filter(Boolean)
        .map(commandSection),
      '## In all of them',
      ...notes.map((note) => note.replaceAll('\n', ' ')),
    ),
  };
}

/** A command of the help: what it takes stands left, what that means right; options are indented further. */
function commandSection(text: string): string {
  const [first, ...rest] = text.trimEnd().split('\n');
  const entries: { left: string; right: string }[] = [];
  for (const line of [`  ${first}`, ...rest]) {
    const [, margin, left, right = ''] = /^( *)(.+?)(?: {2,}(.+))?$/.exec(line) ?? [];
    const last = entries.at(-1);
    if (margin.length > 20 && last) last.right = `${last.right} ${left}`;
    // Another option that the same words speak of.
    else entries.push({ left, right });
  }
  const [{ left, right }, ...options] = entries;
  const name = left.split(' ')[1];
  return blocks(
    `## ${code(left)} {#${name}}`,
    sentence(right.replace(/\.$/, '')),
    options.length === 0
      ? ''
      : table(
          ['Option', ''],
          options.map((option) => [code(option.left), option.right]),
        ),
  );
}

/** What agents can ask for. */
export function toolsPage({ manifest }: Facts): SitePage {
  return {
    path: 'tools.html',
    title: 'Tools for agents',
    summary: 'Tools over the Model Context Protocol, which VS Code offers to its agents by itself.',
    file: 'README.md',
    names: ['MCP', 'Model Context Protocol'],
    inParts: true,
    markdown: blocks(
      'VS Code offers these to its agents by itself. For all others `sweetspot mcp` serves them over standard input and output, for files of the folder that it is started in:',
      '```json\n{\n  "mcpServers": {\n    "sweetspot": { "command": "npx", "args": ["sweetspot", "mcp"] }\n  }\n}\n```',
      ...manifest.contributes.languageModelTools.map(({ name, displayName, modelDescription, inputSchema }) =>
        blocks(
          `## ${code(name)} {#${name}}`,
          `**${displayName}.** ${modelDescription}`,
          table(
            ['Input', 'Type', ''],
            Object.entries(inputSchema.properties).map(([input, { type, description }]) => [
              code(input),
              inputSchema.required.includes(input) ? `${type}, required` : type,
              description,
            ]),
          ),
        ),
      ),
    ),
  };
}

/** The library: what its types say. */
export function libraryPage({ file }: Facts): SitePage {
  const [intro, ...exported] = file('server/src/library/sweetspot.d.ts').split(/\n\n(?=\/\*\*|export )/);
  const [prose, usage] = commentOf(intro).split(/\n\n(?= {4})/);
  return {
    path: 'library.html',
    title: 'Library',
    summary:
      'import { analyse } from "sweetspot": what a config says and what is to be said of it, in Node and in browsers.',
    file: 'server/src/library/sweetspot.d.ts',
    inParts: true,
    markdown: blocks(
      prose,
      `\`\`\`ts\n${usage.replaceAll(/^ {4}/gm, '')}\n\`\`\``,
      ...exported.map((text) => {
        const [, comment = '', declared = text] = /^(\/\*\*[\s\S]*?\*\/\n)?(export [\s\S]*)$/.exec(text.trim()) ?? [];
        const [, name] = /export (?:function|const|type|interface) (\w+)/.exec(declared) ?? [];
        return blocks(`## ${code(name)} {#${name}}`, commentOf(comment), `\`\`\`ts\n${declared}\n\`\`\``);
      }),
    ),
  };
}

function commentOf(text: string): string {
  return text
    .replaceAll(/^\/\*\*? ?|^ ?\*\/$| ?\*\/$/gm, '')
    .replaceAll(/^ \* ?/gm, '')
    .trim();
}

/** Which programs render, and how each is found. */
export function backendsPage({ data, starts, file }: Facts): SitePage {
  const { kinds, connect } = data.backendKinds;
  return {
    path: 'backends.html',
    title: 'Backends',
    summary: 'Which programs render previews and comparisons, how each is connected, and what it can do.',
    file: 'README.md',
    standsFor: ['README.md#backends'],
    inParts: true,
    markdown: blocks(
      section(file('README.md'), 'Backends'),
      '## How to connect',
      connect.editor,
      connect.terminal,
      ...kinds.map(({ id, note }) => {
        const kind = BACKEND_KINDS.find((other) => other.kind === id);
        const [port] = kind?.ports ?? [];
        const known = starts.find((other) => other.id === id);
        return blocks(
          `### ${kind?.name ?? 'The built-in model'} {#${id}}`,
          facts({ Kind: code(id), 'Looked for at': kind?.ports.map((at) => code(`127.0.0.1:${at}`)).join(', ') }),
          known?.start ?? '',
          port === undefined
            ? ''
            : `\`\`\`sh\nsweetspot render config.yaml -o out.png --backend 127.0.0.1:${port} --kind ${id}\n\`\`\``,
          note,
          known ? sourceList(known.sources, '#### Sources') : '',
        );
      }),
    ),
  };
}
