import type { BackendMessage, HistoryPage, HistoryRequest } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { expectCode, groupConversation, makeGroup, peerConversation, sendMany } from './case-data.js'
import { newGroupID } from './identifiers.js'
import { transportCase, type TransportCase, type TransportCaseContext } from './transport-case.js'

const sends = { operations: ['sendMessage'] } as const

/** A conversation of ten messages, and the subject's way to look at it. */
interface Thread {
  readonly messages: readonly BackendMessage[]
  history(request: HistoryRequest): Promise<HistoryPage>
}

async function tenMessages({ subject, partner, connect }: TransportCaseContext): Promise<Thread> {
  const [link, other] = [await connect(subject), await connect(partner)]
  const messageIDs: string[] = []
  for (let round = 0; round < 5; round += 1) {
    messageIDs.push(...(await sendMany(link, peerConversation(partner), 1)))
    messageIDs.push(...(await sendMany(other, peerConversation(subject), 1)))
  }
  const history = (request: HistoryRequest) => link.connection.history(peerConversation(partner), request)
  const { messages } = await history({ type: 'newest', limit: 100 })
  // In the order in which they were sent, whatever the order of the page: that is for one clause to judge.
  const byID = new Map(messages.map((message) => [message.messageID, message]))
  return { history, messages: messageIDs.flatMap((messageID) => byID.get(messageID) ?? []) }
}

function placeOf({ messages }: Thread, index: number): string {
  return messages.at(index)?.order ?? ''
}

/** Which of the ten messages a page holds, counted from 0, whatever their order. */
function indexesOf(page: HistoryPage, { messages }: Thread): number[] {
  const messageIDs = messages.map(({ messageID }) => messageID)
  return page.messages.map(({ messageID }) => messageIDs.indexOf(messageID)).toSorted((left, right) => left - right)
}

/** Stretches of a conversation, and whether they join what is known. */
export const historyCases: readonly TransportCase[] = [
  transportCase('TR-44', 'the newest messages join the end of the conversation', sends, async (context) => {
    const thread = await tenMessages(context)
    const page = await thread.history({ type: 'newest', limit: 4 })
    expect(indexesOf(page, thread)).toEqual([6, 7, 8, 9])
    expect(page).toMatchObject({ joinsBefore: false, joinsAfter: true })
  }),

  transportCase('TR-45', 'the messages before a place are next to it and join it', sends, async (context) => {
    const thread = await tenMessages(context)
    const page = await thread.history({ type: 'before', order: placeOf(thread, 6), limit: 3 })
    expect(indexesOf(page, thread)).toEqual([3, 4, 5])
    expect(page).toMatchObject({ joinsBefore: false, joinsAfter: true })
  }),

  transportCase('TR-46', 'the messages after a place are next to it and join it', sends, async (context) => {
    const thread = await tenMessages(context)
    const page = await thread.history({ type: 'after', order: placeOf(thread, 3), limit: 3 })
    expect(indexesOf(page, thread)).toEqual([4, 5, 6])
    expect(page).toMatchObject({ joinsBefore: true, joinsAfter: false })
  }),

  transportCase('TR-47', 'the messages around a place are half before and half from it on', sends, async (context) => {
    const thread = await tenMessages(context)
    const page = await thread.history({ type: 'around', order: placeOf(thread, 5), limit: 4 })
    expect(indexesOf(page, thread)).toEqual([3, 4, 5, 6])
    expect(page).toMatchObject({ joinsBefore: false, joinsAfter: false })
  }),

  transportCase('TR-48', 'a page says whether it reached the start', sends, async (context) => {
    const thread = await tenMessages(context)
    const starts: boolean[] = []
    for (const request of [
      { type: 'newest', limit: 9 },
      { type: 'newest', limit: 10 },
      { type: 'before', order: placeOf(thread, 3), limit: 2 },
      { type: 'before', order: placeOf(thread, 3), limit: 3 },
      { type: 'before', order: placeOf(thread, 0), limit: 1 },
    ] as const) {
      starts.push((await thread.history(request)).reachedStart)
    }
    expect(starts).toEqual([false, true, false, true, true])
  }),

  transportCase('TR-49', 'a page is in order, the oldest message first', sends, async (context) => {
    const thread = await tenMessages(context)
    for (const request of [
      { type: 'newest', limit: 5 },
      { type: 'before', order: placeOf(thread, 6), limit: 5 },
      { type: 'after', order: placeOf(thread, 2), limit: 5 },
      { type: 'around', order: placeOf(thread, 5), limit: 4 },
    ] as const) {
      const orders = (await thread.history(request)).messages.map(({ order }) => order)
      expect(orders).toEqual(orders.toSorted((left, right) => (left < right ? -1 : 1)))
    }
  }),

  transportCase('TR-50', 'pages from the end to the start leave out and repeat nothing', sends, async (context) => {
    const thread = await tenMessages(context)
    const seen: string[] = []
    let page = await thread.history({ type: 'newest', limit: 3 })
    // With three at a time, ten messages take four pages.
    for (let pages = 1; ; pages += 1) {
      seen.push(...page.messages.map(({ messageID }) => messageID))
      if (page.reachedStart || pages === 4) break
      const order = page.messages.map((message) => message.order).toSorted()[0] ?? ''
      page = await thread.history({ type: 'before', order, limit: 3 })
    }
    expect(seen.toSorted()).toEqual(thread.messages.map(({ messageID }) => messageID).toSorted())
  }),

  transportCase(
    'TR-51',
    'the history of a conversation that is not there is refused',
    {},
    async ({ subject, connect }) => {
      const { connection } = await connect(subject)
      const request = { type: 'newest', limit: 1 } as const
      await expectCode(connection.history(groupConversation(newGroupID()), request), 'conversation-not-found')
    },
  ),

  transportCase(
    'TR-52',
    'a conversation without messages is whole and empty',
    { operations: ['createGroup'] },
    async ({ subject, partner, connect }) => {
      const link = await connect(subject)
      const groupID = await makeGroup(link, [partner])
      const page = await link.connection.history(groupConversation(groupID), { type: 'newest', limit: 1 })
      expect(page).toEqual({ messages: [], joinsBefore: false, joinsAfter: true, reachedStart: true })
    },
  ),
]
