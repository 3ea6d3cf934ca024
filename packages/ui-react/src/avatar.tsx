'use client'
import type { AvatarView } from '@latchkey/ui-headless'

/** A picture, or letters on a colour. Decoration: the name stands beside it. */
export function Avatar({ avatar, size }: { readonly avatar: AvatarView; readonly size: 32 | 40 | 48 | 72 }) {
  return (
    <span className="lk-avatar" data-color={avatar.color} data-size={size} aria-hidden="true">
      {avatar.url === '' ? avatar.initials : <img src={avatar.url} alt="" width={size} height={size} />}
    </span>
  )
}
