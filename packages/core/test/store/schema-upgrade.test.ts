import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@latchkey/storage-memory'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { expect, onTestFinished, test } from 'vitest'
import type { Row, StorageDriver, StorageSchema } from '../../src/contract/storage-driver.js'
import { schema } from '../../src/store/schema.js'
import { createWorld, eventOf } from '../support/world.js'

const scope = { app: 'test', userID: 'ada' }
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const inCrew = { conversationType: 'group', conversationID: 'crew' } as const
const conversationKey = ['conversationType', 'conversationID']
const bytes = new TextEncoder().encode('Row 12: oars')
const file = { type: 'file', fileName: 'oars.txt', mimeType: 'text/plain', fileSize: bytes.length, fileID: 'f1' }

/** As version 2 was released. */
const schemaBefore: StorageSchema = {
  version: 2,
  tables: [
    { name: 'meta', key: ['name'], indexes: {} },
    { name: 'users', key: ['userID'], indexes: {} },
    { name: 'groups', key: ['groupID'], indexes: { by_membership: ['memberFlag', 'groupID'] } },
    { name: 'group_members', key: ['groupID', 'userID'], indexes: {} },
    {
      name: 'conversations',
      key: conversationKey,
      indexes: { by_activity: ['listRank', 'activityTime'], by_unread: ['unreadFlag'] },
    },
    {
      name: 'messages',
      key: [...conversationKey, 'messageID'],
      indexes: { by_order: [...conversationKey, 'order'] },
    },
    { name: 'ranges', key: [...conversationKey, 'firstOrder'], indexes: {} },
    { name: 'deletions', key: [...conversationKey, 'messageID'], indexes: {} },
    { name: 'calls', key: ['callID'], indexes: { by_time: ['createTime'] } },
    {
      name: 'outbox',
      key: ['operationID'],
      indexes: { by_sequence: ['sequence'], by_lane: [...conversationKey, 'sequence'] },
    },
  ],
}

/** What a client of version 2 had: a peer conversation with a file that waits, and a group. `kept` are rows that did not change since. */
function rowsBefore(kept: Readonly<Record<string, readonly Row[]>>): readonly (readonly [string, Row])[] {
  const waiting = {
    ...withBob,
    messageID: 'w1',
    senderUserID: 'ada',
    direction: 'send',
    content: file,
    reactionList: [],
    order: `~${'1'.padStart(16, '0')}`,
    isUserInserted: false,
    sentStatus: 'waiting',
    timestamp: 1_772_000_000_000,
    operationID: 'o1',
  }
  const parameters = { ...withBob, messageID: 'w1', content: file, sentTime: 1_772_000_000_000 }
  const operation = { ...withBob, operationID: 'o1', operation: 'sendMessage', parameters, sequence: 1 }
  return [
    ...Object.entries(kept).flatMap(([table, rows]) => rows.map((row) => [table, row] as const)),
    ['meta', { name: 'sequence', sequence: 1 }],
    ['messages', waiting],
    [
      'outbox',
      {
        ...operation,
        state: 'waiting',
        createTime: 1_772_000_000_000,
        fileSha256: createHash('sha256').update(bytes).digest('hex'),
      },
    ],
  ]
}

/** The rows that both versions write alike, of a database of today. */
async function takeRows(storage: StorageDriver): Promise<Readonly<Record<string, readonly Row[]>>> {
  const session = await storage.open(scope, schema)
  const tables = ['users', 'groups', 'group_members', 'conversations', 'messages', 'ranges']
  const entries = await Promise.all(
    tables.map(async (table) => [table, (await session.range(table, { limit: 100 })).map(({ row }) => row)] as const),
  )
  const [cursor] = await session.get('meta', [['cursor']])
  await session.close()
  return { ...Object.fromEntries(entries), meta: cursor === undefined ? [] : [cursor.row] }
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-upgrade-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

test.each([
  ['in memory', () => memoryStorage()],
  ['in SQLite', () => sqliteNodeStorage({ folder: temporaryFolder() })],
])(
  'OL-36 a database of version 2 %s is read offline as it was, and what waits in it is sent',
  async (_name, create) => {
    const world = await createWorld()
    const { backend } = world.network
    const told = {
      conversationType: 'peer',
      conversationID: 'ada',
      sentTime: 1,
      content: { type: 'text', text: 'Oars?' },
    } as const
    await backend.perform('bob', 'sendMessage', { ...told, messageID: 'm1' }, { operationID: 'm1' })
    await backend.perform(
      'bob',
      'createGroup',
      { groupID: 'crew', groupName: 'Crew', userIDs: ['ada'] },
      { operationID: 'g1' },
    )
    const storage = create()
    const { token, launch } = await world.returningDevice('ada', storage)
    const kept = await takeRows(storage)
    expect(kept['messages']).toHaveLength(1)

    await storage.remove(scope)
    const before = await storage.open(scope, schemaBefore)
    await before.files?.write('f1', 0, bytes)
    const rows = rowsBefore(kept)
    await before.write({ writes: rows.map(([table, row]) => ({ type: 'put', table, row })) })
    await before.close()

    world.network.setConnectivity('refused')
    const chat = launch()
    onTestFinished(() => chat.destroy())
    await chat.login('ada', { token, isOfflineLogin: true })
    const { messageList } = await chat.queryHistoryMessage(withBob, { count: 10 })
    expect(messageList.map(({ messageID, sentStatus }) => [messageID, sentStatus])).toEqual([
      ['m1', 'sent'],
      ['w1', 'waiting'],
    ])
    expect(
      (await chat.queryGroupMemberList('crew', { count: 10 })).groupMemberList.map(({ userID }) => userID),
    ).toEqual(['ada', 'bob'])
    const { conversationList } = await chat.queryConversationList({ count: 10 })
    expect(conversationList.map(({ conversationID }) => conversationID).toSorted()).toEqual(['bob', 'crew'])
    expect((await chat.queryConversation(inCrew)).conversation.conversationName).toBe('Crew')

    world.network.setConnectivity('up')
    world.platform.control.comeOnline()
    expect(await chat.whenSettled('o1')).toMatchObject({ outcome: 'succeeded' })
    const bob = world.device().launch()
    onTestFinished(() => bob.destroy())
    const isCaughtUp = eventOf(bob, 'syncStateChanged', ({ state }) => state === 'finished')
    await bob.login('bob', { token: world.network.issueToken('bob') })
    await isCaughtUp
    expect((await bob.downloadFile({ conversationType: 'peer', conversationID: 'ada' }, 'w1')).bytes).toEqual(bytes)
  },
)
