-- What all scripts of the queue begin with.
--
-- KEYS[1] is the root R of all keys. R:due has each site with the time when it may be taken: a waiting one from its
-- due time, a running one when its lease ends, any other never (inf). R:site:NAME is a hash of the site's fields,
-- R:host:HOST names the site whose worker may crawl the host, and R:turn:HOST holds the token of the worker that has
-- the slot at the host. R:seen is the time of the last heartbeat; after a gap (Redis was unreachable or emptied, or no
-- worker ran), nothing is taken until R:calm, so that living workers come first. R:id is new after the queue was lost.
-- Times are seconds of Redis's own clock.

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

