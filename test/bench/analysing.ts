/**
 * Prints how many seconds of processor it takes to read all files of a folder and analyse them, in a process that has done so once
 * before. Arguments: dist/, the folder.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageOf } from '../../server/src/cli/languages.ts';
import { createKnowledge } from '../../server/src/knowledge/knowledge.ts';
import { loadData } from '../../server/src/knowledge/load.ts';
import { createService } from '../../server/src/service/index.ts';

const [dist, folder] = process.argv.slice(2);
const service = createService(createKnowledge(loadData((file) => readFileSync(join(dist, file), 'utf8'))));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|ya?ml)$/.test(name));

function analyseAll(): number {
  const before = process.cpuUsage();
  for (const file of files)
    service.findings(service.analyse(readFileSync(join(folder, file), 'utf8'), languageOf(file)));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

analyseAll();
console.log(analyseAll());
