let lastID = 0

/** An identifier that is used once: a UUIDv7, whose time is the clock's and whose random part counts up. */
export function newID(): string {
  lastID += 1
  const time = Date.now().toString(16).padStart(12, '0')
  const count = lastID.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count}`
}

/** A groupID that is used once; as short as a userID, since some backends rule both alike. */
export function newGroupID(): string {
  return newID().replaceAll('-', '')
}
