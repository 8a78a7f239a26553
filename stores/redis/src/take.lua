-- Reads and removes an entry.
local value = redis.call('GET', KEYS[1])
if value then redis.call('DEL', KEYS[1]) end
if KEYS[2] then redis.call('ZREM', KEYS[2], ARGV[1]) end
return value
