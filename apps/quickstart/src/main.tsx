import { createChat } from '@latchkey/core'
import { sqliteWasmStorage } from '@latchkey/storage-sqlite-wasm'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { ChatLayout, ChatProvider, LoginForm, useSession } from '@latchkey/ui-react'
import '@latchkey/ui-react/styles.css'
import { createRoot } from 'react-dom/client'

const transport = webSocketTransport({ url: 'ws://127.0.0.1:4181' })
const chat = createChat({ app: 'quickstart', storage: sqliteWasmStorage(), transport })

function App() {
  const { userID } = useSession()
  const logIn = async (user: string) => {
    const token = prompt(`A token for ${user}: npx latchkey-server token ${user}`) ?? ''
    await chat.login(user, { token })
    localStorage.setItem('token', token)
  }
  return userID === undefined ? <LoginForm onLogIn={logIn} /> : <ChatLayout onLogOut={() => chat.logout()} />
}

const last = await chat.queryLastLogin()
const token = localStorage.getItem('token') ?? ''
if (last?.isTokenGood) await chat.login(last.userID, { token, isOfflineLogin: true }).catch(console.warn)
createRoot(document.body).render(<ChatProvider chat={chat} children={<App />} />)
