//! Numbers that look random and are the same for the same seed, on every machine.

/// A splitmix64 generator: small, fast, and good enough to choose among a few possibilities.
#[derive(Clone)]
pub struct Random {
    state: u64,
    /// No chance at all: the likely always happens, and of several the last.
    steady: bool,
}

impl Random {
    pub fn new(seed: u64) -> Random {
        let state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
        let mut random = Random { state, steady: false };
        random.next();
        random
    }

    /// The generator of a world in which nothing is left to chance.
    pub fn steady() -> Random {
        Random { state: 0, steady: true }
    }

    /// The generator of one step of a sequence: leaving a step out does not change what the others do.
    pub fn of_step(seed: u64, step: usize) -> Random {
        Random::new(seed.rotate_left(17) ^ (step as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93))
    }

    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        if self.steady { limit - 1 } else { (self.next() % limit as u64) as usize }
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        if self.steady { percent > 50 } else { self.below(100) < percent }
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Index of one of the weights, as often as they say.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut at = self.below(weights.iter().sum());
        for (index, &weight) in weights.iter().enumerate() {
            if at < weight {
                return index;
            }
            at -= weight;
        }
        0
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index + 1));
        }
    }
}
