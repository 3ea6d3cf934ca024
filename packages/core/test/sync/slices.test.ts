import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../src/contract/changes.js'
import type { PlatformClock } from '../../src/contract/platform.js'
import { createEmitter } from '../../src/events/emitter.js'
import { createJournal } from '../../src/runtime/journal.js'
import { schema } from '../../src/store/schema.js'
import { createStore } from '../../src/store/store.js'
import { createWriter } from '../../src/store/writer.js'
import { applyChanges } from '../../src/sync/apply-change.js'
import { testPlatform } from '../support/test-platform.js'

/** Each look at the clock takes a millisecond, as if every step of the work did. */
function slowClock(): PlatformClock {
  const { clock } = testPlatform()
  let time = clock.now()
  return { ...clock, now: () => (time += 1) }
}

const userIDs = Array.from({ length: 100 }, (_, index) => `user-${String(index).padStart(3, '0')}`)
const changes = userIDs.map((userID): Change => ({
  type: 'userChanged',
  user: { userID, userName: userID, userAvatarUrl: '', userExtendedData: '' },
}))

async function openStore(letOthersGoFirst?: () => Promise<void>) {
  const clock = slowClock()
  const session = await memoryStorage().open({ app: 'test', userID: 'ada' }, schema)
  const store = await createStore(session, { writerID: 'one', onTakenOver: () => undefined })
  onTestFinished(() => store.close())
  const emitter = createEmitter(createJournal(undefined, clock), clock)
  const writer = createWriter({ store, emitter, clock, letOthersGoFirst, userID: 'ada' })
  const apply = () => writer.write((update) => applyChanges(update, changes, { clockOffsetMs: 0 }))
  const storedIDs = async () => (await store.range('users', { limit: 200 })).map(({ userID }) => userID)
  return { apply, storedIDs }
}

test('a page of changes is applied in slices, and what waits goes first in between; nobody sees a part of it', async () => {
  const seen: number[] = []
  const { apply, storedIDs } = await openStore(async () => {
    seen.push((await storedIDs()).length)
  })
  await apply()
  expect(seen.length).toBeGreaterThan(5)
  expect(new Set(seen)).toEqual(new Set([0]))
  expect(await storedIDs()).toEqual(userIDs)
})

test('where the platform lets nobody go first, a page is applied in one piece', async () => {
  const { apply, storedIDs } = await openStore()
  await apply()
  expect(await storedIDs()).toEqual(userIDs)
})
