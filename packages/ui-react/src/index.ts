export { Avatar } from './avatar.js'
export { browserSurroundings } from './browser-surroundings.js'
export { ChatLayout, type ChatLayoutProps } from './chat-layout.js'
export { ChatProvider, useKit, type ChatProviderProps } from './chat-provider.js'
export { Composer, type ComposerProps } from './composer.js'
export { ConnectionBanner } from './connection-banner.js'
export { ConversationList, type ConversationListProps } from './conversation-list.js'
export { ConversationPane, type ConversationPaneProps } from './conversation-pane.js'
export {
  useCalls,
  useComposer,
  useConnection,
  useContacts,
  useConversationArchive,
  useConversationList,
  useGroup,
  useOutbox,
  usePeople,
  useProfile,
  useReadable,
  useRinging,
  useSession,
  useTimeline,
  useTotalUnread,
} from './hooks.js'
export { Icon, type IconName } from './icons.js'
export { LoginForm, type LoginFormProps } from './login-form.js'
export { OutboxBanner } from './outbox-banner.js'
export { Timeline, type TimelineProps } from './timeline.js'
export { useAnnounce } from './announcer.js'
