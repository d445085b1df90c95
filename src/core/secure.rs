//! Securing the account: what is to be looked at beside password and sign-in, and the commands for it.
//!
//! The order is Microsoft's current one for a compromised account. Nothing in here is ever proof: the portal shows none
//! of it, so what the admin answers is attested. No command holds a password or asks for one.

use crate::core::account;
use crate::core::panel::{Link, Text};
use crate::core::route::Cloud;
use crate::core::sorted::sorted;
use serde::{Deserialize, Serialize};

/// What is looked at. The gate itself (password or sign-in) is [`crate::core::case::Gate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Signed-in sessions end.
    Sessions,
    /// Methods of multi-factor authentication that somebody added.
    Methods,
    /// Applications that were given consent.
    Apps,
    /// Administrator roles.
    Roles,
    /// Forwarding of the whole mailbox.
    Forwarding,
    /// Inbox rules, hidden ones too.
    Rules,
    /// Who else may open the mailbox or send as it.
    Delegates,
}

impl Item {
    /// All, in the order in which they are worth looking at.
    pub const ALL: [Item; 7] =
        [Item::Sessions, Item::Methods, Item::Apps, Item::Roles, Item::Forwarding, Item::Rules, Item::Delegates];

    /// Its name in hooks and in what is stored.
    pub fn id(self) -> &'static str {
        match self {
            Item::Sessions => "sessions",
            Item::Methods => "methods",
            Item::Apps => "apps",
            Item::Roles => "roles",
            Item::Forwarding => "forwarding",
            Item::Rules => "rules",
            Item::Delegates => "delegates",
        }
    }

    /// The item of this name.
    pub fn named(id: &str) -> Option<Item> {
        Item::ALL.into_iter().find(|item| item.id() == id)
    }

    /// What to do, in a few words.
    pub fn title(self) -> Text {
        Text::new(match self {
            Item::Sessions => "check.sessions",
            Item::Methods => "check.methods",
            Item::Apps => "check.apps",
            Item::Roles => "check.roles",
            Item::Forwarding => "check.forwarding",
            Item::Rules => "check.rules",
            Item::Delegates => "check.delegates",
        })
    }

    /// Why, in one sentence.
    pub fn why(self) -> Text {
        Text::new(match self {
            Item::Sessions => "check.sessions_why",
            Item::Methods => "check.methods_why",
            Item::Apps => "check.apps_why",
            Item::Roles => "check.roles_why",
            Item::Forwarding => "check.forwarding_why",
            Item::Rules => "check.rules_why",
            Item::Delegates => "check.delegates_why",
        })
    }

    /// The page on which it is done. Lists only: a link to one user needs an object id, and the portal shows none. Where
    /// the address of such a page is not published for a cloud, there is none.
    pub fn link(self, cloud: Cloud) -> Option<Link> {
        let (key, url) = match (self, cloud) {
            (Item::Sessions, _) => ("check.open_users", cloud.users_url()),
            (_, Cloud::GccHigh | Cloud::Dod) => return None,
            (Item::Methods, Cloud::Worldwide) => ("check.open_entra_users", ENTRA_USERS),
            (Item::Apps, Cloud::Worldwide) => ("check.open_apps", ENTRA_APPS),
            (Item::Roles, Cloud::Worldwide) => ("check.open_roles", ENTRA_ROLES),
            (Item::Forwarding | Item::Rules | Item::Delegates, Cloud::Worldwide) => {
                ("check.open_mailboxes", EXCHANGE_MAILBOXES)
            }
        };
        Some(Link { text: Text::new(key), url: url.to_owned() })
    }

    /// The lines to paste into PowerShell. They look, and change nothing, except that sessions are ended.
    pub fn powershell(self, subject: &str, cloud: Cloud) -> String {
        let user = account::quoted(subject);
        let graph = |scope: &str, lines: &str| connected_to_graph(&format!("'{scope}'"), cloud, lines);
        let exchange = |lines: &str| {
            let environment = match cloud {
                Cloud::Worldwide => "",
                Cloud::GccHigh => " -ExchangeEnvironmentName O365USGovGCCHigh",
                Cloud::Dod => " -ExchangeEnvironmentName O365USGovDoD",
            };
            format!("Connect-ExchangeOnline{environment}\n{lines}")
        };
        match self {
            Item::Sessions => graph("User.RevokeSessions.All", &format!("Revoke-MgUserSignInSession -UserId {user}")),
            Item::Methods => graph(
                "UserAuthenticationMethod.Read.All",
                &format!("Get-MgUserAuthenticationMethod -UserId {user} -All"),
            ),
            Item::Apps => graph(
                "Directory.Read.All",
                &format!(
                    "Get-MgUserOauth2PermissionGrant -UserId {user} -All | Format-List ClientId,ConsentType,Scope\n\
                     Get-MgUserAppRoleAssignment -UserId {user} -All"
                ),
            ),
            Item::Roles => graph(
                "Directory.Read.All",
                &format!("Get-MgUserMemberOfAsDirectoryRole -UserId {user} -All | Format-Table DisplayName"),
            ),
            Item::Forwarding => exchange(&format!(
                "Get-Mailbox -Identity {user} | Format-List \
                 ForwardingAddress,ForwardingSmtpAddress,DeliverToMailboxAndForward"
            )),
            Item::Rules => exchange(&format!(
                "Get-InboxRule -Mailbox {user} -IncludeHidden | Format-List \
                 Name,Enabled,Description,ForwardTo,ForwardAsAttachmentTo,RedirectTo,DeleteMessage"
            )),
            Item::Delegates => exchange(&format!(
                "Get-MailboxPermission -Identity {user} | Format-Table User,AccessRights\n\
                 Get-RecipientPermission -Identity {user} | Format-Table Trustee,AccessRights"
            )),
        }
    }

    /// The same by Microsoft Graph, where it has it: method and address.
    pub fn graph(self, subject: &str, cloud: Cloud) -> Option<String> {
        let (method, rest) = match self {
            Item::Sessions => ("POST", "/revokeSignInSessions"),
            Item::Methods => ("GET", "/authentication/methods"),
            Item::Apps => ("GET", "/oauth2PermissionGrants"),
            Item::Roles => ("GET", "/memberOf/microsoft.graph.directoryRole"),
            Item::Rules => ("GET", "/mailFolders/inbox/messageRules"),
            // Graph has neither the forwarding of a mailbox nor its permissions.
            Item::Forwarding | Item::Delegates => return None,
        };
        Some(format!("{method} {}{rest}", user_in_graph(subject, cloud)))
    }
}

