import { createChat } from '@latchkey/core'
import { sqliteWasmStorage } from '@latchkey/storage-sqlite-wasm'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { ChatLayout, ChatProvider } from '@latchkey/ui-react'
import '@latchkey/ui-react/styles.css'
import { createRoot } from 'react-dom/client'
import './bench-page.ts'
import { startRecorder } from './recorder.ts'

// The page is opened as ?server=ws://…&user=USERID&token=TOKEN, and offline where the user was here before.
const parameters = new URLSearchParams(location.search)
const user = parameters.get('user') ?? ''
const token = parameters.get('token') ?? ''
const transport = webSocketTransport({ url: parameters.get('server') ?? '' })
const chat = createChat({ app: 'bench', storage: sqliteWasmStorage(), transport })
const caughtUp = new Promise<void>((resolve) => {
  chat.on('syncStateChanged', ({ state }) => {
    if (state === 'finished') resolve()
  })
})
globalThis.bench = { chat, startRecorder, caughtUp }

const lastLogin = await chat.queryLastLogin()
await chat.login(user, { token, isOfflineLogin: lastLogin?.userID === user })
createRoot(document.body).render(
  <ChatProvider chat={chat}>
    <ChatLayout onLogOut={() => chat.logout()} />
  </ChatProvider>,
)
