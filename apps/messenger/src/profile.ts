const key = 'latchkey-messenger/profile'

/** The profile of a visit that names none and had none before it. */
const unnamed = 'guest'

/** Whose local data a visit is about. */
export interface Profile {
  /** Part of the app's namespace. */
  readonly name: string
  /** What stands in the sign-in form at first; empty when nobody said who they are. */
  readonly userID: string
}

/** The one that the address names, else the one of the last visit: an installed app starts without an address bar. */
export function chooseProfile(): Profile {
  const wanted = new URLSearchParams(location.search).get('profile') ?? localStorage.getItem(key) ?? ''
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(wanted)) return { name: unnamed, userID: '' }
  localStorage.setItem(key, wanted)
  return { name: wanted, userID: wanted }
}
