import type { LogEntry, LogReader, LogState, MembershipRow, MessagePlace } from '@latchkey/backend'
import {
  audienceName,
  toCall,
  toCombined,
  toConversation,
  toConversationState,
  toEntry,
  toFile,
  toGroup,
  toMembership,
  toMessage,
  toOperation,
  toRegister,
  toUser,
} from './row-mapping.js'
import { readSqliteReactions } from './sqlite-reactions.js'
import { numberOf, textOf, type SqlRow, type Statements } from './statements.js'

const members = 'SELECT * FROM memberships WHERE group_id = ? AND to_position IS NULL'
const lateMembers = 'memberships WHERE group_id = ? AND to_position IS NULL AND enter_time > ?'
const listedConversations = `
  SELECT * FROM conversation_states JOIN conversations USING (conversation_key)
  WHERE user_id = ? AND is_listed = 1`

// One statement for many messages: a page of the log has a thousand. A CROSS JOIN keeps the places outermost, so that each is one
// look into the primary key.
const eachPlace = 'json_each(?) AS place CROSS'
const isThere = 'conversation_key = place.value ->> 0 AND message_seq = place.value ->> 1'

function placesText(places: readonly MessagePlace[]): string {
  return JSON.stringify(places.map(({ conversationKey, messageSeq }) => [conversationKey, messageSeq]))
}

