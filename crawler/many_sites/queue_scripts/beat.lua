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
