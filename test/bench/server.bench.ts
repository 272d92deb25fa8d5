/** How soon the server answers: start to first diagnostics, hover, edit to diagnostics. Times of this machine, beside a bare Node start. */
import { execFileSync } from 'node:child_process';
import { startClient } from '../support/language-client.ts';

const uri = 'file:///job.yaml';
const text = 'model: black-forest-labs/FLUX.1-schnell\nprompt: a cat\nnum_inference_steps: 28\n';
const position = { line: 2, character: 22 };

async function timed(action: () => Promise<unknown> | unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

function quantile(samples: readonly number[], q: number): number {
  return [...samples].sort((a, b) => a - b)[Math.min(samples.length - 1, Math.floor(q * samples.length))];
}

async function repeat(times: number, action: (i: number) => Promise<unknown> | unknown): Promise<number[]> {
  const samples: number[] = [];
  for (let i = 0; i < times; i++) samples.push(await timed(() => action(i)));
  return samples;
}

const nodeStarts = await repeat(10, () => execFileSync(process.execPath, ['-e', '0']));
const starts: number[] = [];
for (let i = 0; i < 10; i++) {
  const began = performance.now();
  const client = await startClient();
  await client.open(uri, text);
  await client.pull(uri);
  starts.push(performance.now() - began);
  await client.stop();
}

const client = await startClient({ abilities: { pictures: true, commandLinks: true, theme: 'dark' } });
await client.open(uri, text);
await client.pull(uri);
await repeat(50, () => client.hover(uri, position)); // warm up: we measure a running editor, not the compiler
const hovers = await repeat(300, () => client.hover(uri, position));
const edits = await repeat(300, async (i) => {
  await client.change(
    uri,
    i + 2,
    { start: { line: 2, character: 21 }, end: { line: 2, character: 23 } },
    String(20 + (i % 70)),
  );
  await client.pull(uri);
});
await client.stop();

const baseline = quantile(nodeStarts, 0.5);
const rows = [
  ['bare `node -e 0`', nodeStarts, ''],
  [
    'start to first diagnostics',
    starts,
    `${(quantile(starts, 0.5) / baseline).toFixed(1)} × bare node; target under 250 ms`,
  ],
  ['hover', hovers, 'target under 2 ms'],
  ['edit to diagnostics', edits, ''],
] as const;
console.log('Server, small YAML file              p50 ms   p95 ms');
for (const [name, samples, note] of rows) {
  console.log(
    `${name.padEnd(34)} ${quantile(samples, 0.5).toFixed(2).padStart(8)} ${quantile(samples, 0.95).toFixed(2).padStart(8)}   ${note}`,
  );
}
