import { rowText } from './row-text.js'
import type { Life, World } from './world.js'

/** Each screen shows what its query answers anew: that is compared with the backend by itself. */
export async function auditScreens(world: World, life: Life): Promise<void> {
  for (const { name, shown, ask } of life.screens) {
    const { rows, status } = shown()
    const where = `the ${name} on the screen of ${life.name}`
    if (status !== 'current') world.violate('live', `${where}: ${status} while it is connected`)
    const outcome = await life.call(`audit: ${name} anew`, ask)
    const shows = rowText(rows)
    const belongs = outcome.isDone ? rowText(outcome.result) : outcome.code
    if (shows !== belongs) world.violate('live', `${where}: ${firstDifference(shows, belongs)}`)
  }
}

const longestExcerpt = 80

function firstDifference(shows: string, belongs: string): string {
  let at = 0
  while (at < shows.length && shows[at] === belongs[at]) at += 1
  const excerpt = (text: string) => text.slice(Math.max(0, at - longestExcerpt / 2), at + longestExcerpt / 2)
  return `${excerpt(shows)} where ${excerpt(belongs)} belongs`
}
