/** Small things about elements. Text is set as text everywhere: nothing that a server says becomes markup. */

/** The element of html.ts with this id; throws when html.ts and the script disagree. */
export function part<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} #${id}.`);
  return element;
}

/** A new element with a text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text = ''): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** Sets a text only when it changes: setting the same text again makes some screen readers repeat it. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Hides or shows an element. A hidden element loses the keyboard, which would start from the top of the page: `heir` gets it.
 */
export function hide(element: HTMLElement, hidden: boolean, heir?: HTMLElement): void {
  const hadFocus = hidden && element.contains(document.activeElement);
  element.hidden = hidden;
  if (hadFocus) heir?.focus();
}

export function onClick(id: string, listener: () => void): HTMLButtonElement {
  const button = part(id, HTMLButtonElement);
  button.addEventListener('click', listener);
  return button;
}
