import type { Locator, Page } from 'playwright-core';

/** The smallest part of the window with all these elements, in CSS pixels. */
export async function frameOf(
  page: Page,
  elements: readonly Locator[],
): Promise<{ x: number; y: number; width: number; height: number }> {
  const margin = 2;
  const boxes = await Promise.all(elements.map((element) => element.boundingBox()));
  const seen = boxes.filter((box) => box !== null);
  if (seen.length < boxes.length) throw new Error('Something that was to be pictured is not on the screen.');
  const window = page.viewportSize() ?? { width: Infinity, height: Infinity };
  const left = Math.max(0, Math.min(...seen.map(({ x }) => x)) - margin);
  const top = Math.max(0, Math.min(...seen.map(({ y }) => y)) - margin);
  const right = Math.min(window.width, Math.max(...seen.map(({ x, width }) => x + width)) + margin);
  const bottom = Math.min(window.height, Math.max(...seen.map(({ y, height }) => y + height)) + margin);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
