import { expect, test } from 'vitest'
import { memoryLogStore, type Audience, type LogReference } from '../src/index.js'
import { createLiveAudiences } from '../src/live-audiences.js'

const toBob: Audience = { type: 'user', userID: 'bob' }
const toTeam: Audience = { type: 'group', groupID: 'team' }
const something: LogReference = { type: 'call', callID: 'c' }

function entry(audience: Audience, reference: LogReference = something) {
  return { audience, reference, time: 1 }
}

test('a listener is told of its user’s entries and of those of the groups it is in, and of no others', async () => {
  const store = memoryLogStore()
  const membership = {
    groupID: 'team',
    memberRole: 'member',
    memberNickname: '',
    enterTime: 1,
    fromPosition: 0,
  } as const
  await store.transact((transaction) => transaction.putMemberships([{ ...membership, userID: 'bob' }]))
  const audiences = createLiveAudiences(store)
  let told = 0
  let isLoaded = () => {}
  const loaded = new Promise<void>((resolve) => (isLoaded = resolve))
  const stop = audiences.listen('bob', () => {
    told += 1
    isLoaded()
  })
  // Told once the groups are known: what came to them before was told to nobody.
  await loaded
  expect(told).toBe(1)

  audiences.notify([entry(toTeam), entry(toBob)])
  expect(told).toBe(2)
  audiences.notify([entry({ type: 'user', userID: 'cyd' }), entry({ type: 'group', groupID: 'other' })])
  expect(told).toBe(2)
  stop()
  audiences.notify([entry(toTeam), entry(toBob)])
  expect(told).toBe(2)
})

test('joining and leaving change who is told of a group', () => {
  const audiences = createLiveAudiences(memoryLogStore())
  let told = 0
  audiences.listen('bob', () => (told += 1))
  audiences.notify([entry(toBob, { type: 'group', groupID: 'team' })])
  expect(told).toBe(1)
  audiences.notify([entry(toTeam)])
  expect(told).toBe(2)
  audiences.notify([entry(toBob, { type: 'groupLeft', groupID: 'team' })])
  expect(told).toBe(3)
  audiences.notify([entry(toTeam)])
  expect(told).toBe(3)
})
