import type { ConversationFlag } from '../contract/backend-facts.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type {
  ConversationQueries,
  ConversationSettingCommands,
  ConversationSettingQueries,
} from '../contract/conversations.js'
import type { LiveList, LiveListSnapshot } from '../contract/live.js'
import { hideConversation, requireDeletion } from '../domain/conversation-deletion.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { readRows } from '../domain/rows.js'
import type { SessionAccess } from '../domain/session-access.js'
import { ChatError } from '../errors/chat-error.js'
import { createLiveQuery } from '../live/live-query.js'
import {
  refuseArgument,
  requireBoolean,
  requireConversation,
  requireInteger,
  requireOneOf,
  requirePage,
} from '../runtime/argument.js'
import { identifierAfter } from '../runtime/identifier.js'
import type { Session } from '../session/session.js'
import { allRows } from '../store/all-rows.js'
import { conversationKey, hasFlag, toConversation, unreadRows } from '../store/conversation-rows.js'
import type { ConversationRow } from '../store/schema.js'
import type { Store } from '../store/store.js'
import { enqueueFlag, enqueueRead } from '../sync/outbox/enqueue-read.js'
import type { LiveFeature } from './feature.js'

type ConversationSettingMethods = ConversationSettingCommands &
  ConversationSettingQueries &
  Pick<ConversationQueries, 'clearConversationTotalUnreadMessageCount' | 'deleteAllConversations'>

/** The live twins of its queries. */
export interface ConversationSettingLive {
  queryConversationArchivedList(options: {
    readonly count: number
  }): LiveList<LiveListSnapshot<ConversationSettingQueries['queryConversationArchivedList']>>
}

const maxConversations = 100

/** Muting, marking and archiving conversations; and reading and deleting all of them. */
export const conversationSettingsFeature: LiveFeature<ConversationSettingMethods, ConversationSettingLive> = {
  name: 'conversationSettings',

  methods(access, { idRule }) {
    async function setFlag(conversation: ConversationReference, flag: ConversationFlag, isOn: boolean) {
      const [receipt] = await setFlags(access, [conversation], flag, isOn)
      return receipt
    }
    return {
      async setConversationNotificationStatus(conversation, status) {
        const reference = requireConversation(conversation, idRule)
        const wanted = requireOneOf('status', status, ['notify', 'doNotDisturb'])
        return setFlag(reference, 'doNotDisturb', wanted === 'doNotDisturb')
      },
      async setConversationMarkedUnread(conversation, isMarkedUnread) {
        const reference = requireConversation(conversation, idRule)
        return setFlag(reference, 'markedUnread', requireBoolean('isMarkedUnread', isMarkedUnread))
      },
      async updateConversationArchivedState(conversation, isArchived) {
        const reference = requireConversation(conversation, idRule)
        return setFlag(reference, 'archived', requireBoolean('isArchived', isArchived))
      },
      async setConversationMark(conversations, mark, isMarked) {
        const rule = `must be an array of 1 to ${String(maxConversations)} distinct entries`
        const isList = Array.isArray(conversations) && conversations.length > 0
        if (!isList || conversations.length > maxConversations) return refuseArgument('conversations', rule)
        const references = conversations.map((conversation) => requireConversation(conversation, idRule))
        const names = new Set(references.map((reference) => conversationKey(reference).join('\n')))
        if (names.size < references.length) refuseArgument('conversations', rule)
        const flag = `mark${requireInteger('mark', mark, { from: 1, to: 60 })}` as const
        return { operationList: await setFlags(access, references, flag, requireBoolean('isMarked', isMarked)) }
      },

      async queryConversationArchivedList(options) {
        const { count, cursor } = requirePage(options)
        const place = decodeCursor('archived', cursor, 4)
        const { store } = await access.require().opened()
        const { rows, hasMore } = await readArchived(store, count, place)
        const last = rows.at(-1)
        return {
          conversationList: rows.map(toConversation),
          ...(hasMore && last !== undefined ? { nextCursor: encodeCursor('archived', placeInArchive(last)) } : {}),
        }
      },

      async clearConversationTotalUnreadMessageCount() {
        const session = access.require()
        const { writer, attempts } = await session.opened()
        const [markID, flagID] = [access.newID(), access.newID()]
        // In one batch: a call that another tab repeats finds nothing left, and so uses no identifier for something else.
        await writer.write(async (update) => {
          let index = 0
          for (const row of await collected(unreadRows(update.draft))) {
            const identifiers = [identifierAfter(markID, index), identifierAfter(flagID, index)] as const
            if ((await enqueueRead(update, row, identifiers, attempts)) !== undefined) index += 1
            if (update.pacer.isDue()) await update.pacer.pause()
          }
        })
        session.wakeOutbox()
      },

      async deleteAllConversations(options) {
        const isOnServerToo = requireDeletion(options)
        const session = access.require()
        if (isOnServerToo) session.requireOperation('deleteConversation')
        await deleteAll(session, [access.newID(), access.newID()], isOnServerToo)
        session.wakeOutbox()
        await session.flushFirstScreen()
      },
    }
  },

  live: (source) => ({
    queryConversationArchivedList(options) {
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryConversationArchivedList',
          parameters: [options],
          empty: { conversationList: [], hasMore: false },
          tables: ['conversations'],
          async read(store, _session, shown) {
            const { rows, hasMore } = await readArchived(store, shown)
            return { conversationList: rows.map(toConversation), hasMore }
          },
        },
        count,
      )
    },
  }),
}

