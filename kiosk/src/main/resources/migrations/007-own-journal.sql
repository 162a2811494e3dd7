-- The service keeps a journal too: whatever it does itself is a record beside those of the controllers. Its row here is
-- only whose journal that is. No controller can be enrolled by this name.

INSERT INTO controller (id, name) VALUES ('service', 'service');
