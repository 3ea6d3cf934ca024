// Version 1 of this package, bundled from its sources, to be read and never changed: devices in the field speak it.
// src/version.ts
var subprotocol = 'latchkey.1'
var subprotocolPrefix = 'latchkey.'
var subprotocols = [subprotocol]

// src/wire-limits.ts
var wireLimits = {
  /** A frame from the server to a client. */
  maxServerFrameBytes: 1048576,
  /** A frame from a client to the server. */
  maxClientFrameBytes: 65536,
  /** The text of a message, the payload of a custom one. An account's own limit may be lower. */
  maxTextBytes: 32768,
  /** Names of people, groups and members. */
  maxNameBytes: 256,
  maxUrlBytes: 500,
  /** Extended data, notices, and what a list shows of a custom message. */
  maxExtendedDataBytes: 1024,
  /** A message content of a kind that this version does not know, as JSON text. */
  maxUnsupportedContentBytes: 65536,
  /** How deeply such a content may be nested. */
  maxUnsupportedContentDepth: 32,
  /** A token or an app sign. */
  maxSecretBytes: 8192,
  /** Changes in one page or push, people included. */
  maxChanges: 1e3,
  /** Changes that one pull may ask for. */
  maxPullLimit: 500,
  /** Messages that one look at the history may ask for. */
  maxHistoryLimit: 100,
  /** Users, members or IDs in one list. */
  maxListLength: 100,
  maxPublicKeys: 10,
  /** Fields of an error's details. */
  maxErrorDetails: 16,
}

// src/utf8.ts
function utf8Length(text2) {
  let bytes = 0
  for (let index = 0; index < text2.length; index += 1) {
    const unit = text2.charCodeAt(index)
    if (unit < 128) bytes += 1
    else if (unit < 2048) bytes += 2
    else if (isHighSurrogate(unit) && isLowSurrogate(text2.charCodeAt(index + 1))) {
      bytes += 4
      index += 1
    } else bytes += 3
  }
  return bytes
}
function fitsUtf8(text2, maxBytes) {
  if (text2.length > maxBytes) return false
  return text2.length * 3 <= maxBytes || utf8Length(text2) <= maxBytes
}
function isHighSurrogate(unit) {
  return unit >= 55296 && unit <= 56319
}
function isLowSurrogate(unit) {
  return unit >= 56320 && unit <= 57343
}

// src/validation.ts
import { ChatError } from '@latchkey/core/driver'
import * as v from 'valibot'
var maxReasonLength = 200
function violation(reason) {
  return new ChatError('protocol-violation', { details: { reason: reason.slice(0, maxReasonLength) } })
}
function readWith(schema, value, subject) {
  const result2 = v.safeParse(schema, value, { abortEarly: true })
  if (result2.success) return result2.output
  throw violation(reasonOf(result2.issues[0], subject))
}
function reasonOf(issue, subject) {
  const path = issue.path?.map((item) => String(item.key)) ?? []
  return `${[subject, ...path].join('.')} breaks the rule ${issue.type}`
}

// src/frame.ts
import * as v4 from 'valibot'

