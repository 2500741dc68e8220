"""What Redis does in one step, in Lua.

``KEYS[1]`` is the root R of all keys. ``R:due`` has each site by when it may be taken: a waiting one from when on, a
running one when its lease ends, any other never (inf). ``R:site:NAME`` is a hash of what is known of it, and
``R:host:HOST`` names the site whose worker may crawl the host, and ``R:turn:HOST`` whose turn it is to ask it.
``R:seen`` is when a worker was last heard; after a gap (Redis was away, or emptied, or nobody worked) ``R:calm`` is
until when nothing is taken, so that workers that are alive come first. ``R:id`` is made anew when the queue was lost.
Times are seconds of Redis's own clock.
"""

_COMMON = """
local R, inf = KEYS[1], '+inf'
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local function site(name) return R .. ':site:' .. name end
local function get(name, field) return redis.call('HGET', site(name), field) end
local function due(name, at) redis.call('ZADD', R .. ':due', at, name) end
local function hosts(name)
  local keys = {}
  for host in string.gmatch(get(name, 'hosts') or '', '%S+') do keys[#keys + 1] = R .. ':host:' .. host end
  return keys
end
local function hold(name, lease)
  for _, key in ipairs(hosts(name)) do
    local holder = redis.call('GET', key)
    if holder and holder ~= name then return false end
  end
  for _, key in ipairs(hosts(name)) do redis.call('SET', key, name, 'PX', math.floor(lease * 1000)) end
  due(name, now + lease)
  return true
end
local function let_go(name)
  for _, key in ipairs(hosts(name)) do
    if redis.call('GET', key) == name then redis.call('DEL', key) end
  end
end
local function again(name)
  local every, began = tonumber(get(name, 'every') or ''), tonumber(get(name, 'began') or '')
  return every and began and began + every or inf
end
local function finish(name, state, reason, error)
  redis.call('HSET', site(name), 'state', state, 'since', now, 'reason', reason, 'error', error)
  let_go(name)
  due(name, again(name))
end
"""

ADD = """
-- Puts up the site ARGV[1], to be taken from ARGV[5] on, or tells a known one its address, hosts and interval.
local name = ARGV[1]
local state = get(name, 'state')
redis.call('HSET', site(name), 'url', ARGV[2], 'every', ARGV[4])
if state ~= 'running' then redis.call('HSET', site(name), 'hosts', ARGV[3]) end
if not state then
  redis.call('HSET', site(name), 'state', 'waiting', 'since', now)
  due(name, ARGV[5])
elseif state == 'done' or state == 'failed' then
  due(name, again(name))
end
"""

BEAT = """
-- The worker ARGV[2] is alive, and holds the sites from ARGV[4] on for ARGV[1] seconds more. Gives the queue's id,
-- which is ARGV[3] for a new one, and those of the sites that the worker does not hold any more.
local lease = tonumber(ARGV[1])
local seen = tonumber(redis.call('GET', R .. ':seen') or 0)
if now - seen > lease / 10 then redis.call('SET', R .. ':calm', now + lease / 10) end
redis.call('SET', R .. ':seen', now)
redis.call('SET', R .. ':id', ARGV[3], 'NX')
local told = {redis.call('GET', R .. ':id')}
for i = 4, #ARGV do
  local is_held = get(ARGV[i], 'worker') == ARGV[2] and get(ARGV[i], 'state') == 'running'
  if not (is_held and hold(ARGV[i], lease)) then told[#told + 1] = ARGV[i] end
end
return told
"""

DUE = """
-- The queue's id, whether sites may be taken now, the time, and each site that may be taken, now or later, by when.
local calm = tonumber(redis.call('GET', R .. ':calm') or 0)
local found = redis.call('ZRANGEBYSCORE', R .. ':due', '-inf', '(+inf', 'WITHSCORES')
return {redis.call('GET', R .. ':id') or '', now < calm and 0 or 1, tostring(now), found}
"""

TAKE = """
-- Leases the site ARGV[3] to the worker ARGV[2] for ARGV[1] seconds; whether it was to be had. With ARGV[4] it is one
-- that the worker held when the queue was lost. One whose workers died ARGV[5] times has failed.
local worker, name, is_kept = ARGV[2], ARGV[3], ARGV[4] == '1'
local state, at = get(name, 'state'), redis.call('ZSCORE', R .. ':due', name)
local is_calm = now < tonumber(redis.call('GET', R .. ':calm') or 0)
if is_kept then
  if state ~= 'waiting' then return 0 end
elseif is_calm or not at or tonumber(at) > now then
  return 0
end
if state == 'running' then
  local deaths = redis.call('HINCRBY', site(name), 'deaths', 1)
  if deaths >= tonumber(ARGV[5]) then
    redis.call('HDEL', site(name), 'deaths')
    finish(name, 'failed', '', deaths .. ' workers died over it, the last was ' .. get(name, 'worker'))
    return 0
  end
end
if not hold(name, tonumber(ARGV[1])) then return 0 end
redis.call('HSET', site(name), 'state', 'running', 'since', now, 'began', now, 'worker', worker)
return 1
"""

END = """
-- What came of the site ARGV[2], if the worker ARGV[1] holds it: its state, reason, error, pages, documents. One that
-- is given back (waiting) may be taken in ARGV[8] seconds.
local name, state = ARGV[2], ARGV[3]
if get(name, 'worker') ~= ARGV[1] or get(name, 'state') ~= 'running' then return 0 end
redis.call('HSET', site(name), 'pages', ARGV[6], 'documents', ARGV[7])
redis.call('HDEL', site(name), 'deaths')
finish(name, state, ARGV[4], ARGV[5])
if state == 'waiting' then due(name, now + tonumber(ARGV[8])) end
return 1
"""

ORDER = """
-- Does with the site ARGV[2] what ARGV[1] says. A running one is left by its worker at the next sign of life, and its
-- hosts to nobody until the lease ends.
local order, name = ARGV[1], ARGV[2]
if order == 'drop' then
  redis.call('DEL', site(name))
  redis.call('ZREM', R .. ':due', name)
elseif order == 'pause' then
  redis.call('HSET', site(name), 'state', 'paused', 'since', now)
  due(name, inf)
elseif get(name, 'state') ~= 'running' then
  redis.call('HSET', site(name), 'state', 'waiting', 'since', now, 'error', '')
  redis.call('HDEL', site(name), 'deaths')
  due(name, 0)
end
"""

ALL = """
-- Each site with when it may be taken, and all that is known of it.
local found = {}
for i, each in ipairs(redis.call('ZRANGE', R .. ':due', 0, -1, 'WITHSCORES')) do
  found[i] = i % 2 == 1 and {each, redis.call('HGETALL', site(each))} or each
end
return found
"""

TURN = """
-- Gives the turn at the host ARGV[1] to the token ARGV[2] for ARGV[3] milliseconds, and 0; or, where another has it,
-- the milliseconds until it is free.
local key = R .. ':turn:' .. ARGV[1]
local left = redis.call('PTTL', key)
if left > 0 and redis.call('GET', key) ~= ARGV[2] then return left end
redis.call('SET', key, ARGV[2], 'PX', ARGV[3])
return 0
"""

_SCRIPTS = {"add": ADD, "beat": BEAT, "due": DUE, "take": TAKE, "end": END, "order": ORDER, "all": ALL, "turn": TURN}
SCRIPTS = {name: _COMMON + text for name, text in _SCRIPTS.items()}
