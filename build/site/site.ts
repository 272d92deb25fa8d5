/** The whole site: which pages there are, in which order, and what each becomes. Nothing is written here. */

import { documentPage, homePage, startPage } from './content/documents.ts';
import { type Facts, readFacts } from './content/facts.ts';
import { gauges, rulesChapter, settingsChapter } from './content/guide.ts';
import { modelsChapter, samplersPage } from './content/models.ts';
import { formatsChapter, programsChapter } from './content/programs.ts';
import { backendsPage, commandLinePage, commandsPage, libraryPage, referencePage, toolsPage } from './content/use.ts';
import { createHighlight } from './highlight.ts';
import { layout } from './layout.ts';
import { createLinks } from './links.ts';
import { renderPage, type Surroundings } from './markdown.ts';
import { type Group, pagesOf, type SearchEntry, type SitePage, single } from './page.ts';
import { entriesOf } from './search-entries.ts';

export interface Site {
  readonly groups: readonly Group[];
  /** Text of files by their place in the site. */
  readonly files: ReadonlyMap<string, string>;
  readonly entries: readonly SearchEntry[];
}

/** Chapters in the order of reading. */
function groupsOf(facts: Facts): Group[] {
  const document = (path: string, from: string, name?: string) => single(documentPage(path, from, facts, name));
  return [
    { title: 'Begin', chapters: [single(homePage(facts)), single(startPage(facts))] },
    {
      title: 'Look it up',
      chapters: [
        settingsChapter(facts),
        rulesChapter(facts),
        modelsChapter(facts),
        single(samplersPage(facts)),
        programsChapter(facts),
        formatsChapter(facts),
      ],
    },
    {
      title: 'Use it',
      chapters: [
        single(commandsPage(facts)),
        single(referencePage(facts)),
        single(backendsPage(facts)),
        single(commandLinePage(facts)),
        document('docs/ci.html', 'docs/ci.md', 'Continuous integration'),
        document('docs/editors.html', 'docs/editors.md', 'Other editors'),
        single(toolsPage(facts)),
        single(libraryPage(facts)),
      ],
    },
    {
      title: 'How good it is',
      chapters: [
        document('docs/performance.html', 'docs/performance.md'),
        document('docs/reliability.html', 'docs/reliability.md'),
        document('docs/security.html', 'docs/security.md'),
        document('docs/report-a-hole.html', 'SECURITY.md', 'Report a hole'),
        document('docs/strangers.html', 'docs/strangers.md'),
        document('docs/defaults.html', 'docs/defaults.md'),
      ],
    },
    {
      title: 'Work on it',
      chapters: [
        document('docs/contributing.html', 'CONTRIBUTING.md'),
        document('docs/architecture.html', 'ARCHITECTURE.md'),
        document('docs/incremental-reading.html', 'docs/incremental-reading.md'),
        document('docs/changelog.html', 'CHANGELOG.md'),
      ],
    },
  ];
}

/** Words that lead to their place wherever they are written as code: what can be looked up, and files that are pages. */
function referencesOf({ manifest, data }: Facts, pages: readonly SitePage[]): Map<string, string> {
  const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  const commands = manifest.contributes.commands.map(({ command }) => command);
  const files = pages.flatMap(({ file, standsFor = [], path }) =>
    [...standsFor, file].filter((name) => name !== 'README.md').map((name) => [name, path] as const),
  );
  return new Map([
    ...files,
    ...commands.map((command) => [command, `commands.html#${command}`] as const),
    ...settings.map((key) => [key, `reference.html#${key}`] as const),
    ...data.rules.map(({ code }) => [code, `rules/${code}.html`] as const),
  ]);
}

/** Makes every page. `sizes`: pixels of pictures by their place in the site. */
export async function makeSite(sizes: Surroundings['sizes']): Promise<Site> {
  const facts = await readFacts();
  const groups = groupsOf(facts);
  const pages = pagesOf(groups);
  const links = createLinks(pages);
  const surroundings = { links, highlight: await createHighlight(), references: referencesOf(facts, pages), sizes };
  const files = new Map<string, string>();
  const entries: SearchEntry[] = [];
  pages.forEach((page, at) => {
    const rendered = renderPage(page, surroundings);
    const beside = { before: pages[at - 1], after: pages[at + 1] };
    files.set(page.path, layout({ page, rendered, groups, links, facts, ...beside }));
    entries.push(...entriesOf(page, rendered));
  });
  for (const [name, svg] of gauges(facts)) files.set(`pictures/${name}`, svg);
  return { groups, files, entries };
}
