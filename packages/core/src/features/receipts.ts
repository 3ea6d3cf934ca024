import type { MessageReceipt } from '../contract/backend-facts.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type { GroupMemberInfo, GroupQueries } from '../contract/groups.js'
import type { LiveList, LiveListSnapshot } from '../contract/live.js'
import type { ErrorMessage, MessageQueries, ReceiptQueries } from '../contract/messages.js'
import type { PageOptions, ReadOptions } from '../contract/page.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { toGroupMemberInfo } from '../domain/groups.js'
import { readRegister } from '../domain/registers.js'
import { readRows } from '../domain/rows.js'
import type { SessionAccess } from '../domain/session-access.js'
import { requireServerFlag } from '../domain/users.js'
import { ChatError } from '../errors/chat-error.js'
import { createLiveQuery } from '../live/live-query.js'
import { requireConversation, requireIdentifier, requireList, requirePage, requireUserID } from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import { behind } from '../store/all-rows.js'
import { messageKey } from '../store/conversation-rows.js'
import { registerKey, registerValue } from '../store/register-key.js'
import type { MessageRow } from '../store/schema.js'
import type { Store } from '../store/store.js'
import { applyGroupMembers, applyUser } from '../sync/apply-change.js'
import { applyRegister } from '../sync/apply-register.js'
import type { LiveFeature } from './feature.js'

type ReceiptMethods = ReceiptQueries &
  Pick<MessageQueries, 'queryMessageReceiptsInfo'> &
  Pick<GroupQueries, 'queryGroupMessageReceiptReadMemberList' | 'queryGroupMessageReceiptUnreadMemberList'>

type ReceiptAnswer = Awaited<ReturnType<MessageQueries['queryMessageReceiptsInfo']>>

/** The live twins of its queries. */
export interface ReceiptLive {
  queryMessageReceiptsInfo(
    conversation: ConversationReference,
    messageIDs: readonly string[],
  ): LiveList<LiveListSnapshot<MessageQueries['queryMessageReceiptsInfo']>>
  queryConversationReadMark(
    conversation: ConversationReference,
  ): LiveList<LiveListSnapshot<ReceiptQueries['queryConversationReadMark']>>
}

const maxMessages = 100

/** Who has read what the user wrote. */
export const receiptsFeature: LiveFeature<ReceiptMethods, ReceiptLive> = {
  name: 'receipts',

  methods(access, { idRule }) {
    async function queryMembers(
      groupID: string,
      messageID: string,
      options: PageOptions & ReadOptions,
      isRead: boolean,
    ) {
      const wanted = requireUserID('groupID', groupID, idRule)
      const message = requireIdentifier('messageID', messageID)
      const { count, cursor } = requirePage(options)
      const isQueryFromServer = requireServerFlag(options)
      const name = isQueryFromServer ? 'readers' : 'readersHere'
      const place = decodeCursor(name, cursor, 1)
      const page = { count, isRead, after: place === undefined ? undefined : String(place[0]) }
      const session = access.require()
      const { groupMemberList, lastUserID } = isQueryFromServer
        ? await fetchMembers(access, session, wanted, message, page)
        : await readMembers(session, wanted, message, page)
      return {
        groupMemberList,
        ...(lastUserID === undefined ? {} : { nextCursor: encodeCursor(name, [lastUserID]) }),
      }
    }

    return {
      async queryConversationReadMark(conversation) {
        const reference = requireConversation(conversation, idRule)
        return readMark((await access.require().opened()).store, reference)
      },

      async queryMessageReceiptsInfo(conversation, messageIDs, options) {
        const reference = requireConversation(conversation, idRule)
        const wanted = requireList('messageIDs', messageIDs, requireIdentifier, { maxCount: maxMessages })
        const isQueryFromServer = requireServerFlag(options)
        const session = access.require()
        if (isQueryFromServer && reference.conversationType === 'group') {
          await fetchReceipts(access, session, reference.conversationID, wanted)
        }
        return readReceipts((await session.opened()).store, reference, wanted)
      },

      queryGroupMessageReceiptReadMemberList: async (groupID, messageID, options) =>
        queryMembers(groupID, messageID, options, true),

      queryGroupMessageReceiptUnreadMemberList: async (groupID, messageID, options) =>
        queryMembers(groupID, messageID, options, false),
    }
  },

  live: (source, { idRule }) => ({
    queryConversationReadMark(conversation) {
      const reference = requireConversation(conversation, idRule)
      return createLiveQuery(
        source,
        {
          name: 'queryConversationReadMark',
          parameters: [reference],
          empty: { hasMore: false },
          tables: ['registers'],
          read: async (store) => ({ ...(await readMark(store, reference)), hasMore: false }),
        },
        1,
      )
    },

    queryMessageReceiptsInfo(conversation, messageIDs) {
      const reference = requireConversation(conversation, idRule)
      const wanted = requireList('messageIDs', messageIDs, requireIdentifier, { maxCount: maxMessages })
      return createLiveQuery(
        source,
        {
          name: 'queryMessageReceiptsInfo',
          parameters: [reference, wanted],
          empty: { receiptList: [], errorMessageList: [], hasMore: false },
          tables: ['registers', 'messages'],
          read: async (store) => ({ ...(await readReceipts(store, reference, wanted)), hasMore: false }),
        },
        maxMessages,
      )
    },
  }),
}

async function readMark(
  store: Store,
  conversation: ConversationReference,
): ReturnType<ReceiptQueries['queryConversationReadMark']> {
  if (conversation.conversationType === 'group') return {}
  const mark = await readRegister(store, { kind: 'readMark', conversation, key: conversation.conversationID })
  return mark === undefined ? {} : { readMark: mark }
}

