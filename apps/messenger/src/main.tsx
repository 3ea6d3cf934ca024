import '@fontsource-variable/inter/index.css'
import '@latchkey/ui-react/styles.css'
import './page.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadConfiguration } from './configuration.js'
import { Messenger } from './messenger.js'
import { createMessengerChat } from './messenger-chat.js'

async function launch(): Promise<void> {
  const wanted = new URLSearchParams(location.search).get('profile') ?? ''
  const profile = /^[A-Za-z0-9_-]{1,32}$/.test(wanted) ? wanted : 'guest'
  const messenger = createMessengerChat(profile, await loadConfiguration())
  let launchFailure: unknown
  await messenger.resume().catch((failure: unknown) => {
    launchFailure = failure
  })
  const place = document.getElementById('app')
  if (place === null) throw new Error('The page has no place for the app.')
  createRoot(place).render(
    <StrictMode>
      <Messenger messenger={messenger} profile={profile} launchFailure={launchFailure} />
    </StrictMode>,
  )
}

await launch()
// After the first screen, so that keeping the app for the next launch does not slow this one down.
// It waits until every tab of the old version is closed: nothing is reloaded under somebody's hands.
await navigator.serviceWorker.register('/sw.js')
