-- Store the result of the site ARGV[2], if the worker ARGV[1] holds it: state, reason, error, pages, documents.
-- A site that is given back (waiting) is due in ARGV[8] seconds.
local name, state = ARGV[2], ARGV[3]
if get(name, 'worker') ~= ARGV[1] or get(name, 'state') ~= 'running' then return 0 end
redis.call('HSET', site(name), 'pages', ARGV[6], 'documents', ARGV[7])
redis.call('HDEL', site(name), 'deaths')
finish(name, state, ARGV[4], ARGV[5])
if state == 'waiting' then due(name, now + tonumber(ARGV[8])) end
return 1
