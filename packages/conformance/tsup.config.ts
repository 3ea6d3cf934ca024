import { tsupConfig } from '../../tools/tsup.config.base.ts'

export default tsupConfig({ entry: ['src/storage.ts', 'src/transport.ts', 'src/broken.ts'] })
