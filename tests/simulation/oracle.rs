//! What must never happen, judged by the truth alone.

use super::paint::Truth;
use super::world::{Id, Thing, World};
use guided_unblock::protocol::Tone;

/// Why a ring must not stand on this node; `None` when it may.
pub fn ring_fault(world: &World, truth: &Truth, subject: Option<Id>, handle: u32, tone: Tone) -> Option<String> {
    let Some((thing, reachable)) = truth.thing(handle) else {
        return Some(format!("ring on node {handle}, which is no control of the page"));
    };
    if !reachable {
        return Some(format!("ring on {thing:?}, which a dialog covers or which nobody sees"));
    }
    let own = |id: Id| subject.is_some_and(|subject| world.same(id, subject));
    let alone = |accounts: &Option<Vec<Id>>| matches!(accounts.as_deref(), Some([only]) if own(*only));
    let rows = truth.count(|thing| matches!(thing, Thing::Row(id) if own(id)));
    let many = truth.count(|other| other == thing);
    if many != 1 {
        return Some(format!("ring on {thing:?}, of which there are {many}"));
    }
    let connector = subject.is_some_and(|subject| world.people[subject].connector) && world.plan.entity_column;
    let commits = matches!(thing, Thing::Submit | Thing::Final | Thing::Yes);
    if tone == Tone::Compare && !commits {
        return Some(format!("amber ring on {thing:?}, which commits nothing"));
    }
    match thing {
        Thing::SearchIcon => None,
        Thing::Selector(id) | Thing::Row(id) | Thing::RowUnblock(id) => {
            if !own(id) {
                Some(format!("ring on {thing:?}, another account's"))
            } else if rows != 1 {
                Some(format!("ring on {thing:?}, and {rows} rows show the account"))
            } else if connector {
                Some(format!("ring on {thing:?}, a connector's"))
            } else {
                None
            }
        }
        Thing::Unblock => {
            let fits = matches!(truth.selected[..], [only] if own(only));
            (!fits).then(|| format!("ring on Unblock, and selected are {:?}", truth.selected))
        }
        Thing::Next => (!alone(&truth.flyout)).then(|| format!("ring on Next of the flyout of {:?}", truth.flyout)),
        Thing::Submit | Thing::Final | Thing::Yes => {
            let whose = if thing == Thing::Yes { &truth.warning } else { &truth.flyout };
            if !alone(whose) {
                return Some(format!("ring on {thing:?} for {whose:?}, and the subject is {subject:?}"));
            }
            if subject.is_some_and(|subject| world.people[subject].connector) {
                return Some(format!("ring on {thing:?} of a connector"));
            }
            if truth.warning.is_some() && thing != Thing::Yes {
                return Some(format!("ring on {thing:?} behind the warning"));
            }
            if truth.named {
                return (tone != Tone::Sure)
                    .then(|| format!("amber ring on {thing:?} although the page names the account"));
            }
            if tone != Tone::Compare {
                return Some(format!("sure ring on {thing:?} of a page that names nobody"));
            }
            let chain = truth.chain;
            let unbroken = !chain.touched
                && matches!(chain.row, Some(Some(id)) if own(id))
                && truth.selected.iter().all(|id| own(*id));
            (!unbroken).then(|| {
                format!("amber ring on {thing:?}, and the chain is broken: {chain:?}, selected {:?}", truth.selected)
            })
        }
        _ => Some(format!("ring on {thing:?}")),
    }
}
