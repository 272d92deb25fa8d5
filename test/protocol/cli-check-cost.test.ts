/** `sweetspot check --cost`: what wasteful counts cost, in calls, seconds and money. */
import { describe, expect, test } from 'vitest';
import { check, put, WASTE } from './checking.ts';

test('what wasteful counts cost, by file and in all', async () => {
  const { out } = await check(['--cost', '--seconds-per-call', '0.5', '--price-per-call', '0.01', 'a.yaml', 'b']);
  expect(out).toContain('a.yaml: 1 wasteful step count makes 55 model calls too many (69 % of theirs): 28 s, $0.55.\n');
  expect(out).toContain(
    'In all: 2 wasteful step counts make 110 model calls too many (69 % of theirs): 55 s, $1.10.\n',
  );
  const json = JSON.parse((await check(['--cost', '--format', 'json', 'a.yaml', 'b'])).out);
  expect(json.cost).toEqual({
    ...{ counts: 2, calls: 110, share: 110 / 160, seconds: null, timed: 0, measuredOn: [], price: null },
  });
});
describe('with what renders took here', () => {
  const on = 'a1111 http://127.0.0.1:7860/';
  const speed = { backend: on, model: '', width: 64, height: 64, sampler: '', guided: true };
  const samples = [{ perEvaluation: 0.5, overhead: 2, at: '2026-01-02T03:04:05.678Z' }];
  const kept = JSON.stringify({
    ...{ version: 1, clearedAt: '', sweetSpots: [] },
    speeds: [
      { ...speed, samples },
      { ...speed, backend: 'builtin', width: 32, samples },
    ],
  });
  const STORED = '.config/Code/User/globalStorage/sweetspot.sweetspot/measurements.json';

  test('as VS Code keeps it, or a file that is named; some counts are timed and some are not', async () => {
    await put({
      [STORED]: kept,
      'named.json': kept,
      'jobs/wide.yaml': WASTE.replace('64', '32'),
      'jobs/x.yaml': WASTE,
    });
    for (const args of [['--cost'], ['--measurements', 'named.json']]) {
      const { cost } = JSON.parse((await check([...args, '--format', 'json', 'jobs'])).out);
      expect(cost).toMatchObject({ calls: 110, timed: 55, seconds: 27.5, measuredOn: [on] });
    }
    const { out } = await check(['--cost', '--price-per-second', '0.1', 'jobs']);
    expect(out).toContain(
      `In all: 2 wasteful step counts make 110 model calls too many (69 % of theirs): 28 s for 55 of them as measured on ${on}, $2.75.`,
    );
    // What somebody says goes before what was measured.
    const { cost } = JSON.parse((await check(['--seconds-per-call', '1', '--format', 'json', 'jobs'])).out);
    expect(cost).toMatchObject({ seconds: 110, timed: 110, measuredOn: [] });
  });
  test('in threads, too', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`many-timed/${index}.yaml`, WASTE]));
    await put({ 'named.json': kept, ...many });
    const { out } = await check(['--measurements', 'named.json', '--format', 'json', 'many-timed']);
    expect(JSON.parse(out).cost).toMatchObject({ calls: 60 * 55, seconds: 60 * 27.5 });
  });
  test.each([
    ['none.json', "can't read none.json: there is no such file"],
    ['a.yaml', 'a.yaml holds no measurements of renders'],
  ])('%s: says that it is none', async (name, why) => {
    expect((await check(['--measurements', name, 'a.yaml'])).err).toContain(why);
  });
});
