-- Give the slot at the host ARGV[1] to the token ARGV[2] for ARGV[3] milliseconds, and return 0; if another token has
-- it, return the milliseconds until it is free.
local key = R .. ':turn:' .. ARGV[1]
local left = redis.call('PTTL', key)
if left > 0 and redis.call('GET', key) ~= ARGV[2] then return left end
redis.call('SET', key, ARGV[2], 'PX', ARGV[3])
return 0
