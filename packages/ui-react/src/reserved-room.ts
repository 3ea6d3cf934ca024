import type { CSSProperties } from 'react'

/** The most and the least that a picture takes in a bubble, in pixels of the page. */
const most = { width: 320, height: 380 }
const least = { width: 140, height: 100 }

/** The room of a picture or a video: as large as fits, never so flat or narrow that it cannot be touched. */
export function reservedRoom({ width, height }: { readonly width: number; readonly height: number }): CSSProperties {
  const scale = Math.min(1, most.width / width, most.height / height)
  const shown = {
    width: Math.round(Math.max(least.width, width * scale)),
    height: Math.round(Math.max(least.height, height * scale)),
  }
  return { inlineSize: shown.width, aspectRatio: `${String(shown.width)} / ${String(shown.height)}` }
}
