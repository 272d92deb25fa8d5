/** Pages that are Markdown already, and the home page. */
import type { SitePage } from '../page.ts';
import { blocks } from '../page.ts';
import { firstSentence, section, splitFile } from '../sections.ts';
import type { Facts } from './facts.ts';

/** What the site begins with: the beginning of the README. */
export function homePage({ file, manifest }: Facts): SitePage {
  const { intro, sections } = splitFile(file('README.md'));
  const [, ...rest] = intro.split('\n\n');
  const own = ['What steps buy', 'Privacy'];
  return {
    path: 'index.html',
    title: manifest.displayName,
    summary: intro.split('\n\n')[0].replaceAll('\n', ' '),
    file: 'README.md',
    markdown: blocks(
      ...rest,
      ...sections.filter(({ title }) => own.includes(title)).map(({ title, markdown }) => `## ${title}\n\n${markdown}`),
    ),
  };
}

/** The first minutes: how to get it, and the editor's own walkthrough. */
export function startPage({ file, manifest }: Facts): SitePage {
  const { walkthroughs } = manifest.contributes;
  return {
    path: 'start.html',
    title: 'Get started',
    summary: 'From a checkout to the first hover, the first render and the first answer to "how many steps?".',
    file: 'README.md',
    standsFor: ['README.md#try-it'],
    markdown: blocks(
      section(file('README.md'), 'Try it'),
      ...walkthroughs.flatMap(({ steps }) =>
        steps.map(({ title, description, media }) =>
          blocks(`## ${title}`, `![${media.altText}](${media.image})`, withCommands(description)),
        ),
      ),
      '## On the command line',
      section(file('README.md'), 'Command line').split('\n\n')[0],
      'Next: the [command line](/command-line.html), [continuous integration](/docs/ci.html), [other editors](/docs/editors.html), and how to connect [your own server](/backends.html).',
    ),
  };
}

/** Lines that are buttons in the editor become the commands that they run. */
function withCommands(description: string): string {
  const lines = description.split('\n');
  const buttons = lines.filter((line) => /^\[.+\]\(command:.+\)$/.test(line));
  const commands = buttons.filter((line) => line.includes('(command:sweetspot.'));
  return blocks(
    ...lines.filter((line) => !buttons.includes(line)),
    commands.length === 0 ? '' : `${commands.length === 1 ? 'Command' : 'Commands'}: ${commands.join(', ')}.`,
  );
}

/** A file of the repository as it is. `name`: what it is called where its own title is too long, or says less among other pages. */
export function documentPage(path: string, from: string, { file }: Facts, name?: string): SitePage {
  const text = file(from);
  const { title, intro, sections } = splitFile(text);
  return {
    path,
    title: name ?? title,
    summary: firstSentence(intro === '' ? (sections[0]?.markdown ?? title) : intro),
    saysItself: true,
    file: from,
    inParts: true,
    markdown: text.replace(/^# .*\n+/, ''),
  };
}
