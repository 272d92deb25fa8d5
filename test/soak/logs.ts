/** What the extension's log complains of. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Lines of our logs below a folder that are warnings or errors, with how often each came. Times and numbers are left out. */
export async function complaintsIn(folder: string): Promise<Record<string, number>> {
  const found: Record<string, number> = Object.create(null);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const { name, parentPath } of entries.filter((entry) => /^(\d+-)?sweetspot.*\.log$/i.test(entry.name))) {
    const lines = (await readFile(join(parentPath, name), 'utf8')).split('\n');
    for (const line of lines.filter((each) => /\[(warning|error)\]/.test(each))) {
      const words = line.replace(/^\S+ \S+ /, '').replaceAll(/\d+/g, 'N');
      found[words] = (found[words] ?? 0) + 1;
    }
  }
  return { ...found };
}
