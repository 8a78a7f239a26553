DROP TABLE pow_cache;
DROP TABLE users;
