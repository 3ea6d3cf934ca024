import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ConnectionState } from '../../src/contract/connection-state.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { ScenarioParts } from '../scenario/client-scenario.js'
import type { EveryChat, LocalWrite, Read } from './every-chat.js'
import { addPeople, allSent, fill, launch, nothing, text, withAda, type Filled } from './filled-store.js'
import { liveReads, openLive } from './live-rows.js'
import {
  listByPages,
  listIn,
  localReads,
  page,
  pagedReads,
  read,
  readAll,
  reads,
  rowOf,
  serverReads,
} from './reading.js'
import { ask, outcomeOf } from './rows.js'
import { shapeOf } from './shape.js'
import { writeRows, writesOfAll } from './write-rows.js'

const writes = Object.keys(writeRows) as readonly LocalWrite[]

/** Every read and every local write, on a store that real use filled, after an offline relaunch. */
export function offlineTable(name: string, parts: ScenarioParts): void {
  describe(`OL-08 ${name}: offline after a relaunch`, () => {
    let network: Awaited<ReturnType<ScenarioParts['createNetwork']>>
    let storage: StorageDriver
    let token = ''
    let filled: Filled
    let ada: EveryChat
    let others: { readonly bob: EveryChat; readonly eve: EveryChat }
    let answeredOnline: ReadonlyMap<Read, unknown>
    const answeredByServer = new Map<Read, unknown>()
    const writtenOffline = new Map<LocalWrite, unknown>()
    const writtenOnline = new Map<LocalWrite, unknown>()

    async function relaunch(): Promise<void> {
      await ada.destroy()
      ada = launch(network, storage)
      await ada.login('ada', { token, isOfflineLogin: true })
    }

    async function write(write: LocalWrite, from: 'bob' | 'eve'): Promise<unknown> {
      const row = writeRows[write]
      const answer = await outcomeOf(ask(ada, write, row.parameters(filled, from)))
      expect(await row.shown(ada, filled, from)).toEqual(row.shows)
      return answer
    }

    beforeAll(async () => {
      network = await parts.createNetwork()
      storage = await parts.createStorage()
      await addPeople(network)
      token = await network.issueToken('ada')
      ada = launch(network, storage)
      // Other devices: where all run on one origin, other apps are as good.
      others = { bob: launch(network, undefined, 'table-of-bob'), eve: launch(network, undefined, 'table-of-eve') }
      await ada.login('ada', { token })
      for (const userID of ['bob', 'eve'] as const) {
        await others[userID].login(userID, { token: await network.issueToken(userID) })
      }
      filled = await fill(ada, others)
      for (const name of writes) if (!writesOfAll.includes(name)) writtenOnline.set(name, await write(name, 'eve'))
      await allSent(ada)
      await ada.syncNow()
      for (const name of serverReads) {
        answeredByServer.set(name, await read(ada, name, filled, { ...page, isQueryFromServer: true }))
      }
      answeredOnline = await readAll(ada, filled)
      await ada.destroy()
      await network.setReachable(false)
      await relaunch()
    }, 60_000)

    afterAll(async () => {
      for (const chat of [ada, ...Object.values(others)]) await chat.destroy()
    })

    test.each(localReads)('%s answers, as it did online', async (name) => {
      expect(ada.connectionState).not.toBe(ConnectionState.Connected)
      const answer = await read(ada, name, filled)
      expect(answer).toMatchObject(rowOf(name).finds(filled))
      expect(answer).toEqual(answeredOnline.get(name))
    })

    test.each(serverReads)('%s answers what the backend did', async (name) => {
      expect(await read(ada, name, filled)).toEqual(answeredByServer.get(name))
      expect(await read(ada, name, filled, { ...page, isQueryFromServer: true })).toBe('not-connected')
    })

    test.each(reads.filter((name) => rowOf(name).needsConnection))('OL-12 %s is refused', async (name) => {
      expect(await read(ada, name, filled)).toBe('not-connected')
    })

    test.each(pagedReads)('%s has the same rows page by page', async (name) => {
      expect(await listByPages(ada, name, filled)).toEqual(listIn(name, answeredOnline.get(name)))
    })

    test.each(liveReads)('live.%s shows what the query answers', async (name) => {
      const live = openLive(ada, name, filled)
      await new Promise<void>((resolve) => {
        const look = () => {
          if (live.getSnapshot().status !== 'loading') resolve()
        }
        onTestFinished(live.subscribe(look))
        look()
      })
      const answer = await read(ada, name, filled)
      expect(live.getSnapshot()).toMatchObject({ ...(answer as object), status: 'saved' })
    })

    test.each(writes)('%s is done, and has the shape of one done online', async (name) => {
      expect(ada.connectionState).not.toBe(ConnectionState.Connected)
      writtenOffline.set(name, await write(name, 'bob'))
      if (!writesOfAll.includes(name))
        expect(shapeOf(writtenOffline.get(name))).toEqual(shapeOf(writtenOnline.get(name)))
    })

    test('OL-36 what was written is there after another relaunch, and reaches the backend', async () => {
      const before = await readAll(ada, filled)
      await relaunch()
      expect(await readAll(ada, filled)).toEqual(before)
      await network.setReachable(true)
      ada.reconnectNow()
      await allSent(ada)
      for (const chat of Object.values(others)) {
        await chat.sendMessage(withAda, text('There you are'))
        await allSent(chat)
      }
      await ada.syncNow()
      expect(await ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 2 })
      for (const name of writesOfAll)
        expect(shapeOf(await write(name, 'bob'))).toEqual(shapeOf(writtenOffline.get(name)))
    })
  })

  test(`OL-08 ${name}: somebody who has nothing yet gets empty lists offline, and the error of what is not there`, async () => {
    const network = await parts.createNetwork()
    const storage = await parts.createStorage()
    await addPeople(network)
    const token = await network.issueToken('zoe')
    const first = launch(network, storage)
    await first.login('zoe', { token })
    await first.syncNow()
    await first.destroy()
    await network.setReachable(false)
    const zoe = launch(network, storage)
    onTestFinished(() => zoe.destroy())
    await zoe.login('zoe', { token, isOfflineLogin: true })
    for (const name of reads) {
      expect({ name, answer: await read(zoe, name, nothing) }).toEqual({ name, answer: rowOf(name).whenEmpty })
    }
  })
}
