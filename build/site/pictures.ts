/** Which pictures the site has, by their place in it. */
import { readdir } from 'node:fs/promises';
import type { CompiledData } from '../../server/src/knowledge/schema.ts';

export interface KeptPicture {
  /** From the root of the repository. */
  readonly from: string;
  readonly path: string;
}

/** Those of the README and of docs/, and the icon. */
export async function keptPictures(): Promise<KeptPicture[]> {
  const drawings = (await readdir('docs')).filter((name) => name.endsWith('.svg')).map((name) => ['docs', name]);
  const images = (await readdir('docs/images')).map((name) => ['docs/images', name]);
  return [...drawings, ...images, ['assets', 'icon.png']].map(([folder, name]) => ({
    from: `${folder}/${name}`,
    path: `pictures/${name}`,
  }));
}

/** Those that are drawn for the guide of step counts. */
export function drawnPictures({ stepsGuide }: Pick<CompiledData, 'stepsGuide'>): string[] {
  return stepsGuide.compare.map(drawnPicture);
}

/** What so many steps give. */
export function drawnPicture(steps: number): string {
  return `pictures/steps-${steps}.jpg`;
}
