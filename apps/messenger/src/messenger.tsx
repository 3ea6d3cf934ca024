import { englishTexts, loginProblem } from '@latchkey/ui-headless'
import { ChatLayout, ChatProvider, LoginForm, useSession, useTotalUnread } from '@latchkey/ui-react'
import { useEffect } from 'react'
import type { MessengerChat } from './messenger-chat.js'

export interface MessengerProps {
  readonly messenger: MessengerChat
  /** What stands in the sign-in form at first. */
  readonly userID: string
  /** Why the launch could not open on local data; absent when it could, or nobody was here before. */
  readonly launchFailure: unknown
}

export function Messenger({ messenger, userID, launchFailure }: MessengerProps) {
  const { theme, direction } = appearance()
  return (
    <ChatProvider chat={messenger.chat} theme={theme} direction={direction}>
      <Screen messenger={messenger} userID={userID} launchFailure={launchFailure} />
    </ChatProvider>
  )
}

function Screen({ messenger, userID: lastUserID, launchFailure }: MessengerProps) {
  const { userID, endedBecause } = useSession()
  const unread = useTotalUnread()
  useEffect(() => {
    document.title = englishTexts.title(unread)
  }, [unread])

  if (userID !== undefined) return <ChatLayout onLogOut={() => messenger.logOut()} />
  const launchNote =
    launchFailure === undefined ? undefined : loginProblem({ texts: englishTexts }, launchFailure, lastUserID)
  return (
    <LoginForm userID={lastUserID} note={endedBecause ?? launchNote} onLogIn={(wanted) => messenger.logIn(wanted)} />
  )
}

/** As `appearance.js` found it before the first paint. */
function appearance() {
  const { dataset, dir } = document.documentElement
  const theme = dataset['theme'] === 'light' || dataset['theme'] === 'dark' ? dataset['theme'] : 'auto'
  return { theme, direction: dir === 'rtl' ? 'rtl' : 'ltr' } as const
}
