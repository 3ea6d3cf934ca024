import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { createChat } from '../../../src/chat.js'

/**
 * A client in a process of its own: `folder url token first`. It logs in offline where it can, sends numbered messages to
 * Bob for ever, and prints each number once `sendMessage` has resolved: from then on it must not get lost.
 */
const [folder = '', url = '', token = '', first = '0'] = process.argv.slice(2)

const chat = createChat({
  app: 'kill',
  storage: sqliteNodeStorage({ folder }),
  transport: webSocketTransport({ url }),
})
await chat.login('ada', { token, isOfflineLogin: (await chat.queryLastLogin()) !== undefined })
for (let number = Number(first); ; number += 1) {
  await chat.sendMessage({ conversationType: 'peer', conversationID: 'bob' }, { type: 'text', text: String(number) })
  process.stdout.write(`${String(number)}\n`)
}
