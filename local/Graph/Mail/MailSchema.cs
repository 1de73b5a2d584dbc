namespace Automation.Local.Graph.Mail;

/// <summary>The tables of the stand-in's file. Times are UTC ticks.</summary>
internal static class MailSchema
{
    public const string Text = """
        CREATE TABLE IF NOT EXISTS folders(id TEXT PRIMARY KEY, owner TEXT NOT NULL, parent TEXT, name TEXT NOT NULL, well_known TEXT);
        CREATE INDEX IF NOT EXISTS folders_owner ON folders(owner);
        CREATE TABLE IF NOT EXISTS messages(
          number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, folder TEXT NOT NULL, moves INTEGER NOT NULL,
          internet_id TEXT NOT NULL, conversation TEXT NOT NULL, received INTEGER NOT NULL, facts TEXT NOT NULL, raw BLOB);
        CREATE INDEX IF NOT EXISTS messages_folder ON messages(owner, folder, received);
        CREATE INDEX IF NOT EXISTS messages_owner ON messages(owner, received);
        CREATE INDEX IF NOT EXISTS messages_internet_id ON messages(internet_id);
        CREATE INDEX IF NOT EXISTS messages_conversation ON messages(owner, conversation);
        CREATE TABLE IF NOT EXISTS attachments(
          message TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, facts TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY(message, position));
        CREATE TABLE IF NOT EXISTS properties(message TEXT NOT NULL, owner TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(message, id));
        CREATE INDEX IF NOT EXISTS properties_value ON properties(owner, id, value);
        CREATE TABLE IF NOT EXISTS changes(version INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, folder TEXT NOT NULL, message TEXT NOT NULL, moves INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS changes_folder ON changes(owner, folder, version);
        CREATE TABLE IF NOT EXISTS subscriptions(id TEXT PRIMARY KEY, facts TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS people(id TEXT PRIMARY KEY, facts TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS methods(id TEXT NOT NULL, owner TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY(owner, id));
        CREATE TABLE IF NOT EXISTS state(name TEXT PRIMARY KEY, value TEXT NOT NULL);
        """;
}