/// How sign-in is blocked: the lines to paste into PowerShell, and the same by Microsoft Graph. There is no such pair for a
/// password: it would have to hold one.
pub fn block_sign_in(subject: &str, cloud: Cloud) -> [String; 2] {
    let lines = format!("Update-MgUser -UserId {} -AccountEnabled:$false", account::quoted(subject));
    [
        connected_to_graph("'User.EnableDisableAccount.All','User.Read.All'", cloud, &lines),
        format!("PATCH {}\n{{\"accountEnabled\": false}}", user_in_graph(subject, cloud)),
    ]
}

fn connected_to_graph(scopes: &str, cloud: Cloud, lines: &str) -> String {
    let environment = match cloud {
        Cloud::Worldwide => "",
        Cloud::GccHigh => " -Environment USGov",
        Cloud::Dod => " -Environment USGovDoD",
    };
    format!("Connect-MgGraph -Scopes {scopes}{environment}\n{lines}")
}

fn user_in_graph(subject: &str, cloud: Cloud) -> String {
    let host = match cloud {
        Cloud::Worldwide => "graph.microsoft.com",
        Cloud::GccHigh => "graph.microsoft.us",
        Cloud::Dod => "dod-graph.microsoft.us",
    };
    format!("https://{host}/v1.0/users('{}')", key_in_path(subject))
}

// Addresses of lists, as Microsoft's documentation links to them.
const ENTRA_USERS: &str =
    "https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers";
