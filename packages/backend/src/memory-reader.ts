import type { ConversationKey } from './conversation-key.js'
import type { FileRow, ListedConversation, LogEntry, MembershipRow } from './log-rows.js'
import type { LogReader } from './log-store.js'
import { readMemoryReactions } from './memory-reactions.js'
import { createMemoryRegisters } from './memory-registers.js'
import { messageName, audienceName, pairName, presentStay, type MemoryRows, type TimedEntry } from './memory-rows.js'

export function createMemoryReader(rows: MemoryRows): LogReader {
  function entriesOf(userID: string, position: number, limit: number): LogEntry[] {
    const own = entriesAfter(rows.entries.get(audienceName({ type: 'user', userID })), position, limit)
    const ofGroups = staysOf(rows, userID).flatMap(({ groupID, fromPosition, toPosition = Infinity }) => {
      const entries = rows.entries.get(audienceName({ type: 'group', groupID }))
      const found = entriesAfter(entries, Math.max(position, fromPosition), limit)
      return found.filter((entry) => entry.position <= toPosition)
    })
    return [...own, ...ofGroups]
  }

  function membersBy(groupID: string, time: number): MembershipRow[] {
    return found(rows.stays.get(groupID)?.values() ?? [], presentStay).filter(({ enterTime }) => enterTime <= time)
  }

  function readSeqOf(userID: string, conversationKey: ConversationKey): number {
    return rows.states.get(userID)?.get(conversationKey)?.readSeq ?? 0
  }

  return {
    getLogState: async () => ({
      epoch: rows.epoch,
      lastPosition: rows.lastPosition,
      trimmedPosition: rows.trimmedPosition,
    }),

    readEntries: async (userID, position, limit) =>
      entriesOf(userID, position, limit)
        .sort((one, other) => one.position - other.position)
        .slice(0, limit),

    countEntries: async (userID, position) => entriesOf(userID, position, Infinity).length,

    getUsers: async (userIDs) => found(new Set(userIDs), (userID) => rows.users.get(userID)),
    getGroup: async (groupID) => rows.groups.get(groupID),

    getMembers: async (groupID, userIDs) =>
      found(new Set(userIDs), (userID) => presentStay(rows.stays.get(groupID)?.get(userID))),

    async listMembers(groupID, { by, afterUserID = '', limit }) {
      const members = found(rows.stays.get(groupID)?.values() ?? [], presentStay)
      const sorted = by === 'userID' ? members.sort(byUserID) : members.sort(byAge)
      return sorted.filter(({ userID }) => userID > afterUserID).slice(0, limit)
    },

    async listManagers(groupID) {
      const members = found(rows.stays.get(groupID)?.values() ?? [], presentStay)
      return members.filter(({ memberRole }) => memberRole !== 'member').sort(byUserID)
    },

    getLastStay: async (groupID, userID) => rows.stays.get(groupID)?.get(userID)?.at(-1),

    async listMemberships(userID, position, limit) {
      const present = found(rows.groupsOfUser.get(userID) ?? [], (groupID) =>
        presentStay(rows.stays.get(groupID)?.get(userID)),
      )
      return present
        .filter(({ fromPosition }) => fromPosition >= position)
        .sort((one, other) => one.fromPosition - other.fromPosition)
        .slice(0, limit)
    },

    getConversation: async (conversationKey) => rows.conversations.get(conversationKey),
    getConversationState: async (userID, conversationKey) => rows.states.get(userID)?.get(conversationKey),

    countMembers: async (groupID, time) => membersBy(groupID, time).length,

    countReaders: async (groupID, { conversationKey, messageSeq }, time) =>
      membersBy(groupID, time).filter(({ userID }) => readSeqOf(userID, conversationKey) >= messageSeq).length,

    async listReaders(groupID, { conversationKey, messageSeq, enteredBy, isRead, exceptUserID, afterUserID, limit }) {
      return membersBy(groupID, enteredBy)
        .sort(byUserID)
        .filter(({ userID }) => userID > afterUserID && userID !== exceptUserID)
        .map((membership) => ({ membership, readSeq: readSeqOf(membership.userID, conversationKey) }))
        .filter(({ readSeq }) => readSeq >= messageSeq === isRead)
        .slice(0, limit)
    },

    async listConversations(userID, { first, position, limit }) {
      const sign = first === 'newest' ? -1 : 1
      return listed(rows, userID)
        .filter(({ conversation }) => sign * (conversation.activityPosition - position) > 0)
        .sort((one, other) => sign * (one.conversation.activityPosition - other.conversation.activityPosition))
        .slice(0, limit)
    },

    countPinned: async (userID) => listed(rows, userID).filter(({ state }) => state.isPinned).length,

    getMessages: async (places) =>
      found(places, ({ conversationKey, messageSeq }) => rows.messages.get(conversationKey)?.[messageSeq - 1]),

    findMessage: async (conversationKey, messageID) => rows.messageIDs.get(pairName(conversationKey, messageID)),

    readMessages: async (conversationKey, fromSeq, toSeq) =>
      rows.messages.get(conversationKey)?.slice(Math.max(fromSeq - 1, 0), toSeq) ?? [],

    listReplies: async ({ conversationKey, messageSeq }, afterSeq, limit) =>
      (rows.messages.get(conversationKey) ?? [])
        .slice(Math.max(afterSeq, messageSeq))
        .filter(({ replied, content }) => replied?.messageSeq === messageSeq && content.type !== 'revoked')
        .slice(0, limit),

    listReactions: async (place, reactionType, afterRevision, limit) =>
      (rows.reactions.get(messageName(place)) ?? [])
        .filter((reaction) => reaction.reactionType === reactionType && reaction.revision > afterRevision)
        .toSorted((one, other) => one.revision - other.revision)
        .slice(0, limit)
        .map(({ userID, revision }) => ({ userID, revision })),

    readReactions: async (userID, places) => found(places, (place) => readMemoryReactions(rows, userID, place)),

    getCombined: async (place) => rows.combined.get(messageName(place)),

    readDeletions: async (userID, places) =>
      places.filter(({ conversationKey, messageSeq }) =>
        rows.deletions.get(pairName(userID, conversationKey))?.has(messageSeq),
      ),

    async countRemoved(userID, conversationKey, afterSeq) {
      const deleted = rows.deletions.get(pairName(userID, conversationKey))
      return (rows.messages.get(conversationKey)?.slice(afterSeq) ?? []).filter(
        ({ content, messageSeq }) => content.type === 'revoked' || deleted?.has(messageSeq),
      ).length
    },

    ...createMemoryRegisters(rows),

    getCall: async (callID) => rows.calls.get(callID),

    async listDueCalls(time, limit) {
      const due = [...rows.calls.values()].filter(({ nextExpiry = Infinity }) => nextExpiry <= time)
      return due.sort((left, right) => (left.nextExpiry ?? 0) - (right.nextExpiry ?? 0)).slice(0, limit)
    },

    async listCalls(userID, position, limit) {
      const calls = found(rows.callsOfUser.get(userID) ?? [], (callID) => rows.calls.get(callID))
      return calls
        .filter((call) => call.position < position)
        .sort((left, right) => right.position - left.position)
        .slice(0, limit)
    },

    getOperation: async (userID, operationID) => rows.operations.get(pairName(userID, operationID)),
    getFile: async (fileID) => rows.files.get(fileID),

    isFileListed: async (userID, fileID) =>
      (rows.fileUses.get(fileID) ?? []).some(
        ({ conversationKey }) => rows.states.get(userID)?.get(conversationKey)?.isListed,
      ),

    countUnusedFiles: async (userID) => unusedFiles(rows).filter((file) => file.userID === userID).length,

    listUnusedFiles: async (time, limit) =>
      unusedFiles(rows)
        .filter((file) => file.time < time)
        .sort((one, other) => one.time - other.time)
        .slice(0, limit),
  }
}

