import { attachmentsFeature, createChat } from '@latchkey/core'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'

/**
 * Ada's app: the first launch sends Bob a file, and every launch goes on with its upload and says how many bytes the backend has,
 * until it is killed. Arguments: the folder, the server's URL, the token, the number of the launch, and the size of the file.
 */
async function uploadForEver(folder: string, url: string, token: string, round: number, size: number): Promise<void> {
  const chat = createChat({
    app: 'kill',
    storage: sqliteNodeStorage({ folder }),
    transport: webSocketTransport({ url }),
    features: [attachmentsFeature],
  })
  chat.on('fileUploadProgressed', ({ sentBytes }) => process.stdout.write(`${String(sentBytes)}\n`))
  await chat.login('ada', { token, isOfflineLogin: round > 0 })
  if (round > 0) return
  const bytes = new Uint8Array(size)
  for (let index = 0; index < size; index++) bytes[index] = (index * 2_654_435_761) >>> 23
  const content = { type: 'file', fileName: 'film', mimeType: 'video/mp4', bytes } as const
  await chat.sendAttachment({ conversationType: 'peer', conversationID: 'bob' }, content)
}

const [, , folder = '', url = '', token = '', round = '0', size = '0'] = process.argv
await uploadForEver(folder, url, token, Number(round), Number(size))
