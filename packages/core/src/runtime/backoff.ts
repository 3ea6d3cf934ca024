import type { PlatformRandom } from '../contract/platform.js'

const firstDelayMs = 500
const longestDelayMs = 30_000

/**
 * How long to wait before the next try: doubling from 0.5 s to 30 s, of which a random half, so that clients that lost
 * the backend together do not return together. `attempt` counts from 0.
 */
export function backoffDelayMs(random: PlatformRandom, attempt: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 16))
  const [byte = 0] = random.bytes(1)
  return Math.round(ceiling / 2 + (ceiling / 2) * (byte / 255))
}