function found<Item, Row>(items: Iterable<Item>, find: (item: Item) => Row | undefined): Row[] {
  return [...items].flatMap((item) => find(item) ?? [])
}

function entriesAfter(entries: readonly TimedEntry[] = [], position: number, limit: number): LogEntry[] {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.position ?? 0) > position) high = middle
    else low = middle + 1
  }
  return entries.slice(low, low + limit).map(({ position, reference }) => ({ position, reference }))
}

function staysOf(rows: MemoryRows, userID: string): MembershipRow[] {
  return found(rows.groupsOfUser.get(userID) ?? [], (groupID) => rows.stays.get(groupID)?.get(userID)).flat()
}

function listed(rows: MemoryRows, userID: string): ListedConversation[] {
  return found(rows.states.get(userID)?.values() ?? [], (state) => {
    const conversation = rows.conversations.get(state.conversationKey)
    return conversation && state.isListed ? { conversation, state } : undefined
  })
}

function unusedFiles(rows: MemoryRows): FileRow[] {
  return [...rows.files.values()].filter(({ fileID }) => !rows.fileUses.has(fileID))
}

function byUserID(one: MembershipRow, other: MembershipRow): number {
  return one.userID < other.userID ? -1 : 1
}

function byAge(one: MembershipRow, other: MembershipRow): number {
  return one.fromPosition - other.fromPosition || byUserID(one, other)
}
