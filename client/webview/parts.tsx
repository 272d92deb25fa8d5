/** Small parts that pages share. Text is set as text everywhere: nothing that a server says becomes markup. */
import { t } from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { inBackground } from '../../server/src/background.ts';
import type { Progress } from '../src/panel/progress.ts';
import { PATHS } from '../src/webview/icons.ts';

/** An icon in the colour of the text around it. It says nothing to screen readers: its button has a label. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

interface GroupProps {
  readonly id: string;
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Buttons that belong together. */
export function Group({ id, label, children }: GroupProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is one of a form
    <div id={id} role="group" aria-label={label}>
      {children}
    </div>
  );
}

interface ButtonProps {
  readonly id?: string;
  readonly class?: string;
  readonly title?: string | undefined;
  /** What screen readers say of it, where its text is not enough. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly text?: string;
  /** What it shows beside its text, or in place of it. */
  readonly children?: ComponentChildren;
}

export function Button({ label, pressed, text, children, ...rest }: ButtonProps) {
  return (
    <button {...rest} type="button" aria-label={label} aria-pressed={pressed}>
      {children}
      {text}
    </button>
  );
}

/** A button that shows what it does as an icon; `title` says it. */
export function IconButton({
  icon,
  ...rest
}: ButtonProps & { readonly icon: keyof typeof PATHS; readonly title: string }) {
  return (
    <Button class="icon" label={rest.title.replace('…', '')} {...rest}>
      <Icon name={icon} />
    </Button>
  );
}

interface FailureProps {
  readonly message: string;
  readonly retry: () => void;
  readonly post: (message: { readonly type: 'choose-backend' } | { readonly type: 'show-log' }) => void;
  readonly children?: ComponentChildren;
}

/** Why nothing came of it, and what can be done. */
export function Failure({ message, retry, post, children }: FailureProps) {
  return (
    <div id="failure" role="alert">
      <strong>{t('The render failed')}</strong>
      <p id="failure-message">{message}</p>
      {children}
      <div class="actions">
        <Button id="retry" onClick={retry} text={t('Try again')} />
        <Button onClick={() => post({ type: 'choose-backend' })} text={t('Choose backend…')} />
        <Button onClick={() => post({ type: 'show-log' })} text={t('Show log')} />
      </div>
    </div>
  );
}

interface NotesProps {
  readonly id: string;
  readonly texts: readonly string[];
  readonly label?: string;
}

/** A list of sentences; nothing where there are none. */
export function Notes({ id, texts, label }: NotesProps) {
  if (texts.length === 0) return null;
  return (
    <ul id={id} aria-label={label}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

/** What differs from the file; nothing where nothing does. */
export function Changes({
  heading,
  changes = [],
}: {
  readonly heading: string;
  readonly changes?: readonly string[] | undefined;
}) {
  if (changes.length === 0) return null;
  return (
    <div id="changes">
      <h2>{heading}</h2>
      <Notes id="change-list" texts={changes} />
    </div>
  );
}

/** How it goes in a few words, read out when they change, and its time. */
export function StatusLine({ status, time }: { readonly status: string; readonly time: string }) {
  return (
    <p id="line">
      <span id="status" role="status" aria-live="polite">
        {status}
      </span>
      <span id="time">{time}</span>
    </p>
  );
}

interface BarProps {
  readonly id?: string;
  readonly label: string;
  /** `null`: nobody knows how far it is. */
  readonly progress: Progress | null;
  readonly hidden: boolean;
}

export function Bar({ id, label, progress, hidden }: BarProps) {
  const known = progress && { max: progress.latest.total, value: progress.latest.done };
  // Only a new element forgets a value that it had.
  return <progress key={known ? 'known' : 'unknown'} id={id} aria-label={label} hidden={hidden} {...known} />;
}

/** Does what takes a while, and anew where something that it depends on changes: then the one before is no longer wanted. */
export function useLater(does: (isWanted: () => boolean) => Promise<void>, dependsOn: readonly unknown[]): void {
  useEffect(() => {
    let isWanted = true;
    inBackground(() => does(() => isWanted));
    return () => {
      isWanted = false;
    };
  }, dependsOn);
}

/** Hears a key wherever the keyboard is. */
export function useKey(wanted: string, listener: () => void): void {
  useEffect(() => {
    const hear = ({ key }: KeyboardEvent): void => void (key === wanted && listener());
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  });
}

/** Where an arrow key leads in a row of `count` things from the one at `at`; `null` for any other key. */
export function alongRow(key: string, at: number, count: number): number | null {
  if (at < 0) return null;
  if (key === 'ArrowRight') return Math.min(at + 1, count - 1);
  if (key === 'ArrowLeft') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

/** Moves the keyboard along the buttons of a row. */
export function moveAlong(event: KeyboardEvent, selector: string): void {
  if (!(event.currentTarget instanceof Element)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = event.target instanceof HTMLElement ? buttons.indexOf(event.target) : -1;
  const to = alongRow(event.key, at, buttons.length);
  if (to === null) return;
  event.preventDefault();
  buttons[to]?.focus();
}