// src/bounded-values.ts
import * as v2 from 'valibot'
function text(maxBytes) {
  return v2.pipe(
    v2.string(),
    v2.check((value) => fitsUtf8(value, maxBytes)),
  )
}
function identifier(maxLength4) {
  return v2.pipe(v2.string(), v2.minLength(1), v2.maxLength(maxLength4), v2.regex(/^[\x20-\x7e]*$/))
}
function integer(min, max = Number.MAX_SAFE_INTEGER) {
  return v2.pipe(v2.number(), v2.safeInteger(), v2.minValue(min), v2.maxValue(max))
}
function list(item, max = wireLimits.maxListLength, min = 0) {
  return v2.pipe(v2.array(v2.unknown()), v2.minLength(min), v2.maxLength(max), v2.array(item), v2.readonly())
}
var userID = v2.pipe(v2.string(), v2.regex(/^[\dA-Za-z!#$%&()+\-:;<=.>?@[\]^_{}|~]{1,32}$/))
var groupID = identifier(512)
var clientMadeID = identifier(128)
var order = v2.pipe(v2.string(), v2.regex(/^[\x20-\x7d]{1,64}$/))
var cursor = identifier(256)
var secret = v2.pipe(text(wireLimits.maxSecretBytes), v2.minLength(1))
var time = integer(0)
var conversationEntries = {
  conversationType: v2.picklist(['peer', 'group']),
  conversationID: identifier(512),
}

// src/wire-error.ts
import { ChatError as ChatError2, errorCodes } from '@latchkey/core/driver'
import * as v3 from 'valibot'
var backendCodes = /* @__PURE__ */ new Set([
  'invalid-argument',
  'not-supported',
  'token-refused',
  'token-expired',
  'token-invalid',
  'token-too-long-lived',
  'user-unknown',
  'kicked-out',
  'client-outdated',
  'protocol-violation',
  'operation-unknown',
  'message-id-reused',
  'conversation-not-found',
  'message-not-found',
  'user-not-found',
  'group-not-found',
  'group-exists',
  'not-group-member',
  'not-allowed',
  'call-not-found',
  'call-state-conflict',
  'limit-exceeded',
  'rate-limited',
  'backend-failed',
])
var methodNotFound = -32601
var invalidParameters = -32602
var applicationError = -32e3
var wireError = v3.object({
  code: v3.pipe(v3.number(), v3.safeInteger()),
  data: v3.exactOptional(v3.unknown()),
})
var wireErrorData = v3.object({ code: v3.pipe(v3.string(), v3.maxLength(64)), details: v3.exactOptional(v3.unknown()) })
function toWireError(error) {
  const code = isBackendCode(error.code) ? error.code : 'backend-failed'
  return {
    code: numberOf(code),
    message: errorCodes[code].meaning,
    data: { code, details: plainDetails(error.details) },
  }
}
function fromWireError(value) {
  const error = readWith(wireError, value, 'error')
  const data = v3.safeParse(wireErrorData, error.data)
  if (!data.success) return new ChatError2(codeOfNumber(error.code))
  const details = plainDetails(data.output.details)
  const { code } = data.output
  return isBackendCode(code)
    ? new ChatError2(code, { details })
    : new ChatError2(codeOfNumber(error.code), { details: { ...details, wireCode: code } })
}
function isBackendCode(code) {
  return backendCodes.has(code)
}
function numberOf(code) {
  if (code === 'operation-unknown') return methodNotFound
  return code === 'invalid-argument' ? invalidParameters : applicationError
}
function codeOfNumber(code) {
  if (code === methodNotFound) return 'operation-unknown'
  return code === invalidParameters ? 'invalid-argument' : 'backend-failed'
}
function plainDetails(details) {
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return {}
  const plain = Object.entries(details).filter(([name2, value]) => name2 !== '__proto__' && isPlainValue(value))
  return Object.fromEntries(plain.slice(0, wireLimits.maxErrorDetails))
}
function isPlainValue(value) {
  if (typeof value === 'string') return fitsUtf8(value, wireLimits.maxExtendedDataBytes)
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

// src/frame.ts
var jsonrpc = v4.literal('2.0')
var id = integer(1)
var call = v4.object({
  jsonrpc,
  method: v4.pipe(v4.string(), v4.regex(/^[A-Za-z]{1,64}$/)),
  params: v4.exactOptional(v4.unknown()),
  id: v4.exactOptional(id),
})
var result = v4.object({ jsonrpc, id, result: v4.unknown() })
var failure = v4.object({ jsonrpc, id, error: v4.unknown() })
function readFrame(frame, maxBytes) {
  if (!fitsUtf8(frame, maxBytes)) throw violation(`a frame is larger than ${maxBytes} bytes`)
  const value = parse(frame)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw violation('a frame is not one JSON-RPC message')
  }
  if ('method' in value) {
    const { method, params: parameters, id: id2 } = readWith(call, value, 'frame')
    return id2 === void 0
      ? { type: 'notification', method, parameters }
      : { type: 'request', id: id2, method, parameters }
  }
  if ('result' in value === 'error' in value) throw violation('a response has one of result and error')
  if ('result' in value) {
    const response2 = readWith(result, value, 'frame')
    return { type: 'result', id: response2.id, result: response2.result }
  }
  const response = readWith(failure, value, 'frame')
  return { type: 'error', id: response.id, error: fromWireError(response.error) }
}
function parse(frame) {
  try {
    return JSON.parse(frame)
  } catch {
    throw violation('a frame is not JSON')
  }
}

// src/formatting.ts
function formatRequest(id2, method, parameters) {
  return format({ id: id2, method, params: parameters })
}
function formatOperation(id2, operation, { operationID: operationID2, parameters }) {
  return format({ id: id2, method: operation, params: { operationID: operationID2, ...parameters } })
}
function formatNotification(method, parameters) {
  return format({ method, params: parameters })
}
function formatResult(id2, result2) {
  return format({ id: id2, result: result2 })
}
function formatError(id2, error) {
  return format({ id: id2, error: toWireError(error) })
}
function format(message2) {
  return JSON.stringify({ jsonrpc: '2.0', ...message2 })
}

// src/connect.ts
import * as v5 from 'valibot'
var connectRequest = v5.object({
  userID,
  credential: v5.variant('type', [
    v5.object({ type: v5.literal('token'), token: secret }),
    v5.object({ type: v5.literal('appSign'), appSign: secret }),
  ]),
  deviceID: clientMadeID,
  platform: identifier(32),
  userName: v5.exactOptional(text(wireLimits.maxNameBytes)),
})
var keyField = v5.exactOptional(text(2048))
var publicKey = v5.object({
  kty: text(32),
  kid: v5.exactOptional(text(256)),
  alg: keyField,
  use: keyField,
  crv: keyField,
  x: keyField,
  y: keyField,
  n: keyField,
  e: keyField,
})
var account = v5.object({
  userID,
  userName: text(wireLimits.maxNameBytes),
  serverTime: time,
  tokenExpiresAt: v5.exactOptional(time),
  publicKeys: v5.exactOptional(list(publicKey, wireLimits.maxPublicKeys)),
  limits: v5.object({ maxTextBytes: integer(1, wireLimits.maxTextBytes) }),
})
function readConnectRequest(value) {
  return readWith(connectRequest, value, 'connect')
}
function readAccount(value, userID2) {
  return readWith(accountOf(userID2), value, 'account')
}
function accountOf(userID2) {
  return v5.pipe(
    account,
    v5.check((stated) => stated.userID === userID2),
  )
}

// src/operations.ts
import * as v8 from 'valibot'

// src/facts.ts
import * as v7 from 'valibot'

// src/message-content.ts
import * as v6 from 'valibot'
var textContent = v6.object({ type: v6.literal('text'), text: text(wireLimits.maxTextBytes) })
var customContent = v6.object({
  type: v6.literal('custom'),
  subType: integer(0, 200),
  payload: text(wireLimits.maxTextBytes),
  searchedText: v6.exactOptional(text(wireLimits.maxExtendedDataBytes)),
})
var kindName = identifier(64)
var unsupportedContent = v6.object({
  type: v6.literal('unsupported'),
  originalType: kindName,
  original: text(wireLimits.maxUnsupportedContentBytes),
})
var unknownContent = v6.pipe(
  v6.looseObject({ type: kindName }),
  v6.check((content) => isNestedAtMost(content, wireLimits.maxUnsupportedContentDepth)),
  v6.transform((content) => ({
    type: 'unsupported',
    originalType: content.type,
    original: JSON.stringify(content),
  })),
  unsupportedContent,
)
var sendableContent = v6.variant('type', [
  v6.object({
    type: v6.literal('text'),
    text: v6.pipe(
      text(wireLimits.maxTextBytes),
      v6.check((value) => value.trim() !== ''),
    ),
  }),
  customContent,
])
var messageContent = v6.lazy((input) => {
  switch (kindOf(input)) {
    case 'text':
      return textContent
    case 'custom':
      return customContent
    case 'unsupported':
      return unsupportedContent
    default:
      return unknownContent
  }
})
function kindOf(input) {
  return typeof input === 'object' && input !== null && 'type' in input ? input.type : void 0
}
function isNestedAtMost(value, depth) {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((part) => isNestedAtMost(part, depth - 1))
}

// src/facts.ts
var name = text(wireLimits.maxNameBytes)
var url = text(wireLimits.maxUrlBytes)
var extendedData = text(wireLimits.maxExtendedDataBytes)
var user = v7.object({ userID, userName: name, userAvatarUrl: url, userExtendedData: extendedData })
var group = v7.object({
  groupID,
  groupName: name,
  groupAvatarUrl: url,
  groupNotice: extendedData,
  createTime: time,
  memberCount: integer(0),
})
var groupMember = v7.object({
  groupID,
  userID,
  memberRole: v7.picklist(['owner', 'admin', 'member']),
  memberNickname: name,
  enterTime: time,
})
var message = v7.object({
  ...conversationEntries,
  messageID: clientMadeID,
  senderUserID: userID,
  content: messageContent,
  timestamp: time,
  order,
  follows: v7.exactOptional(v7.nullable(order)),
  messageSeq: v7.exactOptional(integer(1)),
  countedSeq: v7.exactOptional(integer(0)),
  operationID: v7.exactOptional(clientMadeID),
})
var readMark = v7.object({ ...conversationEntries, order, countedSeq: integer(0) })
var removedCount = integer(0)
var pinnedEntries = { isPinned: v7.boolean(), pinnedTime: v7.exactOptional(time) }
var conversationSettings = v7.object({ ...conversationEntries, ...pinnedEntries })
var conversationHead = v7.object({
  ...conversationEntries,
  lastMessage: v7.exactOptional(message),
  readMark: v7.exactOptional(readMark),
  removedCount,
  ...pinnedEntries,
})
var callInvitationMode = v7.picklist(['general', 'advanced'])
var callInvitation = v7.object({
  callID: clientMadeID,
  caller: userID,
  mode: callInvitationMode,
  state: v7.picklist(['started', 'ended']),
  createTime: time,
  expireTime: time,
  endTime: v7.exactOptional(time),
  extendedData,
  callUserList: list(
    v7.object({
      userID,
      state: v7.picklist(['inviting', 'accepted', 'rejected', 'cancelled', 'timeout']),
      extendedData,
    }),
  ),
})

// src/operations.ts
var userIDs = list(userID)
var someUserIDs = list(userID, wireLimits.maxListLength, 1)
var callAnswer = { parameters: v8.object({ callID: clientMadeID }), result: v8.object({ callInvitation }) }
var operationSchemas = {
  sendMessage: {
    parameters: v8.object({
      ...conversationEntries,
      messageID: clientMadeID,
      content: sendableContent,
      sentTime: time,
    }),
    result: v8.object({ message }),
  },
  markRead: {
    parameters: v8.object({ ...conversationEntries, order }),
    result: v8.object({ readMark, removedCount }),
  },
  updateConversationPinnedState: {
    parameters: v8.object({ ...conversationEntries, isPinned: v8.boolean() }),
    result: v8.object({ settings: conversationSettings }),
  },
  createGroup: {
    parameters: v8.object({ groupID, groupName: text(wireLimits.maxNameBytes), userIDs }),
    result: v8.object({ group, errorUserIDs: userIDs }),
  },
  inviteUsersIntoGroup: {
    parameters: v8.object({ groupID, userIDs: someUserIDs }),
    result: v8.object({ group, errorUserIDs: userIDs }),
  },
  leaveGroup: { parameters: v8.object({ groupID }), result: v8.object({ groupID }) },
  callInvite: {
    parameters: v8.object({
      callID: clientMadeID,
      invitees: list(userID, 9, 1),
      mode: callInvitationMode,
      timeoutSeconds: integer(1, 600),
      extendedData: text(wireLimits.maxExtendedDataBytes),
    }),
    result: v8.object({ callInvitation }),
  },
  callCancel: callAnswer,
  callAccept: callAnswer,
  callReject: callAnswer,
  renewToken: { parameters: v8.object({ token: secret }), result: v8.object({ tokenExpiresAt: time }) },
  queryUsersInfo: { parameters: v8.object({ userIDs: someUserIDs }), result: v8.object({ userList: list(user) }) },
  queryGroupInfo: { parameters: v8.object({ groupID }), result: v8.object({ group }) },
  queryGroupMemberList: {
    parameters: v8.object({
      groupID,
      count: integer(1, wireLimits.maxListLength),
      afterUserID: v8.exactOptional(userID),
    }),
    result: v8.object({ memberList: list(groupMember), userList: list(user), more: v8.boolean() }),
  },
}
var typedSchemas = operationSchemas
var operationID = v8.object({ operationID: clientMadeID })
var operationNames = Object.keys(operationSchemas).filter(isOperationName)
function isOperationName(method) {
  return Object.hasOwn(operationSchemas, method)
}
function readOperationRequest(name2, value) {
  return {
    ...readWith(operationID, value, name2),
    parameters: readWith(typedSchemas[name2].parameters, value, name2),
  }
}
function readOperationResult(name2, value) {
  return readWith(typedSchemas[name2].result, value, name2)
}

// src/change-log.ts
import * as v10 from 'valibot'

// src/changes.ts
import * as v9 from 'valibot'
var changeSchemas = {
  userChanged: v9.object({ type: v9.literal('userChanged'), user }),
  groupChanged: v9.object({ type: v9.literal('groupChanged'), group }),
  groupLeft: v9.object({ type: v9.literal('groupLeft'), groupID }),
  groupMembersChanged: v9.object({
    type: v9.literal('groupMembersChanged'),
    groupID,
    memberList: list(groupMember),
    removedUserIDs: list(userID),
  }),
  messageAdded: v9.object({ type: v9.literal('messageAdded'), message }),
  readMarkMoved: v9.object({ type: v9.literal('readMarkMoved'), readMark, removedCount }),
  conversationSettingsChanged: v9.object({
    type: v9.literal('conversationSettingsChanged'),
    settings: conversationSettings,
  }),
  conversationHead: v9.object({ type: v9.literal('conversationHead'), head: conversationHead }),
  callInvitationChanged: v9.object({ type: v9.literal('callInvitationChanged'), callInvitation }),
}
var changeEnvelopes = list(v9.looseObject({ type: identifier(64) }), wireLimits.maxChanges)
function readChanges(value) {
  const envelopes = readWith(changeEnvelopes, value, 'changes')
  const changes = []
  for (const [index, envelope] of envelopes.entries()) {
    if (!isChangeType(envelope.type)) continue
    changes.push(readWith(changeSchemas[envelope.type], envelope, `changes.${index}`))
  }
  return { changes, skippedChanges: envelopes.length - changes.length }
}
function isChangeType(type) {
  return Object.hasOwn(changeSchemas, type)
}

// src/change-log.ts
var pullRequest = v10.object({ cursor: v10.exactOptional(cursor), limit: integer(1, wireLimits.maxPullLimit) })
var tooFarBack = v10.object({ tooFarBack: v10.literal(true) })
var pageEnvelope = v10.object({ changes: v10.unknown(), cursor, more: v10.boolean() })
var pushEnvelope = v10.object({ changes: v10.unknown(), cursor, after: cursor })
function readPullRequest(value) {
  return readWith(pullRequest, value, 'pull')
}
function readPullResult(value, limit2) {
  if (v10.is(tooFarBack, value)) return { page: 'tooFarBack', skippedChanges: 0 }
  const envelope = readWith(pageEnvelope, value, 'pull')
  const { changes, skippedChanges } = readChanges(envelope.changes)
  const counted = changes.filter((change) => change.type !== 'userChanged').length
  if (counted > limit2) throw violation('pull.changes holds more than was asked for')
  return { page: { changes, cursor: envelope.cursor, more: envelope.more }, skippedChanges }
}
function readPushedChanges(value) {
  const envelope = readWith(pushEnvelope, value, 'changes')
  const { changes, skippedChanges } = readChanges(envelope.changes)
  return { pushed: { after: envelope.after, cursor: envelope.cursor, changes }, skippedChanges }
}

// src/history.ts
import * as v11 from 'valibot'
var limit = integer(1, wireLimits.maxHistoryLimit)
var historyQuery = v11.object({
  conversation: v11.object(conversationEntries),
  request: v11.variant('type', [
    v11.object({ type: v11.literal('newest'), limit }),
    v11.object({ type: v11.literal('before'), order, limit }),
    v11.object({ type: v11.literal('after'), order, limit }),
    v11.object({ type: v11.literal('around'), order, limit }),
  ]),
})
var historyPage = v11.object({
  messages: list(message, wireLimits.maxHistoryLimit),
  joinsBefore: v11.boolean(),
  joinsAfter: v11.boolean(),
  reachedStart: v11.boolean(),
})
function readHistoryQuery(value) {
  return readWith(historyQuery, value, 'history')
}
function readHistoryPage(value, query) {
  const page = readWith(historyPage, value, 'history')
  if (page.messages.length > query.request.limit) throw violation('history.messages holds more than was asked for')
  let previous
  for (const [index, current] of page.messages.entries()) {
    const place = `history.messages.${index}`
    if (!isOf(query.conversation, current)) throw violation(`${place} is of another conversation`)
    if (previous !== void 0 && current.order <= previous.order) throw violation(`${place} is out of order`)
    if (!isOnAskedSide(query.request, current.order)) throw violation(`${place} is not on the side asked for`)
    previous = current
  }
  return page
}
function isOf(conversation, message2) {
  return (
    message2.conversationType === conversation.conversationType &&
    message2.conversationID === conversation.conversationID
  )
}
function isOnAskedSide(request, order2) {
  if (request.type === 'before') return order2 < request.order
  if (request.type === 'after') return order2 > request.order
  return true
}

// src/signal.ts
import * as v12 from 'valibot'
var signalEnvelope = v12.looseObject({ type: identifier(64) })
var typingSignal = v12.object({ type: v12.literal('typing'), ...conversationEntries, userID })
function readSignal(value) {
  const envelope = readWith(signalEnvelope, value, 'signal')
  return envelope.type === 'typing' ? readWith(typingSignal, value, 'signal') : void 0
}

// src/closure.ts
import * as v13 from 'valibot'
var closeCodes = {
  client: 1e3,
  lost: 4e3,
  refused: 4001,
  expired: 4002,
  kickedOut: 4003,
  unregistered: 4004,
  violation: 4005,
  outdated: 4006,
}
var violationCodes = [1002, 1003, 1007, 1008, 1009]
var maxDescriptionLength = 256
var closing = v13.object({
  reason: v13.fallback(v13.picklist(Object.keys(closeCodes).filter(isClosureReason)), 'lost'),
  description: v13.exactOptional(v13.pipe(v13.string(), v13.maxLength(maxDescriptionLength))),
})
function readClosing(value) {
  return readWith(closing, value, 'closing')
}
function closureReasonOf(closeCode) {
  if (violationCodes.includes(closeCode)) return 'violation'
  const reason = Object.keys(closeCodes)
    .filter(isClosureReason)
    .find((candidate) => closeCodes[candidate] === closeCode)
  return reason === void 0 || reason === 'client' ? 'lost' : reason
}
function isClosureReason(reason) {
  return Object.hasOwn(closeCodes, reason)
}
export {
  closeCodes,
  closureReasonOf,
  fitsUtf8,
  formatError,
  formatNotification,
  formatOperation,
  formatRequest,
  formatResult,
  isOperationName,
  operationNames,
  readAccount,
  readClosing,
  readConnectRequest,
  readFrame,
  readHistoryPage,
  readHistoryQuery,
  readOperationRequest,
  readOperationResult,
  readPullRequest,
  readPullResult,
  readPushedChanges,
  readSignal,
  subprotocol,
  subprotocolPrefix,
  subprotocols,
  utf8Length,
  violation,
  wireLimits,
}
