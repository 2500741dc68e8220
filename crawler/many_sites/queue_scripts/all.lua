-- Return each site with its due time and its fields.
local found = {}
for i, each in ipairs(redis.call('ZRANGE', R .. ':due', 0, -1, 'WITHSCORES')) do
  found[i] = i % 2 == 1 and {each, redis.call('HGETALL', site(each))} or each
end
return found
