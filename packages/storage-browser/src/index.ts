export { browserStorage, type BrowserStorageOptions, type StorageChoice } from './browser-storage.js'
