import type { Chat } from '../contract/chat.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type { ErrorMessage, HistoryMessagePage, Message, SentMessage } from '../contract/messages.js'
import type { HistoryRequest, TransportDriver } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import {
  refuseArgument,
  requireBoolean,
  requireConversation,
  requireIdentifier,
  requireList,
  requireOneOf,
  requireOptions,
  requirePage,
  requireUserID,
} from '../runtime/argument.js'
import { requireContent } from '../runtime/content-argument.js'
import type { Session } from '../session/session.js'
import { conversationKey } from '../store/conversation-rows.js'
import { toMessage } from '../store/message-rows.js'
import type { Store } from '../store/store.js'
import type { Update } from '../store/writer.js'
import { fetchHistory } from '../sync/history.js'
import { deleteHere } from '../sync/outbox/enqueue-delete.js'
import { paddedSequence } from '../sync/outbox/enqueue-message.js'
import { nextSequence } from '../sync/outbox/queue.js'
import { decodeCursor, encodeCursor } from './cursor.js'
import { readNewer, readOlder, requestOlder, type HistoryStretch } from './history.js'
import type { SessionAccess } from './session-access.js'

type MessageDomain = Pick<Chat, 'queryHistoryMessage' | 'queryMessages' | 'insertMessageToLocalDB' | 'deleteMessages'>

/** How often one page asks the backend: each answer fills a part of the gap that the page stands at, be it by one message. */
const maxFetches = 100
/** What a transport gives in one page. */
const maxHistoryPage = 100

export function createMessageDomain(
  access: SessionAccess,
  { idRule }: { readonly idRule: TransportDriver['idRule'] },
): MessageDomain {
  return {
    async queryHistoryMessage(conversation, options) {
      const reference = requireConversation(conversation, idRule)
      const { count, cursor } = requirePage(options)
      const given = requireOptions('options', options)
      const direction =
        given['direction'] === undefined
          ? 'older'
          : requireOneOf('options.direction', given['direction'], ['older', 'newer'])
      const place = decodeCursor('history', cursor, 1)
      if (direction === 'newer' && place === undefined) {
        refuseArgument('options.cursor', "must be given with direction 'newer': nothing is newer than the newest")
      }
      const at = place === undefined ? undefined : String(place[0])
      return readHistory(access.require(), reference, { count, direction, ...(at === undefined ? {} : { at }) })
    },

    async queryMessages(conversation, messageIDs) {
      const reference = requireConversation(conversation, idRule)
      const wanted = requireList('messageIDs', messageIDs, requireIdentifier, { maxCount: 100 })
      const { store } = await access.require().opened()
      const rows = await store.getAll(
        'messages',
        wanted.map((messageID) => [...conversationKey(reference), messageID]),
      )
      const messageList = rows.filter((row) => row !== undefined).map(toMessage)
      const found = new Set(messageList.map(({ messageID }) => messageID))
      return { messageList, errorMessageList: missing(wanted.filter((messageID) => !found.has(messageID))) }
    },

    async insertMessageToLocalDB(conversation, content, options) {
      const reference = requireConversation(conversation, idRule)
      const given = requireOptions('options', options)
      const senderUserID = requireUserID('options.senderUserID', given['senderUserID'], idRule)
      const session = access.require()
      const checked = requireContent(content, session)
      const isParticipant =
        reference.conversationType === 'group' || [session.userID, reference.conversationID].includes(senderUserID)
      if (!isParticipant) refuseArgument('options.senderUserID', 'must be one of the two people of the conversation')
      const { writer } = await session.opened()
      const messageID = access.newID()
      const message = await writer.write((update) =>
        insert(update, reference, { messageID, senderUserID, content: checked }),
      )
      return { message }
    },

    async deleteMessages(conversation, messageIDs, options) {
      const reference = requireConversation(conversation, idRule)
      const wanted = requireList('messageIDs', messageIDs, requireIdentifier, { maxCount: 100 })
      const given = requireOptions('options', options, { isOptional: true })
      const isForAllDevices =
        given['isAlsoDeleteServerMessage'] === undefined
          ? false
          : requireBoolean('options.isAlsoDeleteServerMessage', given['isAlsoDeleteServerMessage'])
      const session = access.require()
      if (isForAllDevices) session.requireOperation('deleteMessages')
      const { writer, attempts } = await session.opened()
      const operationID = access.newID()
      const { absent, isEnqueued } = await writer.write((update) =>
        deleteHere(update, reference, wanted, { attempts, ...(isForAllDevices ? { operationID } : {}) }),
      )
      if (isEnqueued) session.wakeOutbox()
      await session.flushFirstScreen()
      return { errorMessageList: missing(absent), ...(isEnqueued ? { operationID } : {}) }
    },
  }
}

