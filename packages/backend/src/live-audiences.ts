import type { LogReference, NewLogEntry } from './log-rows.js'
import type { LogStore } from './log-store.js'

/** Tells those who listen for a user that the user's change log may have grown. */
export interface LiveAudiences {
  /** Returns what ends it. */
  listen(userID: string, listener: () => void): () => void
  /** To be told of every entry, once it is committed. */
  notify(entries: readonly NewLogEntry[]): void
}

interface LiveUser {
  readonly listeners: Set<() => void>
  readonly groupIDs: Set<string>
}

/**
 * Who listens, and in which groups they are, so that an entry for a group of thousands costs nothing for those who are
 * not connected. A listener may be told once too often, never once too seldom: it reads the log to learn what is new.
 */
export function createLiveAudiences(store: LogStore): LiveAudiences {
  const liveUsers = new Map<string, LiveUser>()
  const liveMembers = new Map<string, Set<string>>()

  function enter(userID: string, groupID: string): void {
    liveUsers.get(userID)?.groupIDs.add(groupID)
    const members = liveMembers.get(groupID) ?? new Set()
    liveMembers.set(groupID, members.add(userID))
  }

  function leave(userID: string, groupID: string): void {
    liveUsers.get(userID)?.groupIDs.delete(groupID)
    const members = liveMembers.get(groupID)
    members?.delete(userID)
    if (members?.size === 0) liveMembers.delete(groupID)
  }

  async function loadGroups(userID: string, liveUser: LiveUser): Promise<void> {
    const memberships = await store.read((reader) => reader.listMemberships(userID, 0, Number.MAX_SAFE_INTEGER))
    if (liveUsers.get(userID) !== liveUser) return
    for (const { groupID } of memberships) enter(userID, groupID)
    // What came to a group meanwhile was told to nobody.
    for (const listener of liveUser.listeners) listener()
  }

  function follow(userID: string, reference: LogReference): void {
    if (!liveUsers.has(userID)) return
    if (reference.type === 'group') enter(userID, reference.groupID)
    if (reference.type === 'groupLeft') leave(userID, reference.groupID)
  }

  return {
    listen(userID, listener) {
      const known = liveUsers.get(userID)
      const liveUser = known ?? { listeners: new Set(), groupIDs: new Set() }
      liveUsers.set(userID, liveUser)
      liveUser.listeners.add(listener)
      // A store that cannot be read fails the listener's own reading too, which is where it is reported.
      if (!known) loadGroups(userID, liveUser).catch(listener)
      return () => {
        liveUser.listeners.delete(listener)
        if (liveUser.listeners.size > 0 || liveUsers.get(userID) !== liveUser) return
        for (const groupID of [...liveUser.groupIDs]) leave(userID, groupID)
        liveUsers.delete(userID)
      }
    },

    notify(entries) {
      const told = new Set<string>()
      for (const { audience, reference } of entries) {
        if (audience.type === 'group') {
          const members = [...(liveMembers.get(audience.groupID) ?? [])]
          for (const userID of members) told.add(userID)
          if (reference.type === 'groupLeft') for (const userID of members) leave(userID, audience.groupID)
        } else if (liveUsers.has(audience.userID)) {
          follow(audience.userID, reference)
          told.add(audience.userID)
        }
      }
      for (const userID of told) for (const listener of liveUsers.get(userID)?.listeners ?? []) listener()
    },
  }
}
