/** The pages of data/programs and data/dialects: who reads settings, and in which files. */
import { graphReadersOf } from '../../../server/src/dialects/graphs/readers.ts';
import type { Source } from '../../../server/src/knowledge/schema.ts';
import { createService } from '../../../server/src/service/index.ts';
import { PROGRAMS_INTRO, programParts } from '../../programs-page.ts';
import { exampleFrom } from '../example.ts';
import { blocks, type Chapter, code, facts, list, type SitePage, table } from '../page.ts';
import { sourceList } from '../sources.ts';
import type { CaseFile, Facts } from './facts.ts';

/** A kind of file that is recognised. */
interface Format {
  readonly id: string;
  readonly name: string;
  /** Id of who reads it; `null` for what many read. */
  readonly program: string | null;
  /** What it is recognised by, in Markdown. */
  readonly evidence: string;
  readonly example: CaseFile | undefined;
  readonly sources: readonly Source[];
}

/** A page for each program. */
export function programsChapter(given: Facts): Chapter {
  const { programs, samplers } = given.data;
  const formats = formatsOf(given);
  const samplersOf = (program: string): boolean => samplers.samplers.some(({ names }) => program in names);
  return {
    overview: {
      path: 'programs/index.html',
      title: 'Programs',
      summary: 'What the programs that read settings do with them: limits, keys they pass over, what strength means.',
      file: 'docs/programs.md',
      standsFor: ['data/programs'],
      markdown: blocks(
        PROGRAMS_INTRO.split('\n')[1],
        table(
          ['Program', 'Its files'],
          programs.map(({ id, name }) => [
            `[${name}](/programs/${id}.html)`,
            formats
              .filter(({ program }) => program === id)
              .map(formatLink)
              .join(', '),
          ]),
        ),
      ),
    },
    pages: programs.map((program) => {
      const own = formats.filter((format) => format.program === program.id);
      return {
        path: `programs/${program.id}.html`,
        title: program.name,
        summary: `What ${program.name} does with the settings of a generation, and from where that is known.`,
        file: `data/programs/${program.id}.yaml`,
        names: [program.id],
        markdown: blocks(
          own.length > 0 ? `Its files: ${own.map(formatLink).join(', ')}.` : '',
          samplersOf(program.id) ? 'Its names of samplers are listed with the [samplers](/samplers.html).' : '',
          ...programParts(program).map(({ title, facts: lines, sources }) =>
            blocks(
              title === null ? '' : `## ${title}`,
              list(lines),
              sourceList(sources, title === null ? '## Sources' : '### Sources'),
            ),
          ),
        ),
      };
    }),
  };
}

/** A page for each format, with an example. */
export function formatsChapter(given: Facts): Chapter {
  const formats = formatsOf(given);
  const programs = new Map(given.data.programs.map(({ id, name }) => [id, name]));
  const programLink = (id: string | null): string => (id === null ? '' : `[${programs.get(id)}](/programs/${id}.html)`);
  return {
    overview: {
      path: 'formats/index.html',
      title: 'Formats',
      summary: `${formats.length} kinds of files are recognised, by what is in them and never by their names.`,
      file: 'data/dialects',
      markdown: table(
        ['Format', 'Read by', 'Recognised by'],
        formats.map((format) => [formatLink(format), programLink(format.program), format.evidence]),
      ),
    },
    pages: formats.map((format) => formatPage(format, programLink(format.program))),
  };
}

function formatPage({ id, name, evidence, example, sources }: Format, program: string): SitePage {
  return {
    path: `formats/${id}.html`,
    title: name,
    summary: 'How files of this format are recognised, and an example with what is read in it.',
    file: `data/dialects/${id}.yaml`,
    names: [id],
    markdown: blocks(
      facts({ Format: code(id), 'Read by': program }),
      evidence === '' ? '' : `Recognised by ${evidence}.`,
      example === undefined
        ? ''
        : `## Example\n\n\`\`\`${example.name.split('.').at(-1)}\n${example.text.trimEnd()}\n\`\`\``,
      sources.length === 0 ? '' : sourceList(sources),
    ),
  };
}

/** Declared formats, settings in strings, graphs and plain arguments: all that files are read as. */
function formatsOf(given: Facts): Format[] {
  const { data, knowledge, cases } = given;
  const exampleOf = (id: string): CaseFile | undefined => {
    const files = cases.get(id) ?? [];
    return files.find(({ name }) => /^(example|text-to-image)\b/.test(name)) ?? files[0];
  };
  const declared = data.dialects.map(({ id, name, program, evidence, sources }) => ({
    id,
    name,
    program,
    evidence,
    sources,
  }));
  const embedded = data.embeddedForms.map(({ id, name, program, sources }) => ({
    id,
    name,
    program,
    evidence: '',
    sources,
  }));
  const service = createService(knowledge);
  // What these are called and known by is code: it is asked about an example.
  const graphs = new Set(graphReadersOf(knowledge).map(({ dialect }) => dialect));
  const asked = [...graphs, 'plain-arguments'].map((id) => {
    const example = exampleOf(id);
    if (!example) throw new Error(`test/cases/${id} has no example to show.`);
    const text = exampleFrom(example.text)
      .lines.map((line) => line.text)
      .join('\n');
    const { reading } = service.analyse(text, example.name.split('.').at(-1));
    if (reading.dialect !== id) throw new Error(`test/cases/${id}/${example.name} is read as ${reading.dialect}.`);
    const { name, evidence, generations } = reading;
    return { id, name, program: generations[0]?.program ?? null, evidence, sources: [] };
  });
  return [...asked, ...declared, ...embedded].map((format) => ({ ...format, example: exampleOf(format.id) }));
}

function formatLink({ id, name }: Format): string {
  return `[${name}](/formats/${id}.html)`;
}
