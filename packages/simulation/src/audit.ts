import type { World } from './world.js'
export async function auditWorld(_world: World): Promise<void> {}
