// What the portal says. The thirteen terms come from labels.json in every language; the rest exists in English and Norwegian and
// stays English elsewhere, as on the real, partly translated portal.

import labels from '../labels.json';
import { torture } from './torture.js';

const english = {
  brand_defender: 'Contoso Security',
  brand_centre: 'Security & Compliance',
  restricted_users_text:
    'These people sent so much suspicious mail that sending was turned off for them. Make sure that an account is safe again before you let it send.',
  restricted_entities_text:
    'Users and connectors that may not send mail, because they sent too much of it or mail that looked like spam. Secure an account before you unblock it.',
  learn_more: 'Learn more',
  home: 'Home',
  alerts: 'Alerts',
  email_group: 'Email & collaboration',
  review: 'Review',
  quarantine: 'Quarantine',
  explorer: 'Explorer',
  reports: 'Reports',
  settings: 'Settings',
  navigation: 'Navigation',
  app_launcher: 'App launcher',
  account: 'Account of the administrator',
  breadcrumb: 'Breadcrumb',
  commands: 'Commands',
  refresh: 'Refresh',
  export: 'Export',
  columns: 'Customize columns',
  filter: 'Filter',
  name: 'Name',
  user_name: 'User name',
  entity: 'Entity',
  reason: 'Reason',
  date: 'Restricted since',
  actions: 'Actions',
  mailbox: 'Mailbox',
  connector: 'Connector',
  outbound_spam: 'Outbound spam',
  hourly_limit: 'Hourly message limit',
  daily_limit: 'Daily message limit',
  suspicious: 'Suspicious activity',
  items: '{n} items',
  items_selected: '{n} selected',
  list_label: 'List of restricted senders',
  loading: 'Loading',
  load_more: 'Load more',
  empty_title: 'Nothing to show',
  empty_text: 'Nobody is restricted from sending at the moment.',
  no_match: 'Nothing matches this search.',
  list_failed: "The list could not be loaded. Try again later.",
  forbidden: "You don't have permission to see this list. Ask an administrator for a role that may.",
  session_title: 'Your session has ended',
  session_text: 'Sign in again to go on.',
  sign_in: 'Sign in',
  try_again: 'Try again',
  overview: 'Overview',
  details: 'Details',
  recommendations: 'Recommendations',
  recommend_1: 'Reset the password of the account and end its sessions.',
  recommend_2: 'Turn on multi-factor authentication.',
  recommend_3: 'Look through inbox rules and forwarding for what the user did not set up.',
  recommend_4: 'Check devices and apps that are connected to the account.',
  overview_text: 'An account that was taken over goes on sending as soon as it may. Work through the recommendations first.',
  details_text: 'Mail from this account was stopped to protect your organization.',
  confirm_text: 'When you go on, the account may send mail again. That takes effect within a few hours.',
  mfa: 'Multi-factor authentication',
  mfa_text: 'A second proof keeps an attacker out who knows the password.',
  enable_mfa: 'Enable MFA',
  change_password: 'Change password',
  change_password_text: 'Whoever sent the mail may still know the password.',
  unblock_entity: 'Unblock entity',
  entity_text: 'Mail through this connector was stopped. Make sure that the server behind it is safe before you unblock it.',
  users_selected: '{n} users',
  back: 'Back',
  warning: 'Warning',
  warning_text: 'Do you want to let this account send mail again?',
  warning_text_named: 'Do you want to let {who} send mail again?',
  working: 'Working on it',
  done: 'The account is unblocked. It can take up to an hour, and in rare cases 24 hours, before it can send.',
  rejected: 'The request could not be completed. The account is still restricted.',
  limit_exceeded: 'This account was unblocked too many times. Contact support.',
  dismiss: 'Dismiss',
  more_actions: 'More actions',
  alert_name: 'User restricted from sending email',
  alert_name_2: 'Email messages removed after delivery',
  alert_name_3: 'Creation of forwarding rule',
  alert_text: 'Sending was turned off for an account in your organization.',
  severity: 'Severity',
  high: 'High',
  low: 'Low',
  medium: 'Medium',
  status: 'Status',
  active: 'Active',
  alert: 'Alert',
  more_options: 'More options',
  manage_alert: 'Manage alert',
  assign: 'Assign to me',
  view_restricted: 'View restricted user details',
  unknown_title: 'This page is not here',
  unknown_text: 'The address does not lead to a page of this portal.',
  card_text: 'Nothing needs your attention.',
  survey_title: 'Do you like the new look?',
  survey_text: 'Tell us whether the list is easy to read.',
  toast_text: 'A report that you asked for is ready.',
  toast_action: 'Show',
  last_30: 'Last 30 days',
  this_week: 'This week',
  older: 'Older',
  global_search: 'Search the portal',
};

