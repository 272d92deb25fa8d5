/** Writing pictures under names that say what they are. */
import { extname } from 'node:path';
import type { Picture } from '../render/backend.ts';
import { writeOut } from './files.ts';

const EXTENSIONS: Readonly<Record<Picture['mime'], readonly string[]>> = {
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/webp': ['.webp'],
  'video/mp4': ['.mp4'],
  'video/webm': ['.webm'],
};

/**
 * Writes a picture and answers the file's name: the one wished for, with the extension that its bytes really have, and with a
 * number from the second picture of a render on.
 */
export async function writePicture(wished: string, { bytes, mime }: Picture, number: number): Promise<string> {
  const written = extname(wished);
  const [usual] = EXTENSIONS[mime];
  const extension = EXTENSIONS[mime].includes(written.toLowerCase()) ? written : usual;
  // Only the extension of a picture is replaced: `render.v2` is a name.
  const isPicture = Object.values(EXTENSIONS).flat().includes(written.toLowerCase());
  const stem = isPicture ? wished.slice(0, -written.length) : wished;
  const file = `${stem}${number > 1 ? `-${number}` : ''}${extension}`;
  await writeOut(file, bytes);
  return file;
}
