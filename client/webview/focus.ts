/** What has the keyboard may vanish; then the keyboard goes to what is near, and not to the top of the page. */

const CAN_HAVE_FOCUS = 'button:not(:disabled), select, [tabindex]';

/** Draws, and where that took away what had the keyboard, gives it to the first thing in the nearest place that is still there. */
export function keepFocus(draw: () => void): void {
  const had = document.activeElement;
  const around: Element[] = [];
  for (let at = had?.parentElement; at && at !== document.body; at = at.parentElement) around.push(at);
  draw();
  if (!had || around.length === 0 || isThere(had)) return;
  for (const place of around.filter(isThere)) {
    const heir = [...place.querySelectorAll<HTMLElement>(CAN_HAVE_FOCUS)].find(isThere);
    if (!heir) continue;
    heir.focus();
    return;
  }
}

function isThere(element: Element): boolean {
  return element.isConnected && element.closest('[hidden]') === null;
}
