// `?theme=dark` and `?dir=rtl` win over what the device prefers.
const wishes = new URLSearchParams(location.search)
const theme = wishes.get('theme')
document.documentElement.dataset.theme = theme === 'light' || theme === 'dark' ? theme : 'auto'
document.documentElement.dir = wishes.get('dir') === 'rtl' ? 'rtl' : 'ltr'
