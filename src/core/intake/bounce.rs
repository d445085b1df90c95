//! Bounce messages (non-delivery reports) as people paste them: with or without headers, in any language, as text or
//! as the source of a page.
//!
//! What decides is the enhanced status code (RFC 3463), which no translation touches. Whose message it was stands in
//! lines with a label: `From:`, `Sender Address:`, and `To:` of the report itself, which goes back to the sender. An
//! address without a label says nothing: as a rule it is the recipient's.

use crate::core::account::{Account, addresses_in};
use crate::core::fold::{Platform, plain};
use crate::core::intake::{Intake, Who};

/// The verdict, when the text holds a status code of a failure.
pub(super) fn read(text: &str, platform: &dyn Platform) -> Option<Intake> {
    let mut other: Option<&str> = None;
    for code in codes(text) {
        match code.text {
            // Other mail systems say 5.1.8 when they do not know the sender's domain.
            "5.1.8" if code.is_of_another_system() => other = other.or(Some(code.text)),
            "5.1.8" => return Some(Intake::Restricted(who(text, platform))),
            "5.7.711" => return Some(Intake::Connector),
            "5.1.90" => return Some(Intake::Quota { code: "5.1.90" }),
            "5.1.92" => return Some(Intake::Quota { code: "5.1.92" }),
            "5.7.705" => return Some(Intake::TenantOrDomain { code: "5.7.705" }),
            "5.7.708" => return Some(Intake::TenantOrDomain { code: "5.7.708" }),
            "5.7.750" => return Some(Intake::TenantOrDomain { code: "5.7.750" }),
            _ if code.is_reported() => other = other.or(Some(code.text)),
            _ => {}
        }
    }
    other.map(|code| Intake::UnknownBounce { code: code.to_string() })
}

/// A status code and where it stands.
struct Code<'a> {
    text: &'a str,
    before: &'a str,
    after: &'a str,
}

impl Code<'_> {
    /// Whether what stands before it says that it is a status code, and not the version of something.
    fn is_reported(&self) -> bool {
        let before = self.before.trim_end_matches([' ', '-', '\u{a0}', '\'', '"', ':', '(']);
        let reply = before.get(before.len().saturating_sub(3)..).unwrap_or_default();
        let is_reply = reply.len() == 3 && reply.starts_with(['4', '5']) && reply.bytes().all(|b| b.is_ascii_digit());
        let before = before.to_ascii_lowercase();
        is_reply || ["#", "smtp;", "status", "dsn", "dsn="].iter().any(|sign| before.ends_with(sign))
    }

    fn is_of_another_system(&self) -> bool {
        let around = format!("{} {}", self.before, self.after).to_ascii_lowercase();
        !around.contains("bad outbound sender")
            && ["domain not found", "domain does not exist", "sender address rejected", "bad sender's system address"]
                .iter()
                .any(|sign| around.contains(sign))
    }
}

/// Every text of the form 4.x.y or 5.x.y, with the line around it as far as it matters.
fn codes(text: &str) -> impl Iterator<Item = Code<'_>> {
    let bytes = text.as_bytes();
    let digits_from = move |from: usize| bytes.iter().skip(from).take(4).take_while(|b| b.is_ascii_digit()).count();
    text.match_indices(['4', '5']).filter_map(move |(at, _)| {
        let is_free = at == 0 || bytes.get(at - 1).is_some_and(|b| !b.is_ascii_alphanumeric() && !b"._@/".contains(b));
        let subject = digits_from(at + 2);
        let detail = digits_from(at + 3 + subject);
        let end = at + 3 + subject + detail;
        let is_code = is_free
            && bytes.get(at + 1) == Some(&b'.')
            && bytes.get(at + 2 + subject) == Some(&b'.')
            && (1..=3).contains(&subject)
            && (1..=3).contains(&detail);
        let is_over = match (bytes.get(end), bytes.get(end + 1)) {
            (Some(b'.'), Some(next)) => !next.is_ascii_alphanumeric(),
            (Some(next), _) => !next.is_ascii_alphanumeric() && !b"@_".contains(next),
            (None, _) => true,
        };
        (is_code && is_over).then(|| Code {
            text: text.get(at..end).unwrap_or_default(),
            before: tail(text.get(..at).unwrap_or_default()),
            after: head(text.get(end..).unwrap_or_default()),
        })
    })
}

