import type { ErrorCode } from '@latchkey/core'
import { endingTexts, loginTexts } from './error-texts.js'
import { englishPaneTexts, type PaneTexts } from './pane-texts.js'

/** Every text that a person can see or hear. Another language is another object of this type. */
export interface Texts extends PaneTexts {
  readonly chats: string
  readonly search: string
  readonly clearSearch: string
  readonly searchResults: string
  readonly foundMessages: string
  readonly foundNothing: string
  readonly foundNothingHint: string
  readonly searchFailed: string
  readonly stillIndexing: string
  readonly messageNotReached: string
  readonly newChat: string
  readonly newGroup: string
  readonly logOut: string
  readonly signIn: string
  readonly userID: string
  readonly cancel: string
  readonly start: string
  readonly create: string
  readonly back: string
  readonly send: string
  readonly message: string
  readonly retry: string
  readonly remove: string
  readonly pin: string
  readonly unpin: string
  readonly deleteChat: string
  readonly deleteChatHint: string
  readonly markRead: string
  readonly markUnread: string
  readonly mute: string
  readonly unmute: string
  readonly muted: string
  readonly markedUnread: string
  readonly archive: string
  readonly unarchive: string
  readonly archived: string
  readonly movedToArchive: string
  readonly movedToChats: string
  readonly nothingArchived: string
  readonly nothingArchivedHint: string
  readonly chatActions: string
  readonly chatActionsHint: string
  readonly draft: string
  readonly you: string
  readonly yesterday: string
  readonly today: string
  readonly pinned: string
  readonly groupName: string
  readonly members: string
  readonly noChats: string
  readonly noChatsHint: string
  readonly noChatOpen: string
  readonly noMessages: string
  readonly olderWhenOnline: string
  readonly revokedMessage: string
  readonly unsupportedMessage: string
  readonly customMessage: string
  readonly image: string
  readonly audio: string
  readonly video: string
  readonly location: string
  readonly attach: string
  readonly attached: string
  readonly removeFile: string
  readonly dropHere: string
  readonly download: string
  readonly play: string
  readonly pause: string
  readonly position: string
  readonly openPicture: string
  readonly previousPicture: string
  readonly nextPicture: string
  readonly close: string
  readonly openMap: string
  readonly fileWhenOnline: string
  readonly fileGone: string
  readonly fileFailed: string
  readonly willSend: string
  readonly notSent: string
  readonly waiting: string
  readonly sent: string
  readonly failed: string
  readonly stale: string
  readonly sendAnyway: string
  readonly changeFailed: string
  readonly undoChange: string
  readonly retryAll: string
  readonly react: string
  readonly edit: string
  readonly revoke: string
  readonly deleteForMe: string
  readonly reply: string
  readonly copy: string
  readonly copied: string
  readonly pinMessage: string
  readonly unpinMessage: string
  readonly whoReacted: string
  readonly whoRead: string
  readonly replying: string
  readonly cancelReply: string
  readonly originalNotHere: string
  readonly jumpToOriginal: string
  readonly replies: string
  readonly pinnedMessages: string
  readonly allPinned: string
  readonly nextPinned: string
  readonly everyone: string
  readonly mentionSomebody: string
  readonly more: string
  readonly onlyHere: string
  readonly read: string
  readonly readBy: string
  readonly notReadBy: string
  readonly nobodyYet: string
  readonly revokeHint: string
  readonly deleteForMeHint: string
  readonly messageActions: string
  readonly reactions: string
  readonly edited: string
  readonly editing: string
  readonly cancelEdit: string
  readonly save: string
  readonly notSaved: string
  readonly notDone: string
  readonly jumpToLatest: string
  readonly offline: string
  readonly connecting: string
  readonly updating: string
  readonly notConnected: string
  readonly leftGroup: string
  readonly outdated: string
  readonly outdatedHint: string
  readonly reload: string
  readonly reconnect: string
  readonly storageFailed: string
  readonly paneFailed: string
  readonly loading: string
  readonly conversationList: string
  readonly skipToMessages: string
  deleteChatOf(name: string): string
  lastSynced(time: string): string
  fileTooLarge(fileName: string, most: string): string
  tooManyFiles(most: number): string
  pictures(count: number): string
  /** `percent` is absent before the upload has begun. */
  uploading(percent: number | undefined): string
  newMessages(count: number): string
  unread(count: number): string
  foundCount(count: number): string
  unsentWarning(count: number): string
  title(unread: number): string
  authored(author: string, time: string, marks: readonly string[]): string
  reaction(sign: string, count: number, isOwn: boolean): string
  /** Names, and how many there are besides. */
  andOthers(names: readonly string[], others: number): string
  replyCount(count: number): string
  pinnedPlace(place: number, count: number): string
  mentioned(name: string): string
  failedMessages(count: number): string
  /** `total` is absent when nobody knows it. */
  updatingProgress(done: number, total: number | undefined): string
  signedOutBecause(code: ErrorCode): string
  loginFailed(code: ErrorCode, userID: string): string
}

