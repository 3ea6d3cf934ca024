import type { LogReference, NewLogEntry, Register, RegisterRow } from './log-rows.js'
import type { QueryContext } from './operation-context.js'
import { readRegisters } from './registers.js'
import { readStatus } from './user-status.js'

/** Who is connected, and who is to be told of whom. It is of this process alone, and in memory only: nothing of it is in the log. */
export interface Presence {
  attend(userID: string, platform: string, tell: (statuses: readonly Register[]) => void): Attendance
  /** The kinds of devices with which the user is connected. */
  platformsOf(this: void, userID: string): readonly string[]
  /** To be told of every entry, once it is committed. */
  notify(entries: readonly NewLogEntry[]): void
}

export interface Attendance {
  /** Tells the status of everybody whom the user follows. */
  refresh(): void
  /** Idempotent. */
  leave(): void
}

interface Device {
  readonly platform: string
  tell(statuses: readonly Register[]): void
}

/** One consistent look at the store, as any user. */
type Look = <Result>(work: (as: (userID: string) => QueryContext) => Promise<Result>) => Promise<Result>

const kind = 'statusSubscription'
const rowsPerRead = 500
const statusesPerRead = 100

export function createPresence(look: Look): Presence {
  const devices = new Map<string, Set<Device>>()
  /** Whom each connected user follows, and until when; and the other way round. */
  const followed = new Map<string, Map<string, number>>()
  const followers = new Map<string, Set<string>>()
  // One after the other, so that what is told last is what is so.
  let work = Promise.resolve()

  function platformsOf(userID: string): readonly string[] {
    return [...new Set([...(devices.get(userID) ?? [])].map(({ platform }) => platform))].toSorted()
  }

  function later(step: () => Promise<void>): void {
    // A store that cannot be read fails whoever follows the log too, which is where it is reported.
    work = work.then(step).catch(() => undefined)
  }

  function follow(userID: string, { key, value }: Pick<RegisterRow, 'key' | 'value'>): void {
    const until = value !== undefined && 'expireTime' in value ? value.expireTime : undefined
    if (until === undefined) {
      followed.get(userID)?.delete(key)
      const rest = followers.get(key)
      rest?.delete(userID)
      if (rest?.size === 0) followers.delete(key)
      return
    }
    followed.get(userID)?.set(key, until)
    followers.set(key, (followers.get(key) ?? new Set()).add(userID))
  }

  async function load(userID: string): Promise<void> {
    const rows = await look(async (as) => {
      const { reader, now } = as(userID)
      const found: RegisterRow[] = []
      for (let after: RegisterRow | undefined; ;) {
        const query = { kind, ...(after && { after }), limit: rowsPerRead } as const
        const page = await reader.listRegisters({ type: 'user', userID }, query)
        const isOpen = (row: RegisterRow) => row.kind === kind && row.value !== undefined && row.value.expireTime > now
        found.push(...page.filter(isOpen))
        if (page.length < rowsPerRead) return found
        after = page.at(-1)
      }
    })
    if (!devices.has(userID)) return
    for (const row of rows) follow(userID, row)
  }

  async function tell(userID: string, others: readonly string[], only?: Device): Promise<void> {
    for (let start = 0; start < others.length; start += statusesPerRead) {
      const wanted = others.slice(start, start + statusesPerRead)
      const statuses = await look((as) => Promise.all(wanted.map((other) => readStatus(as(userID), other))))
      for (const device of only ? [only] : (devices.get(userID) ?? [])) device.tell(statuses)
    }
  }

  function announce(userID: string): void {
    later(async () => {
      const isOpen = await look(async (as) => {
        const { now } = as(userID)
        return (follower: string) => (followed.get(follower)?.get(userID) ?? 0) > now
      })
      for (const follower of [...(followers.get(userID) ?? [])]) {
        if (isOpen(follower)) await tell(follower, [userID])
      }
    })
  }

  function noted(userID: string, { kind: changed, key }: LogReference & { readonly type: 'register' }): void {
    if (changed === 'customStatus') announce(userID)
    if (changed === 'blockedUser' && followed.get(key)?.has(userID)) later(() => tell(key, [userID]))
    if (changed !== kind || !devices.has(userID)) return
    later(async () => {
      const [row] = await look((as) => readRegisters(as(userID), { type: 'user', userID }, kind, [key]))
      if (!row || !devices.has(userID)) return
      follow(userID, row)
      if (row.value !== undefined) await tell(userID, [key])
    })
  }

  return {
    platformsOf,

    attend(userID, platform, hear) {
      const before = platformsOf(userID).join()
      const device: Device = { platform, tell: hear }
      const own = devices.get(userID) ?? new Set()
      devices.set(userID, own.add(device))
      if (!followed.has(userID)) {
        followed.set(userID, new Map())
        later(() => load(userID))
      }
      if (platformsOf(userID).join() !== before) announce(userID)
      return {
        refresh: () => later(() => tell(userID, [...(followed.get(userID)?.keys() ?? [])], device)),
        leave() {
          if (!own.delete(device)) return
          if (own.size === 0) {
            devices.delete(userID)
            for (const key of [...(followed.get(userID)?.keys() ?? [])]) follow(userID, { key })
            followed.delete(userID)
          }
          announce(userID)
        },
      }
    },

    notify(entries) {
      for (const { audience, reference } of entries) {
        if (audience.type === 'user' && reference.type === 'register') noted(audience.userID, reference)
      }
    },
  }
}
