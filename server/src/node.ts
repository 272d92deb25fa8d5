/** What VS Code and other editors start. All of the server is loaded after `keepCompiled`, which knows how to do it sooner. */
import { inBackground } from './background.ts';
import { keepCompiled } from './compiled.ts';

/** A folder of the user's, of whoever starts the server. */
const folder = process.env.SWEETSPOT_COMPILED;
if (folder) keepCompiled(folder, __filename);
inBackground(async () => (await import('./server-main.ts')).start(__dirname));
