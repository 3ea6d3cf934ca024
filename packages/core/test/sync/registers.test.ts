import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import type { ConversationReference } from '../../src/contract/conversation-reference.js'
import type { Register, RegisterPlace } from '../../src/contract/registers.js'
import { createEmitter } from '../../src/events/emitter.js'
import { createJournal } from '../../src/runtime/journal.js'
import { keyPartOf, registerKey } from '../../src/store/register-key.js'
import { schema } from '../../src/store/schema.js'
import { createStore } from '../../src/store/store.js'
import { createWriter } from '../../src/store/writer.js'
import { applyChanges } from '../../src/sync/apply-change.js'
import { applyRegister } from '../../src/sync/apply-register.js'
import { openAttempts } from '../../src/sync/outbox/attempts.js'
import { enqueueRegister } from '../../src/sync/outbox/enqueue-register.js'
import { registerKind } from '../../src/sync/outbox/kinds/register.js'
import { failOperation } from '../../src/sync/outbox/queue.js'
import { settleOperation } from '../../src/sync/outbox/settlement.js'
import { createSnapshot } from '../../src/sync/snapshot.js'
import { ChatError } from '../../src/errors/chat-error.js'
import { testPlatform } from '../support/test-platform.js'

const bob: RegisterPlace = { kind: 'blockedUser', key: 'bob' }
const inGroup: ConversationReference = { conversationType: 'group', conversationID: 'g1' }

async function openScene() {
  const { clock } = testPlatform()
  const session = await memoryStorage().open({ app: 'test', userID: 'ada' }, schema)
  const store = await createStore(session, { writerID: 'one', onTakenOver: () => undefined })
  const emitter = createEmitter(createJournal(undefined, clock), clock)
  const told: object[] = []
  emitter.on('blacklistChanged', (event) => told.push(event))
  const writer = createWriter({ store, emitter, clock, userID: 'ada' })
  const attempts = await openAttempts(store)
  return {
    store,
    writer,
    told,
    attempts,
    tell: (register: Register, isSnapshot = false) =>
      writer.write((update) => applyRegister(update, register, { isSnapshot })),
    enqueue: (operationID: string, createTime?: number) =>
      writer.write((update) =>
        enqueueRegister(
          update,
          {
            operationID,
            operation: 'setUserBlocked',
            parameters: { userID: 'bob', isBlocked: createTime !== undefined },
            lane: { conversationType: 'peer', conversationID: 'bob' },
            registerList: [
              { kind: 'blockedUser', key: 'bob', ...(createTime === undefined ? {} : { value: { createTime } }) },
            ],
          },
          attempts,
        ),
      ),
    shown: async (place: RegisterPlace = bob) => (await store.get('registers', registerKey(place)))?.value,
  }
}

const known = (revision: number, createTime?: number): Register => ({
  kind: 'blockedUser',
  key: 'bob',
  revision,
  ...(createTime === undefined ? {} : { value: { createTime } }),
})

test('an older revision changes nothing, also of one that was removed; a snapshot wins', async () => {
  const { tell, shown } = await openScene()
  await tell(known(2, 20))
  await tell(known(1, 10))
  expect(await shown()).toEqual({ createTime: 20 })
  await tell(known(3))
  await tell(known(2, 20))
  expect(await shown()).toBeUndefined()
  await tell(known(1, 10), true)
  expect(await shown()).toEqual({ createTime: 10 })
})

test('what waits is shown over what is told, and gives way to it when it is settled', async () => {
  const { tell, shown, enqueue, writer, told, store } = await openScene()
  await enqueue('o1', 5)
  await tell(known(1))
  expect(await shown()).toEqual({ createTime: 5 })
  await writer.write((update) => settleOperation(update, 'o1'))
  expect(await shown()).toBeUndefined()
  expect(told).toHaveLength(2)
  expect(await store.get('conversations', ['peer', 'bob'])).toBeUndefined()
})

test('what failed is shown no longer; one that nobody told of leaves no row', async () => {
  const { shown, enqueue, writer, store } = await openScene()
  await enqueue('o1', 5)
  await writer.write((update) => failOperation(update, 'o1', new ChatError('limit-exceeded')))
  expect(await shown()).toBeUndefined()
  expect(await store.get('registers', registerKey(bob))).toBeUndefined()
})

