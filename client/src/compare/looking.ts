/** What a click on a picture, on a point of the curve or on the viewer means for what is looked at. No vscode. */
import type { FromPage } from './messages.ts';
import { type CompareView, type Happening, pairAt } from './view.ts';

type Looking = Extract<FromPage, { type: 'choose' | 'point' | 'close' | 'overlay' }>;

export function lookingAt(message: Looking, view: CompareView): Happening {
  switch (message.type) {
    case 'choose':
      return { kind: 'choose', renderId: message.renderId };
    case 'point':
      return { kind: 'chosen', renderIds: pairAt(view, message.steps) };
    case 'close':
      return { kind: 'chosen', renderIds: [] };
    case 'overlay':
      return { kind: 'overlay', overlay: message.overlay };
  }
}
