-- Return the queue's id, whether sites may be taken now, the time, and each site that will be due, with its time.
local calm = tonumber(redis.call('GET', R .. ':calm') or 0)
local found = redis.call('ZRANGEBYSCORE', R .. ':due', '-inf', '(+inf', 'WITHSCORES')
return {redis.call('GET', R .. ':id') or '', now < calm and 0 or 1, tostring(now), found}