test('the last untried operation of the same register is replaced; a tried one is followed', async () => {
  const { enqueue, attempts, store, shown } = await openScene()
  await enqueue('o1', 5)
  await enqueue('o2', 6)
  expect(await store.get('outbox', ['o1'])).toBeUndefined()
  const row = await store.get('outbox', ['o2'])
  if (row !== undefined) await attempts.begin(row)
  await enqueue('o3')
  expect(await store.get('outbox', ['o2'])).toBeDefined()
  expect(await store.get('outbox', ['o3'])).toBeDefined()
  expect(await shown()).toBeUndefined()
})

test('what a snapshot does not name is gone, but for what waits', async () => {
  const { tell, shown, enqueue, writer, store, told } = await openScene()
  const eve = { kind: 'blockedUser', key: 'eve' } as const
  const zoe = { kind: 'blockedUser', key: 'zoé' } as const
  for (const place of [eve, zoe]) await tell({ ...place, revision: 1, value: { createTime: 1 } })
  await tell(known(1))
  await enqueue('o1', 5)
  const snapshot = createSnapshot()
  const changes = [{ type: 'registerChanged', register: { ...zoe, revision: 1, value: { createTime: 1 } } }] as const
  await writer.write((update) => applyChanges(update, changes, { clockOffsetMs: 0, isSnapshot: true }))
  snapshot.note(changes)
  told.length = 0
  await snapshot.sweep(store, writer)
  expect(await shown(eve)).toBeUndefined()
  expect(await shown(zoe)).toEqual({ createTime: 1 })
  expect(await shown()).toEqual({ createTime: 5 })
  expect(told).toMatchObject([{ removedUserIDs: ['eve'] }])
})

test('who leaves a group forgets what was told of its registers, and takes it anew on coming back', async () => {
  const { tell, shown, writer } = await openScene()
  const place = { kind: 'blockedUser', key: 'bob', conversation: inGroup } as const
  const group = {
    groupID: 'g1',
    groupName: 'One',
    groupAvatarUrl: '',
    groupNotice: '',
    createTime: 1,
    memberCount: 1,
    revision: 1,
  }
  const told = (type: 'groupChanged' | 'groupLeft') =>
    writer.write((update) =>
      applyChanges(update, [type === 'groupLeft' ? { type, groupID: 'g1' } : { type, group }], { clockOffsetMs: 0 }),
    )
  await told('groupChanged')
  await tell({ ...place, revision: 7, value: { createTime: 1 } })
  await tell(known(1, 2))
  await told('groupLeft')
  expect(await shown(place)).toBeUndefined()
  expect(await shown()).toEqual({ createTime: 2 })
  await told('groupChanged')
  await tell({ ...place, revision: 1, value: { createTime: 3 } })
  expect(await shown(place)).toEqual({ createTime: 3 })
})

test.each([
  ['about another register', [{ kind: 'blockedUser', key: 'eve', revision: 1 }]],
  ['about none', []],
] as const)('an answer %s is refused', async (_name, registerList) => {
  const { enqueue, store } = await openScene()
  await enqueue('o1', 5)
  const row = await store.get('outbox', ['o1'])
  const kind = registerKind('setUserBlocked')
  const connection = { call: async () => ({ registerList }) } as object
  if (row?.operation !== 'setUserBlocked') throw new Error('not enqueued')
  const performed = kind.perform(connection as Parameters<typeof kind.perform>[0], row, {
    operationID: 'o1',
    signal: new AbortController().signal,
  })
  await expect(performed).rejects.toMatchObject({ code: 'protocol-violation' })
})

test.each(['a', 'ключ', '~a', '\u0000', 'é'.repeat(64), '\u0001'.repeat(128), '𝄞'.repeat(32)])(
  'the key %j has a part of its own that storage takes',
  (key) => {
    expect(keyPartOf(key)).toMatch(/^[\x20-\x7e]{1,256}$/)
    expect(keyPartOf(key)).not.toBe(keyPartOf(`${key}b`))
    expect(keyPartOf(keyPartOf(key)) === keyPartOf(key)).toBe(key === 'a')
  },
)
