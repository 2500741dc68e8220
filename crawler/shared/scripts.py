"""What Redis does in one step, in Lua."""

BEGIN = """
-- The crawl that KEYS[1] names, where its log is there; or else a new one. ARGV: prefix of logs, name, first event.
local name = redis.call('GET', KEYS[1])
if name and redis.call('EXISTS', ARGV[1] .. name) == 1 then return name end
redis.call('XADD', ARGV[1] .. ARGV[2], '*', 'after', '0-0', 'event', ARGV[3])
redis.call('SET', KEYS[1], ARGV[2])
return ARGV[2]
"""

APPEND = """
-- Appends an event, and gives what the log has behind the entry ARGV[1], which the caller knows; false where that
-- is not there. Each entry names the one before it, so that a reader sees whether it has them all.
if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then return false end
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
redis.call('XADD', KEYS[1], '*', 'after', last[1][1], 'event', ARGV[3])
return redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
"""

READ = """
-- What the log has behind the entry ARGV[1]; false where that is not there. The first entry is behind 0-0.
if ARGV[1] ~= '0-0' and #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then return false end
return redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
"""

FINISH = """
-- The next start begins a new log; this one stays for ARGV[2] seconds, so that every worker reads its end.
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return redis.call('EXPIRE', KEYS[2], ARGV[2])
"""

TURN = """
-- Whether a host may be asked now, ARGV[1] milliseconds after whoever asked it last, or as long after as that one
-- had to leave; if not, the milliseconds until it may.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local delay = tonumber(ARGV[1])
local last = redis.call('HMGET', KEYS[1], 'at', 'delay')
if last[1] then
  local free = tonumber(last[1]) + math.max(delay, tonumber(last[2]))
  if free > now and free - now <= math.max(delay, tonumber(last[2])) then return free - now end
end
redis.call('HSET', KEYS[1], 'at', now, 'delay', delay)
redis.call('PEXPIRE', KEYS[1], math.max(delay, 120000))
return 0
"""

SCRIPTS = {"begin": BEGIN, "append": APPEND, "read": READ, "finish": FINISH, "turn": TURN}
