/** The browser half of the npm-provided VS Code: a Chromium that is on the machine already, or else the one from npm. */
import { type Browser, chromium } from 'playwright-core';
import { type InstalledChromium, installChromium } from './chromium/install.ts';
import { findProgram } from './programs.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * Starts a headless Chromium: the one named by SWEETSPOT_CHROMIUM, else found on PATH, else one from npm. Rejects with what
 * to do where none can be started.
 */
export async function launchChromium(): Promise<Browser> {
  try {
    const { executablePath, env, bare } = await findChromium();
    return await chromium.launch({
      executablePath,
      env: { ...process.env, ...env },
      args: [
        // Chromium refuses to run as root inside its sandbox, and the one from npm has none; it shows nothing here but our own page.
        ...(bare || process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
        ...['--disable-background-networking', '--disable-component-update'],
      ],
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `No Chromium could be started. Install one (on Debian: apt-get install chromium) or name it in SWEETSPOT_CHROMIUM.\n${reason}`,
    );
  }
}

async function findChromium(): Promise<InstalledChromium> {
  const executablePath = process.env.SWEETSPOT_CHROMIUM ?? findProgram(names);
  return executablePath === undefined ? installChromium() : { executablePath, env: {}, bare: false };
}
