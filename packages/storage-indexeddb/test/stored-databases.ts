import { deleteDB, openDB } from 'idb'

async function namesOf(folder: string): Promise<string[]> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? [])
  return names.filter((name) => name === folder || name.startsWith(`${folder}/`))
}

/** Overwrites what the databases of a folder say that they are. */
export async function damageDatabases(folder: string): Promise<void> {
  for (const name of await namesOf(folder)) {
    if (name === folder) continue
    const database = await openDB(name)
    await database.put('meta', 'not what it was', 'schema')
    database.close()
  }
}

/** Overwrites every row of a table. */
export async function damageRows(folder: string, table: string): Promise<void> {
  for (const name of await namesOf(folder)) {
    if (name === folder) continue
    const database = await openDB(name)
    for (const key of await database.getAllKeys(`table:${table}`))
      await database.put(`table:${table}`, { revision: 1 }, key)
    database.close()
  }
}

export async function removeDatabases(folder: string): Promise<void> {
  for (const name of await namesOf(folder)) await deleteDB(name)
}
