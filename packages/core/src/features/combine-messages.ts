import type { CombinedMessage, CombinedSource } from '../contract/backend-facts.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type { CombineMessageCommands, MessageQueries } from '../contract/messages.js'
import { requireSending, storeNewMessage } from '../domain/new-message.js'
import type { SessionAccess } from '../domain/session-access.js'
import { ChatError } from '../errors/chat-error.js'
import {
  refuseArgument,
  requireConversation,
  requireIdentifier,
  requireInteger,
  requireList,
  requireOptions,
  requireText,
} from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import { messageKey } from '../store/conversation-rows.js'
import type { MessageRow } from '../store/schema.js'
import type { Update } from '../store/writer.js'
import { applyUser } from '../sync/apply-change.js'
import { requireMessage } from '../sync/outbox/enqueue-change.js'
import type { Feature } from './feature.js'

type CombineMethods = CombineMessageCommands & Pick<MessageQueries, 'queryCombineMessageDetail'>

const maxCombined = 100
const maxTitleBytes = 100
const maxSummaryBytes = 500
const maxPath = 3

/** Several messages sent on as one, which is opened level by level. */
export const combineMessagesFeature: Feature<CombineMethods> = {
  name: 'combineMessages',

  methods: (access, { idRule }) => ({
    async sendCombineMessage(conversation, combined, options) {
      const given = requireOptions('combined', combined)
      const source = {
        ...requireConversation(combined, idRule),
        messageIDs: requireList('combined.messageIDs', given['messageIDs'], requireIdentifier, {
          maxCount: maxCombined,
        }),
      }
      const title = requireText('combined.title', given['title'], { minBytes: 1, maxBytes: maxTitleBytes })
      if (title.trim() === '') refuseArgument('combined.title', 'must not be blank')
      const summary = requireText('combined.summary', given['summary'], { maxBytes: maxSummaryBytes })
      const { session, addressed } = requireSending(access, idRule, conversation, options)
      session.requireOperation('queryCombineMessageDetail')
      const { writer } = await session.opened()
      const [operationID, messageID] = [access.newID(), access.newID()]
      const message = await writer.write(async (update) => {
        const combinedList = await readSources(update, source)
        const content = { type: 'combine', title, summary, itemCount: combinedList.length } as const
        const sent = await storeNewMessage(
          update,
          { ...addressed, messageID, content, combined: source },
          { operationID },
        )
        await keep(update, { ...addressed, messageID }, [], combinedList)
        return sent
      })
      session.wakeOutbox()
      return { operationID, message }
    },

    async queryCombineMessageDetail(conversation, messageID, options) {
      const reference = {
        ...requireConversation(conversation, idRule),
        messageID: requireIdentifier('messageID', messageID),
      }
      const { path: given } = requireOptions('options', options, { isOptional: true })
      const path = given === undefined ? [] : requirePath(given)
      const session = access.require()
      const { store } = await session.opened()
      const message = await store.get('messages', messageKey(reference))
      if (message === undefined) throw new ChatError('message-not-found')
      assertCombined(message)
      const known = message.combinedLists?.[nameOf(path)]
      return { combinedList: known ?? (await fetchDetail(access, session, reference, path)) }
    },
  }),
}

function requirePath(value: unknown): readonly number[] {
  if (!Array.isArray(value) || value.length > maxPath)
    refuseArgument('options.path', `must be an array of at most ${String(maxPath)}`)
  return value.map((index: unknown) => requireInteger('options.path', index, { from: 0, to: maxCombined - 1 }))
}

function nameOf(path: readonly number[]): string {
  return path.join('/')
}

function assertCombined({ content }: MessageRow): void {
  if (content.type === 'revoked') throw new ChatError('message-revoked')
  if (content.type !== 'combine') throw new ChatError('not-allowed')
}

/** What will be combined, as this device has it, in the order of its conversation. */
async function readSources(
  update: Update,
  { messageIDs, ...conversation }: CombinedSource,
): Promise<readonly CombinedMessage[]> {
  const rows: MessageRow[] = []
  for (const messageID of messageIDs) rows.push(await requireMessage(update, { ...conversation, messageID }))
  return rows.toSorted((left, right) => (left.order < right.order ? -1 : 1)).map(toCombined)
}

function toCombined({ messageID, senderUserID, timestamp, content, sentStatus }: MessageRow): CombinedMessage {
  if (content.type === 'revoked') throw new ChatError('message-revoked')
  if (content.type === 'unsupported' || sentStatus !== 'sent') throw new ChatError('not-allowed')
  return { messageID, senderUserID, timestamp, content }
}

async function fetchDetail(
  access: SessionAccess,
  session: Session,
  reference: ConversationReference & { readonly messageID: string },
  path: readonly number[],
): Promise<readonly CombinedMessage[]> {
  session.requireOperation('queryCombineMessageDetail')
  const call = { operationID: access.newID(), signal: session.signal }
  const answer = await session.connected().call('queryCombineMessageDetail', { ...reference, path }, call)
  const { writer } = await session.opened()
  await writer.write(async (update) => {
    for (const user of answer.userList) await applyUser(update, user)
    await keep(update, reference, path, answer.combinedList)
  })
  return answer.combinedList
}

/** Keeps what a combined message holds beside it: it goes with it. */
async function keep(
  { draft }: Update,
  reference: ConversationReference & { readonly messageID: string },
  path: readonly number[],
  combinedList: readonly CombinedMessage[],
): Promise<void> {
  const row = await draft.get('messages', messageKey(reference))
  if (row?.content.type !== 'combine') return
  draft.put('messages', { ...row, combinedLists: { ...row.combinedLists, [nameOf(path)]: combinedList } })
}
