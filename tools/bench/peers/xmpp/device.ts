// A device on xmpp.js, and what an app adds to it. node device.mjs PORT WORKLOAD.json STATE.json prepare|catch-up|read REPORT.json
// prepare: takes in everything and leaves it in STATE.json. catch-up: goes on from there. read: has everything from the
// server anew, and leaves nothing. What it has at the end, and for catch-up the times, stand in REPORT.json.
import { readFileSync, writeFileSync } from 'node:fs'
import { xml, type Client } from '@xmpp/client'
import { foretell } from '../../catch-up-peers/audit.ts'
import { expectedRows, type PeerCatchUp } from '../../catch-up-peers/peer-page.ts'
import type { OfflineSend, Workload } from '../../catch-up-peers/workload.ts'
import { ask, connectAs, jidOf, join, roomJidOf, untilHandled } from './connection.ts'
import { createModel, type ModelState } from './model.ts'

/** Messages of one page of an archive. */
const pageSize = 1_000

const [, , port = '', workloadPath = '', statePath = '', act, reportPath = ''] = process.argv
const workload = JSON.parse(readFileSync(workloadPath, 'utf8')) as Workload
const { reader } = workload
const saved = act === 'catch-up' ? (JSON.parse(readFileSync(statePath, 'utf8')) as ModelState) : undefined
const model = createModel(reader, saved)
const sends = act === 'catch-up' ? workload.sends : []
for (const send of sends) model.write(send)
const expected = expectedRows(foretell(workload))

let requests = 0
// What is read and what is sent go side by side: neither waits for the other.
const depths = { reading: 0, sending: 0 }
const counted = async (chain: keyof typeof depths, act: () => Promise<unknown>): Promise<void> => {
  const depth = depths[chain] + 1
  requests += 1
  await act()
  depths[chain] = Math.max(depths[chain], depth)
}

let list: { readonly at: number; readonly roundTrips: number } | undefined
const look = (): void => {
  if (act !== 'catch-up' || list !== undefined || !model.isListRight(expected)) return
  list = { at: performance.now(), roundTrips: Math.max(depths.reading, depths.sending) }
}

/** Reads an archive from where the device stood to its end. */
const readArchive = async (connection: Client, archive: string): Promise<void> => {
  for (;;) {
    const after = model.cursors.get(archive)
    const set = xml(
      'set',
      { xmlns: 'http://jabber.org/protocol/rsm' },
      xml('max', {}, String(pageSize)),
      ...(after === undefined ? [] : [xml('after', {}, after)]),
    )
    let isLast = false
    await counted('reading', async () => {
      const query = xml('query', { xmlns: 'urn:xmpp:mam:2', queryid: archive }, set)
      const answer = await ask(connection, xml('iq', { type: 'set', to: archive }, query))
      isLast = answer.getChild('fin', 'urn:xmpp:mam:2')?.attrs['complete'] === 'true'
    })
    look()
    if (isLast) return
    if (model.cursors.get(archive) === after) throw new Error(`${archive} gives a page that leads nowhere.`)
  }
}

const enterRoom = async (connection: Client, groupID: string): Promise<void> => {
  await Promise.all([
    counted('reading', () => join(connection, groupID, reader)),
    readArchive(connection, roomJidOf(groupID)),
  ])
}

const send = (connection: Client, { conversation, messageID, text }: OfflineSend): Promise<void> => {
  const [kind, id = ''] = conversation.split('/')
  const to = kind === 'group' ? roomJidOf(id) : jidOf(id)
  const type = kind === 'group' ? 'groupchat' : 'chat'
  return connection.send(xml('message', { id: messageID, to, type }, xml('body', {}, text)))
}

/** Sends what was written offline; to a group when one is in it and has read its archive, so that its order is known. */
const sendAll = async (connection: Client, rooms: ReadonlyMap<string, Promise<void>>): Promise<void> => {
  const roomOf = ({ conversation }: OfflineSend) => rooms.get(conversation.replace('group/', ''))
  const toPeople = sends.filter((written) => roomOf(written) === undefined)
  const toGroups = sends.filter((written) => roomOf(written) !== undefined)
  const toPeopleSent = counted('sending', async () => {
    for (const written of toPeople) await send(connection, written)
    await untilHandled(connection)
  })
  await Promise.all(toGroups.map(async (written) => roomOf(written)))
  await counted('reading', async () => {
    for (const written of toGroups) await send(connection, written)
    await untilHandled(connection)
  })
  await toPeopleSent
}

const connection = await connectAs(reader, Number(port), act === 'read' ? 'auditor' : 'device')
const begun = performance.now()
connection.on('stanza', (stanza) => {
  if (!stanza.is('message')) return
  const result = stanza.getChild('result', 'urn:xmpp:mam:2')
  const archived = result?.getChild('forwarded', 'urn:xmpp:forward:0')?.getChild('message')
  if (result === undefined) model.take(stanza)
  else if (archived !== undefined) {
    model.take(archived)
    model.cursors.set(String(result.attrs['queryid']), String(result.attrs['id']))
  }
})
// Messages of others come to whoever is present.
await connection.send(xml('presence'))
const known = [...model.groups]
const rooms = new Map(known.map((groupID) => [groupID, enterRoom(connection, groupID)]))
const own = readArchive(connection, jidOf(reader)).then(() => {
  const invitedTo = [...model.groups].filter((groupID) => !rooms.has(groupID))
  return Promise.all(invitedTo.map((groupID) => enterRoom(connection, groupID)))
})
await Promise.all([own, ...rooms.values(), sendAll(connection, rooms)])
look()
const completeMs = performance.now() - begun

if (act === 'prepare') {
  for (const event of workload.before) if (event.type === 'read') model.markRead(event.conversation)
  writeFileSync(statePath, JSON.stringify(model.state()))
}
const times: PeerCatchUp | undefined =
  list === undefined ? undefined : { listMs: list.at - begun, listRoundTrips: list.roundTrips, completeMs, requests }
writeFileSync(reportPath, JSON.stringify({ times, held: model.held() }))
await connection.stop()
process.exit(0)
