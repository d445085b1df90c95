//! Where the panel stands, so that it covers nothing the admin needs now.

use crate::core::snapshot::Rect;
use crate::protocol::Dock;

/// The panel's width at the left and right edge, in CSS pixels; the page agent's style says the same.
const WIDTH: i32 = 360;
/// Its distance from the edges of the window.
const GAP: i32 = 8;

/// The edge for a panel of this height in a window of this size: where it stands if that is clear, else the first edge
/// that is, else the one where it covers least. `keep_clear` are rectangles in the window, in CSS pixels.
pub fn choose(standing: Dock, preferred: Dock, window: (i32, i32), height: i32, keep_clear: &[Rect]) -> Dock {
    let covered = |dock: Dock| -> i64 {
        let panel = panel(dock, window, height);
        keep_clear.iter().map(|rect| overlap(panel, *rect)).sum()
    };
    [standing, preferred, Dock::Right, Dock::Left, Dock::Bottom]
        .into_iter()
        .min_by_key(|&dock| covered(dock))
        .unwrap_or(preferred)
}

fn panel(dock: Dock, (width, height): (i32, i32), wanted: i32) -> Rect {
    let side = WIDTH.min(width - 2 * GAP);
    let tall = wanted.min(height - 2 * GAP);
    let low = wanted.min(height / 2);
    match dock {
        Dock::Right => Rect { x: width - GAP - side, y: GAP, width: side, height: tall },
        Dock::Left => Rect { x: GAP, y: GAP, width: side, height: tall },
        Dock::Bottom => Rect { x: GAP, y: height - GAP - low, width: width - 2 * GAP, height: low },
    }
}

/// The common area, in square pixels.
fn overlap(a: Rect, b: Rect) -> i64 {
    let along = |a: i32, a_size: i32, b: i32, b_size: i32| {
        i64::from((a.saturating_add(a_size)).min(b.saturating_add(b_size))) - i64::from(a.max(b))
    };
    along(a.x, a.width, b.x, b.width).max(0) * along(a.y, a.height, b.y, b.height).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: (i32, i32) = (1366, 900);

    #[test]
    fn it_stays_where_nothing_is_covered() {
        let row = Rect { x: 252, y: 300, width: 40, height: 40 };
        assert_eq!(choose(Dock::Right, Dock::Right, WINDOW, 700, &[row]), Dock::Right);
        assert_eq!(choose(Dock::Left, Dock::Right, WINDOW, 700, &[]), Dock::Left);
    }

    #[test]
    fn it_gives_way_to_a_flyout_at_its_edge() {
        let flyout = Rect { x: 1026, y: 0, width: 340, height: 900 };
        assert_eq!(choose(Dock::Right, Dock::Right, WINDOW, 700, &[flyout]), Dock::Left);
        let both = [flyout, Rect { x: 0, y: 0, width: 300, height: 300 }];
        assert_eq!(choose(Dock::Right, Dock::Right, (1366, 900), 400, &both), Dock::Left, "or covers least");
    }
}