export function createSqliteReader(statements: Statements): LogReader {
  const { one, all } = statements

  function readAudience(audience: string, after: number, upTo: number, limit: number): LogEntry[] {
    const sql = `SELECT position, reference FROM entries
      WHERE audience = ? AND position > ? AND position <= ? ORDER BY position LIMIT ?`
    return all(sql, audience, after, upTo, limit).map(toEntry)
  }

  function countAudience(audience: string, after: number, upTo: number): number {
    const sql = 'SELECT count(*) AS count FROM entries WHERE audience = ? AND position > ? AND position <= ?'
    return countOf(one(sql, audience, after, upTo))
  }

  function staysSince(userID: string, position: number): MembershipRow[] {
    const sql = 'SELECT * FROM memberships WHERE user_id = ? AND (to_position IS NULL OR to_position > ?)'
    return all(sql, userID, position).map(toMembership)
  }

  return {
    async getLogState() {
      return readLogState(statements)
    },

    async readEntries(userID, position, limit) {
      const own = readAudience(audienceName({ type: 'user', userID }), position, Number.MAX_SAFE_INTEGER, limit)
      const ofGroups = staysSince(userID, position).flatMap(({ groupID, fromPosition, toPosition }) => {
        const audience = audienceName({ type: 'group', groupID })
        const upTo = toPosition ?? Number.MAX_SAFE_INTEGER
        return readAudience(audience, Math.max(position, fromPosition), upTo, limit)
      })
      if (ofGroups.length === 0) return own
      return [...own, ...ofGroups].sort((first, second) => first.position - second.position).slice(0, limit)
    },

    async countEntries(userID, position) {
      const own = countAudience(audienceName({ type: 'user', userID }), position, Number.MAX_SAFE_INTEGER)
      return staysSince(userID, position).reduce((sum, { groupID, fromPosition, toPosition }) => {
        const audience = audienceName({ type: 'group', groupID })
        const upTo = toPosition ?? Number.MAX_SAFE_INTEGER
        return sum + countAudience(audience, Math.max(position, fromPosition), upTo)
      }, own)
    },

    async getUsers(userIDs) {
      if (userIDs.length === 0) return []
      const sql = 'SELECT * FROM users WHERE user_id IN (SELECT value FROM json_each(?))'
      return all(sql, JSON.stringify(userIDs)).map(toUser)
    },

    getGroup: async (groupID) => optional(one('SELECT * FROM groups WHERE group_id = ?', groupID), toGroup),

    async getMembers(groupID, userIDs) {
      if (userIDs.length === 0) return []
      const sql = `${members} AND user_id IN (SELECT value FROM json_each(?))`
      return all(sql, groupID, JSON.stringify(userIDs)).map(toMembership)
    },

    async listMembers(groupID, { by, afterUserID = '', limit }) {
      const sql =
        by === 'userID'
          ? `${members} AND user_id > ? ORDER BY user_id LIMIT ?`
          : `${members} AND user_id > ? ORDER BY from_position, user_id LIMIT ?`
      return all(sql, groupID, afterUserID, limit).map(toMembership)
    },

    async listManagers(groupID) {
      return all(`${members} AND member_role <> 'member' ORDER BY user_id`, groupID).map(toMembership)
    },

    async getLastStay(groupID, userID) {
      const sql = 'SELECT * FROM memberships WHERE group_id = ? AND user_id = ? ORDER BY from_position DESC LIMIT 1'
      return optional(one(sql, groupID, userID), toMembership)
    },

    async listMemberships(userID, position, limit) {
      const sql = `SELECT * FROM memberships
        WHERE user_id = ? AND from_position >= ? AND to_position IS NULL ORDER BY from_position LIMIT ?`
      return all(sql, userID, position, limit).map(toMembership)
    },

    getConversation: async (conversationKey) =>
      optional(one('SELECT * FROM conversations WHERE conversation_key = ?', conversationKey), toConversation),

    async getConversationState(userID, conversationKey) {
      const sql = 'SELECT * FROM conversation_states WHERE user_id = ? AND conversation_key = ?'
      return optional(one(sql, userID, conversationKey), toConversationState)
    },

    async countMembers(groupID, time) {
      const sql = 'SELECT member_count FROM groups WHERE group_id = ?'
      const group = one(sql, groupID)
      // Most entered before most messages: few are counted.
      return group
        ? numberOf(group, 'member_count') - countOf(one(`SELECT count(*) AS count FROM ${lateMembers}`, groupID, time))
        : 0
    },

    async getCombined({ conversationKey, messageSeq }) {
      const sql = 'SELECT combined FROM combined_messages WHERE conversation_key = ? AND message_seq = ?'
      const row = one(sql, conversationKey, messageSeq)
      return row && toCombined(row)
    },

    async countReaders(groupID, { conversationKey, messageSeq }, time) {
      const readers = `SELECT count(*) AS count FROM conversation_states
        WHERE conversation_key = ? AND is_listed = 1 AND read_seq >= ?`
      const late = `SELECT count(*) AS count FROM ${lateMembers} AND EXISTS (SELECT 1 FROM conversation_states
        WHERE user_id = memberships.user_id AND conversation_key = ? AND read_seq >= ?)`
      return (
        countOf(one(readers, conversationKey, messageSeq)) -
        countOf(one(late, groupID, time, conversationKey, messageSeq))
      )
    },

    async listReaders(groupID, { conversationKey, messageSeq, enteredBy, isRead, exceptUserID, afterUserID, limit }) {
      const sql = `SELECT memberships.*, coalesce(read_seq, 0) AS reader_seq FROM memberships
        LEFT JOIN conversation_states
          ON conversation_states.user_id = memberships.user_id AND conversation_key = ?
        WHERE group_id = ? AND to_position IS NULL AND memberships.user_id > ? AND memberships.user_id <> ?
          AND enter_time <= ? AND (coalesce(read_seq, 0) >= ?) = ?
        ORDER BY memberships.user_id LIMIT ?`
      const bounds = [afterUserID, exceptUserID, enteredBy, messageSeq, isRead ? 1 : 0, limit] as const
      const found = all(sql, conversationKey, groupID, ...bounds)
      return found.map((row) => ({ membership: toMembership(row), readSeq: numberOf(row, 'reader_seq') }))
    },

    async listConversations(userID, { first, position, limit }) {
      const sql =
        first === 'newest'
          ? `${listedConversations} AND activity_position < ? ORDER BY activity_position DESC LIMIT ?`
          : `${listedConversations} AND activity_position > ? ORDER BY activity_position LIMIT ?`
      return all(sql, userID, position, limit).map((row) => ({
        conversation: toConversation(row),
        state: toConversationState(row),
      }))
    },

    async countPinned(userID) {
      const sql = `SELECT count(*) AS count FROM conversation_states WHERE user_id = ? AND is_listed = 1 AND is_pinned = 1`
      return countOf(one(sql, userID))
    },

    async getMessages(places) {
      const sql = `SELECT messages.* FROM ${eachPlace} JOIN messages ON ${isThere}`
      return all(sql, placesText(places)).map(toMessage)
    },

    async findMessage(conversationKey, messageID) {
      const sql = 'SELECT * FROM messages WHERE conversation_key = ? AND message_id = ?'
      return optional(one(sql, conversationKey, messageID), toMessage)
    },

    async readMessages(conversationKey, fromSeq, toSeq) {
      const sql = `SELECT * FROM messages
        WHERE conversation_key = ? AND message_seq BETWEEN ? AND ? ORDER BY message_seq`
      return all(sql, conversationKey, fromSeq, toSeq).map(toMessage)
    },

    async listReplies({ conversationKey, messageSeq }, afterSeq, limit) {
      const sql = `SELECT * FROM messages
        WHERE conversation_key = ? AND replied_seq = ? AND is_revoked = 0 AND message_seq > ?
        ORDER BY message_seq LIMIT ?`
      return all(sql, conversationKey, messageSeq, afterSeq, limit).map(toMessage)
    },

    async listReactions({ conversationKey, messageSeq }, reactionType, afterRevision, limit) {
      const sql = `SELECT user_id, revision FROM reactions
        WHERE conversation_key = ? AND message_seq = ? AND reaction_type = ? AND revision > ? ORDER BY revision LIMIT ?`
      const rows = all(sql, conversationKey, messageSeq, reactionType, afterRevision, limit)
      return rows.map((row) => ({ userID: textOf(row, 'user_id'), revision: numberOf(row, 'revision') }))
    },

    readReactions: async (userID, places) =>
      places.flatMap((place) => readSqliteReactions(statements, userID, place) ?? []),

    async readDeletions(userID, places) {
      const sql = `SELECT conversation_key, message_seq FROM ${eachPlace} JOIN deletions ON user_id = ? AND ${isThere}`
      return all(sql, placesText(places), userID).map((row) => ({
        conversationKey: textOf(row, 'conversation_key'),
        messageSeq: numberOf(row, 'message_seq'),
      }))
    },

    async countRemoved(userID, conversationKey, afterSeq) {
      const revoked = `SELECT count(*) AS count FROM messages
        WHERE conversation_key = ? AND message_seq > ? AND is_revoked = 1`
      const deleted = `SELECT count(*) AS count FROM deletions JOIN messages USING (conversation_key, message_seq)
        WHERE user_id = ? AND conversation_key = ? AND message_seq > ? AND is_revoked = 0`
      return countOf(one(revoked, conversationKey, afterSeq)) + countOf(one(deleted, userID, conversationKey, afterSeq))
    },

    getCall: async (callID) => optional(one('SELECT * FROM calls WHERE call_id = ?', callID), toCall),

    async listDueCalls(time, limit) {
      const sql = 'SELECT * FROM calls WHERE next_expiry <= ? ORDER BY next_expiry LIMIT ?'
      return all(sql, time, limit).map(toCall)
    },

    async listCalls(userID, position, limit) {
      const sql = `SELECT calls.* FROM call_users JOIN calls USING (call_id)
        WHERE user_id = ? AND call_users.position < ? ORDER BY call_users.position DESC LIMIT ?`
      return all(sql, userID, position, limit).map(toCall)
    },

    async getRegisters(scope, kind, keys, { conversationKey = '' } = {}) {
      if (keys.length === 0) return []
      const sql = `SELECT * FROM registers WHERE scope = ? AND kind = ? AND conversation_key = ?
        AND key IN (SELECT value FROM json_each(?))`
      const rows = all(sql, audienceName(scope), kind, conversationKey, JSON.stringify(keys))
      return rows.map((row) => toRegister(scope, row))
    },

    async listRegisters(scope, { after, skip = 0, kind, limit }) {
      const start = [after?.kind ?? '', after?.conversationKey ?? '', after?.key ?? ''] as const
      const sql = `SELECT * FROM registers
        WHERE scope = ? AND (kind, conversation_key, key) > (?, ?, ?) ${kind === undefined ? '' : 'AND kind = ?'}
        ORDER BY kind, conversation_key, key LIMIT ? OFFSET ?`
      const ofKind = kind === undefined ? [] : [kind]
      return all(sql, audienceName(scope), ...start, ...ofKind, limit, skip).map((row) => toRegister(scope, row))
    },

    async countRegisters(scope, kind, { conversationKey } = {}) {
      const sql = 'SELECT count(*) AS count FROM registers WHERE scope = ? AND kind = ? AND value IS NOT NULL'
      if (conversationKey === undefined) return countOf(one(sql, audienceName(scope), kind))
      return countOf(one(`${sql} AND conversation_key = ?`, audienceName(scope), kind, conversationKey))
    },

    async getOperation(userID, operationID) {
      const sql = 'SELECT * FROM operations WHERE user_id = ? AND operation_id = ?'
      return optional(one(sql, userID, operationID), toOperation)
    },

    getFile: async (fileID) => optional(one('SELECT * FROM files WHERE file_id = ?', fileID), toFile),

    async isFileListed(userID, fileID) {
      const sql = `SELECT 1 FROM file_uses JOIN conversation_states USING (conversation_key)
        WHERE file_id = ? AND user_id = ? AND is_listed = 1 LIMIT 1`
      return one(sql, fileID, userID) !== undefined
    },

    async countUnusedFiles(userID) {
      const row = one('SELECT count(*) AS count FROM files WHERE user_id = ? AND is_used = 0', userID)
      return row ? numberOf(row, 'count') : 0
    },

    async listUnusedFiles(time, limit) {
      const sql = 'SELECT * FROM files WHERE is_used = 0 AND time < ? ORDER BY time LIMIT ?'
      return all(sql, time, limit).map(toFile)
    },
  }
}

export function readLogState({ one }: Statements): LogState {
  const row = one(`SELECT epoch, trimmed_position,
    max(trimmed_position, coalesce((SELECT max(position) FROM entries), 0)) AS last_position FROM log`)
  if (!row) throw new TypeError('The table log is empty.')
  return {
    epoch: textOf(row, 'epoch'),
    lastPosition: numberOf(row, 'last_position'),
    trimmedPosition: numberOf(row, 'trimmed_position'),
  }
}

function countOf(row: SqlRow | undefined): number {
  return row ? numberOf(row, 'count') : 0
}

function optional<Row>(row: SqlRow | undefined, map: (row: SqlRow) => Row): Row | undefined {
  return row && map(row)
}
