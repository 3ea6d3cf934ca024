/** What stands for a picture: letters on one of eight colours. */
export interface AvatarView {
  /** One or two letters or digits. */
  readonly initials: string
  /** 1 to 8. */
  readonly color: number
  /** Empty when there is no picture. */
  readonly url: string
}

/** The same ID always has the same colour. */
export function avatarView(identity: string, name: string, url = ''): AvatarView {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const initials = words
    .slice(0, 2)
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '')
    .join('')
    .toLocaleUpperCase()
  let hash = 0
  for (const character of identity) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return { initials: initials === '' ? '#' : initials, color: (hash % 8) + 1, url }
}
