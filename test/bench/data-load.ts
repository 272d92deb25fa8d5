/** Prints how many milliseconds the server needs to read and index its data at its start, in a fresh process. Argument: dist/. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKnowledge } from '../../server/src/knowledge/knowledge.ts';
import { loadData } from '../../server/src/knowledge/load.ts';

const folder = process.argv[2];
const start = performance.now();
createKnowledge(loadData((file) => readFileSync(join(folder, file), 'utf8')));
console.log(performance.now() - start);