export const englishTexts: Texts = {
  ...englishPaneTexts,
  chats: 'Chats',
  search: 'Search',
  clearSearch: 'Clear search',
  searchResults: 'Search results',
  foundMessages: 'Messages',
  foundNothing: 'Nothing found',
  foundNothingHint: 'Only what is on this device is searched.',
  searchFailed: 'The search did not work',
  stillIndexing: 'Saved messages are still being indexed: there may be more',
  messageNotReached: 'This message is further back than could be loaded',
  newChat: 'New chat',
  newGroup: 'New group',
  logOut: 'Sign out',
  signIn: 'Sign in',
  userID: 'User ID',
  cancel: 'Cancel',
  start: 'Start chat',
  create: 'Create group',
  back: 'Back to chats',
  send: 'Send',
  message: 'Message',
  retry: 'Try again',
  remove: 'Delete',
  pin: 'Pin',
  unpin: 'Unpin',
  deleteChat: 'Delete chat',
  deleteChatHint: 'It goes from your lists on all your devices, until a new message comes. Its messages stay.',
  markRead: 'Mark as read',
  markUnread: 'Mark as unread',
  mute: 'Do not disturb',
  unmute: 'Allow to disturb',
  muted: 'Does not disturb',
  markedUnread: 'Marked as unread',
  archive: 'Archive',
  unarchive: 'Move back to chats',
  archived: 'Archived',
  movedToArchive: 'Moved to the archive',
  movedToChats: 'Moved back to chats',
  nothingArchived: 'Nothing is archived',
  nothingArchivedHint: 'A chat that you archive stays here, also when a new message comes.',
  chatActions: 'Chat actions',
  chatActionsHint: 'The menu key tells what can be done with a chat.',
  draft: 'Draft:',
  you: 'You',
  yesterday: 'Yesterday',
  today: 'Today',
  pinned: 'Pinned',
  groupName: 'Group name',
  members: 'Members',
  noChats: 'No chats yet',
  noChatsHint: 'Start one with the pencil above.',
  noChatOpen: 'Pick a chat to read it',
  noMessages: 'No messages yet. Say hello!',
  olderWhenOnline: 'Older messages load when you’re online',
  revokedMessage: 'This message was deleted',
  unsupportedMessage: 'This message needs a newer version of the app',
  customMessage: 'Message from the app',
  image: 'Picture',
  audio: 'Audio',
  video: 'Video',
  location: 'Location',
  attach: 'Attach files',
  attached: 'Files to be sent',
  removeFile: 'Leave out',
  dropHere: 'Drop files to attach them',
  download: 'Save',
  play: 'Play',
  pause: 'Pause',
  position: 'Position',
  openPicture: 'Open picture',
  previousPicture: 'Previous picture',
  nextPicture: 'Next picture',
  close: 'Close',
  openMap: 'Open in a map',
  fileWhenOnline: 'Loads when you’re online',
  fileGone: 'The file is no longer there',
  fileFailed: 'Could not be loaded',
  willSend: 'Will send when you’re back online',
  notSent: 'Not sent',
  waiting: 'Waiting to be sent',
  sent: 'Sent',
  failed: 'Not sent',
  stale: 'This waited for a long time and was not sent',
  sendAnyway: 'Send anyway',
  changeFailed: 'The server did not accept this change',
  undoChange: 'Undo',
  retryAll: 'Try all again',
  react: 'React',
  edit: 'Edit',
  revoke: 'Delete for everyone',
  deleteForMe: 'Delete for me',
  reply: 'Reply',
  copy: 'Copy text',
  copied: 'Copied',
  pinMessage: 'Pin for everyone',
  unpinMessage: 'Unpin',
  whoReacted: 'Who reacted',
  whoRead: 'Who has read it',
  replying: 'Replying to',
  cancelReply: 'Stop replying',
  originalNotHere: 'This message is not on this device',
  jumpToOriginal: 'Show the message that it answers',
  replies: 'Replies',
  pinnedMessages: 'Pinned messages',
  allPinned: 'All pinned messages',
  nextPinned: 'Show the pinned message',
  everyone: 'everyone',
  mentionSomebody: 'Mention somebody',
  more: 'Show more',
  onlyHere: 'What is on this device. All of it shows when you’re online.',
  read: 'Read',
  readBy: 'Read by',
  notReadBy: 'Not read by',
  nobodyYet: 'Nobody yet',
  revokeHint: 'Nobody can read it any more. That it was here stays to be seen.',
  deleteForMeHint: 'It goes from all your devices. Others can still read it.',
  messageActions: 'Message actions',
  reactions: 'Reactions',
  edited: 'edited',
  editing: 'Editing a message',
  cancelEdit: 'Stop editing',
  save: 'Save',
  notSaved: 'The message could not be changed',
  notDone: 'That did not work',
  jumpToLatest: 'Jump to the newest message',
  offline: 'Offline — showing saved chats',
  connecting: 'Connecting — showing saved chats',
  updating: 'Updating…',
  notConnected: 'This works when you’re back online',
  leftGroup: 'You are no longer in this group',
  outdated: 'A newer version is open',
  outdatedHint:
    'Another tab of this browser uses a newer version of the app. Reload this one to go on; nothing is lost.',
  reload: 'Reload',
  reconnect: 'Retry',
  storageFailed: 'The saved chats cannot be opened',
  paneFailed: 'Something went wrong here',
  loading: 'Loading…',
  conversationList: 'Conversations',
  skipToMessages: 'Skip to messages',
  deleteChatOf: (name) => `Delete the chat “${name}”?`,
  fileTooLarge: (fileName, most) => `${fileName} is too large: files up to ${most} can be sent.`,
  tooManyFiles: (most) => `One message takes up to ${String(most)} files.`,
  pictures: (count) => (count === 1 ? 'Picture' : `${String(count)} pictures`),
  uploading: (percent) => (percent === undefined ? 'Waiting to upload' : `Uploading, ${String(percent)} %`),
  lastSynced: (time) => `last synced ${time}`,
  newMessages: (count) => (count === 1 ? '1 new message' : `${String(count)} new messages`),
  unread: (count) => `${String(count)} unread`,
  foundCount: (count) => (count === 1 ? '1 result' : `${String(count)} results`),
  unsentWarning: (count) =>
    count === 1
      ? 'One message has not been sent yet. It stays on this device and is sent after your next sign-in.'
      : `${String(count)} messages have not been sent yet. They stay on this device and are sent after your next sign-in.`,
  title: (unread) => (unread > 0 ? `(${String(unread)}) Chats` : 'Chats'),
  authored: (author, time, marks) => [author, time, ...marks].filter((part) => part !== '').join(', '),
  reaction: (sign, count, isOwn) => `${sign} ${String(count)}${isOwn ? ', one of them yours' : ''}`,
  andOthers: (names, others) => {
    const rest = others > 0 ? [others === 1 ? '1 other' : `${String(others)} others`] : []
    const all = [...names, ...rest]
    return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`
  },
  replyCount: (count) => (count === 1 ? '1 reply' : `${String(count)} replies`),
  pinnedPlace: (place, count) =>
    count === 1 ? 'Pinned message' : `Pinned message ${String(place)} of ${String(count)}`,
  mentioned: (name) => `@${name}`,
  failedMessages: (count) => (count === 1 ? '1 message was not sent' : `${String(count)} messages were not sent`),
  updatingProgress: (done, total) =>
    total === undefined || total <= done ? 'Updating…' : `Updating… ${String(Math.floor((done / total) * 100))} %`,
  signedOutBecause: (code) => endingTexts[code] ?? 'The server ended this session. Sign in again to go on.',
  loginFailed: (code, userID) => loginTexts[code]?.(userID) ?? 'Signing in did not work. Try again.',
}
