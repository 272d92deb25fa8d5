/** The model names of the knowledge base; test/unit/knowledge/model-names has a name of our own for every entry. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { knowledge } from '../support/knowledge.ts';

const file = new URL('../../../shared/knowledge/match_tests.yaml', import.meta.url);
const { tests }: { tests: { name: string; entry: string | null }[] } = parse(readFileSync(file, 'utf8'));

test('there are many', () => expect(tests.length).toBeGreaterThan(100));
test.each(tests)('$name: $entry', ({ name, entry }) => expect(knowledge.model(name, 'model')?.id ?? null).toBe(entry));
