-- Sets, adds or swaps an entry, and lists it in the index of its group if it has one.
--
-- The index is written first. After a fault in between, the index lists an entry that is missing, but no entry is
-- unlisted. ZADD needs memory, so a full server refuses the script at its first write or not at all.
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
