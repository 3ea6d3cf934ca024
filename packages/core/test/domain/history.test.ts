import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import type { Change } from '../../src/contract/changes.js'
import { readOlder, requestOlder } from '../../src/domain/history.js'
import { createEmitter } from '../../src/events/emitter.js'
import { createJournal } from '../../src/runtime/journal.js'
import { schema } from '../../src/store/schema.js'
import { createStore } from '../../src/store/store.js'
import { createWriter } from '../../src/store/writer.js'
import { applyChanges } from '../../src/sync/apply-change.js'
import { enqueueMessage } from '../../src/sync/outbox/enqueue-message.js'
import { forgetRanges } from '../../src/sync/ranges.js'
import { testPlatform } from '../support/test-platform.js'

const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const text = (value: string) => ({ type: 'text', text: value }) as const

function added(number: number): Change {
  const order = String(number).padStart(4, '0')
  const follows = number === 1 ? null : String(number - 1).padStart(4, '0')
  const facts = { messageID: `m${String(number)}`, senderUserID: 'bob', timestamp: number, countedSeq: number }
  return { type: 'messageAdded', message: { ...withBob, ...facts, content: text(`${String(number)}`), order, follows } }
}

test('OL-38 a device that vouches for nothing of a conversation says that there is a gap, and shows what waits', async () => {
  const { clock } = testPlatform()
  const session = await memoryStorage().open({ app: 'test', userID: 'ada' }, schema)
  const store = await createStore(session, { writerID: 'one', onTakenOver: () => undefined })
  const emitter = createEmitter(createJournal(undefined, clock), clock)
  const writer = createWriter({ store, emitter, clock, userID: 'ada' })
  await writer.write((update) => applyChanges(update, [added(1), added(2)], { clockOffsetMs: 0 }))
  await writer.write((update) =>
    enqueueMessage(
      update,
      { ...withBob, messageID: 'm3', content: text('3') },
      { operationID: 'operation', uploads: [] },
    ),
  )
  const idsOf = (messages: readonly { readonly messageID: string }[]) => messages.map(({ messageID }) => messageID)
  const whole = await readOlder(store, withBob, { count: 10 })
  expect([idsOf(whole.messageList), whole.gapAt]).toEqual([['m1', 'm2', 'm3'], undefined])

  await writer.write((update) => forgetRanges(update.draft, withBob))
  const { messageList, gapAt } = await readOlder(store, withBob, { count: 10 })
  expect(idsOf(messageList)).toEqual(['m3'])
  expect(requestOlder(gapAt ?? '', 10)).toEqual({ type: 'newest', limit: 10 })
  expect(await readOlder(store, withBob, { count: 10, before: '0002' })).toMatchObject({
    messageList: [],
    gapAt: '0002',
  })
})
