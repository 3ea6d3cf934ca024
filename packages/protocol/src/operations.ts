import type { OperationName, OperationParameters, OperationResult } from '@latchkey/core/driver'
import * as v from 'valibot'
import {
  clientMadeID,
  conversationEntries,
  groupID,
  integer,
  list,
  order,
  secret,
  text,
  time,
  userID,
} from './bounded-values.js'
import {
  callInvitation,
  callInvitationMode,
  conversationSettings,
  draft,
  group,
  groupMember,
  message,
  reactionType,
  readMark,
  removedCount,
  user,
} from './facts.js'
import { sendableContent } from './message-content.js'
import { readWith, type Schema } from './validation.js'
import { wireLimits } from './wire-limits.js'

const userIDs = list(userID)
const someUserIDs = list(userID, wireLimits.maxListLength, 1)
const messageAnswer = v.object({ message })
const reactionParameters = v.object({ ...conversationEntries, messageID: clientMadeID, reactionType })
const callAnswer = { parameters: v.object({ callID: clientMadeID }), result: v.object({ callInvitation }) }

/** The schemas of every operation's parameters and result. */
export const operationSchemas = {
  sendMessage: {
    parameters: v.object({ ...conversationEntries, messageID: clientMadeID, content: sendableContent, sentTime: time }),
    result: messageAnswer,
  },
  editMessage: {
    parameters: v.object({ ...conversationEntries, messageID: clientMadeID, content: sendableContent }),
    result: messageAnswer,
  },
  revokeMessage: {
    parameters: v.object({ ...conversationEntries, messageID: clientMadeID }),
    result: messageAnswer,
  },
  deleteMessages: {
    parameters: v.object({ ...conversationEntries, messageIDs: list(clientMadeID, wireLimits.maxListLength, 1) }),
    result: v.object({ messageList: list(message) }),
  },
  addMessageReaction: { parameters: reactionParameters, result: messageAnswer },
  deleteMessageReaction: { parameters: reactionParameters, result: messageAnswer },
  setConversationDraft: {
    parameters: v.object({ ...conversationEntries, draft }),
    result: v.object({ settings: conversationSettings }),
  },
  markRead: {
    parameters: v.object({ ...conversationEntries, order }),
    result: v.object({ readMark, removedCount }),
  },
  updateConversationPinnedState: {
    parameters: v.object({ ...conversationEntries, isPinned: v.boolean() }),
    result: v.object({ settings: conversationSettings }),
  },
  createGroup: {
    parameters: v.object({ groupID, groupName: text(wireLimits.maxNameBytes), userIDs }),
    result: v.object({ group, errorUserIDs: userIDs }),
  },
  inviteUsersIntoGroup: {
    parameters: v.object({ groupID, userIDs: someUserIDs }),
    result: v.object({ group, errorUserIDs: userIDs }),
  },
  leaveGroup: { parameters: v.object({ groupID }), result: v.object({ groupID }) },
  callInvite: {
    parameters: v.object({
      callID: clientMadeID,
      invitees: list(userID, 9, 1),
      mode: callInvitationMode,
      timeoutSeconds: integer(1, 600),
      extendedData: text(wireLimits.maxExtendedDataBytes),
    }),
    result: v.object({ callInvitation }),
  },
  callCancel: callAnswer,
  callAccept: callAnswer,
  callReject: callAnswer,
  renewToken: { parameters: v.object({ token: secret }), result: v.object({ tokenExpiresAt: time }) },
  queryUsersInfo: { parameters: v.object({ userIDs: someUserIDs }), result: v.object({ userList: list(user) }) },
  queryGroupInfo: { parameters: v.object({ groupID }), result: v.object({ group }) },
  queryGroupMemberList: {
    parameters: v.object({
      groupID,
      count: integer(1, wireLimits.maxListLength),
      afterUserID: v.exactOptional(userID),
    }),
    result: v.object({ memberList: list(groupMember), userList: list(user), more: v.boolean() }),
  },
}

const typedSchemas: {
  readonly [Name in OperationName]: {
    readonly parameters: Schema<OperationParameters<Name>>
    readonly result: Schema<OperationResult<Name>>
  }
} = operationSchemas

const operationID = v.object({ operationID: clientMadeID })

/** Every operation that this version of the wire can carry. */
export const operationNames: readonly OperationName[] = Object.keys(operationSchemas).filter(isOperationName)

/** Whether `method` is an operation that this version of the wire can carry. */
export function isOperationName(method: string): method is OperationName {
  return Object.hasOwn(operationSchemas, method)
}

/** One operation as it crosses the wire: the parameters and the operationID are fields of one object. */
export interface OperationRequest<Name extends OperationName> {
  readonly operationID: string
  readonly parameters: OperationParameters<Name>
}

/** Reads the parameters of an operation at the server. Throws `protocol-violation`. */
export function readOperationRequest<Name extends OperationName>(name: Name, value: unknown): OperationRequest<Name> {
  return {
    ...readWith(operationID, value, name),
    parameters: readWith(typedSchemas[name].parameters, value, name),
  }
}

/** Reads the result of an operation at the client. Throws `protocol-violation`. */
export function readOperationResult<Name extends OperationName>(name: Name, value: unknown): OperationResult<Name> {
  return readWith(typedSchemas[name].result, value, name)
}
