/** Moves between the generations of a file, asks which is meant where the cursor is in none, switches between draft and final counts, and begins new files. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { PlaceSchema } from '../../server/src/protocol/commands.ts';
import { RECOGNISED, type Recognised } from '../../server/src/protocol/recognised.ts';
import { STARTERS } from '../../server/src/protocol/starters.ts';
import { Command } from './commands.ts';
import { rangeOf, reveal, targetAtCursor } from './documents.ts';
import { inform, onCommand } from './notices.ts';
import { type Target, targetFrom } from './panel/target.ts';
import { isRenderable } from './recognised.ts';
import type { Server } from './server.ts';
import { isTrusted } from './trust.ts';

type Told = Recognised['generations'][number];

export function registerGenerations(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    onCommand(Command.nextGeneration, () => go(server, 1)),
    onCommand(Command.previousGeneration, () => go(server, -1)),
    onCommand(Command.switchSteps, switchSteps),
    onCommand(Command.newConfig, () => newConfig(server)),
    // Of code actions: no command that people could look for.
    onCommand('sweetspot.goTo', goTo),
  );
}

/**
 * What a command is to render: at the place that a link names, else at the cursor, else what the panel shows. `null` where there is
 * nothing, which a person is told, or it is none of their workspaces to trust.
 */
export async function targetToRender(server: Server, argument: unknown, shown: Target | null): Promise<Target | null> {
  if (!(await isTrusted())) return null;
  const here = targetAtCursor();
  const target = targetFrom(argument) ?? (here ? await generationAt(server, here) : shown);
  if (target) return (await isRenderable(server, target.uri)) ? target : null;
  if (!here) inform(t('Open a JSON or YAML file and put the cursor in what to render.'));
  return null;
}

/** The cursor's place; where it is in none of several generations, that of the one that a person picks, `null` where they don't. */
async function generationAt(server: Server, target: Target): Promise<Target | null> {
  const generations = await generationsOf(server, target.uri);
  const at = new vscode.Position(target.position.line, target.position.character);
  const isIn = ({ range, parts }: Told): boolean =>
    [range, ...parts.map((part) => part.range)].some((each) => rangeOf(each).contains(at));
  if (generations.length < 2 || generations.some(isIn)) return target;
  const items = generations.map(({ title, range }) => ({
    label: title,
    description: t('line {0}', range.start.line + 1),
    range,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t('Which of them?') });
  return picked ? { uri: target.uri, position: picked.range.start } : null;
}

/** To the next generation, or the one before; from the last one to the first. */
async function go(server: Server, by: 1 | -1): Promise<void> {
  const target = targetAtCursor();
  const editor = vscode.window.activeTextEditor;
  if (!target || !editor) return;
  const starts = (await generationsOf(server, target.uri)).map(({ range }) => rangeOf(range).start);
  if (starts.length === 0) {
    inform(t('There is no generation in this file.'));
    return;
  }
  const { active } = editor.selection;
  const next =
    by === 1 ? starts.find((start) => start.isAfter(active)) : starts.findLast((start) => start.isBefore(active));
  const place = next ?? (by === 1 ? starts[0] : starts[starts.length - 1]);
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Selects a place of a file, which may have been made or changed just now. */
async function goTo(argument: unknown): Promise<void> {
  const { uri, range } = v.parse(PlaceSchema, argument);
  await reveal(vscode.Uri.parse(uri), rangeOf(range));
}

/** By which the server offers to write the draft's count, or the final one, for the generation that the cursor is in. */
const STEPS_SWITCH = 'refactor.rewrite.sweetspot.steps';

/** Writes the draft's step count in place of any other, and the final one in place of the draft's. */
async function switchSteps(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!targetAtCursor() || !editor) return;
  const { active } = editor.selection;
  const [offered] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    new vscode.Range(active, active),
    STEPS_SWITCH,
  );
  if (offered?.edit) await vscode.workspace.applyEdit(offered.edit);
  else inform(t('There is no step count here that has a draft and a final one.'));
}

async function generationsOf(server: Server, uri: string): Promise<readonly Told[]> {
  const said = await server.request(RECOGNISED, { textDocument: { uri } });
  return said?.generations ?? [];
}

/** An unsaved file with a config of a format that a person picks. */
async function newConfig(server: Server): Promise<void> {
  const starters = await server.request(STARTERS, {});
  const items = starters.map((starter) => ({
    label: starter.name,
    description: starter.language.toUpperCase(),
    detail: starter.says,
    starter,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: t('Which format?'), matchOnDetail: true });
  if (!picked) return;
  const document = await vscode.workspace.openTextDocument({ language: picked.starter.language });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(picked.starter.snippet));
}
