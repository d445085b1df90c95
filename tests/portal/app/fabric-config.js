// Has to run before the library: told nothing, it fetches its fonts from a public server.

window.FabricConfig = { fontBaseUrl: '', iconBaseUrl: '' };