const norwegian = {
  brand_defender: 'Contoso Sikkerhet',
  brand_centre: 'Sikkerhet og samsvar',
  restricted_users_text:
    'Disse personene har sendt så mye mistenkelig e-post at sending er slått av for dem. Kontroller at en konto er trygg igjen før du lar den sende.',
  restricted_entities_text:
    'Brukere og koblinger som ikke får sende e-post, fordi de sendte for mye av den eller e-post som lignet søppelpost. Sikre en konto før du fjerner blokkeringen.',
  learn_more: 'Mer informasjon',
  home: 'Hjem',
  alerts: 'Varsler',
  email_group: 'E-post og samarbeid',
  review: 'Gjennomgang',
  quarantine: 'Karantene',
  explorer: 'Utforsker',
  reports: 'Rapporter',
  settings: 'Innstillinger',
  navigation: 'Navigasjon',
  app_launcher: 'Appvelger',
  account: 'Administratorens konto',
  breadcrumb: 'Navigasjonssti',
  commands: 'Kommandoer',
  refresh: 'Oppdater',
  export: 'Eksporter',
  columns: 'Tilpass kolonner',
  filter: 'Filtrer',
  name: 'Navn',
  user_name: 'Brukernavn',
  entity: 'Enhet',
  reason: 'Årsak',
  date: 'Begrenset siden',
  actions: 'Handlinger',
  mailbox: 'Postboks',
  connector: 'Kobling',
  outbound_spam: 'Utgående søppelpost',
  hourly_limit: 'Meldingsgrense per time',
  daily_limit: 'Meldingsgrense per dag',
  suspicious: 'Mistenkelig aktivitet',
  items: '{n} elementer',
  items_selected: '{n} valgt',
  list_label: 'Liste over begrensede avsendere',
  loading: 'Laster inn',
  load_more: 'Last inn flere',
  empty_title: 'Ingenting å vise',
  empty_text: 'Ingen er hindret i å sende nå.',
  no_match: 'Ingen treff på dette søket.',
  list_failed: 'Listen kunne ikke lastes inn. Prøv igjen senere.',
  forbidden: 'Du har ikke tilgang til denne listen. Be en administrator om en rolle som har det.',
  session_title: 'Økten er avsluttet',
  session_text: 'Logg på igjen for å fortsette.',
  sign_in: 'Logg på',
  try_again: 'Prøv igjen',
  overview: 'Oversikt',
  details: 'Detaljer',
  recommendations: 'Anbefalinger',
  recommend_1: 'Tilbakestill passordet til kontoen og avslutt øktene.',
  recommend_2: 'Slå på godkjenning med flere faktorer.',
  recommend_3: 'Se gjennom innboksregler og videresending etter noe brukeren ikke har satt opp.',
  recommend_4: 'Kontroller enheter og apper som er koblet til kontoen.',
  overview_text: 'En konto som er overtatt, fortsetter å sende så snart den får lov. Gå gjennom anbefalingene først.',
  details_text: 'E-post fra denne kontoen ble stoppet for å beskytte organisasjonen.',
  confirm_text: 'Når du fortsetter, får kontoen sende e-post igjen. Det trer i kraft i løpet av noen timer.',
  mfa: 'Godkjenning med flere faktorer',
  mfa_text: 'Et bevis til holder en angriper ute som kjenner passordet.',
  enable_mfa: 'Aktiver MFA',
  change_password: 'Endre passord',
  change_password_text: 'Den som sendte e-posten, kan fortsatt kjenne passordet.',
  unblock_entity: 'Fjern blokkering av enhet',
  entity_text: 'E-post gjennom denne koblingen ble stoppet. Kontroller at serveren bak den er trygg før du fjerner blokkeringen.',
  users_selected: '{n} brukere',
  back: 'Tilbake',
  warning: 'Advarsel',
  warning_text: 'Vil du la denne kontoen sende e-post igjen?',
  warning_text_named: 'Vil du la {who} sende e-post igjen?',
  working: 'Arbeider',
  done: 'Blokkeringen er fjernet. Det kan ta opptil en time, og i sjeldne tilfeller 24 timer, før kontoen kan sende.',
  rejected: 'Forespørselen kunne ikke fullføres. Kontoen er fortsatt begrenset.',
  limit_exceeded: 'Blokkeringen av denne kontoen er fjernet for mange ganger. Kontakt kundestøtte.',
  dismiss: 'Avvis',
  more_actions: 'Flere handlinger',
  alert_name: 'Bruker hindret i å sende e-post',
  alert_name_2: 'E-postmeldinger fjernet etter levering',
  alert_name_3: 'Videresendingsregel opprettet',
  alert_text: 'Sending ble slått av for en konto i organisasjonen.',
  severity: 'Alvorsgrad',
  high: 'Høy',
  low: 'Lav',
  medium: 'Middels',
  status: 'Status',
  active: 'Aktiv',
  alert: 'Varsel',
  more_options: 'Flere alternativer',
  manage_alert: 'Behandle varsel',
  assign: 'Tilordne til meg',
  view_restricted: 'Vis detaljer om begrenset bruker',
  unknown_title: 'Denne siden finnes ikke',
  unknown_text: 'Adressen fører ikke til en side i portalen.',
  card_text: 'Ingenting trenger oppmerksomhet.',
  survey_title: 'Liker du det nye utseendet?',
  survey_text: 'Fortell oss om listen er lett å lese.',
  toast_text: 'En rapport du ba om, er klar.',
  toast_action: 'Vis',
  last_30: 'Siste 30 dager',
  this_week: 'Denne uken',
  older: 'Eldre',
  global_search: 'Søk i portalen',
};

