'use client'

/**
 * Glyphs of one hand: 24 × 24, a line of 1.75. Their paths are drawn for this kit, so that neither an icon font nor an
 * icon package has to be loaded.
 */
const paths = {
  pencil:
    'M12.5 5H7a3 3 0 0 0-3 3v9a3 3 0 0 0 3 3h9a3 3 0 0 0 3-3v-5.5M10 14l.5-3 7.6-7.6a1.8 1.8 0 0 1 2.5 2.5L13 13.5 10 14',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.3 15.3L20 20',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14a6.5 6.5 0 0 1 3.5 6',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5a7.5 7.5 0 0 1 15 0',
  phone:
    'M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2',
  outgoing: 'M7 17L17 7M9 7h8v8',
  incoming: 'M17 7L7 17M7 9v8h8',
  personAdd: 'M9.5 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M3 20a6.5 6.5 0 0 1 13 0M19 8v6M16 11h6',
  shield: 'M12 3.5l7 2.5v5.5c0 4.5-3 7.6-7 9-4-1.4-7-4.5-7-9V6l7-2.5',
  star: 'M12 4l2.4 5 5.6.7-4 3.9 1 5.4-5-2.7-5 2.7 1-5.4-4-3.9 5.6-.7L12 4',
  hush: 'M4 4l16 16M9 5.4a10 10 0 0 1 3-.4c5 0 9 3.3 9 7.6 0 1.5-.5 2.9-1.4 4.1M16 19.5a10.5 10.5 0 0 1-8 0L4 21l1-3a7.3 7.3 0 0 1-.4-9.6',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11.5V16M12 8v.01',
  bell: 'M6 10a6 6 0 0 1 12 0v4l2 3H4l2-3v-4M10 20.5h4',
  bellOff: 'M4 4l16 16M8.5 5.1A6 6 0 0 1 18 10v3.5l1 1.7M6.4 8.2A6 6 0 0 0 6 10v4l-2 3h13M10 20.5h4',
  archive: 'M3.5 5h17v4h-17V5M5 9v10h14V9M10 13h4',
  unarchive: 'M3.5 5h17v4h-17V5M5 9v10h14V9M12 16.5V12M9.8 14l2.2-2.2 2.2 2.2',
  signOut: 'M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9',
  back: 'M15 5l-7 7 7 7',
  send: 'M4 4l17 8-17 8 3-8-3-8M7 12h14',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3.5 2',
  check: 'M5 13l4 4L19 7',
  alert: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 8v4.5M12 16v.01',
  pin: 'M9 4h6l-.7 6 2.7 3v2H7v-2l2.7-3L9 4M12 15v5',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13',
  more: 'M6.2 12a1.2 1.2 0 1 1-2.4 0 1.2 1.2 0 0 1 2.4 0M13.2 12a1.2 1.2 0 1 1-2.4 0 1.2 1.2 0 0 1 2.4 0M20.2 12a1.2 1.2 0 1 1-2.4 0 1.2 1.2 0 0 1 2.4 0',
  close: 'M6 6l12 12M18 6L6 18',
  hide: 'M4 4l16 16M9.5 5.6A9.6 9.6 0 0 1 21.5 12a13 13 0 0 1-2.6 3.4M6.4 7.6A13 13 0 0 0 2.5 12a9.7 9.7 0 0 0 13.6 5.6M10 10a2.8 2.8 0 0 0 4 4',
  down: 'M12 5v14M6 13l6 6 6-6',
  cloudOff: 'M4 4l16 16M9 6.2A6 6 0 0 1 17.5 10 4.5 4.5 0 0 1 20 18M16 18.5H7a4.5 4.5 0 0 1-.8-8.9',
  sync: 'M20 11a8 8 0 0 0-14-4.5L4 8.5M4 4.5v4h4M4 13a8 8 0 0 0 14 4.5l2-2M20 19.5v-4h-4',
  checks: 'M2.5 13l4 4L15.5 7M12 16.2l.8.8L21.5 7',
  copy: 'M9 9h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2V9M9 15H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v3',
  plus: 'M12 5v14M5 12h14',
  up: 'M12 19V5M6 11l6-6 6 6',
  next: 'M9 5l7 7-7 7',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  play: 'M8 5l11 7-11 7V5',
  pause: 'M8.5 5v14M15.5 5v14',
  place: 'M12 21s7-6.3 7-11.3A7 7 0 0 0 5 9.7C5 14.7 12 21 12 21M12 12.2a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  file: 'M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5L13.5 3M13.5 3v5.5H19',
  reply: 'M9 6L4 11l5 5M4 11h9a7 7 0 0 1 7 7v1',
  bubble: 'M5 18l-1 3 4-1.5a10 10 0 0 0 4 .8c5 0 9-3.4 9-7.7S17 5 12 5s-9 3.3-9 7.6A7.3 7.3 0 0 0 5 18',
} as const

export type IconName = keyof typeof paths

/** Decoration only: what it means is said in words beside it. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className="lk-icon"
      data-icon={name}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
