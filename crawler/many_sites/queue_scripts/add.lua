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