/// As much of the text around a code as is looked at, in bytes.
const AROUND: usize = 200;

fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(AROUND);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

fn head(text: &str) -> &str {
    let mut to = text.len().min(AROUND);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(..to).unwrap_or_default()
}

/// What a labelled line says about the addresses in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Sender,
    /// `To:`, which in a report's own header is the sender.
    Addressee,
    Recipient,
    /// The line is no label, or one that says nothing about people.
    Unknown,
    /// Identifiers that look like addresses, and relays.
    Machinery,
}

/// Whose message it was, from every line with a label.
fn who(text: &str, platform: &dyn Platform) -> Who {
    let text = without_tags(text);
    let mut senders = People::default();
    let mut recipients = People::default();
    let mut others = People::default();
    // What the header above says about its indented lines, and what a label without a value says about the next line.
    let mut header = Role::Unknown;
    let mut pending = Role::Unknown;
    // After `From: postmaster@…` the addressee is the one whose message came back.
    let mut is_report = false;
    for line in text.lines() {
        let is_continued = line.starts_with([' ', '\t']);
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || "*>|".contains(c));
        if line.is_empty() {
            header = Role::Unknown;
            is_report = false;
            continue;
        }
        let named = addresses_in(line);
        let people: Vec<&str> = named.iter().copied().filter(|address| !is_system(address)).collect();
        let labelled = labelled(line, platform);
        let role = match labelled {
            Some(role) => role,
            None if is_continued && header != Role::Unknown => header,
            None if line.split_whitespace().count() < 3 => pending,
            None => Role::Unknown,
        };
        if labelled == Some(Role::Sender) {
            is_report = people.is_empty() && (!named.is_empty() || is_system_name(line));
        }
        if labelled.is_some() || !is_continued {
            header = labelled.unwrap_or(Role::Unknown);
            pending = if named.is_empty() { header } else { Role::Unknown };
        }
        let accused = line.find("bad outbound sender").and_then(|at| line.get(at..)).unwrap_or_default();
        for address in people {
            match role {
                _ if accused.contains(address) => senders.add(address, platform),
                Role::Sender => senders.add(address, platform),
                Role::Addressee if is_report => senders.add(address, platform),
                Role::Addressee | Role::Recipient => recipients.add(address, platform),
                Role::Unknown => others.add(address, platform),
                Role::Machinery => {}
            }
        }
    }
    match senders.0.as_slice() {
        [sender] => Who::Sender(sender.clone()),
        [] => {
            others.0.retain(|account| !recipients.has(account));
            Who::Unclear(others.0)
        }
        _ => Who::Unclear(senders.0),
    }
}

/// Accounts, each once.
#[derive(Default)]
struct People(Vec<Account>);

impl People {
    /// More than anybody chooses from.
    const MOST: usize = 20;

    fn has(&self, account: &Account) -> bool {
        self.0.iter().any(|known| known.key() == account.key())
    }

    fn add(&mut self, address: &str, platform: &dyn Platform) {
        if self.0.len() < People::MOST
            && let Ok(account) = Account::parse(address, platform)
            && !self.has(&account)
        {
            self.0.push(account);
        }
    }
}

/// The role that a line's label gives to the addresses after it; `None` when the line has no label.
fn labelled(line: &str, platform: &dyn Platform) -> Option<Role> {
    let at = line.find([':', '：'])?;
    let label = line.get(..at).unwrap_or_default();
    // A label is short, and an address is none.
    if label.chars().count() > 40 || label.contains('@') {
        return None;
    }
    let label = plain(label.trim_matches(|c: char| c.is_whitespace() || "*|".contains(c)), platform);
    let has = |words: &str| words.split('|').any(|word| label.contains(word));
    let is = |words: &str| words.split('|').any(|word| label == word);
    Some(if is(MACHINERY) || label.starts_with("x-") || label.starts_with("arc-") || label.starts_with("dkim") {
        Role::Machinery
    } else if is(FROM) || has(SENDER) {
        Role::Sender
    } else if is(TO) {
        Role::Addressee
    } else if has(RECIPIENT) {
        Role::Recipient
    } else {
        Role::Unknown
    })
}

