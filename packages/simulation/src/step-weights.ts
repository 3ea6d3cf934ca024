import type { FaultKind, OperationKind, OptionalKind, TabFaultKind } from './step-kinds.js'

/** How often each operation is chosen, relative to the others. */
export const operationWeights: Readonly<Record<Exclude<OperationKind, 'block' | OptionalKind>, number>> = {
  sendMessage: 56,
  clearUnread: 16,
  pin: 8,
  draft: 8,
  deleteMessages: 4,
  deleteForAllDevices: 4,
  editMessage: 10,
  revokeMessage: 4,
  react: 12,
  deleteConversation: 3,
  insertMessage: 4,
  createGroup: 3,
  inviteUsers: 4,
  leaveGroup: 2,
  callInvite: 3,
  callAnswer: 4,
  callCancel: 2,
  queryHistory: 10,
  queryConversations: 6,
  queryOthers: 5,
  subscribe: 3,
  retryOrDiscard: 4,
  retryAll: 1,
  syncNow: 2,
  login: 3,
  wrongLogin: 3,
  logout: 2,
  renewToken: 3,
  relaunch: 3,
  hideOrShow: 2,
}

export const optionalWeights: Readonly<Record<OptionalKind, number>> = {
  changeProfile: 3,
  befriend: 6,
  manageGroup: 8,
  noteGroup: 4,
  callMore: 3,
  setFlag: 6,
  pinMessage: 4,
  deleteAllMessages: 1,
}

export const faultWeights: Readonly<Record<Exclude<FaultKind, TabFaultKind>, number>> = {
  drop: 4,
  delay: 3,
  double: 4,
  reorder: 4,
  cut: 4,
  halfOpen: 2,
  slow: 2,
  hung: 2,
  refused: 2,
  captive: 1,
  backendCrash: 3,
  clientCrash: 6,
  storageError: 4,
  quota: 1,
  clockJump: 2,
  tabDeath: 2,
  tokenEnd: 2,
  kickOut: 1,
  duplicatePush: 2,
  stalePush: 3,
  trimmedLog: 1,
}

/** Of the faults that are added where there are several tabs. */
export const tabFaultWeights: Readonly<Record<TabFaultKind | 'tabDeath' | 'clientCrash', number>> = {
  tabFrozen: 4,
  tabPutAway: 3,
  tabRobbed: 2,
  tabDeath: 3,
  clientCrash: 3,
}

/** Each kind as often as its weight says, so that a pick from the list follows the weights. */
export function weighted<Kind extends string>(weights: Readonly<Record<Kind, number>>): readonly [Kind, ...Kind[]] {
  const list: Kind[] = []
  for (const kind of Object.keys(weights) as Kind[]) {
    for (let count = 0; count < weights[kind]; count += 1) list.push(kind)
  }
  return list as [Kind, ...Kind[]]
}
