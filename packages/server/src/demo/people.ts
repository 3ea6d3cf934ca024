import type { UserProfile } from '@latchkey/backend'

/** The accounts of the demo. Ada and Bob are the ones to sign in as. */
export const people: readonly (UserProfile & { readonly userName: string })[] = [
  { userID: 'ada', userName: 'Ada Okafor' },
  { userID: 'bob', userName: 'Bob Lindqvist' },
  { userID: 'clara', userName: 'Clara Fischer' },
  { userID: 'diego', userName: 'Diego Morales' },
  { userID: 'aoi', userName: '田中 葵' },
  { userID: 'layla', userName: 'ليلى حداد' },
  { userID: 'grace', userName: 'Grace Whitfield' },
  { userID: 'hugo', userName: 'Hugo Marchand' },
  { userID: 'wei', userName: '陈伟' },
  { userID: 'kofi', userName: 'Kofi Mensah' },
  { userID: 'lena', userName: 'Lena Novák' },
  { userID: 'yael', userName: 'יעל כהן' },
]

export interface DemoGroup {
  readonly groupID: string
  readonly groupName: string
  /** Who made it. */
  readonly owner: string
  readonly userIDs: readonly string[]
  readonly daysAgo: number
}

export const groups: readonly DemoGroup[] = [
  {
    groupID: 'launch-crew',
    groupName: 'Launch crew',
    owner: 'grace',
    userIDs: ['ada', 'bob', 'clara', 'wei', 'kofi'],
    daysAgo: 40,
  },
  {
    groupID: 'weekend-hikers',
    groupName: 'Weekend hikers 🥾',
    owner: 'ada',
    userIDs: ['bob', 'diego', 'lena', 'hugo'],
    daysAgo: 33,
  },
  {
    groupID: 'book-club',
    groupName: 'نادي القراءة · Book club',
    owner: 'layla',
    userIDs: ['ada', 'yael', 'lena'],
    daysAgo: 21,
  },
  { groupID: 'flat-14b', groupName: 'Flat 14B', owner: 'bob', userIDs: ['hugo', 'kofi'], daysAgo: 30 },
]
