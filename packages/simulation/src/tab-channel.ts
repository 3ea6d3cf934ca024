import type { PlatformChannel } from '@latchkey/core/driver'
import type { Gate } from './gate.js'
import type { Random } from './random.js'
import type { Timeline } from './timeline.js'

/** A tab that speaks to the other tabs of its device. */
export interface ChannelUser {
  readonly name: string
  readonly isDead: boolean
}

/** What connects the tabs of one device, as a BroadcastChannel does. */
export interface TabChannels {
  /** `user` hears what passes `gate`. */
  open(name: string, user: ChannelUser, gate: Gate): PlatformChannel
}

interface Ear {
  readonly name: string
  readonly user: ChannelUser
  hear(message: unknown): void
  /** When the last message of each sender arrives: none overtakes another. */
  readonly arrivals: Map<ChannelUser, number>
}

/** A message takes so long between two busy tabs. */
const longestTravelMs = 40

export function createTabChannels(
  timeline: Timeline,
  random: Random,
  note: (who: string, what: string) => void,
): TabChannels {
  const ears = new Set<Ear>()
  /** Tabs that died with messages under way: from the first that is lost on, all of them are. */
  const silenced = new WeakSet<ChannelUser>()

  function travel(message: unknown, sender: ChannelUser, ear: Ear): void {
    const delayMs = random.chance(0.9) ? random.below(3) : random.between(3, longestTravelMs)
    const arrival = Math.max(timeline.now + delayMs, ear.arrivals.get(sender) ?? 0)
    ear.arrivals.set(sender, arrival)
    timeline.after(arrival - timeline.now, () => {
      if (sender.isDead && random.chance(0.3)) silenced.add(sender)
      if (silenced.has(sender) || ear.user.isDead || !ears.has(ear)) return
      ear.hear(message)
    })
  }

  return {
    open(name, user, gate) {
      const listeners: ((message: unknown) => void)[] = []
      const ear: Ear = {
        name,
        user,
        arrivals: new Map(),
        hear(message) {
          gate.run(() => {
            if (user.isDead || !ears.has(ear)) return
            note(user.name, `hears ${describe(message)}`)
            for (const listener of listeners) listener(message)
          })
        },
      }
      ears.add(ear)
      return {
        post(message) {
          let copy: unknown = structuredClone(message)
          if (user.isDead || !ears.has(ear)) return
          for (const other of ears) {
            if (other === ear || other.name !== name) continue
            travel(copy, user, other)
            // Each has a copy of its own; with two tabs there is one to make.
            if (ears.size > 2) copy = structuredClone(message)
          }
        },
        onMessage(listener) {
          listeners.push(listener)
        },
        close() {
          ears.delete(ear)
        },
      }
    },
  }
}

/** For the trace. */
function describe(message: unknown): string {
  const { type, name } = Object(message) as { readonly type?: unknown; readonly name?: unknown }
  return [type, name].filter((part) => typeof part === 'string').join(' ')
}
