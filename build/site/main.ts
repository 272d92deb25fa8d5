/** `npm run site`: the documentation as a site of plain files, in dist-site/, for any server of files or from a disk. */
import { writeSite } from './write.ts';

const FOLDER = 'dist-site';

writeSite(FOLDER).then(
  ({ files, entries }) => console.log(`${FOLDER}/index.html: ${files.size} files, ${entries.length} places to find`),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