/** All or none. Those that are so already need no operation. */
async function setFlags(
  access: SessionAccess,
  conversations: readonly ConversationReference[],
  flag: ConversationFlag,
  isOn: boolean,
) {
  const session = access.require()
  session.requireOperation('setConversationFlag')
  const { writer, attempts } = await session.opened()
  const firstID = access.newID()
  const operationList = await writer.write(async (update) => {
    const enqueued: { readonly operationID: string }[] = []
    for (const [index, conversation] of conversations.entries()) {
      const row = await update.draft.get('conversations', conversationKey(conversation))
      if (row === undefined) throw new ChatError('conversation-not-found')
      if (hasFlag(row, flag) === isOn) continue
      const operationID = identifierAfter(firstID, index)
      await enqueueFlag(update, conversation, { flag, isOn, operationID }, attempts)
      enqueued.push({ operationID })
    }
    return enqueued
  })
  session.wakeOutbox()
  return operationList
}

async function deleteAll(
  session: Session,
  [draftID, operationID]: readonly [string, string],
  isOnServerToo: boolean,
): Promise<void> {
  const { writer, attempts } = await session.opened()
  await writer.write(async (update) => {
    const listed = allRows(update.draft, 'conversations', { index: 'by_activity', limit: 500 }, placeInList)
    const archived = allRows(update.draft, 'conversations', { index: 'by_archive', limit: 500 }, placeInArchive)
    const rows = [...(await collected(listed)), ...(await collected(archived))]
    for (const [index, row] of rows.entries()) {
      const identifiers = [identifierAfter(draftID, index), identifierAfter(operationID, index)] as const
      await hideConversation(update, row, identifiers, { isOnServerToo, session, attempts })
      if (update.pacer.isDue()) await update.pacer.pause()
    }
  })
}

/** Before they are changed, so that what is changed is not met again. */
async function collected<Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}

function readArchived(store: Store, count: number, to?: readonly (string | number)[]) {
  const query = { index: 'by_archive', reverse: true, ...(to === undefined ? {} : { to }) }
  return readRows(store, 'conversations', query, count, placeInArchive)
}

function placeInArchive(row: ConversationRow): readonly (string | number)[] {
  return [1, row.activityTime, ...conversationKey(row)]
}

function placeInList(row: ConversationRow): readonly (string | number)[] {
  return [row.isPinned ? 1 : 0, row.activityTime, ...conversationKey(row)]
}
