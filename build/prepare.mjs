/**
 * npm's `prepare`: builds what a package made from git holds, for pre-commit and `npm install git+…`. In a checkout it runs with
 * `npm install`. Plain JavaScript: what runs TypeScript may not be there yet, since npm passes `--global` on to the installation of a git
 * package's development dependencies, which then land nowhere (npm 11).
 */
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const run = (command) => execSync(command, { stdio: ['ignore', 'ignore', 'inherit'] });
if (!existsSync('node_modules/tsx')) run('npm ci --global=false --include=dev --ignore-scripts --no-audit --no-fund');
run('npm run --silent build');