const MACHINERY: &str = "message-id|references|in-reply-to|content-id|received|authentication-results|list-unsubscribe|\
reporting-mta|remote-mta|received-from-mta|thread-index|mime-version|content-type|received-spf|resent-message-id";

/// *From* as mail programs write it; whole labels only, they are too short for anything else.
const FROM: &str = "from|return-path|mail from|envelope-from|von|de|da|van|fra|frá|från|od|od koho|lähettäjä|feladó|kimden|от|от кого|від|\
de la|από|من|מאת|差出人|发件人|寄件者|보낸 사람|từ|dari|จาก|saatja|nuo|no|из|šalje|expéditeur|प्रेषक";

/// *Sender* inside longer labels: *Sender address*, *Absenderadresse*.
const SENDER: &str = "sender|absender|avsender|avsändar|afsender|expéditeur|expediteur|remitente|remetente|mittente|afzender|lähettäj|nadawc|\
odesílatel|odosielateľ|feladó|отправител|відправник|подател|gönderen|المرسل|השולח|送信者|差出人|发件人|寄件者|보낸|발신|người gửi|\
pengirim|ผู้ส่ง|αποστολέ|expeditor|pošiljatelj|pošiljalac|пошиљал|siuntėj|sūtītāj|saatja|bidaltzaile|remitent|жіберуші|penghantar";

const TO: &str = "to|cc|bcc|an|à|a|para|til|till|aan|do|komu|k|címzett|кому|kime|către|προς|إلى|אל|宛先|收件人|받는 사람|đến|kepada|ถึง|\
per|saaja|kam|prima|за|vastaanottaja|delivered-to|kopie|kopi|kópia|cci|cco";

const RECIPIENT: &str = "recipient|empfänger|mottaker|mottagar|modtager|destinataire|destinatari|destinatário|ontvanger|geadresseerde|\
vastaanotta|odbiorc|adresat|příjemc|príjemc|címzett|получател|одержувач|alıcı|المستلم|נמען|受信者|宛先|收件|받는|수신|người nhận|penerima|ผู้รับ|\
παραλήπτ|destinatar|primatelj|primalac|прималац|gavėj|saņēmēj|adressaat|saaja|hartzaile|алушы";

/// Mailboxes that no person writes from, and the names of servers in message identifiers.
fn is_system(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    let Some((local, domain)) = address.rsplit_once('@') else { return true };
    ["microsoftexchange", "postmaster", "mailer-daemon", "noreply", "no-reply", "donotreply", "mail.protection"]
        .iter()
        .any(|start| local.starts_with(start))
        || [".prod.outlook.com", ".prod.exchangelabs.com", ".mail.protection.outlook.com"]
            .iter()
            .any(|end| domain.ends_with(end))
}

fn is_system_name(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    ["microsoft outlook", "mail delivery", "postmaster", "mailer-daemon", "microsoft exchange"]
        .iter()
        .any(|name| line.contains(name))
}

/// The text without the tags of a page's source: a line ends where a block does. Addresses in angle brackets stay.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let tag = after.split(['>', '<']).next().unwrap_or_default();
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let is_tag = after.as_bytes().get(tag.len()) == Some(&b'>') && !name.is_empty() && !tag.contains('@');
        if is_tag {
            let is_block =
                matches!(name.to_ascii_lowercase().as_str(), "br" | "p" | "div" | "tr" | "table" | "li" | "pre");
            out.push(if is_block { '\n' } else { ' ' });
            rest = after.get(tag.len() + 1..).unwrap_or_default();
        } else {
            out.push('<');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}
