-- The schema of notification-service begins empty: this release of the service keeps nothing yet. The migration is here so that
-- the history of the schema begins with it, and so that starting the service proves that it may change its database.
SELECT 1;
