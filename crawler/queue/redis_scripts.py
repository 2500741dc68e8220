"""Run the queue's Lua scripts in Redis, each of them atomic. Only this package knows the Redis client.

``KEYS[1]`` is the root R of all keys. ``R:due`` has each site with the time when it may be taken: a waiting one from
its due time, a running one when its lease ends, any other never (inf). ``R:site:NAME`` is a hash of the site's
fields, ``R:host:HOST`` names the site whose worker may crawl the host, and ``R:turn:HOST`` holds the token of the
worker that has the slot at the host. ``R:seen`` is the time of the last heartbeat; after a gap (Redis was unreachable
or emptied, or no worker ran), nothing is taken until ``R:calm``, so that living workers come first. ``R:id`` is new
after the queue was lost. Times are seconds of Redis's own clock.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.errors import QueueUnusable, UsageError

if TYPE_CHECKING:
    from redis import Redis


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
-- Add the site ARGV[1], due from ARGV[5] on; for a known one, update address, hosts and interval.
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
-- The worker ARGV[2] is alive, and holds the sites from ARGV[4] on for ARGV[1] seconds more. Return the queue's id,
-- which is ARGV[3] for a new one, and those of the sites that the worker no longer holds.
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
-- Return the queue's id, whether sites may be taken now, the time, and each site that will be due, with its time.
local calm = tonumber(redis.call('GET', R .. ':calm') or 0)
local found = redis.call('ZRANGEBYSCORE', R .. ':due', '-inf', '(+inf', 'WITHSCORES')
return {redis.call('GET', R .. ':id') or '', now < calm and 0 or 1, tostring(now), found}
"""

TAKE = """
-- Lease the site ARGV[3] to the worker ARGV[2] for ARGV[1] seconds; return whether that was possible. With ARGV[4],
-- the worker held the site when the queue was lost. A site over which ARGV[5] workers died has failed.
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
-- Store the result of the site ARGV[2], if the worker ARGV[1] holds it: state, reason, error, pages, documents.
-- A site that is given back (waiting) is due in ARGV[8] seconds.
local name, state = ARGV[2], ARGV[3]
if get(name, 'worker') ~= ARGV[1] or get(name, 'state') ~= 'running' then return 0 end
redis.call('HSET', site(name), 'pages', ARGV[6], 'documents', ARGV[7])
redis.call('HDEL', site(name), 'deaths')
finish(name, state, ARGV[4], ARGV[5])
if state == 'waiting' then due(name, now + tonumber(ARGV[8])) end
return 1
"""

ACTION = """
-- Apply the action ARGV[1] to the site ARGV[2]. The worker of a running one leaves it at the next heartbeat;
-- its hosts stay reserved until the lease ends.
local action, name = ARGV[1], ARGV[2]
if action == 'drop' then
  redis.call('DEL', site(name))
  redis.call('ZREM', R .. ':due', name)
elseif action == 'pause' then
  redis.call('HSET', site(name), 'state', 'paused', 'since', now)
  due(name, inf)
elseif get(name, 'state') ~= 'running' then
  redis.call('HSET', site(name), 'state', 'waiting', 'since', now, 'error', '')
  redis.call('HDEL', site(name), 'deaths')
  due(name, 0)
end
"""

ALL = """
-- Return each site with its due time and its fields.
local found = {}
for i, each in ipairs(redis.call('ZRANGE', R .. ':due', 0, -1, 'WITHSCORES')) do
  found[i] = i % 2 == 1 and {each, redis.call('HGETALL', site(each))} or each
end
return found
"""

TURN = """
-- Give the slot at the host ARGV[1] to the token ARGV[2] for ARGV[3] milliseconds, and return 0; if another token has
-- it, return the milliseconds until it is free.
local key = R .. ':turn:' .. ARGV[1]
local left = redis.call('PTTL', key)
if left > 0 and redis.call('GET', key) ~= ARGV[2] then return left end
redis.call('SET', key, ARGV[2], 'PX', ARGV[3])
return 0
"""

_SCRIPTS = {
    "add": ADD,
    "beat": BEAT,
    "due": DUE,
    "take": TAKE,
    "end": END,
    "action": ACTION,
    "all": ALL,
    "turn": TURN,
}
SCRIPTS = {name: _COMMON + text for name, text in _SCRIPTS.items()}


_TIMEOUT = 3.0  # seconds for one call
_ADVICE = {
    "OutOfMemoryError": "it is full: raise its 'maxmemory', or free memory",
    "ReadOnlyError": "it is a replica, which cannot be written to: name the primary",
    "NoPermissionError": "its user lacks a permission: allow scripts, hashes, sorted sets and keys",
    "MISCONF": "it cannot save to its disk, and accepts no writes: free space there",
    "WRONGTYPE": "a key of the queue has a value from another program: name another database",
}
"""The fault and the remedy, by the class of the client's error, or else by its first word."""

_ROOT = "agency-archive:sites"


class Connection:
    """A connection to the Redis at an address (``redis://[:PASSWORD@]HOST[:PORT][/DATABASE]``, ``rediss://``, ``unix://``).

    Several threads may use it. Raises UsageError for a malformed address, and if redis-py is not installed.
    """

    def __init__(self, url: str) -> None:
        self._client = _client(url)
        self.place = _place(url)
        self._scripts = {name: self._client.register_script(text) for name, text in SCRIPTS.items()}

    def run(self, script: str, *arguments: str | float) -> Any:
        """Run a script and return its result. Raises QueueUnusable if Redis cannot be used."""
        import redis

        try:
            return self._scripts[script](keys=[_ROOT], args=arguments)
        except (redis.RedisError, OSError) as error:
            raise QueueUnusable(f"Redis at {self.place}: {_reason(error)}") from error

    def close(self) -> None:
        self._client.close()


def _reason(error: Exception) -> str:
    """The fault and the remedy, in one line."""
    import redis

    said = " ".join(str(error).split())[:160]
    advice = _ADVICE.get(type(error).__name__) or _ADVICE.get(said.partition(" ")[0])
    if advice:
        return advice
    if isinstance(error, redis.AuthenticationError | redis.exceptions.AuthorizationError):
        return f"it refuses the log-in ({said}): write redis://:PASSWORD@HOST:PORT"
    if isinstance(error, redis.ResponseError):
        return f"it refuses a call that Redis supports from 6.2 on ({said}): see its log"
    return f"it does not answer as Redis does ({said}): start it, or name another address"


def _client(url: str) -> "Redis":
    try:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError as error:
        raise UsageError("SITES_QUEUE needs redis-py: pip install 'agency-archive[redis]'") from error
    try:
        return redis.Redis.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, protocol=2, retry=Retry(NoBackoff(), 1)
        )
    except ValueError as error:
        raise UsageError(f"SITES_QUEUE is malformed ({error}); write it as redis://HOST:PORT/DATABASE") from error


def _place(url: str) -> str:
    """The address of Redis without the password, for messages."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}" or url.partition("@")[0]