const ENTRA_APPS: &str =
    "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview";
const ENTRA_ROLES: &str = "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles";
const EXCHANGE_MAILBOXES: &str = "https://admin.exchange.microsoft.com/#/mailboxes";

/// What the admin said about an item.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Attested {
    /// Which.
    pub item: Item,
    /// What.
    pub answer: Answer,
    /// When.
    pub at: f64,
}

/// The answers there are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Done.
    Done,
    /// Not needed.
    NotNeeded,
    /// Skipped, and why.
    Skipped(String),
}

/// Takes an answer, or takes it back; a skip without a reason is none.
pub fn attest(secured: &mut Vec<Attested>, item: Item, answer: Option<Answer>, at: f64) {
    let is_blank = matches!(&answer, Some(Answer::Skipped(reason)) if reason.trim().is_empty());
    let is_skipped = matches!(answered(secured, item), Some(Answer::Skipped(_)));
    // An empty reason takes a skip back; it is no answer that could replace another one.
    if (is_blank && !is_skipped) || answer.as_ref() == answered(secured, item) {
        return;
    }
    let answer = answer.filter(|_| !is_blank);
    secured.retain(|known| known.item != item);
    let known = std::mem::take(secured).into_iter();
    *secured = sorted(known.chain(answer.map(|answer| Attested { item, answer, at })), |a, b| a.item.cmp(&b.item));
}

/// The answer to an item.
pub fn answered(secured: &[Attested], item: Item) -> Option<&Answer> {
    secured.iter().find(|known| known.item == item).map(|known| &known.answer)
}

