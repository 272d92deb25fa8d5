/**
 * Every pattern, of code and of data/, takes time by the length of a text, or is only asked of short ones. Each is tried on
 * texts made of its own pieces, repeated, with an end that spoils the match.
 */
import { isRegularExpressionLiteral } from 'typescript/unstable/ast';
import { describe, expect, test } from 'vitest';
import { compileData } from '../../../build/data.ts';
import { NEAR } from '../../../server/src/features/completion/place.ts';
import { LONGEST_NAME } from '../../../server/src/knowledge/model-names.ts';
import { analyse } from '../../support/knowledge.ts';
import { inSources, placeOf } from './typed.ts';

/** Characters of the texts. A pattern that goes by the square takes 100 million steps for them. */
const LONG = 10_000;
/** Milliseconds of the processor that one answer may take: what goes by the square takes more. */
const MOST = 20;

/** Milliseconds that the clock may take for all of them: others may have the processor. */
const BUSY = 300_000;

/** Code that asks its patterns only of what is short: how much that is, at most. */
const SHORT: Readonly<Record<string, number>> = {
  'server/src/features/completion/place.ts': NEAR,
  'server/src/knowledge/model-names.ts': 2 * LONGEST_NAME,
};

interface Pattern {
  readonly name: string;
  readonly pattern: RegExp;
  readonly length: number;
}

function inCode(): Pattern[] {
  return inSources((typed) =>
    typed.nodes.filter(isRegularExpressionLiteral).map((node): Pattern => {
      const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
      const length = new Map(Object.entries(SHORT)).get(typed.file) ?? LONG;
      return { name: placeOf(node, typed), pattern: new RegExp(source, flags), length };
    }),
  );
}

/** Those that are made of data/, caught as they are made. */
async function inData(): Promise<Pattern[]> {
  const names = new Set<string>();
  const data = await compileData('data');
  for (const { match, exclude = [] } of data.models) for (const source of [...match, ...exclude]) names.add(source);
  for (const source of stringsIn(data.modelNames)) names.add(source);
  const found = new Map<string, Pattern>();
  const native = globalThis.RegExp;
  globalThis.RegExp = new Proxy(native, {
    construct(target, [source, flags]: [string, string?]) {
      const pattern = new target(source, flags);
      // Of names, by itself or among others that are asked as one.
      const isOfNames =
        names.has(source) || source.split('|').some((part) => names.has(part.replace(/^\(\?:(.*)\)$/, '$1')));
      const length = isOfNames ? 2 * LONGEST_NAME : LONG;
      found.set(pattern.source, { name: `data: ${pattern}`, pattern, length });
      return pattern;
    },
  });
  try {
    const { createKnowledge } = await import('../../../server/src/knowledge/knowledge.ts');
    const { createService } = await import('../../../server/src/service/index.ts');
    const knowledge = createKnowledge(data);
    createService(knowledge).analyse('model: sdxl\nprompt: a\nsteps: 20\n', 'yaml');
    knowledge.model('sdxl', 'model');
    knowledge.saysFewStep('sdxl');
  } finally {
    globalThis.RegExp = native;
  }
  return [...found.values()];
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** Texts that begin to match over and over. */
function* attacks({ pattern, length }: Pattern): Generator<string> {
  const words =
    pattern.source.replace(/\\[a-zA-Z]|\\u\w{4}|\[[^\]]*\]|\(\?<?[=!:]/g, ' ').match(/\w+|[^\w\s\\()|*+?{}^$]/g) ?? [];
  const pieces = [
    ...new Set([...words.slice(0, 12), 'a', '1', ' ', '\t', '\n', '-', '/', '.', ':', '"', '\\', '{', '<']),
  ];
  const fill = (piece: string, share: number) => piece.repeat(Math.ceil((length * share) / piece.length));
  for (const piece of pieces) {
    yield `${fill(piece, 1)}\0`;
    yield `a${fill(piece, 1)}b`;
  }
  for (const one of pieces) for (const two of pieces) if (one !== two) yield `${fill(one, 0.5)}${fill(two, 0.5)}\0`;
  for (const one of words.slice(0, 6)) for (const two of words.slice(0, 6)) yield `${fill(one + two, 1)}\0`;
}

/** Milliseconds of the processor: the clock goes on while others have the machine. */
function processorTime(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Milliseconds of the slowest answer that is slow twice. */
function slowest(tried: Pattern): { milliseconds: number; text: string } | null {
  const time = (text: string): number => {
    tried.pattern.lastIndex = 0;
    return processorTime(() => tried.pattern.test(text));
  };
  for (const text of attacks(tried)) {
    const milliseconds = Math.min(...[0, 1, 2].map((again) => (again === 0 || time(text) > MOST ? time(text) : 0)));
    if (milliseconds > MOST) return { milliseconds, text };
  }
  return null;
}

describe('no pattern takes long', () => {
  const judge = (patterns: readonly Pattern[]) => {
    expect(patterns.length).toBeGreaterThan(50);
    return patterns.flatMap((pattern) => {
      const found = slowest(pattern);
      return found
        ? [
            `${pattern.name}: ${Math.round(found.milliseconds)} ms for ${found.text.slice(0, 12)}…${found.text.slice(-12)}`,
          ]
        : [];
    });
  };
  test('of the code', { timeout: BUSY }, () => expect(judge(inCode())).toEqual([]));
  test('of data/', { timeout: BUSY }, async () => expect(judge(await inData())).toEqual([]));
});

test('a name of any length is read at once', () => {
  const names = ['flux'.repeat(20_000) + 'turbo'.repeat(20_000), `${'/'.repeat(100_000)}x`, 'a b '.repeat(50_000)];
  const read = () => {
    for (const name of names) analyse(JSON.stringify({ prompt: 'a', steps: 20, model: name, sampler: name }), 'json');
  };
  expect(processorTime(read)).toBeLessThan(2000);
});
