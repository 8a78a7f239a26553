//! The steps that must not be interrupted, as scripts that the server runs.

use std::fmt;

use redis::Script;

/// Sets, adds or swaps an entry, and lists it in its group's index, if it has one.
///
/// The index comes first: if anything goes wrong in between, a listed entry is missing, never an entry unlisted. And it
/// comes by a command that needs memory: a full server refuses a script at its first write or not at all.
const WRITE: &str = r"
local key, index = KEYS[1], KEYS[2]
local mode, value, ttl, member, expected = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if mode == 'add' and redis.call('EXISTS', key) == 1 then return 0 end
if mode == 'swap' and redis.call('GET', key) ~= expected then return 0 end
if ttl == '0' then
  redis.call('DEL', key)
  if index then redis.call('ZREM', index, member) end
  return 1
end
if index then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local ends = 'inf'
  if ttl ~= '' then ends = string.format('%.0f', now + tonumber(ttl)) end
  redis.call('ZADD', index, ends, member)
  redis.call('ZREMRANGEBYSCORE', index, '-inf', string.format('%.0f', now))
  local last = redis.call('ZREVRANGE', index, 0, 0, 'WITHSCORES')[2]
  if last == 'inf' then
    redis.call('PERSIST', index)
  else
    redis.call('PEXPIREAT', index, string.format('%.0f', tonumber(last)))
  end
end
if ttl == '' then redis.call('SET', key, value) else redis.call('SET', key, value, 'PX', ttl) end
return 1
";

/// Reads and removes an entry.
const TAKE: &str = r"
local value = redis.call('GET', KEYS[1])
if value then redis.call('DEL', KEYS[1]) end
if KEYS[2] then redis.call('ZREM', KEYS[2], ARGV[1]) end
return value
";

/// The scripts with their hashes.
pub(super) struct Scripts {
    pub(super) write: Stored,
    pub(super) take: Stored,
}

/// A script that the server may know by its hash.
pub(super) struct Stored {
    pub(super) hash: String,
    pub(super) code: &'static str,
}

impl Scripts {
    pub(super) fn new() -> Self {
        let stored = |code| Stored { hash: Script::new(code).get_hash().to_owned(), code };
        Self { write: stored(WRITE), take: stored(TAKE) }
    }
}

impl fmt::Debug for Scripts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripts")
    }
}
