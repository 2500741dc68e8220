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
