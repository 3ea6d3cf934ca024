import { englishTexts, loginProblem } from '@latchkey/ui-headless'
import { ChatLayout, ChatProvider, LoginForm, useSession, useTotalUnread } from '@latchkey/ui-react'
import { useEffect } from 'react'
import type { MessengerChat } from './messenger-chat.js'

export interface MessengerProps {
  readonly messenger: MessengerChat
  readonly profile: string
  /** Why the launch could not open on local data; absent when it could, or nobody was here before. */
  readonly launchFailure: unknown
}

export function Messenger({ messenger, profile, launchFailure }: MessengerProps) {
  const { theme, direction } = appearance()
  return (
    <ChatProvider chat={messenger.chat} theme={theme} direction={direction}>
      <Screen messenger={messenger} profile={profile} launchFailure={launchFailure} />
    </ChatProvider>
  )
}

function Screen({ messenger, profile, launchFailure }: MessengerProps) {
  const { userID, endedBecause } = useSession()
  const unread = useTotalUnread()
  useEffect(() => {
    document.title = englishTexts.title(unread)
  }, [unread])

  if (userID !== undefined) return <ChatLayout onLogOut={() => messenger.logOut()} />
  const launchNote =
    launchFailure === undefined ? undefined : loginProblem({ texts: englishTexts }, launchFailure, profile)
  return <LoginForm userID={profile} note={endedBecause ?? launchNote} onLogIn={(wanted) => messenger.logIn(wanted)} />
}

/** As `appearance.js` found it before the first paint. */
function appearance() {
  const { dataset, dir } = document.documentElement
  const theme = dataset['theme'] === 'light' || dataset['theme'] === 'dark' ? dataset['theme'] : 'auto'
  return { theme, direction: dir === 'rtl' ? 'rtl' : 'ltr' } as const
}
