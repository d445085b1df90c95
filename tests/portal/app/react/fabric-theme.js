// The two palettes of the portal's own theme switch, built on its older blue.

const accent = {
  themePrimary: '#0078d4',
  themeDark: '#005a9e',
  themeDarker: '#004578',
  themeDarkAlt: '#106ebe',
  themeSecondary: '#2b88d8',
  themeTertiary: '#71afe5',
  themeLight: '#c7e0f4',
  themeLighter: '#deecf9',
  themeLighterAlt: '#eff6fc',
};

export const lightPalette = accent;

export const darkPalette = {
  themePrimary: '#479ef5',
  themeDarkAlt: '#62abf5',
  themeDark: '#77b7f7',
  themeDarker: '#96c6fa',
  themeSecondary: '#2886de',
  themeTertiary: '#115ea3',
  themeLight: '#0e4775',
  themeLighter: '#0c3b5e',
  themeLighterAlt: '#082338',
  neutralLighterAlt: '#1f1f1f',
  neutralLighter: '#2e2e2e',
  neutralLight: '#3d3d3d',
  neutralQuaternaryAlt: '#474747',
  neutralQuaternary: '#525252',
  neutralTertiaryAlt: '#666666',
  neutralTertiary: '#c8c8c8',
  neutralSecondaryAlt: '#d0d0d0',
  neutralSecondary: '#d6d6d6',
  neutralPrimaryAlt: '#dadada',
  neutralPrimary: '#ffffff',
  neutralDark: '#f4f4f4',
  black: '#f8f8f8',
  white: '#292929',
  whiteTranslucent40: 'rgba(0,0,0,.4)',
};
