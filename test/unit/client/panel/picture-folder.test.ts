import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskPath, PictureFolder } from '../../../../client/src/panel/picture-folder.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../support/temporary.ts';

const NAME = '0a1b2c3d-0000-4000-8000-0123456789ab.png';
const SIZE = { mime: 'image/png', width: 1, height: 1 } as const;
const BYTES = new Uint8Array([137, 80, 78, 71]);

let home: TemporaryFolder;
let path: string;
let pictures: PictureFolder;

beforeEach(async () => {
  home = await temporaryFolder();
  path = join(home.path, 'pictures');
  pictures = new PictureFolder(path);
});
afterEach(() => home.remove());

const take = (file: string) => pictures.take({ kind: 'picture', file, ...SIZE });

describe('opening', () => {
  it('makes the folder', async () => {
    expect(pictures.open()).toBe(path);
    expect(await readdir(path)).toEqual([]);
  });

  it('removes what was left hours ago, and nothing that another window may wait for', async () => {
    pictures.open();
    await writeFile(join(path, 'left.png'), BYTES);
    await writeFile(join(path, NAME), BYTES);
    const hoursAgo = Date.now() / 1000 - 7200;
    await utimes(join(path, 'left.png'), hoursAgo, hoursAgo);
    // Written while a clock was ahead.
    await writeFile(join(path, 'future.png'), BYTES);
    await utimes(join(path, 'future.png'), new Date('2099-01-01'), new Date('2099-01-01'));
    pictures.open();
    expect(await readdir(path)).toEqual([NAME]);
  });

  it('names no folder where none can be made, or none is shared', async () => {
    await writeFile(path, 'a file in its place');
    expect(pictures.open()).toBeNull();
    expect(new PictureFolder(null).open()).toBeNull();
  });
});

describe('taking a picture', () => {
  beforeEach(() => void pictures.open());

  it('reads the file, as a plain array, and removes it', async () => {
    await writeFile(join(path, NAME), BYTES);
    const { bytes, mime } = take(NAME);
    expect([bytes, bytes.constructor, mime]).toEqual([BYTES, Uint8Array, 'image/png']);
    expect(await readdir(path)).toEqual([]);
  });

  it('reads what is in the message, as a plain array', () => {
    const { bytes } = pictures.take({ kind: 'preview', data: Buffer.from(BYTES).toString('base64'), ...SIZE });
    expect([bytes, bytes.constructor]).toEqual([BYTES, Uint8Array]);
  });

  it('fails for a file that is gone', () => {
    expect(() => take(NAME)).toThrow('ENOENT');
  });

  it.each([
    ['above', (name: string) => `../${name}`],
    ['above, on Windows', (name: string) => `..\\${name}`],
    ['below', (name: string) => `below/${name}`],
    ['at an absolute path', (name: string) => join(home.path, name)],
    ['under another name', () => 'notes.txt'],
  ])('leaves a file %s alone', async (_, placed) => {
    await mkdir(join(path, 'below'));
    const files = [join(home.path, NAME), join(path, 'below', NAME), join(path, 'notes.txt')];
    for (const file of files) await writeFile(file, BYTES);
    expect(() => take(placed(NAME))).toThrow('no picture of ours');
    expect(await readdir(home.path)).toContain(NAME);
    expect(await readdir(join(path, 'below'))).toEqual([NAME]);
    expect(await readdir(path)).toContain('notes.txt');
  });
});

describe('the place of storage on the disk', () => {
  const fsPath = '/home/a/storage';
  it.each([
    ['file', '', fsPath],
    ['file', 'server', fsPath],
    ['vscode-userdata', '', fsPath],
    ['vscode-userdata', 'server', null],
    ['vscode-remote', 'ssh-remote+box', null],
    ['vscode-vfs', 'github', null],
  ])('of %s://%s', (scheme, authority, path) => expect(diskPath({ scheme, authority, fsPath })).toBe(path));
});
