import type { LogReader, LogTransaction, MessageRow } from '@latchkey/backend'
import { audienceName } from './row-mapping.js'
import { readLogState } from './sqlite-reader.js'
import { numberOf, type Statements } from './statements.js'

/** The writing half of a transaction. */
export function createSqliteWriter(statements: Statements): Omit<LogTransaction, keyof LogReader> {
  const { one, run } = statements

  function writeMessage(verb: 'INSERT' | 'REPLACE', message: MessageRow): void {
    const { conversationKey, messageSeq, countedSeq, messageID, senderUserID, content, timestamp, operationID } =
      message
    const { revision, changePosition, editTime, signCount, signs, replyCount, replied, attributes } = message
    const sql = `${verb} INTO messages
      (conversation_key, message_seq, counted_seq, message_id, sender_user_id, content, timestamp, operation_id,
        revision, change_position, edit_time, is_revoked, sign_count, signs,
        reply_count, replied, replied_seq, attributes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    const written = [senderUserID, JSON.stringify(content), timestamp, operationID] as const
    const changed = [revision, changePosition, editTime ?? null, Number(content.type === 'revoked'), signCount] as const
    const answered = [
      toJson(signs),
      replyCount,
      toJson(replied),
      replied?.messageSeq ?? null,
      toJson(attributes),
    ] as const
    run(sql, conversationKey, messageSeq, countedSeq, messageID, ...written, ...changed, ...answered)
  }

  return {
    async appendEntries(entries) {
      let position = readLogState(statements).lastPosition
      for (const { audience, reference, time } of entries) {
        position += 1
        const sql = 'INSERT INTO entries (position, audience, reference, time) VALUES (?, ?, ?, ?)'
        run(sql, position, audienceName(audience), JSON.stringify(reference), time)
      }
      return position
    },

    async putUser({ userID, userName, userAvatarUrl, userExtendedData, isRegistered, tokensRevokedAt }) {
      const sql = `INSERT OR REPLACE INTO users
        (user_id, user_name, user_avatar_url, user_extended_data, is_registered, tokens_revoked_at)
        VALUES (?, ?, ?, ?, ?, ?)`
      run(sql, userID, userName, userAvatarUrl, userExtendedData, Number(isRegistered), tokensRevokedAt ?? null)
    },

    async putGroup({ groupID, createTime, memberCount, revision, ...group }) {
      const sql = `INSERT OR REPLACE INTO groups
        (group_id, group_name, group_avatar_url, group_notice, join_mode, invite_mode, be_invite_mode, mute,
          create_time, member_count, revision)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
      const { groupName, groupAvatarUrl, groupNotice, joinMode, inviteMode, beInviteMode, mute } = group
      const modes = [joinMode, inviteMode, beInviteMode] as const
      const settings = [groupName, groupAvatarUrl, groupNotice, ...modes, toJson(mute)] as const
      run(sql, groupID, ...settings, createTime, memberCount, revision)
    },

    async putMemberships(memberships) {
      const sql = `INSERT OR REPLACE INTO memberships
        (group_id, user_id, from_position, to_position, member_role, member_nickname, mute, enter_time)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
      for (const { groupID, userID, fromPosition, toPosition, memberRole, ...membership } of memberships) {
        const { memberNickname, mute, enterTime } = membership
        const stay = [fromPosition, toPosition ?? null] as const
        run(sql, groupID, userID, ...stay, memberRole, memberNickname, toJson(mute), enterTime)
      }
    },

    async putConversation({ conversationKey, lastSeq, countedSeq, activityPosition }) {
      const sql = `INSERT OR REPLACE INTO conversations
        (conversation_key, last_seq, counted_seq, activity_position) VALUES (?, ?, ?, ?)`
      run(sql, conversationKey, lastSeq, countedSeq, activityPosition)
    },

    async putConversationStates(states) {
      const sql = `INSERT OR REPLACE INTO conversation_states
        (user_id, conversation_key, read_seq, read_counted_seq, is_pinned, pinned_time, draft, flags, deleted_seq,
        is_listed, settings_revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
      for (const state of states) {
        const { userID, conversationKey, readSeq, readCountedSeq, isPinned, pinnedTime, draft, isListed } = state
        const pinned = [Number(isPinned), pinnedTime ?? null] as const
        run(
          sql,
          userID,
          conversationKey,
          readSeq,
          readCountedSeq,
          ...pinned,
          draft,
          JSON.stringify(state.flags),
          state.deletedSeq,
          Number(isListed),
          state.settingsRevision,
        )
      }
    },

    async addMessage(message) {
      writeMessage('INSERT', message)
    },

    async replaceMessage(message) {
      writeMessage('REPLACE', message)
    },

    async addReaction({ conversationKey, messageSeq, reactionType, userID, revision, signRevision }) {
      const sql = `INSERT INTO reactions
        (conversation_key, message_seq, reaction_type, user_id, revision, sign_revision) VALUES (?, ?, ?, ?, ?, ?)`
      run(sql, conversationKey, messageSeq, reactionType, userID, revision, signRevision)
    },

    async removeReaction({ conversationKey, messageSeq }, reactionType, userID) {
      const sql = `DELETE FROM reactions
        WHERE conversation_key = ? AND message_seq = ? AND reaction_type = ? AND user_id = ?`
      run(sql, conversationKey, messageSeq, reactionType, userID)
    },

    async removeReactions({ conversationKey, messageSeq }) {
      run('DELETE FROM reactions WHERE conversation_key = ? AND message_seq = ?', conversationKey, messageSeq)
    },

    async putCombined({ conversationKey, messageSeq }, combined) {
      const place = [conversationKey, messageSeq] as const
      if (combined) {
        const sql =
          'INSERT OR REPLACE INTO combined_messages (conversation_key, message_seq, combined) VALUES (?, ?, ?)'
        return run(sql, ...place, JSON.stringify(combined))
      }
      run('DELETE FROM combined_messages WHERE conversation_key = ? AND message_seq = ?', ...place)
    },

    async addDeletions(userID, places) {
      const sql = 'INSERT OR IGNORE INTO deletions (user_id, conversation_key, message_seq) VALUES (?, ?, ?)'
      for (const { conversationKey, messageSeq } of places) run(sql, userID, conversationKey, messageSeq)
    },

    async putCall({ callInvitation, nextExpiry, position }) {
      const { callID, callUserList } = callInvitation
      const sql = 'INSERT OR REPLACE INTO calls (call_id, position, next_expiry, call_invitation) VALUES (?, ?, ?, ?)'
      run(sql, callID, position, nextExpiry ?? null, JSON.stringify(callInvitation))
      for (const { userID } of callUserList) {
        run('INSERT OR IGNORE INTO call_users (user_id, position, call_id) VALUES (?, ?, ?)', userID, position, callID)
      }
    },

    async putRegister({ scope, kind, conversationKey = '', key, revision, value }) {
      const sql = `INSERT OR REPLACE INTO registers
        (scope, kind, conversation_key, key, revision, value) VALUES (?, ?, ?, ?, ?, ?)`
      const written = value === undefined ? null : JSON.stringify(value)
      run(sql, audienceName(scope), kind, conversationKey, key, revision, written)
    },

    async addOperation({ userID, operationID, operation, result, time }) {
      const sql = 'INSERT INTO operations (user_id, operation_id, operation, result, time) VALUES (?, ?, ?, ?, ?)'
      run(sql, userID, operationID, operation, result, time)
    },

    async putFile({ fileID, userID, size, sha256, time, isWhole }) {
      const sql = `INSERT INTO files (file_id, user_id, size, sha256, time, is_whole, is_used) VALUES (?, ?, ?, ?, ?, ?, 0)
        ON CONFLICT (file_id) DO UPDATE SET user_id = excluded.user_id, size = excluded.size,
          sha256 = excluded.sha256, time = excluded.time, is_whole = excluded.is_whole`
      run(sql, fileID, userID, size, sha256, time, Number(isWhole))
    },

    async removeFile(fileID) {
      run('DELETE FROM files WHERE file_id = ?', fileID)
    },

    async addFileUse(fileID, { conversationKey, messageSeq }) {
      const sql = 'INSERT OR IGNORE INTO file_uses (file_id, conversation_key, message_seq) VALUES (?, ?, ?)'
      run(sql, fileID, conversationKey, messageSeq)
      run('UPDATE files SET is_used = 1 WHERE file_id = ?', fileID)
    },

    async removeFileUse(fileID, { conversationKey, messageSeq }) {
      const sql = 'DELETE FROM file_uses WHERE file_id = ? AND conversation_key = ? AND message_seq = ?'
      run(sql, fileID, conversationKey, messageSeq)
      run(
        'UPDATE files SET is_used = EXISTS (SELECT 1 FROM file_uses WHERE file_id = ?) WHERE file_id = ?',
        fileID,
        fileID,
      )
    },

    async trim(time) {
      // Walks the old entries only, which are deleted next.
      const kept = one('SELECT position FROM entries WHERE time >= ? ORDER BY position LIMIT 1', time)
      const trimmed = kept ? numberOf(kept, 'position') - 1 : readLogState(statements).lastPosition
      run('UPDATE log SET trimmed_position = ?', trimmed)
      run('DELETE FROM entries WHERE position <= ?', trimmed)
      run('DELETE FROM operations WHERE time < ?', time)
    },
  }
}

function toJson(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