async function fetchReceipts(
  access: SessionAccess,
  session: Session,
  groupID: string,
  messageIDs: readonly string[],
): Promise<void> {
  session.requireOperation('queryMessageReceiptsInfo')
  const call = { operationID: access.newID(), signal: session.signal }
  const answer = await session.connected().call('queryMessageReceiptsInfo', { groupID, messageIDs }, call)
  const { receiptList, revision } = answer
  refuseUnless(receiptList.every(({ messageID }) => messageIDs.includes(messageID)))
  const conversation = { conversationType: 'group', conversationID: groupID } as const
  const { writer } = await session.opened()
  await writer.write(async (update) => {
    for (const { messageID: key, readMemberCount, unreadMemberCount } of receiptList) {
      const value = { readMemberCount, unreadMemberCount }
      await applyRegister(update, { kind: 'messageReceipt', conversation, key, revision, value })
    }
  })
}

async function readReceipts(
  store: Store,
  conversation: ConversationReference,
  messageIDs: readonly string[],
): Promise<ReceiptAnswer> {
  const isPeer = conversation.conversationType === 'peer'
  const messages = await store.getAll(
    'messages',
    messageIDs.map((messageID) => messageKey({ ...conversation, messageID })),
  )
  const { readMark: mark } = await readMark(store, conversation)
  const counted = isPeer
    ? []
    : await store.getAll(
        'registers',
        messageIDs.map((messageID) => registerKey({ kind: 'messageReceipt', conversation, key: messageID })),
      )
  const receiptList: MessageReceipt[] = []
  const errorMessageList: ErrorMessage[] = []
  for (const [index, messageID] of messageIDs.entries()) {
    const message = messages[index]
    const counts = registerValue('messageReceipt', counted[index]?.value)
    if (message === undefined) errorMessageList.push({ messageID, code: 'message-not-found' })
    else if (!isReceipted(message)) receiptList.push({ messageID, readMemberCount: 0, unreadMemberCount: 0 })
    else if (isPeer) {
      const isRead = mark !== undefined && mark.order >= message.order
      receiptList.push({ messageID, readMemberCount: isRead ? 1 : 0, unreadMemberCount: isRead ? 0 : 1 })
    } else if (counts === undefined) errorMessageList.push({ messageID, code: 'not-connected' })
    else receiptList.push({ messageID, ...counts })
  }
  return { receiptList, errorMessageList }
}

/** Whether somebody else can have read it, of which the user is told. */
function isReceipted({ direction, sentStatus, isUserInserted }: MessageRow): boolean {
  return direction === 'send' && sentStatus === 'sent' && !isUserInserted
}

interface ReaderPage {
  readonly count: number
  readonly isRead: boolean
  readonly after: string | undefined
}

interface Readers {
  readonly groupMemberList: readonly GroupMemberInfo[]
  /** Present when there may be more behind. */
  readonly lastUserID?: string
}

async function fetchMembers(
  access: SessionAccess,
  session: Session,
  groupID: string,
  messageID: string,
  { count, isRead, after }: ReaderPage,
): Promise<Readers> {
  session.requireOperation('queryMessageReceiptMemberList')
  const call = { operationID: access.newID(), signal: session.signal }
  const parameters = { groupID, messageID, isRead, count, ...(after === undefined ? {} : { afterUserID: after }) }
  const answer = await session.connected().call('queryMessageReceiptMemberList', parameters, call)
  const { memberList, userList, registerList, more } = answer
  const named = new Set(memberList.map(({ userID }) => userID))
  refuseUnless(memberList.length <= count && memberList.every((member) => member.groupID === groupID))
  refuseUnless(
    registerList.every(
      ({ kind, key, conversation }) =>
        kind === 'readMark' &&
        named.has(key) &&
        conversation?.conversationType === 'group' &&
        conversation.conversationID === groupID,
    ),
  )
  const { store, writer } = await session.opened()
  await writer.write(async (update) => {
    for (const user of userList) await applyUser(update, user)
    applyGroupMembers(update, groupID, memberList, [])
    for (const register of registerList) await applyRegister(update, register)
  })
  const last = memberList.at(-1)
  return {
    groupMemberList: await toGroupMemberInfo(store, memberList),
    ...(more && last !== undefined ? { lastUserID: last.userID } : {}),
  }
}

/** Goes over the members that this device knows. */
async function readMembers(
  session: Session,
  groupID: string,
  messageID: string,
  { count, isRead, after }: ReaderPage,
): Promise<Readers> {
  const conversation = { conversationType: 'group', conversationID: groupID } as const
  const { store } = await session.opened()
  const message = await store.get('messages', messageKey({ ...conversation, messageID }))
  if (message === undefined) throw new ChatError('message-not-found')
  if (!isReceipted(message)) throw new ChatError('not-allowed')
  const query = { prefix: [groupID], ...(after === undefined ? {} : { from: behind([groupID, after]) }) }
  const { rows, hasMore } = await readRows(store, 'group_members', query, count, ({ userID }) => [groupID, userID])
  const marks = await store.getAll(
    'registers',
    rows.map(({ userID }) => registerKey({ kind: 'readMark', conversation, key: userID })),
  )
  const readers = rows.filter(({ userID }, index) => {
    const order = registerValue('readMark', marks[index]?.value)?.order ?? ''
    return userID !== session.userID && order >= message.order === isRead
  })
  const last = rows.at(-1)
  return {
    groupMemberList: await toGroupMemberInfo(store, readers),
    ...(hasMore && last !== undefined ? { lastUserID: last.userID } : {}),
  }
}

function refuseUnless(holds: boolean): void {
  if (!holds) throw new ChatError('protocol-violation', { details: { reason: 'an answer to something else' } })
}
