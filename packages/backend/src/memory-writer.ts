import type { MembershipRow, MessagePlace } from './log-rows.js'
import type { LogReader, LogTransaction } from './log-store.js'
import { registerName } from './memory-registers.js'
import { audienceName, messageName, pairName, type MemoryRows } from './memory-rows.js'

/** The writing half of a transaction. `undo` collects, in order, what takes each step back. */
export function createMemoryWriter(rows: MemoryRows, undo: (() => void)[]): Omit<LogTransaction, keyof LogReader> {
  function set<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
    const before = map.get(key)
    map.set(key, value)
    undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)))
  }

  function remove<Key, Value>(map: Map<Key, Value>, key: Key): void {
    const before = map.get(key)
    if (before === undefined) return
    map.delete(key)
    undo.push(() => map.set(key, before))
  }

  function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
    const list = lists.get(key) ?? []
    lists.set(key, list)
    list.push(value)
    undo.push(() => list.pop())
  }

  function inner<Key, InnerKey, Value>(map: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
    const known = map.get(key) ?? new Map<InnerKey, Value>()
    map.set(key, known)
    return known
  }

  function movePositions(lastPosition: number, trimmedPosition: number): void {
    const before = { lastPosition: rows.lastPosition, trimmedPosition: rows.trimmedPosition }
    Object.assign(rows, { lastPosition, trimmedPosition })
    undo.push(() => Object.assign(rows, before))
  }

  function putMembership(membership: MembershipRow): void {
    const { groupID, userID, fromPosition } = membership
    const ofGroup = inner(rows.stays, groupID)
    const others = (ofGroup.get(userID) ?? []).filter((stay) => stay.fromPosition !== fromPosition)
    set(ofGroup, userID, [...others, membership])
    set(rows.groupsOfUser, userID, new Set(rows.groupsOfUser.get(userID)).add(groupID))
  }

  return {
    async appendEntries(entries) {
      let position = rows.lastPosition
      for (const { audience, reference, time } of entries) {
        position += 1
        const name = audienceName(audience)
        push(rows.entries, name, { position, reference, time })
      }
      movePositions(position, rows.trimmedPosition)
      return position
    },

    putUser: async (user) => set(rows.users, user.userID, user),
    putGroup: async (group) => set(rows.groups, group.groupID, group),
    putMemberships: async (memberships) => memberships.forEach(putMembership),
    putConversation: async (conversation) => set(rows.conversations, conversation.conversationKey, conversation),

    async putConversationStates(states) {
      for (const state of states) set(inner(rows.states, state.userID), state.conversationKey, state)
    },

    async addMessage(message) {
      const { conversationKey, messageID } = message
      push(rows.messages, conversationKey, message)
      set(rows.messageIDs, pairName(conversationKey, messageID), message)
    },

    async replaceMessage(message) {
      const { conversationKey, messageSeq, messageID } = message
      const list = rows.messages.get(conversationKey) ?? []
      const before = list[messageSeq - 1]
      if (!before) throw new TypeError('There is no such message.')
      list[messageSeq - 1] = message
      undo.push(() => (list[messageSeq - 1] = before))
      set(rows.messageIDs, pairName(conversationKey, messageID), message)
    },

    async addReaction(reaction) {
      const name = messageName(reaction)
      set(rows.reactions, name, [...(rows.reactions.get(name) ?? []), reaction])
    },

    async removeReaction(place, reactionType, userID) {
      const name = messageName(place)
      const kept = (rows.reactions.get(name) ?? []).filter(
        (reaction) => reaction.reactionType !== reactionType || reaction.userID !== userID,
      )
      set(rows.reactions, name, kept)
    },

    removeReactions: async (place) => remove(rows.reactions, messageName(place)),

    async putCombined(place, combined) {
      if (combined) set(rows.combined, messageName(place), combined)
      else remove(rows.combined, messageName(place))
    },

    async addDeletions(userID, places) {
      for (const { conversationKey, messageSeq } of places) {
        const name = pairName(userID, conversationKey)
        set(rows.deletions, name, new Set(rows.deletions.get(name)).add(messageSeq))
      }
    },

    putRegister: async (register) =>
      set(inner(rows.registers, audienceName(register.scope)), registerName(register), register),

    async putCall(call) {
      const { callID, callUserList } = call.callInvitation
      set(rows.calls, callID, call)
      for (const { userID } of callUserList) {
        const known = rows.callsOfUser.get(userID) ?? []
        if (!known.includes(callID)) set(rows.callsOfUser, userID, [...known, callID])
      }
    },

    addOperation: async (operation) =>
      set(rows.operations, pairName(operation.userID, operation.operationID), operation),

    putFile: async (file) => set(rows.files, file.fileID, file),
    removeFile: async (fileID) => remove(rows.files, fileID),

    async addFileUse(fileID, place) {
      set(rows.fileUses, fileID, [...otherUses(rows, fileID, place), place])
    },

    async removeFileUse(fileID, place) {
      const others = otherUses(rows, fileID, place)
      if (others.length > 0) set(rows.fileUses, fileID, others)
      else remove(rows.fileUses, fileID)
    },

    async trim(time) {
      const kept = [...rows.entries.values()].flat().filter((entry) => entry.time >= time)
      const trimmed = kept.reduce((first, { position }) => Math.min(first, position - 1), rows.lastPosition)
      for (const [name, entries] of [...rows.entries]) {
        set(
          rows.entries,
          name,
          entries.filter(({ position }) => position > trimmed),
        )
      }
      for (const [name, operation] of [...rows.operations]) {
        if (operation.time < time) remove(rows.operations, name)
      }
      movePositions(rows.lastPosition, trimmed)
    },
  }
}

function otherUses(rows: MemoryRows, fileID: string, { conversationKey, messageSeq }: MessagePlace): MessagePlace[] {
  return (rows.fileUses.get(fileID) ?? []).filter(
    (use) => use.conversationKey !== conversationKey || use.messageSeq !== messageSeq,
  )
}
