/** `node:fs`, `node:fs/promises`, `node:os` and `node:url` in browsers, as far as they are named: there is no disk, and nobody should ask for one. */
const asks = (): never => {
  throw new Error('A browser has no disk.');
};
const rejects = async (): Promise<never> => asks();

export {
  asks as fileURLToPath,
  asks as mkdirSync,
  asks as pathToFileURL,
  asks as readdirSync,
  asks as readFileSync,
  asks as rmSync,
  asks as statSync,
  asks as tmpdir,
  asks as writeFileSync,
  rejects as lstat,
  rejects as mkdir,
  rejects as mkdtemp,
  rejects as open,
  rejects as readdir,
  rejects as readFile,
  rejects as rename,
  rejects as rm,
  rejects as stat,
  rejects as utimes,
  rejects as writeFile,
};
