import '@fontsource-variable/inter/index.css'
import '@latchkey/ui-react/styles.css'
import './page.css'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadConfiguration } from './configuration.js'
import { LaunchProblem } from './launch-problem.js'
import { Messenger } from './messenger.js'
import { createMessengerChat } from './messenger-chat.js'
import { chooseProfile } from './profile.js'

async function launch(): Promise<ReactNode> {
  const profile = chooseProfile()
  const messenger = createMessengerChat(profile.name, await loadConfiguration())
  let launchFailure: unknown
  await messenger.resume().catch((failure: unknown) => {
    launchFailure = failure
  })
  return <Messenger messenger={messenger} userID={profile.userID} launchFailure={launchFailure} />
}

const screen = await launch().catch((failure: unknown) => <LaunchProblem failure={failure} />)
const place = document.getElementById('app')
if (place === null) throw new Error('The page has no place for the app.')
createRoot(place).render(<StrictMode>{screen}</StrictMode>)

// After the first screen, so that keeping the app for the next launch does not slow this one down.
// It waits until every tab of the old version is closed: nothing is reloaded under somebody's hands.
if ('serviceWorker' in navigator) await navigator.serviceWorker.register('/sw.js')
