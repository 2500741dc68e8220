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
