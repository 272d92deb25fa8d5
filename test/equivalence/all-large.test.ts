/** Every text is treated as a large one: cut into pieces and blocks of a few characters, indexed, remembered level by level. */
import { vi } from 'vitest';
import type * as sizes from '../../server/src/syntax/sizes.ts';
import { describeHalf } from './equivalence.ts';

vi.mock('../../server/src/syntax/sizes.ts', (): { [Size in keyof typeof sizes]: number } => ({
  PIECE: 16,
  CUT_ABOVE: 24,
  CUT_LEVELS: 3,
  FIRST_STRETCH: 8,
  TOKENS_TO_JUDGE_BY: 8,
  FEW_ENTRIES: 2,
  MANY_ENTRIES: 3,
  LOOKED_THROUGH: 256,
  REMEMBERED_LEVELS: 3,
  DEEPEST_READ: 7,
  MOST_PARSED: 40,
  FEWEST_READ: 2,
  LEAST_FOR_ONE: 60,
  MANY_READ: 4,
  LEAST_AMONG_MANY: 90,
}));

vi.mock('yaml', async (original) => {
  const { remembering } = await import('./parser-memory.ts');
  const parser = await original<typeof import('yaml')>();
  return { ...parser, parseAllDocuments: remembering(parser.parseAllDocuments) };
});

describeHalf('all-large.test.ts');
