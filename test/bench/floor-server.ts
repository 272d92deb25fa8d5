/** The floor as a program. */
import { serveFloor } from './floor.ts';

serveFloor();
