import { createChat } from '@latchkey/core'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'

/**
 * Ada's app: sends message after message to Bob, and says the text of each one that `sendMessage` took, until it is
 * killed. Arguments: the folder, the server's URL, the token, and the number of the launch, of which 0 logs in online.
 */
async function sendForEver(folder: string, url: string, token: string, round: number): Promise<void> {
  const chat = createChat({
    app: 'kill',
    storage: sqliteNodeStorage({ folder }),
    transport: webSocketTransport({ url }),
  })
  await chat.login('ada', { token, isOfflineLogin: round > 0 })
  for (let number = 0; ; number += 1) {
    const text = `${String(round)} ${String(number)}`
    await chat.sendMessage({ conversationType: 'peer', conversationID: 'bob' }, { type: 'text', text })
    process.stdout.write(`${text}\n`)
  }
}

const [, , folder = '', url = '', token = '', round = '0'] = process.argv
await sendForEver(folder, url, token, Number(round))
