/**
 * `npm run watch`: builds for debugging (`build.ts --debug`) again whenever a source changes. Each build is a process of its own,
 * so that changes of the build itself count, too. The two lines around each are what `.vscode/tasks.json` waits for.
 */
import { watch } from 'node:fs';
import { run } from './process.ts';

const FOLDERS = ['build', 'client', 'data', 'server', 'syntaxes'];
/** What the build itself writes there. */
const GENERATED = /\.schema\.json$/;
/** Milliseconds: an editor saves many files one after the other. */
const PAUSE = 100;

let building = false;
let stale = true;

async function build(): Promise<void> {
  if (building) return;
  building = true;
  while (stale) {
    stale = false;
    console.log('watch: building …');
    const { code, output } = await run('npx', ['tsx', 'build/build.ts', '--debug']);
    if (output.trim() !== '') console.log(output.trimEnd());
    console.log(code === 0 ? 'watch: built.' : 'watch: not built.');
  }
  building = false;
}

let timer: NodeJS.Timeout | undefined;
for (const folder of FOLDERS)
  watch(folder, { recursive: true }, (_, file) => {
    if (file === null || GENERATED.test(file)) return;
    stale = true;
    clearTimeout(timer);
    timer = setTimeout(build, PAUSE);
  });
await build();
