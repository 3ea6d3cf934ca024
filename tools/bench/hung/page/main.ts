import { createChat } from '@latchkey/core'
import { sqliteWasmStorage } from '@latchkey/storage-sqlite-wasm'
import { webSocketTransport } from '@latchkey/transport-websocket'
import './hung-page.ts'

// The page is opened as ?server=ws://…&user=USERID&token=TOKEN.
const parameters = new URLSearchParams(location.search)
const user = parameters.get('user') ?? ''
const token = parameters.get('token') ?? ''
const transport = webSocketTransport({ url: parameters.get('server') ?? '' })
const chat = createChat({ app: 'hung', storage: sqliteWasmStorage(), transport })

globalThis.hungPage = {
  async prepare() {
    const caughtUp = new Promise<void>((resolve) => {
      chat.on('syncStateChanged', ({ state }) => {
        if (state === 'finished') resolve()
      })
    })
    await chat.login(user, { token })
    await caughtUp
    await chat.destroy()
  },
  async logInOffline() {
    const begun = performance.now()
    await chat.login(user, { token, isOfflineLogin: true })
    const loginMs = performance.now() - begun
    const { conversationList } = await chat.queryConversationList({ count: 50 })
    const firstListMs = performance.now() - begun
    while (chat.storageState?.state === 'opening')
      await new Promise((resolve) => chat.on('storageStateChanged', resolve))
    await chat.queryConversationList({ count: 50 })
    const databaseListMs = performance.now() - begun
    return { loginMs, firstListMs, databaseListMs, shownCount: conversationList.length }
  },
}
