import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBackend } from '@latchkey/backend'
import { createChat, receiptsFeature } from '@latchkey/core'
import { startServer } from '@latchkey/server'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { sqliteLogStore } from '../../packages/server/src/sqlite/sqlite-log-store.ts'
import { scaled, type Bench, type BenchOptions, type BenchReport } from './bench.ts'
import { fill, partners, reader, type Kind } from './history-rich/filling.ts'

const kinds = ['plain', 'rich'] as const
/** Messages of both conversations together at the backend, and on the device. */
const messagesAtBackend = 1_000_000
const messagesOnDevice = 100_000
const pageSize = 50
const pages = 300

const withPartner = (kind: Kind) => ({ conversationType: 'peer', conversationID: partners[kind] }) as const

const run = async (options: BenchOptions): Promise<BenchReport> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-history-'))
  const inEach = scaled(messagesAtBackend / 2, options, 500)
  const onDevice = Math.min(inEach, scaled(messagesOnDevice / 2, options, 500))
  try {
    const backend = await measureBackend(folder, inEach)
    const device = await measureDevice(folder, onDevice)
    return {
      figures: [
        { name: 'backend-rich-to-plain', value: backend.rich / backend.plain },
        { name: 'device-rich-to-plain', value: device.rich / device.plain },
        { name: 'messages', value: inEach * 2 },
      ],
      details: { inEach, onDevice, pageSize, pages, backend, device },
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A page of the backend, as text: what is read, made of it, and put on the wire. */
const measureBackend = async (folder: string, inEach: number): Promise<Medians> => {
  const store = sqliteLogStore(join(folder, 'latchkey.sqlite'))
  const backend = createBackend({ store, clock: { now: () => Date.now() } })
  for (const userID of [reader, ...Object.values(partners)]) await backend.putUser({ userID, userName: userID })
  await fill(store, inEach)
  const medians = await measurePages(inEach, async (kind, place) => {
    const order = String(place).padStart(16, '0')
    const page = await backend.history(reader, withPartner(kind), { type: 'before', order, limit: pageSize })
    JSON.stringify(page)
    return page.messages.length
  })
  await store.close()
  return medians
}

/** A page of the device, offline: of the rich conversation with how far it was read. */
const measureDevice = async (folder: string, inEach: number): Promise<Medians> => {
  const server = await startServer({ folder })
  const token = await server.issueToken(reader, { lifeSeconds: 86_400 })
  const chat = createChat({
    app: 'history',
    storage: sqliteNodeStorage({ folder: join(folder, 'device') }),
    transport: webSocketTransport({ url: server.url }),
    features: [receiptsFeature],
  })
  try {
    await chat.login(reader, { token })
    await chat.syncNow()
    const cursors = { plain: new Map<number, string>(), rich: new Map<number, string>() }
    for (const kind of kinds) {
      for (let got = 0, cursor: string | undefined; got < inEach;) {
        const page = await chat.queryHistoryMessage(withPartner(kind), { count: 100, ...(cursor && { cursor }) })
        got += page.messageList.length
        cursor = page.nextCursor
        if (cursor === undefined) break
        if (got < inEach - pageSize) cursors[kind].set(cursors[kind].size, cursor)
      }
    }
    await server.close()
    return await measurePages(Math.min(cursors.plain.size, cursors.rich.size), async (kind, place) => {
      const cursor = cursors[kind].get(place - 1)
      const { messageList } = await chat.queryHistoryMessage(withPartner(kind), {
        count: pageSize,
        ...(cursor && { cursor }),
      })
      if (kind === 'rich') await chat.queryConversationReadMark(withPartner(kind))
      return messageList.length
    })
  } finally {
    await chat.destroy()
    await server.close()
  }
}

type Medians = Readonly<Record<Kind, number>>

/** The median time of a page of each kind, in milliseconds; at the same places, in turn. */
const measurePages = async (places: number, read: (kind: Kind, place: number) => Promise<number>): Promise<Medians> => {
  const times = { plain: [] as number[], rich: [] as number[] }
  for (let page = 0; page < pages; page += 1) {
    // Far apart, and the same in every run.
    const place = 1 + ((page * 7_919 + places) % places)
    for (const kind of page % 2 === 0 ? kinds : kinds.toReversed()) {
      const start = performance.now()
      const found = await read(kind, Math.max(place, Math.min(places, pageSize + 1)))
      times[kind].push(performance.now() - start)
      if (found !== pageSize) throw new Error(`A page of the ${kind} conversation at ${place} has ${found} messages.`)
    }
  }
  const median = (list: readonly number[]) =>
    list.toSorted((left, right) => left - right)[Math.floor(list.length / 2)] ?? 0
  return { plain: median(times.plain), rich: median(times.rich) }
}

export const historyRich: Bench = {
  about: 'a page of history with reactions, receipts, replies and edits on every message, against one of plain texts',
  run,
}
