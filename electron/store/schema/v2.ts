/**
 * Calls are counted by key, for all workspaces that share one, in a file of their own (budget-file.ts). What this workspace
 * counted last is kept until it can be added there, so that the day of the change is not overspent (earlier-calls.ts).
 */
export const SCHEMA_2 = `
INSERT INTO meta (key, value)
SELECT 'earlier_calls', json_group_array(json_object('day', day, 'used', used))
FROM (SELECT day, used FROM budget WHERE used > 0 ORDER BY day DESC LIMIT 2)
HAVING count(*) > 0;

DROP TABLE budget;
`;
