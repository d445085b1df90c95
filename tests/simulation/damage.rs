//! A snapshot as a list that can be damaged, with the truth about every node travelling along.

use super::paint::Truth;
use super::random::Random;
use super::words::Words;
use super::world::{HERO, Id, Thing};
use guided_unblock::core::snapshot::Flags;

/// An address that belongs to nobody of the world.
pub const NOBODY: Id = 1_000_000;

#[derive(Clone, Default, Debug)]
pub struct Record {
    pub depth: usize,
    pub handle: u32,
    pub tag: String,
    pub flags: u32,
    pub rect: String,
    pub attrs: Vec<(String, String)>,
    pub text: String,
    /// What it truly is.
    pub thing: Option<Thing>,
    /// Whose addresses it prints.
    pub named: Vec<Id>,
    /// It cannot be expected any more that somebody recognises it, or what it contains.
    pub spoilt: bool,
}

impl Record {
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn label(&self) -> &str {
        self.attr("aria-label").or_else(|| self.attr("placeholder")).unwrap_or(&self.text)
    }

    fn is(&self, role: &str) -> bool {
        self.attr("role") == Some(role)
    }

    pub fn is_dialog(&self) -> bool {
        self.is("dialog") || self.is("alertdialog")
    }

    /// Nobody sees it, or it is kept from everybody: it and what is below it.
    fn is_gone(&self) -> bool {
        let flags = Flags(self.flags);
        flags.has(Flags::HIDDEN)
            || flags.has(Flags::INVISIBLE)
            || flags.has(Flags::TRANSPARENT)
            || flags.has(Flags::OUTSIDE)
            || self.attr("aria-hidden") == Some("true")
            || self.rect.ends_with(",0,0")
    }
}

#[derive(Clone)]
pub struct Sheet {
    pub header: Vec<String>,
    pub records: Vec<Record>,
    handles: u32,
}

impl Sheet {
    pub fn new(text: &str, truth: &Truth) -> Sheet {
        let mut lines = text.split_terminator('\u{1e}').map(|line| line.split('\u{1f}'));
        let header = lines.next().into_iter().flatten().map(str::to_owned).collect();
        let mut records: Vec<Record> = lines
            .map(|mut fields| {
                let mut next = || fields.next().unwrap_or_default();
                Record {
                    depth: next().parse().unwrap_or_default(),
                    handle: next().parse().unwrap_or_default(),
                    tag: next().to_owned(),
                    flags: next().parse().unwrap_or_default(),
                    rect: next().to_owned(),
                    attrs: next()
                        .split('\u{1d}')
                        .filter_map(|pair| pair.split_once('='))
                        .map(|(name, value)| (name.to_owned(), value.to_owned()))
                        .collect(),
                    text: next().to_owned(),
                    ..Record::default()
                }
            })
            .collect();
        for record in &mut records {
            record.thing = truth.thing(record.handle).map(|(thing, _)| thing);
            record.named =
                truth.addresses.iter().filter(|(handle, _)| *handle == record.handle).map(|(_, id)| *id).collect();
        }
        let handles = records.iter().map(|record| record.handle).max().unwrap_or_default();
        Sheet { header, records, handles }
    }

    pub fn text(&self) -> String {
        let mut text = self.header.join("\u{1f}") + "\u{1e}";
        for record in &self.records {
            let attrs: Vec<String> = record.attrs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let Record { depth, handle, tag, flags, rect, text: words, .. } = record;
            let attrs = attrs.join("\u{1d}");
            text +=
                &format!("{depth}\u{1f}{handle}\u{1f}{tag}\u{1f}{flags}\u{1f}{rect}\u{1f}{attrs}\u{1f}{words}\u{1e}");
        }
        text
    }

