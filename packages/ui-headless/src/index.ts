export type { AttachedFile, AttachedFileView } from './attached-file.js'
export { avatarView, type AvatarView } from './avatar.js'
export type { ChosenFileView } from './chosen-files.js'
export type { CallOutcome } from './call-outcome.js'
export { createCalls, type CallRowView, type Calls, type CallsView } from './calls-view.js'
export { createComposer, type Composer, type ComposerView } from './composer.js'
export { createConnectionView, type ConnectionView, type ConnectionViewState } from './connection-view.js'
export {
  createContacts,
  type ContactAction,
  type ContactFailureView,
  type ContactRowView,
  type Contacts,
  type ContactsView,
} from './contacts-view.js'
export { conversationActions, performConversationAction, type ConversationAction } from './conversation-actions.js'
export { conversationRowKey } from './conversation-row-key.js'
export {
  createConversationArchive,
  createConversationList,
  type ConversationList,
  type ConversationListView,
  type ConversationRowView,
  type SendStatus,
} from './conversation-list-view.js'
export { createFormats, type Formats } from './formats.js'
export { commandProblem } from './command-problem.js'
export type { MemberAction } from './group-rights.js'
export { createGroupModel, type GroupModel, type GroupView, type MemberRowView } from './group-view.js'
export { createKit, type Kit } from './kit.js'
export { reactionSigns, type MessageAction, type ReactionView } from './message-actions.js'
export type { MentionChoice, MentionOption } from './mentions.js'
export type { FailureView, MessageRowView, MessageStatus, QuoteView, UploadView } from './message-rows.js'
export { offersGroups } from './offered.js'
export { createOutboxView, type OutboxView } from './outbox-view.js'
export type {
  AudioPartView,
  FilePartView,
  ImagePartView,
  LocationPartView,
  NotePartView,
  PartView,
  TextPartView,
  VideoPartView,
} from './part-views.js'
export { createProfile, type Profile, type ProfileView } from './profile-view.js'
export { createRinging, type Ringing, type RingingView } from './ringing-view.js'
export { createPeople, filterPeople, type PersonView } from './people-view.js'
export type { Participant } from './participants.js'
export type { Reactors, ReactorsOfSign, ReactorsView } from './reactors.js'
export type { Readers, ReadersView } from './readers.js'
export type { Replies, RepliesView, ReplyView } from './replies.js'
export type { TextSpan } from './text-spans.js'
export type { Readable } from './readable.js'
export { createSearch, type FoundRowView, type Search, type SearchView, type TextPart } from './search-view.js'
export { countUnsent, createSessionView, loginProblem, type SessionView } from './session-view.js'
export type { ChosenFile, MediaFacts, Surroundings } from './surroundings.js'
export { englishTexts, type Texts } from './texts.js'
export {
  createTimeline,
  type HeadingRowView,
  type Timeline,
  type TimelineRowView,
  type TimelineView,
} from './timeline-view.js'
