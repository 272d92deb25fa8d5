/** One exit code for wrong use and one for a server that fails, whichever command is asked. */
import { expect, test } from 'vitest';
import { run } from '../../build/process.ts';
import { startServer } from '../backends/support.ts';
import { file } from './rendering.ts';

const COMMANDS: Readonly<Record<string, () => string[]>> = {
  render: () => [file('plain.yaml'), '-o', file('never.png')],
  compare: () => [file('plain.yaml'), '-o', file('never')],
  find: () => [file('plain.yaml')],
  mcp: () => [],
};
const sweetspot = (command: string, ...more: string[]) =>
  run(process.execPath, ['dist/cli.cjs', command, ...COMMANDS[command](), ...more], { shell: false });

test.each(Object.keys(COMMANDS))(
  '%s: an address that is none is wrong use, a server that is none has failed',
  async (command) => {
    for (const address of ['ftp://a.b', 'http://', 'http://me:secret@127.0.0.1:1'])
      expect(await sweetspot(command, '--backend', address)).toEqual({
        code: 2,
        output: expect.stringMatching(/^sweetspot: (".*" is no address of a server|Leave user and password out)/),
      });
    const gone = await startServer(() => {});
    await gone.stop();
    const { code, output } = await sweetspot(command, '--backend', gone.url.href);
    expect([code, output]).toEqual([1, expect.stringContaining('Nothing answers at')]);
  },
);