    /// The page for people: a line a node.
    pub fn outline(&self) -> String {
        let line = |record: &Record| {
            let Record { depth, handle, tag, flags, attrs, text, thing, named, spoilt, .. } = record;
            let indent = " ".repeat(2 * depth);
            format!("{indent}{handle} {tag} {flags} {attrs:?} {text:?} {thing:?} {named:?} {spoilt}")
        };
        self.records.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Where the subtree of a node ends.
    pub fn end(&self, at: usize) -> usize {
        let depth = self.records[at].depth;
        (at + 1..self.records.len()).find(|&next| self.records[next].depth <= depth).unwrap_or(self.records.len())
    }

    pub fn ancestors(&self, at: usize) -> Vec<usize> {
        let mut depth = self.records[at].depth;
        let mut found = Vec::new();
        for index in (0..at).rev() {
            if self.records[index].depth < depth {
                depth = self.records[index].depth;
                found.push(index);
            }
        }
        found
    }

    /// Somebody sees it and can get at it.
    pub fn is_there(&self, at: usize) -> bool {
        // The agent says of every node whether it is transparent, invisible or outside; the rest is inherited.
        let keeps =
            |above: &Record| !Flags(above.flags).has(Flags::HIDDEN) && above.attr("aria-hidden") != Some("true");
        !self.records[at].is_gone() && self.ancestors(at).iter().all(|&above| keeps(&self.records[above]))
    }

    /// It, or what contains it, was moved or has lost its role.
    pub fn is_displaced(&self, at: usize) -> bool {
        at > 0 && self.records[at].spoilt
            || self.ancestors(at).iter().any(|&above| above > 0 && self.records[above].spoilt)
    }

    /// Something was moved into it.
    pub fn has_grown(&self, at: usize) -> bool {
        self.records[at + 1..self.end(at)].iter().any(|inside| inside.spoilt)
    }

    pub fn is_spoilt(&self, at: usize) -> bool {
        self.records[at].spoilt || self.ancestors(at).iter().any(|&above| self.records[above].spoilt)
    }

    /// What people read on it, its children included.
    pub fn said(&self, at: usize) -> String {
        match self.records[at].attr("aria-label").or_else(|| self.records[at].attr("placeholder")) {
            Some(label) => label.to_owned(),
            None => {
                let shown = |&index: &usize| index == at || self.is_there(index);
                let words = (at..self.end(at)).filter(shown).map(|index| self.records[index].text.as_str());
                words.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
            }
        }
    }

    pub fn is_in_grid(&self, at: usize) -> bool {
        self.ancestors(at).iter().any(|&above| self.records[above].is("grid"))
    }

    /// The row around a node.
    pub fn row(&self, at: usize) -> Option<usize> {
        std::iter::once(at).chain(self.ancestors(at)).find(|&index| self.records[index].is("row"))
    }

    pub fn dialog(&self, at: usize) -> Option<usize> {
        std::iter::once(at).chain(self.ancestors(at)).find(|&index| self.records[index].is_dialog())
    }

    /// Whose addresses are printed within a node, where somebody sees them.
    pub fn named_in(&self, at: usize) -> Vec<Id> {
        let mut named: Vec<Id> = (at..self.end(at))
            .filter(|&index| !self.records[index].named.is_empty() && self.is_there(index))
            .flat_map(|index| self.records[index].named.iter().copied())
            .collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    fn fresh(&mut self) -> u32 {
        self.handles += 1;
        self.handles
    }

    /// A copy of a subtree, with handles of its own.
    fn copy(&mut self, at: usize) -> Vec<Record> {
        let mut copy = self.records[at..self.end(at)].to_vec();
        for record in &mut copy {
            record.handle = self.fresh();
        }
        copy
    }

    fn insert(&mut self, at: usize, mut subtree: Vec<Record>, depth: usize) {
        let top = subtree.first().map_or(0, |record| record.depth);
        for record in &mut subtree {
            record.depth = record.depth - top + depth;
        }
        self.records.splice(at..at, subtree);
    }

    // ---- damage --------------------------------------------------------------------------------------------

    /// Does one kind of damage, somewhere. Returns what was done.
    pub fn damage(&mut self, words: &Words, hero: &str, random: &mut Random) -> &'static str {
        match random.below(14) {
            0 => self.drop_attribute(random),
            1 => self.drop_role(random),
            2 => self.move_node(random),
            3 => self.double_row(random),
            4 => self.double_node(random),
            5 => self.swap_labels(random),
            6 | 7 => self.translate(words, random),
            8 => self.look_alike(hero, random),
            9 => self.hidden_twin(random),
            10 => self.decorate(random),
            11 => self.hide(random),
            12 => self.sort_rows(random),
            _ => self.speak_another_language(random),
        }
    }

    fn any(&self, random: &mut Random, fits: impl Fn(&Record) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.records.len()).filter(|&at| fits(&self.records[at])).collect();
        if found.is_empty() { None } else { Some(*random.pick(&found)) }
    }

