import * as changes from './change-actions.js'
import * as groups from './group-actions.js'
import * as management from './group-management-actions.js'
import { logIn } from './login-actions.js'
import * as messages from './message-actions.js'
import * as people from './person-actions.js'
import type { OperationStep } from './plan.js'
import type { OperationKind } from './step-kinds.js'
import { createRandom } from './random.js'
import * as sessions from './session-actions.js'
import * as settings from './setting-actions.js'
import type { Action, Life, World } from './world.js'

const actions: Readonly<Record<OperationKind, Action>> = {
  sendMessage: messages.sendMessage,
  clearUnread: messages.clearUnread,
  pin: messages.pin,
  draft: messages.draft,
  deleteMessages: changes.deleteMessages,
  deleteForAllDevices: changes.deleteForAllDevices,
  editMessage: changes.editMessage,
  revokeMessage: changes.revokeMessage,
  react: changes.react,
  deleteConversation: messages.deleteConversation,
  insertMessage: messages.insertMessage,
  queryHistory: messages.queryHistory,
  retryOrDiscard: messages.retryOrDiscard,
  retryAll: messages.retryAll,
  syncNow: messages.syncNow,
  createGroup: groups.createGroup,
  inviteUsers: groups.inviteUsers,
  leaveGroup: groups.leaveGroup,
  callInvite: groups.callInvite,
  callAnswer: groups.callAnswer,
  callCancel: groups.callCancel,
  block: people.block,
  changeProfile: people.changeProfile,
  befriend: people.befriend,
  manageGroup: management.manageGroup,
  noteGroup: management.noteGroup,
  callMore: management.callMore,
  setFlag: settings.setFlag,
  pinMessage: settings.pinMessage,
  deleteAllMessages: settings.deleteAllMessages,
  login: sessions.login,
  wrongLogin: sessions.wrongLogin,
  logout: sessions.logout,
  renewToken: sessions.renewToken,
  relaunch: sessions.relaunch,
  hideOrShow: sessions.hideOrShow,
  queryConversations: sessions.queryConversations,
  queryOthers: sessions.queryOthers,
  subscribe: sessions.subscribe,
}

/** The user of a tab does what the step says; whoever is not logged in logs in first, and that is the operation. */
export function takeStep(world: World, { device: index, kind, choice }: OperationStep): void {
  const random = createRandom(choice, world.plan.seed)
  const awake = world.devices.map(({ lives }) => lives.filter(({ isFrozen }) => !isFrozen))
  const here = awake[index] ?? []
  // Whose device is down does it on another one.
  const life = here.length > 1 ? random.pick(here) : (here[0] ?? elsewhere(awake.flat(), index))
  if (life === undefined) return
  const { userID } = life.chat
  if (userID === undefined) {
    world.operation('login')
    void logIn(world, life, { isOfflinePreferred: random.chance(0.7) })
    return
  }
  world.operation(kind)
  void actions[kind](world, life, userID, random)
}

function elsewhere(lives: readonly Life[], index: number): Life | undefined {
  return lives[index % lives.length]
}
