import { chooseConversation } from './conversations.js'
import { openScreen } from './screen.js'
import { auditNothingReadable, logIn, logInOnline, shortToken } from './login-actions.js'
import type { Action, Life } from './world.js'

export const login: Action = async (world, life, _userID, random) => {
  await logIn(world, life, { isOfflinePreferred: random.chance(0.7) })
}

/** Somebody else's name, or a token that is not good: after it nothing may be readable. */
export const wrongLogin: Action = async (world, life, userID, random) => {
  const { device } = life
  const kept = device.lastLogin
  const logins = device.onlineLogins
  const isLoggingInElsewhere = device.lives.some(isLoggingIn)
  await life.call('log out', (chat) => chat.logout())
  if (life.chat.userID !== undefined) return
  const other = random.pick(world.userIDs.filter((candidate) => candidate !== userID)) ?? userID
  const isReturning = random.chance(0.4) && kept !== undefined
  // Also the one who was here, with the very token that was good until then.
  const claimed = isReturning ? kept.userID : random.pick([other, userID])
  const token = isReturning ? kept.token : random.pick([device.freshToken(other), device.freshToken(userID, 1)])
  const outcome = await life.call('login wrongly', (chat) => chat.login(claimed, { token, isOfflineLogin: true }))
  // Another tab may have logged in meanwhile.
  const isVerified = isLoggingInElsewhere || device.onlineLogins !== logins
  if (outcome.isDone && !isVerified)
    world.violate('verified-login', `${life.name} logged ${claimed} in offline after a logout`)
  auditNothingReadable(world, life)
  // Somebody else may take the device over, online.
  const next = random.chance(0.3) ? other : userID
  await logInOnline(life, next, device.freshToken(next))
}

function isLoggingIn({ pendingCalls }: Life): boolean {
  return [...pendingCalls].some((call) => call.startsWith('login online'))
}

export const logout: Action = async (world, life, userID, random) => {
  const isClearDB = random.chance(0.25)
  if (isClearDB) life.device.wipeBegins(userID)
  const outcome = await life.call(isClearDB ? 'log out and clear' : 'log out', (chat) => chat.logout({ isClearDB }))
  if (isClearDB) life.device.wipeEnded(userID)
  if (!outcome.isDone) return
  auditNothingReadable(world, life)
}

export const renewToken: Action = async (_world, life, userID, random) => {
  const token = random.chance(0.2) ? shortToken(life, userID) : life.device.freshToken(userID)
  const outcome = await life.call('renew token', (chat) => chat.renewToken(token))
  if (outcome.isDone && life.chat.userID === userID) life.device.lastLogin = { userID, token }
}

/** The app is closed in good order and opened again. */
export const relaunch: Action = async (world, life) => {
  await life.call('destroy', (chat) => chat.destroy())
  const left = life.platform.leftOver()
  if (left.length > 0) world.violate('nothing-left', `${life.name} left ${left.join(', ')}`)
  if (!life.device.lives.includes(life)) return
  life.device.closed(life)
  world.relaunch(life.device)
}

export const hideOrShow: Action = async (_world, life, _userID, random) => {
  const { platform } = life
  if (random.chance(0.4)) platform.tellHidden()
  // Where there are several tabs a fault does it, and stops the page.
  else if (random.chance(0.2) && life.device.plan.tabs === 1) platform.tellFrozen()
  else if (random.chance(0.5)) platform.tellShown()
  else platform.tellOnline()
}

export const queryConversations: Action = async (_world, life, _userID, random) => {
  const count = random.between(1, 20)
  await life.call('conversations', (chat) =>
    random.chance(0.3) ? chat.queryConversationPinnedList({ count }) : chat.queryConversationList({ count }),
  )
  await life.call('total unread', (chat) => chat.queryConversationTotalUnreadMessageCount())
}

export const queryOthers: Action = async (world, life, userID, random) => {
  const groupID = random.pick(world.groupIDs) ?? 'g0'
  const isQueryFromServer = random.chance(0.4)
  await life.call('look something up', async (chat) => {
    switch (random.below(6)) {
      case 0:
        return chat.queryUsersInfo([userID, ...world.userIDs], { isQueryFromServer })
      case 1:
        return chat.queryGroupInfo(groupID, { isQueryFromServer })
      case 2:
        return chat.queryGroupMemberList(groupID, { count: 10, isQueryFromServer })
      case 3:
        return chat.queryGroupList({ count: 10 })
      case 4:
        return chat.queryCallInvitationList({ count: 10 })
      default:
        return chat.querySelfUserInfo()
    }
  })
}

/** A screen is opened, and closed a while later, or never. */
export const subscribe: Action = async (world, life, userID, random) => {
  const screen = openScreen(life.chat, chooseConversation(world, userID, random), random)
  life.screens.add(screen)
  const openMs = random.between(1_000, 30_000)
  if (random.chance(0.5)) return
  world.timeline.after(openMs, () => {
    life.whenAwake(() => {
      life.screens.delete(screen)
      screen.close()
    })
  })
}
