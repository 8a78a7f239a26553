ALTER TABLE "users" ADD COLUMN "level" bigint;
