import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import { createEmitter } from '../../src/events/emitter.js'
import { createJournal } from '../../src/runtime/journal.js'
import { schema } from '../../src/store/schema.js'
import { createStore } from '../../src/store/store.js'
import { createWriter } from '../../src/store/writer.js'
import { applySettings } from '../../src/sync/apply-settings.js'
import { testPlatform } from '../support/test-platform.js'

const withBob = { conversationType: 'peer', conversationID: 'bob' } as const

test('OL-36 an answer from before anything was set, which has no revision, is older than what the log has told', async () => {
  const { clock } = testPlatform()
  const session = await memoryStorage().open({ app: 'test', userID: 'ada' }, schema)
  const store = await createStore(session, { writerID: 'one', onTakenOver: () => undefined })
  const emitter = createEmitter(createJournal(undefined, clock), clock)
  const writer = createWriter({ store, emitter, clock, userID: 'ada' })
  const pinned = { ...withBob, isPinned: true, pinnedTime: 1, draft: '', revision: 1 }
  await writer.write((update) => applySettings(update, pinned))
  await writer.write((update) => applySettings(update, { ...withBob, isPinned: false, draft: '' }))
  expect(await store.get('conversations', ['peer', 'bob'])).toMatchObject({ isPinned: true, pinnedTime: 1 })
})
