//! The reusable buffer of a hashing thread.

use std::fmt;

use argon2::Block;

use crate::Error;

use super::hash_error;

/// The working memory of one hashing thread.
///
/// Argon2 fills 19 MiB per hash. Allocating this memory each time costs up to three quarters of the time of the hash
/// itself. A scheme that needs no memory ignores it.
#[derive(Default)]
pub struct Memory {
    blocks: Vec<Block>,
}

impl Memory {
    /// Creates an empty buffer. The first hash allocates its memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the size of the buffer in bytes.
    pub fn size(&self) -> usize {
        self.blocks.len().saturating_mul(Block::SIZE)
    }

    /// Returns at least `count` blocks of 1 KiB. They contain the data of the last hash.
    pub(super) fn blocks(&mut self, count: usize) -> Result<&mut [Block], Error> {
        if let Some(more) = count.checked_sub(self.blocks.len()) {
            self.blocks.try_reserve_exact(more).map_err(hash_error)?;
            self.blocks.resize(count, Block::new());
        }
        Ok(&mut self.blocks)
    }

    /// Frees the memory beyond `size` bytes, so that one costly imported hash doesn't keep it forever.
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
