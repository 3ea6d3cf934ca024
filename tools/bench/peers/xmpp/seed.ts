// Does what a workload says happened, each person on a connection of their own. node seed.mjs PORT WORKLOAD.json before|away
import { readFileSync } from 'node:fs'
import { xml, type Client } from '@xmpp/client'
import type { Workload, WorkloadEvent } from '../../catch-up-peers/workload.ts'
import { ask, connectAs, jidOf, join, roomJidOf, untilHandled } from './connection.ts'

const [, , port = '', workloadPath = '', part] = process.argv
const workload = JSON.parse(readFileSync(workloadPath, 'utf8')) as Workload
const events = part === 'away' ? workload.away : workload.before
const connections = new Map<string, Client>()
const joined = new Set<string>()

const connectionOf = async (userID: string): Promise<Client> => {
  const connection = connections.get(userID) ?? (await connectAs(userID, Number(port), 'seed'))
  connections.set(userID, connection)
  return connection
}

/** Nobody sends to a room that they are not in. */
const enter = async (connection: Client, groupID: string, userID: string): Promise<void> => {
  if (joined.has(groupID)) return
  joined.add(groupID)
  await join(connection, groupID, userID)
}

const createRoom = async (groupID: string, owner: string, members: readonly string[], name: string): Promise<void> => {
  const connection = await connectionOf(owner)
  await enter(connection, groupID, owner)
  const to = roomJidOf(groupID)
  const field = (variable: string, value: string) => xml('field', { var: variable }, xml('value', {}, value))
  const form = xml(
    'x',
    { xmlns: 'jabber:x:data', type: 'submit' },
    field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig'),
    field('muc#roomconfig_roomname', name),
    field('muc#roomconfig_persistentroom', '1'),
    field('muc#roomconfig_membersonly', '1'),
  )
  const query = xml('query', { xmlns: 'http://jabber.org/protocol/muc#owner' }, form)
  await ask(connection, xml('iq', { type: 'set', to }, query))
  const items = members
    .filter((userID) => userID !== owner)
    .map((userID) => xml('item', { affiliation: 'member', jid: jidOf(userID) }))
  const affiliations = xml('query', { xmlns: 'http://jabber.org/protocol/muc#admin' }, ...items)
  await ask(connection, xml('iq', { type: 'set', to }, affiliations))
  const invitation = xml('x', { xmlns: 'jabber:x:conference', jid: to })
  await connection.send(xml('message', { to: jidOf(workload.reader) }, invitation))
}

/** What is said, edited or taken back, as its stanza's children. */
const childrenOf = (event: Exclude<WorkloadEvent, { type: 'created' | 'read' }>) => {
  if (event.type === 'said') return [xml('body', {}, event.text)]
  if (event.type === 'edited') {
    return [xml('body', {}, event.text), xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id: event.messageID })]
  }
  return [
    xml('retract', { xmlns: 'urn:xmpp:message-retract:1', id: event.messageID }),
    xml('store', { xmlns: 'urn:xmpp:hints' }),
  ]
}

for (const [number, event] of events.entries()) {
  const id = event.conversation.slice(event.conversation.indexOf('/') + 1)
  const isGroup = event.conversation.startsWith('group/')
  if (event.type === 'created') await createRoom(id, event.owner, event.members, event.name)
  if (event.type === 'created' || event.type === 'read') continue
  const connection = await connectionOf(event.sender)
  if (isGroup) await enter(connection, id, event.sender)
  const stanzaID = event.type === 'said' ? event.messageID : `change-${part}-${number}`
  const to = isGroup ? roomJidOf(id) : jidOf(workload.reader)
  const type = isGroup ? 'groupchat' : 'chat'
  await connection.send(xml('message', { id: stanzaID, to, type }, ...childrenOf(event)))
}
for (const connection of connections.values()) await untilHandled(connection)
for (const connection of connections.values()) await connection.stop()
process.exit(0)
