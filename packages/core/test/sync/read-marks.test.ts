import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import type { Change } from '../../src/contract/changes.js'
import { createEmitter } from '../../src/events/emitter.js'
import { createJournal } from '../../src/runtime/journal.js'
import { schema } from '../../src/store/schema.js'
import { createStore } from '../../src/store/store.js'
import { createWriter } from '../../src/store/writer.js'
import { applyChanges } from '../../src/sync/apply-change.js'
import { testPlatform } from '../support/test-platform.js'

const conversation = { conversationType: 'peer', conversationID: 'bob' } as const

function message(seq: number): Change {
  const order = String(seq).padStart(4, '0')
  return {
    type: 'messageAdded',
    message: {
      ...conversation,
      messageID: `message-${order}`,
      senderUserID: 'bob',
      content: { type: 'text', text: order },
      timestamp: seq,
      order,
      follows: seq === 1 ? null : String(seq - 1).padStart(4, '0'),
      countedSeq: seq,
    },
  }
}

function mark(seq: number, removedCount = 0): Change {
  const readMark = { ...conversation, order: String(seq).padStart(4, '0'), countedSeq: seq }
  return { type: 'readMarkMoved', readMark, removedCount }
}

test('OL-39 a read mark only ever moves forward, whatever comes late or twice', async () => {
  const { clock } = testPlatform()
  const session = await memoryStorage().open({ app: 'test', userID: 'ada' }, schema)
  const store = await createStore(session, { writerID: 'one', onTakenOver: () => undefined })
  const emitter = createEmitter(createJournal(undefined, clock), clock)
  const writer = createWriter({ store, emitter, clock, userID: 'ada' })
  const apply = async (...changes: Change[]) => {
    await writer.write((update) => applyChanges(update, changes, { clockOffsetMs: 0 }))
    return (await store.get('conversations', ['peer', 'bob']))?.unreadMessageCount
  }
  expect(await apply(message(1), message(2), message(3), message(4))).toBe(4)
  expect(await apply(mark(3))).toBe(1)
  expect(await apply(mark(1, 1))).toBe(1)
  expect(await apply(mark(3), message(4))).toBe(1)
  expect(await apply(message(5))).toBe(2)
  expect(await apply(mark(5))).toBe(0)
  await store.close()
})
