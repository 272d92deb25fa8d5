/**
 * `npm run test:backend -- URL`: the contract of backends, asked of a real server. It renders a few small pictures there.
 *
 *     npm run test:backend -- 127.0.0.1:8188
 *     npm run test:backend -- 127.0.0.1:7860 --kind a1111 --model v1-5-pruned-emaonly.safetensors --steps 30 --side 256
 *
 * `--kind`: instead of whatever answers. `--model`: as the server lists it, by default the first. `--steps`, `--side`: of the
 * pictures; a render must take a second or two, or there is nothing to cancel. Credentials: SWEETSPOT_TOKEN, or
 * SWEETSPOT_USER and SWEETSPOT_PASSWORD. However it is left, its job does not stay on the server.
 */
import { parseArgs } from 'node:util';
import { createVitest } from 'vitest/node';
import { leaveSignal } from '../../../server/src/cli/leaving.ts';
import { outliveReaders } from '../../../server/src/cli/output.ts';
import { LEAVING } from './leaving.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kind: { type: 'string' },
    model: { type: 'string' },
    steps: { type: 'string', default: '20' },
    side: { type: 'string', default: '256' },
  },
});
if (positionals.length !== 1) {
  console.error('Which server? npm run test:backend -- URL [--kind KIND] [--model NAME] [--steps N] [--side PIXELS]');
  process.exitCode = 2;
} else {
  process.env.SWEETSPOT_TEST_BACKEND = JSON.stringify({ address: positionals[0], ...values });
  // In a thread of this process: a signal to all of a terminal's processes would end another one with its job.
  const vitest = await createVitest('test', {
    config: 'test/backends/real/vitest.config.ts',
    watch: false,
    pool: 'threads',
  });
  // Vitest and Vite end the process at once when they are asked to.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  process.stdin.removeAllListeners('end');
  outliveReaders();
  const leaving = leaveSignal();
  const channel = new BroadcastChannel(LEAVING);
  // Again and again: the tests may not listen yet.
  const saying = setInterval(() => leaving.aborted && channel.postMessage(null), 100);
  await vitest.start();
  clearInterval(saying);
  channel.close();
  await vitest.close();
  if (leaving.aborted) process.exitCode = 130;
}
