/**
 * `npm run test:backend -- URL`: the contract of backends, asked of a real server. It renders a few small pictures there.
 *
 *     npm run test:backend -- 127.0.0.1:8188
 *     npm run test:backend -- 127.0.0.1:7860 --kind a1111 --model v1-5-pruned-emaonly.safetensors --steps 30 --side 256
 *
 * `--kind`: instead of whatever answers. `--model`: as the server lists it, by default the first. `--steps`, `--side`: of the
 * pictures; a render must take a second or two, or there is nothing to cancel. Credentials: SWEETSPOT_TOKEN, or
 * SWEETSPOT_USER and SWEETSPOT_PASSWORD.
 */
import { parseArgs } from 'node:util';
import { run } from '../../support/process.ts';

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
  const { code } = await run('npx', ['vitest', 'run', '--config', 'test/backends/real/vitest.config.ts'], {
    stdio: 'inherit',
  });
  process.exitCode = code;
}
