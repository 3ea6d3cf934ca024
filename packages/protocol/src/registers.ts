import type { Change } from '@latchkey/core/driver'
import * as v from './schema.js'
import {
  customStatus,
  extendedData,
  friendAttributes,
  groupAttributeKey,
  name,
  pushRuleEntries,
  statusEntries,
  url,
} from './facts.js'
import {
  clientMadeID,
  conversationEntries,
  form,
  identifier,
  integer,
  list,
  order,
  text,
  time,
  userID,
} from './bounded-values.js'
import { wireLimits } from './wire-limits.js'

export type Register = Extract<Change, { readonly type: 'registerChanged' }>['register']
type RegisterKind = Register['kind']

/** 0 for one that never was; it goes on when there is no value any more. */
const revision = integer(0)

const applicationEntries = {
  state: v.oneOf('waiting', 'accepted', 'rejected'),
  wording: extendedData,
  createTime: time,
  updateTime: time,
  expireTime: time,
}

/**
 * The schema of every kind of register that this version knows. The key of each has at most 128 bytes, its value at most 16 KiB of
 * JSON. One of a conversation has `conversation: v.object(conversationEntries)` besides.
 */
const registerSchemas = {
  blockedUser: v.object({
    kind: v.oneOf('blockedUser'),
    key: userID,
    revision,
    value: v.optional(v.object({ createTime: time })),
  }),
  profileField: v.object({
    kind: v.oneOf('profileField'),
    key: v.oneOf('userName', 'userAvatarUrl', 'userExtendedData'),
    revision,
    value: v.optional(v.object({ text: text(wireLimits.maxExtendedDataBytes) })),
  }),
  pinnedMessage: v.object({
    kind: v.oneOf('pinnedMessage'),
    conversation: v.object(conversationEntries),
    key: clientMadeID,
    revision,
    value: v.optional(v.object({ createTime: time, operatorUserID: userID })),
  }),
  clearedConversation: v.object({
    kind: v.oneOf('clearedConversation'),
    key: form(/^(peer|group)\/.{1,32}$/),
    revision,
    value: v.optional(v.object({ order })),
  }),
  readMark: v.object({
    kind: v.oneOf('readMark'),
    conversation: v.object(conversationEntries),
    key: userID,
    revision,
    value: v.optional(v.object({ order, readTime: v.optional(time) })),
  }),
  messageReceipt: v.object({
    kind: v.oneOf('messageReceipt'),
    conversation: v.object(conversationEntries),
    key: clientMadeID,
    revision,
    value: v.optional(v.object({ readMemberCount: integer(0), unreadMemberCount: integer(0) })),
  }),
  friend: v.object({
    kind: v.oneOf('friend'),
    key: userID,
    revision,
    value: v.optional(v.object({ friendAlias: name, friendAttributes, createTime: time })),
  }),
  friendApplication: v.object({
    kind: v.oneOf('friendApplication'),
    key: form(/^(received|sent)\/.{1,32}$/),
    revision,
    value: v.optional(
      v.object({
        ...applicationEntries,
        friendAlias: name,
        friendAttributes,
      }),
    ),
  }),
  groupAttribute: v.object({
    kind: v.oneOf('groupAttribute'),
    conversation: v.object(conversationEntries),
    key: groupAttributeKey,
    revision,
    value: v.optional(v.object({ text: extendedData })),
  }),
  groupAlias: v.object({
    kind: v.oneOf('groupAlias'),
    key: clientMadeID,
    revision,
    value: v.optional(v.object({ text: name })),
  }),
  groupApplication: v.object({
    kind: v.oneOf('groupApplication'),
    key: form(/^(join|invite\/[^/]{1,32})\/[^/]{1,32}\/[^/]{1,32}$/),
    revision,
    value: v.optional(
      v.object({
        ...applicationEntries,
        groupName: name,
        groupAvatarUrl: url,
        operatorUserID: v.optional(userID),
      }),
    ),
  }),
  statusSubscription: v.object({
    kind: v.oneOf('statusSubscription'),
    key: userID,
    revision,
    value: v.optional(v.object({ createTime: time, expireTime: time })),
  }),
  customStatus: v.object({
    kind: v.oneOf('customStatus'),
    key: v.oneOf('customStatus'),
    revision,
    value: v.optional(v.object({ text: customStatus, updateTime: time, expireTime: v.optional(time) })),
  }),
  userStatus: v.object({
    kind: v.oneOf('userStatus'),
    key: userID,
    revision,
    value: v.optional(v.object(statusEntries)),
  }),
  userRule: v.object({
    kind: v.oneOf('userRule'),
    key: v.oneOf('offlinePushRule'),
    revision,
    value: v.optional(v.object(pushRuleEntries)),
  }),
}

/** The kinds of registers that this version knows. */
export const registerKinds: readonly RegisterKind[] = Object.keys(registerSchemas).filter(isRegisterKind)

const kindEntry = v.object({ kind: identifier(64) })

/** A register of a kind that this version knows. */
export function register(value: unknown): Register {
  const { kind } = kindEntry(value)
  if (!isRegisterKind(kind)) throw new v.Breach('kind')
  return registerSchemas[kind](value)
}

/** What an operation made of registers. */
export const registersAnswer = v.object({ registerList: list(register, wireLimits.maxListLength, 1) })

const registerEnvelope = v.object({ register: kindEntry })

/** Whether a `registerChanged` tells a register of a kind that this version knows. */
export function hasKnownKind(change: unknown): boolean {
  return isRegisterKind(registerEnvelope(change).register.kind)
}

function isRegisterKind(kind: string): kind is RegisterKind {
  return Object.hasOwn(registerSchemas, kind)
}