/** A page of history. Where the device has a gap and the backend is reached, the gap is filled first. */
async function readHistory(
  session: Session,
  conversation: ConversationReference,
  { count, direction, at }: { readonly count: number; readonly direction: 'older' | 'newer'; readonly at?: string },
): Promise<HistoryMessagePage> {
  const { store } = await session.opened()
  const read = (): Promise<HistoryStretch> =>
    direction === 'newer' && at !== undefined
      ? readNewer(store, conversation, { count, after: at })
      : readOlder(store, conversation, { count, ...(at === undefined ? {} : { before: at }) })

  let stretch = await read()
  for (let fetches = 0; fetches < maxFetches; fetches += 1) {
    const { gapAt, messageList } = stretch
    if (gapAt === undefined || messageList.length >= count) break
    const limit = Math.min(maxHistoryPage, count)
    const request: HistoryRequest =
      direction === 'newer' ? { type: 'after', order: gapAt, limit } : requestOlder(gapAt, limit)
    const isFilled = await fillGap(session, conversation, request)
    if (!isFilled) break
    const longer = await read()
    const isSame = isSameStretch(stretch, longer)
    stretch = longer
    if (isSame) break
  }

  const { messageList, hasMore, gapAt } = stretch
  const edge = (direction === 'newer' ? messageList.at(-1) : messageList[0])?.order ?? at
  const isMore = hasMore || gapAt !== undefined
  return {
    messageList,
    stoppedAtGap: gapAt !== undefined,
    ...(isMore && edge !== undefined ? { nextCursor: encodeCursor('history', [edge]) } : {}),
  }
}

/** The newest `count` messages, as a live list shows them. */
export async function readLiveHistory(store: Store, conversation: ConversationReference, count: number) {
  const { messageList, hasMore, gapAt } = await readOlder(store, conversation, { count })
  const stoppedAtGap = gapAt !== undefined && messageList.length < count
  return { messageList, stoppedAtGap, hasMore: hasMore || gapAt !== undefined }
}

/** Fills the gap that the newest `count` messages end at, as far as the backend is reached. */
export async function fetchLiveHistory(
  session: Session,
  conversation: ConversationReference,
  count: number,
): Promise<void> {
  const { store } = await session.opened()
  let before: HistoryStretch | undefined
  for (let fetches = 0; fetches < maxFetches; fetches += 1) {
    const stretch = await readOlder(store, conversation, { count })
    const { gapAt, messageList } = stretch
    if (gapAt === undefined || messageList.length >= count) return
    if (before !== undefined && isSameStretch(before, stretch)) return
    before = stretch
    const limit = Math.min(maxHistoryPage, count - messageList.length)
    if (!(await fillGap(session, conversation, requestOlder(gapAt, limit)))) return
  }
}

/** Whether an answer of the backend left the gap as it was: asking again would bring the same. */
function isSameStretch(earlier: HistoryStretch, later: HistoryStretch): boolean {
  return earlier.gapAt === later.gapAt && earlier.messageList.length === later.messageList.length
}

/** Whether something was fetched. Offline, or when the backend fails, the page is what the device has. */
async function fillGap(
  session: Session,
  conversation: ConversationReference,
  request: HistoryRequest,
): Promise<boolean> {
  try {
    const connection = session.connected()
    const { writer } = await session.opened()
    await fetchHistory(connection, writer, conversation, request, session.signal)
    return true
  } catch (failure) {
    if (ChatError.from(failure).code.startsWith('storage-')) throw failure
    return false
  }
}

async function insert(
  update: Update,
  conversation: ConversationReference,
  facts: Pick<SentMessage, 'messageID' | 'senderUserID' | 'content'>,
): Promise<Message> {
  const known = await update.draft.get('messages', [...conversationKey(conversation), facts.messageID])
  if (known !== undefined) return toMessage(known)
  // Directly behind the newest message of the backend, and before the next one: `!` sorts below every digit and letter.
  const [newest] = await update.draft.range('messages', {
    index: 'by_order',
    prefix: conversationKey(conversation),
    to: [...conversationKey(conversation), '~'],
    reverse: true,
    limit: 1,
  })
  const base = newest?.order.split('!')[0] ?? ''
  const message: SentMessage = {
    ...conversation,
    ...facts,
    reactionList: [],
    direction: facts.senderUserID === update.userID ? 'send' : 'receive',
    order: `${base}!${paddedSequence(await nextSequence(update))}`,
    isUserInserted: true,
    sentStatus: 'sent',
    timestamp: update.now,
  }
  update.draft.put('messages', message)
  update.touch(conversation)
  return message
}

function missing(messageIDs: readonly string[]): readonly ErrorMessage[] {
  return messageIDs.map((messageID) => ({ messageID, code: 'message-not-found' }))
}
