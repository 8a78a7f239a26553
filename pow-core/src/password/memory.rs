//! The buffer that a hashing thread uses again and again.

use std::fmt;

use argon2::Block;

use crate::Error;

use super::refused;

/// The working memory of one hashing thread.
///
/// Argon2 fills 19 MiB a hash; taking them anew from the system each time costs up to three quarters of the hash
/// itself. A scheme that needs no memory passes it by.
#[derive(Default)]
pub struct Memory {
    blocks: Vec<Block>,
}

impl Memory {
    /// An empty buffer, which grows with the first hash.
    pub fn new() -> Self {
        Self::default()
    }

    /// The buffer's size in bytes.
    pub fn size(&self) -> usize {
        self.blocks.len().saturating_mul(Block::SIZE)
    }

    /// At least `count` blocks of 1 KiB, holding whatever the last hash left there.
    pub(super) fn blocks(&mut self, count: usize) -> Result<&mut [Block], Error> {
        if let Some(more) = count.checked_sub(self.blocks.len()) {
            self.blocks.try_reserve_exact(more).map_err(refused)?;
            self.blocks.resize(count, Block::new());
        }
        Ok(&mut self.blocks)
    }

    /// Gives back what goes beyond `size` bytes: one foreign, costly hash must not keep its memory for ever.
    pub(super) fn trim(&mut self, size: usize) {
        self.blocks.truncate(size.div_ceil(Block::SIZE));
        self.blocks.shrink_to_fit();
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("size", &self.size()).finish()
    }
}
