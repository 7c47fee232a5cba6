using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Throughline.Storage.Engines;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Storage;

/// <summary>The log and its tables, on one of two engines, with the key that makes them readable. The key is never in the store.</summary>
internal sealed class Store
{
    private const string LineSetting = "line";

    private Store(Engine engine, string dataFolder, string keysFolder, string id, InstallationKey key)
    {
        Engine = engine;
        KeysFolder = keysFolder;
        DataFolder = dataFolder;
        Id = id;
        Key = key;
    }

    public Engine Engine { get; }

    /// <summary>Holds the embedded store, and on either engine what an administrator puts there: the programme, the settings.</summary>
    public string DataFolder { get; }

    public string KeysFolder { get; }

    /// <summary>Chance, made with the store: tells its key file from those of other stores.</summary>
    public string Id { get; }

    public InstallationKey Key { get; }

    /// <summary>
    /// Empty for a store from its beginning. A restored one has a line of its own: it goes on beside the store that was backed up, or in its
    /// place, and the last checkpoint of each is noted apart.
    /// </summary>
    public string Line { get; private set; } = "";

    /// <param name="dataFolder">Made when missing. Holds <c>throughline.db</c> where no connection is given.</param>
    /// <param name="keysFolder">Holds the installation keys, one a store; null for <c>keys</c> beside the data folder.</param>
    /// <param name="connection">A connection string of PostgreSQL; null for the embedded store.</param>
    /// <exception cref="StoreException">The folder or the database can't be used, or the key is missing or another store's.</exception>
    public static Store Open(string dataFolder, string? keysFolder = null, string? connection = null)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        keysFolder ??= KeysBeside(folder);
        var engine = EngineOf(folder, connection);
        try
        {
            Directory.CreateDirectory(folder);
            engine.Migrate();
            using var db = engine.OpenWriter();
            var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            db.Execute("insert into store (name, value) values ('id', @made) on conflict (name) do nothing", new { made });
            var id = db.QuerySingle<string>("select value from store where name = 'id'");
            var store = new Store(engine, folder, keysFolder, id, KeyOf(engine, db, Path.Combine(keysFolder, id + ".key")));
            store.TakeLine(store.Setting(LineSetting));
            store.RefreshReadTables();
            return store;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException or NotSupportedException or TimeoutException)
        {
            throw new StoreException($"{engine.Place} can't be used: {e.Message}", e);
        }
    }

    public string KeyMark => Key.Mark();

    /// <summary>
    /// A store with its tables and nothing in it, for a backup: it will be the store of that number, and its key must be there.
    /// </summary>
    /// <exception cref="StoreException">The key is missing or another store's, or the folder or database can't be used.</exception>
    public static Store OpenEmpty(string dataFolder, string? keysFolder, string? connection, string id, string keyMark)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        keysFolder ??= KeysBeside(folder);
        // A number that is none would lead out of the folder.
        var file = Path.Combine(keysFolder, (id.All(char.IsAsciiLetterOrDigit) ? id : "none") + ".key");
        if (!File.Exists(file))
        {
            throw new StoreException($"The installation key {file} is missing. It is never in a backup, and without it nothing personal in this one can be read. Put the key there, or name its folder with --keys.");
        }

        var key = InstallationKey.Open(file, mayMake: false);
        if (key.Mark() != keyMark)
        {
            throw new StoreException($"The installation key {file} is not the one under which this backup was made. Put the right one there, or name its folder with --keys.");
        }

        var engine = EngineOf(folder, connection);
        try
        {
            Directory.CreateDirectory(folder);
            engine.Migrate();
            return new Store(engine, folder, keysFolder, id, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException or NotSupportedException or TimeoutException)
        {
            throw new StoreException($"{engine.Place} can't be used: {e.Message}", e);
        }
    }

    /// <summary>The line as the store says it. One that was not written under the key is none that was ever noted.</summary>
    public void TakeLine(string? said) =>
        Line = said is null ? "" : said.Split('.') is [var line, var mac] && mac == MarkOf(line) ? line : "unknown";

    /// <summary>A new line, for a store that was just restored.</summary>
    public void BeginLine(Statements sql)
    {
        Line = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        sql.Execute("insert into store (name, value) values (@p0, @p1) on conflict (name) do update set value = excluded.value", LineSetting, $"{Line}.{MarkOf(Line)}");
    }

    private string MarkOf(string line) => Convert.ToHexStringLower(Key.Lookup("line", Id + line));

    public DbConnection OpenReader() => Engine.OpenReader();

    public DbConnection OpenWriter() => Engine.OpenWriter();

    public string? Setting(string name)
    {
        using var db = OpenReader();
        return db.QuerySingleOrDefault<string>("select value from store where name = @name", new { name });
    }

    public void SetSetting(string name, string value)
    {
        using var db = OpenWriter();
        db.Execute("insert into store (name, value) values (@name, @value) on conflict (name) do update set value = excluded.value", new { name, value });
    }

    /// <summary>Lets go of the store: connections that wait to be used again are closed, those of other stores are left alone.</summary>
    public void Close() => Engine.Close();

    /// <summary>A migration can't fold the log: what it made anew is refilled here, once, by the first process that opens the store.</summary>
    private void RefreshReadTables()
    {
        if (Setting(ReadTables.VersionSetting) == ReadTables.Version)
        {
            return;
        }

        using var turn = Engine.WaitToStart();
        if (Setting(ReadTables.VersionSetting) != ReadTables.Version)
        {
            Rebuilding.Run(this, _ => { });
        }
    }

    private static string KeysBeside(string folder) => Path.Combine(Path.GetDirectoryName(folder) ?? folder, "keys");

    private static Engine EngineOf(string folder, string? connection) => connection is null ? new Sqlite(folder) : new Postgres(connection);

    /// <summary>
    /// The key of this store and no other: under another one a record would be written that its own key never opens. It is made as long as
    /// the store holds nobody, so that a first start which broke off can be done again.
    /// </summary>
    private static InstallationKey KeyOf(Engine engine, DbConnection db, string file)
    {
        using var turn = File.Exists(file) ? null : engine.WaitToStart();
        var holdsPeople = db.ExecuteScalar<bool>("select exists (select 1 from person_keys)");
        var key = InstallationKey.Open(file, mayMake: !holdsPeople);
        var mark = key.Mark();
        var known = db.QuerySingleOrDefault<string>("select value from store where name = 'key'");
        if (known == mark)
        {
            return key;
        }

        if (known is not null && holdsPeople)
        {
            throw new StoreException($"The installation key {file} is the key of another store. Put the right one back, or name its folder with --keys.");
        }

        db.Execute("insert into store (name, value) values ('key', @mark) on conflict (name) do update set value = excluded.value", new { mark });
        return key;
    }
}
