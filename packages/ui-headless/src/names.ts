import type { User } from '@latchkey/core'
import type { Kit } from './kit.js'
import { createWritable, type Readable } from './readable.js'

/** Names of people by userID, as far as they were asked for and are known on this device. */
export interface Names extends Readable<ReadonlyMap<string, string>> {
  /** Empty until it is known; then the snapshot changes. */
  nameOf(userID: string): string
}

/** As many as one query takes. */
const batchCount = 100

export function createNames({ chat }: Pick<Kit, 'chat'>): Names {
  const asked = new Set<string>()
  const waiting: string[] = []
  const names = createWritable<ReadonlyMap<string, string>>(new Map(), () => {
    const stops = [
      chat.on('userInfoUpdated', ({ userList }) => {
        keep(userList.filter(({ userID }) => asked.has(userID)))
      }),
      chat.on('connectionStateChanged', () => {
        if (chat.userID !== undefined) return
        // Nothing of one user is shown to the next.
        asked.clear()
        names.set(new Map())
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  })

  function keep(userList: readonly User[]): void {
    const known = names.getSnapshot()
    const news = userList.filter(({ userID, userName }) => userName !== (known.get(userID) ?? ''))
    if (news.length > 0)
      names.set(new Map([...known, ...news.map(({ userID, userName }) => [userID, userName] as const)]))
  }

  async function readWaiting(): Promise<void> {
    const userIDs = waiting.splice(0, batchCount)
    try {
      keep((await chat.queryUsersInfo(userIDs)).userList)
    } catch {
      // Asked again when they are next needed: a database that could not be read then may be readable by now.
      for (const userID of userIDs) asked.delete(userID)
    }
    if (waiting.length > 0) await readWaiting()
  }

  return {
    ...names,
    nameOf(userID) {
      if (!asked.has(userID)) {
        asked.add(userID)
        waiting.push(userID)
        // All that one screen asks for is read at once.
        if (waiting.length === 1) void Promise.resolve().then(readWaiting)
      }
      return names.getSnapshot().get(userID) ?? ''
    },
  }
}

/** The names of several people in one line; the userID of those whose name is not known. */
export function namesOf(userIDs: readonly string[], names: Names): string {
  return userIDs.map((userID) => names.nameOf(userID) || userID).join(', ')
}