/// The key of a user in the path of an address of Graph: a quote is doubled, and everything that could end the key or
/// the path is encoded. In parentheses, because names that begin with a dollar sign are only found there.
fn key_in_path(subject: &str) -> String {
    let mut out = String::with_capacity(subject.len());
    for byte in subject.chars().filter(|c| !c.is_control()).collect::<String>().replace('\'', "''").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => out.push(char::from(byte)),
            _ => {
                let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase();
                out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CLOUDS: [Cloud; 3] = [Cloud::Worldwide, Cloud::GccHigh, Cloud::Dod];

    #[test]
    fn an_answer_is_taken_and_taken_back() {
        let mut secured = Vec::new();
        attest(&mut secured, Item::Rules, Some(Answer::Done), 1.0);
        attest(&mut secured, Item::Sessions, Some(Answer::Skipped("no time".into())), 2.0);
        attest(&mut secured, Item::Rules, Some(Answer::Done), 3.0);
        assert_eq!(
            secured.iter().map(|it| (it.item, it.at)).collect::<Vec<_>>(),
            [(Item::Sessions, 2.0), (Item::Rules, 1.0)]
        );
        attest(&mut secured, Item::Sessions, Some(Answer::Skipped("  ".into())), 4.0);
        assert_eq!(answered(&secured, Item::Sessions), None, "a skip without a reason is none");
        attest(&mut secured, Item::Rules, Some(Answer::Skipped(String::new())), 5.0);
        assert_eq!(answered(&secured, Item::Rules), Some(&Answer::Done));
        attest(&mut secured, Item::Rules, None, 5.0);
        assert_eq!(secured, []);
    }

    #[test]
    fn items_are_stored_by_the_names_that_hooks_have() {
        for item in Item::ALL {
            assert_eq!(serde_json::to_string(&item).unwrap(), format!("{:?}", item.id()));
            assert_eq!(Item::named(item.id()), Some(item));
        }
    }

    #[test]
    fn links_lead_to_lists_over_https() {
        for (item, cloud) in Item::ALL.iter().flat_map(|item| CLOUDS.map(|cloud| (item, cloud))) {
            let Some(link) = item.link(cloud) else { continue };
            assert!(link.url.starts_with("https://"), "{}", link.url);
        }
        assert!(Item::ALL.iter().all(|item| item.link(Cloud::Worldwide).is_some()));
    }

    #[test]
    fn sign_in_is_blocked_in_the_right_cloud() {
        let [powershell, graph] = block_sign_in("o'hara@contoso.com", Cloud::GccHigh);
        assert_eq!(
            powershell,
            "Connect-MgGraph -Scopes 'User.EnableDisableAccount.All','User.Read.All' -Environment USGov\n\
             Update-MgUser -UserId 'o''hara@contoso.com' -AccountEnabled:$false"
        );
        assert_eq!(
            graph,
            "PATCH https://graph.microsoft.us/v1.0/users('o%27%27hara@contoso.com')\n{\"accountEnabled\": false}"
        );
    }

    #[test]
    fn graph_finds_unusual_names() {
        let asked = Item::Sessions.graph("$o'hara#ext#@contoso.com", Cloud::Worldwide).unwrap();
        assert_eq!(
            asked,
            "POST https://graph.microsoft.com/v1.0/users('%24o%27%27hara%23ext%23@contoso.com')/revokeSignInSessions"
        );
    }

    /// The quoted texts of PowerShell's single-quoted strings, and what is left of the line without them.
    fn without_strings(line: &str) -> (Vec<String>, String) {
        let is_quote = |c: char| matches!(c, '\'' | '‘' | '’' | '‚' | '‛');
        let (mut strings, mut rest) = (Vec::new(), String::new());
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            if !is_quote(c) {
                rest.push(c);
                continue;
            }
            let mut inside = String::new();
            loop {
                match chars.next() {
                    Some(c) if is_quote(c) && chars.peek().copied().is_some_and(is_quote) => {
                        chars.next();
                        inside.push(c);
                    }
                    Some(c) if is_quote(c) => break,
                    Some(c) => inside.push(c),
                    None => panic!("a string without an end: {line}"),
                }
            }
            strings.push(inside);
        }
        (strings, rest)
    }

    proptest! {
        /// Whatever the address is, PowerShell reads it as one text, and the rest of the command is what it always is.
        #[test]
        fn no_address_breaks_out_of_a_command(
            subject in prop_oneof![any::<String>(), "[a-z'‘’‚‛\"`$();|&#{}\n\r -]{0,40}@[a-z]{1,8}\\.com"],
        ) {
            let plain: String = subject.chars().filter(|c| !c.is_control()).collect();
            let commands = |subject: &str, cloud| {
                let [blocking, _] = block_sign_in(subject, cloud);
                Item::ALL.into_iter().map(|item| item.powershell(subject, cloud)).chain([blocking]).collect::<Vec<_>>()
            };
            let both = CLOUDS.into_iter().flat_map(|cloud| {
                commands(&subject, cloud).into_iter().zip(commands("rob@contoso.com", cloud))
            });
            for (theirs, usual) in both {
                prop_assert_eq!(theirs.lines().count(), usual.lines().count());
                for (line, known) in theirs.lines().zip(usual.lines()) {
                    let ((strings, rest), (known, same)) = (without_strings(line), without_strings(known));
                    prop_assert_eq!(&rest, &same);
                    for (text, known) in strings.iter().zip(&known) {
                        prop_assert_eq!(text, if known == "rob@contoso.com" { &plain } else { known });
                    }
                }
            }
        }

        /// And an address of Graph stays the address of one user on the same host.
        #[test]
        fn no_address_breaks_out_of_a_path(subject in any::<String>()) {
            let requests = |subject: &str| {
                let [_, blocking] = block_sign_in(subject, Cloud::Worldwide);
                let items = Item::ALL.into_iter().filter_map(|item| item.graph(subject, Cloud::Worldwide));
                items.chain([blocking]).collect::<Vec<_>>()
            };
            for (asked, usual) in requests(&subject).into_iter().zip(requests("")) {
                let (start, end) = usual.split_once("''").unwrap();
                let key = asked.strip_prefix(&format!("{start}'")).and_then(|it| it.strip_suffix(&format!("'{end}")));
                let key = key.expect("the same address around the key");
                prop_assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~@%".contains(&b)), "{key}");
                prop_assert_eq!(key.matches("%27").count() % 2, 0);
            }
        }
    }
}
