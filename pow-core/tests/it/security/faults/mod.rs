//! Services that are killed, full or lying: what is answered meanwhile, and that all comes back by itself. (F1, F3, F5, F8)
mod databases;
mod full_disk;
mod kit;
mod stale;
