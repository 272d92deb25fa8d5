/** The panels' icons: 16 × 16, drawn in the colour of the text around them. */

export const PATHS = {
  'zoom-out': 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.3 14 14M5 7h4',
  'zoom-in': 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.3 14 14M5 7h4M7 5v4',
  compare: 'M2.5 3.5h11v9h-11zM8 1.5v13M4.2 8.5l1.5-2 1.8 2.5M10 7.5h2',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  save: 'M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11',
  settings:
    'M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M10 3a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3ZM6 10a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
  close: 'M4 4l8 8M12 4l-8 8',
  play: 'M4.5 2.5v11l9-5.5Z',
  pause: 'M5 3v10M11 3v10',
  sound: 'M2.5 6v4h2.5l3.5 3V3L5 6ZM10.8 5.8a3 3 0 0 1 0 4.4M12.6 4a5.5 5.5 0 0 1 0 8',
  silent: 'M2.5 6v4h2.5l3.5 3V3L5 6ZM10.8 6.2l3.6 3.6M14.4 6.2l-3.6 3.6',
  add: 'M8 3v10M3 8h10',
  back: 'M13.5 8h-11M7 3.5 2.5 8 7 12.5',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.5M2.5 8h.5M2.5 12h.5',
} as const;
