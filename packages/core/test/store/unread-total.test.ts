import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import type { Change } from '../../src/contract/changes.js'
import type { StorageSession } from '../../src/contract/storage-driver.js'
import { createEmitter } from '../../src/events/emitter.js'
import { createJournal } from '../../src/runtime/journal.js'
import { schema } from '../../src/store/schema.js'
import { createStore } from '../../src/store/store.js'
import { createWriter, type Update } from '../../src/store/writer.js'
import { applyChanges } from '../../src/sync/apply-change.js'
import { testPlatform } from '../support/test-platform.js'

function message(conversationID: string, seq: number): Change {
  const order = `${conversationID}-${String(seq)}`
  return {
    type: 'messageAdded',
    message: {
      conversationType: 'peer',
      conversationID,
      messageID: `message-${order}`,
      senderUserID: conversationID,
      content: { type: 'text', text: order },
      timestamp: seq,
      order,
      follows: seq === 1 ? null : `${conversationID}-${String(seq - 1)}`,
      countedSeq: seq,
    },
  }
}

async function createScene(wrap: (session: StorageSession) => StorageSession = (session) => session) {
  const { clock } = testPlatform()
  const session = await memoryStorage().open({ app: 'test', userID: 'ada' }, schema)
  const store = await createStore(wrap(session), { writerID: 'one', onTakenOver: () => undefined })
  const emitter = createEmitter(createJournal(undefined, clock), clock)
  const writer = createWriter({ store, emitter, clock, userID: 'ada' })
  const told: number[] = []
  emitter.on('conversationTotalUnreadMessageCountUpdated', ({ unreadMessageCount }) => told.push(unreadMessageCount))
  return {
    told,
    write: (work: (update: Update) => Promise<void>) => writer.write(work),
    apply: (...changes: Change[]) => writer.write((update) => applyChanges(update, changes, { clockOffsetMs: 0 })),
  }
}

/** The conversation leaves the list. */
async function unlist(update: Update, conversationID: string): Promise<void> {
  const row = await update.draft.get('conversations', ['peer', conversationID])
  if (row === undefined) throw new Error('There is no such conversation.')
  update.draft.put('conversations', { ...row, deletedUpToOrder: '~' })
  update.touch(row)
}

test('OL-39 the total of what is unread is told whenever a conversation counts otherwise, or leaves the list', async () => {
  const { told, apply, write } = await createScene()
  await apply(message('bob', 1))
  await apply(message('bob', 2), message('eve', 1))
  await write((update) => unlist(update, 'eve'))
  expect(told).toEqual([1, 3, 2])
  const readMark = { conversationType: 'peer', conversationID: 'bob', order: 'bob-2', countedSeq: 2 } as const
  await apply({ type: 'readMarkMoved', readMark, removedCount: 0 })
  expect(told).toEqual([1, 3, 2, 0])
})

test('OL-39 a total that could not be read is told with the next update', async () => {
  const trouble = { isOver: true }
  const { told, apply } = await createScene((session) => ({
    ...session,
    range: async (table, query) => {
      if (!trouble.isOver && query.index === 'by_unread') throw new Error('The disk does not answer.')
      return session.range(table, query)
    },
  }))
  await apply(message('bob', 1))
  trouble.isOver = false
  await apply(message('bob', 2)).catch(() => undefined)
  trouble.isOver = true
  await apply({
    type: 'userChanged',
    user: { userID: 'bob', userName: 'Bob', userAvatarUrl: '', userExtendedData: '' },
  })
  expect(told).toEqual([1, 2])
})
