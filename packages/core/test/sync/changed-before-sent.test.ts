import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import type { BackendMessage } from '../../src/contract/backend-facts.js'
import { ChatError } from '../../src/errors/chat-error.js'
import { createEmitter } from '../../src/events/emitter.js'
import { createJournal } from '../../src/runtime/journal.js'
import { schema } from '../../src/store/schema.js'
import { createStore } from '../../src/store/store.js'
import { createWriter } from '../../src/store/writer.js'
import { applyChanges } from '../../src/sync/apply-change.js'
import { enqueue, failOperation } from '../../src/sync/outbox/queue.js'
import { testPlatform } from '../support/test-platform.js'

const conversation = { conversationType: 'group', conversationID: 'g1' } as const
const content = { type: 'text', text: 'One' } as const
const operationID = 'operation-1'

test('OL-36 a message that the backend tells of was sent, though a repeat of its operation was refused and only a change of it is told', async () => {
  const { clock } = testPlatform()
  const session = await memoryStorage().open({ app: 'test', userID: 'ada' }, schema)
  const store = await createStore(session, { writerID: 'one', onTakenOver: () => undefined })
  const emitter = createEmitter(createJournal(undefined, clock), clock)
  const writer = createWriter({ store, emitter, clock, userID: 'ada' })
  const outcomes: string[] = []
  emitter.on('operationSettled', ({ outcome }) => outcomes.push(outcome))

  const parameters = { ...conversation, messageID: 'message-1', content, sentTime: clock.now() }
  await writer.write(async (update) => {
    await enqueue(update, { operationID, operation: 'sendMessage', parameters })
    update.draft.put('messages', {
      ...conversation,
      messageID: 'message-1',
      senderUserID: 'ada',
      direction: 'send',
      content,
      reactionList: [],
      order: '~0000000000000001',
      isUserInserted: false,
      sentStatus: 'waiting',
      timestamp: clock.now(),
      operationID,
    })
  })
  await writer.write((update) => failOperation(update, operationID, new ChatError('not-group-member')))
  const message: BackendMessage = {
    ...conversation,
    messageID: 'message-1',
    senderUserID: 'ada',
    content,
    order: '0000000000000002',
    timestamp: clock.now(),
    countedSeq: 2,
    revision: 1,
    operationID,
  }
  await writer.write((update) =>
    applyChanges(update, [{ type: 'messageChanged', message, removedCount: 0 }], { clockOffsetMs: 0 }),
  )

  expect(outcomes).toEqual(['failed', 'succeeded'])
  expect(await store.get('outbox', [operationID])).toBeUndefined()
  expect(await store.get('messages', ['group', 'g1', 'message-1'])).toMatchObject({ sentStatus: 'sent' })
})