    /// An attribute without which the node still is what it is.
    fn drop_attribute(&mut self, random: &mut Random) -> &'static str {
        let spare = ["tabindex", "aria-rowcount", "href", "type", "id", "aria-labelledby", "aria-modal", "aria-busy"];
        if let Some(at) = self.any(random, |record| record.attrs.iter().any(|(name, _)| spare.contains(&name.as_str())))
        {
            let record = &mut self.records[at];
            let droppable: Vec<usize> =
                (0..record.attrs.len()).filter(|&index| spare.contains(&record.attrs[index].0.as_str())).collect();
            let index = *random.pick(&droppable);
            // A row that says nothing of itself cannot be pressed; a link without an address is no link.
            record.spoilt |= matches!(record.attrs[index].0.as_str(), "tabindex" | "href");
            record.attrs.remove(index);
        }
        "an attribute is gone"
    }

    fn drop_role(&mut self, random: &mut Random) -> &'static str {
        if let Some(at) = self.any(random, |record| record.attr("role").is_some()) {
            let record = &mut self.records[at];
            record.attrs.retain(|(name, _)| name != "role");
            record.spoilt = true;
        }
        "a role is gone"
    }

    fn move_node(&mut self, random: &mut Random) -> &'static str {
        let (Some(from), Some(to)) = (self.any(random, |record| record.depth > 2), self.any(random, |_| true)) else {
            return "nothing";
        };
        let end = self.end(from);
        // The portal's own search box, once it stands beside the list, is the list's for all that anybody can tell.
        let is_portals = |record: &Record| record.tag == "input" && record.thing == Some(Thing::Decoy);
        // So is an Unblock in another dialog, or a Yes in another warning.
        let is_control = |record: &Record| record.tag == "button" && record.thing.is_some();
        let elsewhere = self.dialog(to) != self.dialog(from);
        let moved = &self.records[from..end];
        if (from..end).contains(&to)
            || moved.iter().any(is_portals)
            || elsewhere && self.dialog(to).is_some() && moved.iter().any(is_control)
        {
            return "nothing";
        }
        let mut subtree: Vec<Record> = self.records.drain(from..end).collect();
        subtree[0].spoilt = true;
        let to = if to >= end { to - (end - from) } else { to };
        let depth = self.records[to].depth + 1;
        self.insert(to + 1, subtree, depth);
        "a node has moved"
    }

    fn double_row(&mut self, random: &mut Random) -> &'static str {
        if let Some(at) = self.any(random, |record| record.is("row")) {
            let (copy, depth, end) = (self.copy(at), self.records[at].depth, self.end(at));
            self.insert(end, copy, depth);
        }
        "a row is there twice"
    }

    fn double_node(&mut self, random: &mut Random) -> &'static str {
        if let Some(at) = self.any(random, |record| record.thing.is_some()) {
            let (copy, depth, end) = (self.copy(at), self.records[at].depth, self.end(at));
            self.insert(end, copy, depth);
        }
        "a control is there twice"
    }

    /// Two controls of one dialog or bar change their words, and with them what they are.
    fn swap_labels(&mut self, random: &mut Random) -> &'static str {
        let labelled = |record: &Record| {
            record.tag == "button" && !record.text.is_empty() && record.thing.is_some_and(|thing| thing != Thing::Decoy)
        };
        let (Some(one), Some(other)) = (self.any(random, labelled), self.any(random, labelled)) else {
            return "nothing";
        };
        if self.dialog(one) != self.dialog(other) || self.row(one) != self.row(other) || one == other {
            return "nothing";
        }
        let (text, thing) = (self.records[one].text.clone(), self.records[one].thing);
        self.records[one].text = std::mem::replace(&mut self.records[other].text, text);
        self.records[one].thing = std::mem::replace(&mut self.records[other].thing, thing);
        for at in [one, other] {
            // A button of the bar is a menu item, and may stay one.
            self.records[at].spoilt = true;
        }
        "two controls have changed their words"
    }

    fn translate(&mut self, words: &Words, random: &mut Random) -> &'static str {
        let Some(at) = self.any(random, |record| record.thing.is_some() && !record.label().is_empty()) else {
            return "nothing";
        };
        let how = random.below(3);
        let language = match how {
            0 => "en-US",
            1 => words.language,
            _ => *random.pick(super::words::languages()),
        };
        let others = Words::choose(language, 0, random);
        let text = match self.records[at].thing {
            Some(Thing::Yes) => others.yes,
            Some(Thing::No | Thing::OtherNo) => others.no,
            Some(Thing::Next) => others.next,
            Some(Thing::Submit) => others.submit,
            Some(Thing::Unblock | Thing::RowUnblock(_)) => others.unblock,
            Some(Thing::Cancel) => others.cancel,
            Some(Thing::Close) => others.close,
            Some(Thing::SearchBox | Thing::SearchIcon) => others.search,
            _ => return "nothing",
        };
        let record = &mut self.records[at];
        record.spoilt |= how == 2;
        match record.attrs.iter_mut().find(|(name, _)| name == "placeholder" || name == "aria-label") {
            Some((_, value)) => *value = text.to_owned(),
            None => record.text = text.to_owned(),
        }
        "a control speaks another language"
    }

    /// An account that is easily taken for the hero's: in the hero's place, or beside it.
    fn look_alike(&mut self, hero: &str, random: &mut Random) -> &'static str {
        let twin = match random.below(6) {
            0 => hero.replacen('o', "о", 1).replacen('e', "е", 1),
            1 => hero.replacen('@', "1@", 1),
            2 => hero.replacen('@', "\u{200b}@", 1),
            3 => format!("{}…", hero.chars().take(hero.chars().count() - 3).collect::<String>()),
            4 => hero.replacen(".com", ".co", 1).replacen(".example", ".exampl", 1),
            _ => format!("x{hero}"),
        };
        if twin == hero {
            return "nothing";
        }
        let Some(at) = self.any(random, |record| record.named.contains(&HERO)) else { return "nothing" };
        let instead = random.chance(50);
        let in_row = self.row(at);
        if let (false, Some(row)) = (instead, in_row) {
            let (mut copy, depth, end) = (self.copy(row), self.records[row].depth, self.end(row));
            for record in copy.iter_mut().filter(|record| !record.named.is_empty()) {
                record.text.clone_from(&twin);
                record.named = vec![NOBODY];
            }
            self.insert(if random.chance(50) { row } else { end }, copy, depth);
            return "a look-alike stands beside it";
        }
        let record = &mut self.records[at];
        let shown = record.text.to_lowercase();
        let Some(from) = shown.find(&hero.to_lowercase()).filter(|_| shown.len() == record.text.len()) else {
            return "nothing";
        };
        record.text.replace_range(from..from + hero.len(), &twin);
        record.named = record.named.iter().map(|id| if *id == HERO { NOBODY } else { *id }).collect();
        "a look-alike stands in its place"
    }

    fn hidden_twin(&mut self, random: &mut Random) -> &'static str {
        if let Some(at) = self.any(random, |record| record.thing.is_some()) {
            let (mut copy, depth, end) = (self.copy(at), self.records[at].depth, self.end(at));
            match random.below(5) {
                0 => copy[0].flags |= Flags::HIDDEN.0,
                3 => copy[0].attrs.push(("aria-hidden".into(), "true".into())),
                // The agent says so of every node.
                1 => copy.iter_mut().for_each(|record| record.flags |= Flags::INVISIBLE.0),
                2 => copy.iter_mut().for_each(|record| record.flags |= Flags::OUTSIDE.0),
                _ => copy.iter_mut().for_each(|record| record.rect = "40,40,0,0".into()),
            }
            if Flags(copy[0].flags).has(Flags::HIDDEN) {
                copy.truncate(1);
            }
            self.insert(if random.chance(50) { at } else { end }, copy, depth);
        }
        "a control has a hidden twin"
    }

    /// What is read stays the same.
    fn decorate(&mut self, random: &mut Random) -> &'static str {
        let Some(at) =
            self.any(random, |record| record.tag == "button" && record.thing.is_some() && !record.text.is_empty())
        else {
            return "nothing";
        };
        let record = &mut self.records[at];
        record.text = match random.below(4) {
            0 => format!("\u{e711}{}", record.text),
            1 => format!("  {}\u{a0}", record.text),
            2 => format!("\u{200f}{}\u{ad}", record.text),
            _ => format!("{}…", record.text),
        };
        "a label is decorated"
    }

    fn hide(&mut self, random: &mut Random) -> &'static str {
        if let Some(at) = self.any(random, |record| record.depth > 1) {
            self.records[at].flags |= Flags::HIDDEN.0;
            let end = self.end(at);
            // The agent does not report what is not rendered.
            self.records.drain(at + 1..end);
        }
        "a part is hidden"
    }

    fn sort_rows(&mut self, random: &mut Random) -> &'static str {
        let rows = |record: &Record| record.is("row");
        let (Some(one), Some(other)) = (self.any(random, rows), self.any(random, rows)) else { return "nothing" };
        if one >= other || self.end(one) > other {
            return "nothing";
        }
        let end = self.end(one);
        let depth = self.records[one].depth;
        let subtree: Vec<Record> = self.records.drain(one..end).collect();
        let to = self.end(other - (end - one));
        self.insert(to, subtree, depth);
        "a row is somewhere else"
    }

    fn speak_another_language(&mut self, random: &mut Random) -> &'static str {
        let language = *random.pick(super::words::languages());
        if self.header[3] != language {
            self.header[3] = language.to_owned();
            // Words of the language that the page no longer claims to speak mean nothing, or something else.
            self.records[0].spoilt = true;
        }
        "the document claims another language"
    }
}
