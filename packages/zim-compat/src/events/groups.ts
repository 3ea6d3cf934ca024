import type { AppChat } from '../configuration.js'
import { ZIMGroupEvent, ZIMGroupMemberState, ZIMGroupState } from '../enums.js'
import type { Tell } from '../tell.js'

export function tellOfGroups(chat: AppChat, tell: Tell): void {
  chat.on('groupInfoUpdated', ({ groupList }) => {
    for (const { groupID, groupName, groupAvatarUrl, groupNotice } of groupList) {
      tell('groupNameUpdated', { groupID, groupName })
      tell('groupAvatarUrlUpdated', { groupID, groupAvatarUrl })
      tell('groupNoticeUpdated', { groupID, groupNotice })
    }
  })
  chat.on('groupLeft', ({ groupID }) => {
    tell('groupStateChanged', { state: ZIMGroupState.Quit, event: ZIMGroupEvent.Unknown, groupID })
  })
  chat.on('groupMemberListChanged', ({ groupID, memberList, removedUserIDs }) => {
    if (memberList.length > 0) {
      const userList = memberList.map(({ userID }) => ({ userID }))
      tell('groupMemberStateChanged', { groupID, state: ZIMGroupMemberState.Enter, userList })
    }
    if (removedUserIDs.length > 0) {
      const userList = removedUserIDs.map((userID) => ({ userID }))
      tell('groupMemberStateChanged', { groupID, state: ZIMGroupMemberState.Quit, userList })
    }
  })
}
