import { formatResult } from '@latchkey/protocol'
import { readPullRequest } from '@latchkey/protocol/server'
import { expect, test } from 'vitest'
import { webSocketTransport } from '../src/index.js'
import { accept, startPeer } from './peer.js'
import { recordingSink } from './sink.js'

const request = {
  userID: 'ada',
  credential: { type: 'token', token: 'secret-token' },
  deviceID: 'device-1',
  platform: 'node',
} as const

test('a server of version 1 is asked for no more than it answers, and has no heads', async () => {
  const peer = await startPeer({ selected: 'latchkey.1' })
  const connecting = webSocketTransport({ url: peer.url }).connect(request, recordingSink())
  const socket = await accept(peer)
  const connection = await connecting
  expect(connection.heads).toBeUndefined()
  const pulled = connection.pull(undefined, 1_000)
  const { id, parameters } = await socket.nextRequest('pull')
  expect(readPullRequest(parameters)).toEqual({ limit: 500 })
  const settings = { conversationType: 'peer', conversationID: 'bob', isPinned: true, pinnedTime: 1 }
  const changes = [{ type: 'conversationSettingsChanged', settings }]
  socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: { changes, cursor: 'c1', more: false } }))
  expect(await pulled).toMatchObject({ changes: [{ settings: { ...settings, draft: '' } }] })
  await connection.close()
})

test('a server of today is asked for heads', async () => {
  const peer = await startPeer({ selected: 'latchkey.2' })
  const connecting = webSocketTransport({ url: peer.url }).connect(request, recordingSink())
  const socket = await accept(peer)
  const connection = await connecting
  const asked = connection.heads?.('c1', 3)
  const { id, parameters } = await socket.nextRequest('heads')
  expect(parameters).toEqual({ cursor: 'c1', limit: 3 })
  socket.send(formatResult(id, { tooFarBack: true }))
  expect(await asked).toBe('tooFarBack')
  await connection.close()
})

test('TR-70 a server that speaks neither version is one for which this client is outdated', async () => {
  const peer = await startPeer({ selected: 'latchkey.1' })
  const connecting = webSocketTransport({ url: peer.url }).connect(request, recordingSink())
  const socket = await peer.nextSocket()
  socket.close(4006)
  await expect(connecting).rejects.toMatchObject({ code: 'client-outdated' })
})
