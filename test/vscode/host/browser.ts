/** The browser half of the npm-provided VS Code: a Chromium that is on the machine already. */
import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './programs.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Starts a headless Chromium: the one named by SWEETSPOT_CHROMIUM, else found on PATH, else an installed Chrome. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.SWEETSPOT_CHROMIUM ?? findProgram(names);
  const options = executablePath === undefined ? { channel: 'chrome' } : { executablePath };
  try {
    return await chromium.launch({
      ...options,
      args: [
        // Chromium refuses to run as root inside its sandbox; it shows nothing here but our own page.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
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
