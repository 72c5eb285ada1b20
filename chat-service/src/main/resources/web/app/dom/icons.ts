import { svg } from './element';

/** Line icons on a 24-unit grid, drawn in the colour of the text around them. */
const PATHS = {
  alert: ['M12 3.5 2.5 20h19L12 3.5Z', 'M12 10v4.5', 'M12 17.4v.1'],
  arrowDown: ['M12 5v14', 'm6 13 6 6 6-6'],
  back: ['M19 12H5', 'm11 6-6 6 6 6'],
  bell: ['M6 10a6 6 0 0 1 12 0c0 5 2 6.500 2 6.500H4S6 15 6 10Z', 'M10 20a2.2 2.2 0 0 0 4 0'],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  close: ['M6 6l12 12', 'M18 6 6 18'],
  eye: ['M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z', 'M12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6Z'],
  hash: ['M9.5 4 7.5 20', 'M16.5 4l-2 16', 'M4.5 9h16', 'M3.5 15h16'],
  key: ['M15 4a5 5 0 1 1-4.6 7L4 17.4V20h3v-2h2v-2h1.6l1.2-1.2', 'M16 8.5v.1'],
  lock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3'],
  monitor: ['M3.5 5h17v11h-17z', 'M9 20h6', 'M12 16v4'],
  moon: ['M20 14.5A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.5 10.5Z'],
  people: ['M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z', 'M2.5 20c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5', 'M16 4.800a3.5 3.5 0 0 1 0 6.4', 'M18 15c2 .7 3.2 2.4 3.5 5'],
  plus: ['M12 5v14', 'M5 12h14'],
  reply: ['m9 6-5.500 5.500L9 17', 'M3.500 11.500H14a6 6 0 0 1 6 6V19'],
  rooms: ['M4 5h16v11H10l-4 3.500V16H4z'],
  search: ['M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z', 'm15.5 15.5 4.5 4.5'],
  send: ['M12 19V5', 'm6 11 6-6 6 6'],
  signOut: ['M14 4H5v16h9', 'M10 12h11', 'm17 8 4 4-4 4'],
  sun: ['M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z', 'M12 2.500v2', 'M12 19.500v2', 'M2.5 12h2', 'M19.5 12h2', 'm5.3 5.3 1.4 1.4', 'm17.3 17.3 1.4 1.4', 'm5.3 18.7 1.4-1.4', 'm17.3 6.7 1.4-1.4'],
  userPlus: ['M10 11.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z', 'M3 20c.4-3.6 3.2-5.5 7-5.5 1.6 0 3 .3 4.2 1', 'M18.5 14v6', 'M15.5 17h6'],
} as const satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  return svg(PATHS[name], 'icon');
}
