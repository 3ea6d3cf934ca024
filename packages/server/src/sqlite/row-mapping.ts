import type {
  Audience,
  CallRow,
  ConversationRow,
  ConversationStateRow,
  FileRow,
  GroupRow,
  KeptCombined,
  KeptSign,
  LogEntry,
  LogReference,
  MembershipRow,
  MessageRow,
  RepliedMessage,
  OperationRow,
  RegisterRow,
  UserRow,
} from '@latchkey/backend'
import type {
  CallInvitation,
  GroupBeInviteMode,
  GroupInviteMode,
  GroupJoinMode,
  GroupMemberRole,
  GroupMute,
  MessageAttributes,
  Mute,
} from '@latchkey/core/driver'
import { numberOf, optionalNumber, textOf, type SqlRow } from './statements.js'

/** What this process wrote as JSON is read back as it was: the database is its own. */
export function toCombined(row: SqlRow): readonly KeptCombined[] {
  return jsonOf<readonly KeptCombined[]>(row, 'combined')
}

function jsonOf<Value>(row: SqlRow, column: string): Value {
  return JSON.parse(textOf(row, column)) as Value
}

function muteOf<Value>(row: SqlRow): { readonly mute?: Value } {
  return row['mute'] === null ? {} : { mute: jsonOf<Value>(row, 'mute') }
}

export function audienceName(audience: Audience): string {
  return audience.type === 'user' ? `u:${audience.userID}` : `g:${audience.groupID}`
}

export function toEntry(row: SqlRow): LogEntry {
  return { position: numberOf(row, 'position'), reference: jsonOf<LogReference>(row, 'reference') }
}

export function toUser(row: SqlRow): UserRow {
  return {
    userID: textOf(row, 'user_id'),
    userName: textOf(row, 'user_name'),
    userAvatarUrl: textOf(row, 'user_avatar_url'),
    userExtendedData: textOf(row, 'user_extended_data'),
    isRegistered: numberOf(row, 'is_registered') === 1,
    ...optionalNumber(row, 'tokens_revoked_at', 'tokensRevokedAt'),
  }
}

export function toGroup(row: SqlRow): GroupRow {
  return {
    groupID: textOf(row, 'group_id'),
    groupName: textOf(row, 'group_name'),
    groupAvatarUrl: textOf(row, 'group_avatar_url'),
    groupNotice: textOf(row, 'group_notice'),
    joinMode: textOf(row, 'join_mode') as GroupJoinMode,
    inviteMode: textOf(row, 'invite_mode') as GroupInviteMode,
    beInviteMode: textOf(row, 'be_invite_mode') as GroupBeInviteMode,
    ...muteOf<GroupMute>(row),
    createTime: numberOf(row, 'create_time'),
    memberCount: numberOf(row, 'member_count'),
    revision: numberOf(row, 'revision'),
  }
}

export function toMembership(row: SqlRow): MembershipRow {
  return {
    groupID: textOf(row, 'group_id'),
    userID: textOf(row, 'user_id'),
    memberRole: textOf(row, 'member_role') as GroupMemberRole,
    memberNickname: textOf(row, 'member_nickname'),
    ...muteOf<Mute>(row),
    enterTime: numberOf(row, 'enter_time'),
    fromPosition: numberOf(row, 'from_position'),
    ...optionalNumber(row, 'to_position', 'toPosition'),
  }
}

export function toConversation(row: SqlRow): ConversationRow {
  return {
    conversationKey: textOf(row, 'conversation_key'),
    lastSeq: numberOf(row, 'last_seq'),
    countedSeq: numberOf(row, 'counted_seq'),
    activityPosition: numberOf(row, 'activity_position'),
  }
}

export function toConversationState(row: SqlRow): ConversationStateRow {
  return {
    userID: textOf(row, 'user_id'),
    conversationKey: textOf(row, 'conversation_key'),
    readSeq: numberOf(row, 'read_seq'),
    readCountedSeq: numberOf(row, 'read_counted_seq'),
    isPinned: numberOf(row, 'is_pinned') === 1,
    ...optionalNumber(row, 'pinned_time', 'pinnedTime'),
    draft: textOf(row, 'draft'),
    flags: jsonOf<readonly string[]>(row, 'flags'),
    deletedSeq: numberOf(row, 'deleted_seq'),
    settingsRevision: numberOf(row, 'settings_revision'),
    isListed: numberOf(row, 'is_listed') === 1,
  }
}

export function toMessage(row: SqlRow): MessageRow {
  return {
    conversationKey: textOf(row, 'conversation_key'),
    messageSeq: numberOf(row, 'message_seq'),
    countedSeq: numberOf(row, 'counted_seq'),
    messageID: textOf(row, 'message_id'),
    senderUserID: textOf(row, 'sender_user_id'),
    content: jsonOf<MessageRow['content']>(row, 'content'),
    timestamp: numberOf(row, 'timestamp'),
    operationID: textOf(row, 'operation_id'),
    revision: numberOf(row, 'revision'),
    changePosition: numberOf(row, 'change_position'),
    ...optionalNumber(row, 'edit_time', 'editTime'),
    signCount: numberOf(row, 'sign_count'),
    ...(row['signs'] !== null && { signs: jsonOf<readonly KeptSign[]>(row, 'signs') }),
    replyCount: numberOf(row, 'reply_count'),
    ...(row['replied'] !== null && { replied: jsonOf<RepliedMessage>(row, 'replied') }),
    ...(row['attributes'] !== null && { attributes: jsonOf<MessageAttributes>(row, 'attributes') }),
  }
}

export function toCall(row: SqlRow): CallRow {
  return {
    callInvitation: jsonOf<CallInvitation>(row, 'call_invitation'),
    ...optionalNumber(row, 'next_expiry', 'nextExpiry'),
    position: numberOf(row, 'position'),
  }
}

export function toRegister(scope: Audience, row: SqlRow): RegisterRow {
  const conversationKey = textOf(row, 'conversation_key')
  return {
    scope,
    kind: textOf(row, 'kind'),
    ...(conversationKey !== '' && { conversationKey }),
    key: textOf(row, 'key'),
    revision: numberOf(row, 'revision'),
    ...(row['value'] !== null && { value: jsonOf<RegisterRow['value']>(row, 'value') }),
  } as RegisterRow
}

export function toOperation(row: SqlRow): OperationRow {
  return {
    userID: textOf(row, 'user_id'),
    operationID: textOf(row, 'operation_id'),
    operation: textOf(row, 'operation'),
    result: textOf(row, 'result'),
    time: numberOf(row, 'time'),
  }
}

export function toFile(row: SqlRow): FileRow {
  return {
    fileID: textOf(row, 'file_id'),
    userID: textOf(row, 'user_id'),
    size: numberOf(row, 'size'),
    sha256: textOf(row, 'sha256'),
    time: numberOf(row, 'time'),
    isWhole: numberOf(row, 'is_whole') === 1,
  }
}
