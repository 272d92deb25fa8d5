/** `sweetspot explain`: a page of the guide or of a rule, on the terminal. */
import { listPages, pageAbout } from '../features/pages.ts';
import { print } from './output.ts';
import { atMost, type Command, didYouMean, parseArguments, UsageError } from './usage.ts';

export const explain: Command = async (args, createHost) => {
  const { positionals } = parseArguments(args, {});
  const { knowledge } = createHost();
  const known = listPages(knowledge).map(({ id }) => id);
  const [id] = positionals;
  atMost(1, positionals, 'explain');
  if (id === undefined) throw new UsageError(`explain needs a setting or a rule: ${known.join(', ')}`);
  const found = pageAbout(id, knowledge);
  if (!found)
    throw new UsageError(`there is no page for "${id}".${didYouMean(id, known) || ` There are: ${known.join(', ')}`}`);
  // Pictures say nothing on a terminal.
  print(
    ...found.markdown
      .trimEnd()
      .replaceAll(/^!\[.*\n/gm, '')
      .split('\n'),
  );
  return 0;
};
