import { vi } from 'vitest';
import { describeHalf } from './equivalence.ts';

vi.mock('yaml', async (original) => {
  const { remembering } = await import('./parser-memory.ts');
  const parser = await original<typeof import('yaml')>();
  return { ...parser, parseAllDocuments: remembering(parser.parseAllDocuments) };
});

describeHalf('as-shipped.test.ts');
