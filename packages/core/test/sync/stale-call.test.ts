import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import type { CallInvitation } from '../../src/contract/backend-facts.js'
import { createEmitter } from '../../src/events/emitter.js'
import { createJournal } from '../../src/runtime/journal.js'
import { schema } from '../../src/store/schema.js'
import { createStore } from '../../src/store/store.js'
import { createWriter } from '../../src/store/writer.js'
import { applyChanges } from '../../src/sync/apply-change.js'
import { testPlatform } from '../support/test-platform.js'

test('OL-42 a telling of a call that is older than the one before it changes nothing and rings nobody', async () => {
  const { clock } = testPlatform()
  const session = await memoryStorage().open({ app: 'test', userID: 'bob' }, schema)
  const store = await createStore(session, { writerID: 'one', onTakenOver: () => undefined })
  const emitter = createEmitter(createJournal(undefined, clock), clock)
  const writer = createWriter({ store, emitter, clock, userID: 'bob' })
  const told: string[] = []
  emitter.on('callInvitationReceived', () => told.push('rings'))
  emitter.on('callRingingEnded', ({ reason }) => told.push(reason))
  const callOf = (state: 'inviting' | 'accepted', revision?: number): CallInvitation => ({
    callID: 'call-1',
    caller: 'ada',
    mode: 'advanced',
    state: 'started',
    createTime: clock.now(),
    expireTime: clock.now() + 60_000,
    extendedData: '',
    ...(revision === undefined ? {} : { revision }),
    callUserList: [
      { userID: 'ada', state: 'accepted', extendedData: '' },
      { userID: 'bob', state, extendedData: '' },
    ],
  })
  for (const callInvitation of [callOf('inviting'), callOf('accepted', 2), callOf('inviting', 1), callOf('inviting')]) {
    const change = { type: 'callInvitationChanged', callInvitation } as const
    await writer.write((update) => applyChanges(update, [change], { clockOffsetMs: 0 }))
  }
  expect(told).toEqual(['rings', 'accepted'])
  expect(await store.get('calls', ['call-1'])).toMatchObject({ revision: 2 })
})