/** The terms that an administrator has to find, and that the torture switch bends. */
export const terms = [
  'unblock', 'unblock_user', 'search', 'yes', 'no', 'cancel', 'next', 'submit', 'close',
  'restricted_users', 'restricted_entities', 'reset_password',
];

const labelKeys = {
  no: 'nb', zh: 'zh-CN', 'zh-hans': 'zh-CN', 'zh-hant': 'zh-TW', pt: 'pt-BR', iw: 'he', in: 'id', sr: 'sr-Latn',
};

/** The key of labels.json for a language tag: nb-NO, no, sr-Latn-RS, zh-Hant-TW and the like. */
export function labelLanguage(tag) {
  const whole = tag.toLowerCase();
  const exact = Object.keys(labels).find((key) => key.toLowerCase() === whole);
  if (exact) return exact;
  const parts = whole.split('-');
  for (let n = parts.length; n > 0; n -= 1) {
    const part = parts.slice(0, n).join('-');
    const key = labelKeys[part] ?? Object.keys(labels).find((k) => k.toLowerCase() === part);
    if (key) return key;
  }
  return 'en-US';
}

/**
 * The texts of one language.
 * label_variant: which of the candidates of labels.json; untranslated: terms that stay English; renamed: terms that no data
 * knows; torture: see torture.js.
 */
export function createStrings({ language, label_variant = 0, untranslated = [], renamed = {}, torture: way = 'none' }) {
  const key = labelLanguage(language);
  const own = key === 'nb' ? norwegian : {};
  const term = (name) => {
    if (renamed[name]) return renamed[name];
    const source = untranslated.includes(name) ? 'en-US' : key;
    // "Unblock entity" stands among the English candidates for the user's flyout: it is the connector's, never the user's.
    const candidates = labels[source][name].map(({ text }) => text).filter((text) => text !== 'Unblock entity');
    return torture(way, candidates[label_variant % candidates.length], language);
  };
  return (name, values = {}) => {
    const text = terms.includes(name) ? term(name) : (own[name] ?? english[name]);
    if (text === undefined) throw new Error(`no text for ${name}`);
    return text.replace(/\{(\w+)\}/g, (_, value) => String(values[value]));
  };
}
