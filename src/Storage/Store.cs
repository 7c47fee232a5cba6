using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Dapper;
using DbUp;
using Microsoft.Data.Sqlite;

namespace Throughline.Storage;

/// <summary>
/// The embedded store: one SQLite file in a data folder, and its key in a folder beside it. WAL, full durability, one writer, many readers.
/// </summary>
internal sealed class Store
{
    private const long SchemaVersion = 2;
    private readonly string _connection;

    private Store(string dataFolder, string keysFolder, string connection, string id, InstallationKey key)
    {
        KeysFolder = keysFolder;
        DataFolder = dataFolder;
        _connection = connection;
        Id = id;
        Key = key;
    }

    public string DataFolder { get; }

    public string KeysFolder { get; }

    /// <summary>Chance, made with the store: tells its key file from those of other stores.</summary>
    public string Id { get; }

    public InstallationKey Key { get; }

    /// <param name="dataFolder">Holds <c>throughline.db</c>; made when missing.</param>
    /// <param name="keysFolder">Holds the installation keys, one a store; null for <c>keys</c> beside the data folder.</param>
    /// <exception cref="StoreException">The folder can't be used, or the key is missing.</exception>
    public static Store Open(string dataFolder, string? keysFolder = null)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        keysFolder ??= Path.Combine(Path.GetDirectoryName(folder) ?? folder, "keys");
        try
        {
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, "throughline.db");
            var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true, DefaultTimeout = 30 }.ToString();
            Migrate(folder, connection);
            using var db = new SqliteConnection(connection);
            db.Open();
            var id = db.QuerySingle<string>("select value from store where name = 'id'");
            var key = KeyOf(db, folder, Path.Combine(keysFolder, id + ".key"));
            return new Store(folder, keysFolder, connection, id, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException or NotSupportedException)
        {
            throw new StoreException($"The data folder {folder} can't be used: {e.Message}", e);
        }
    }

    /// <summary>An open connection for reading. Readers never wait for the writer.</summary>
    public DbConnection OpenReader() => Connect("pragma busy_timeout = 30000; pragma query_only = 1; pragma cache_size = -16000;");

    /// <summary>The connection of a writer: <c>begin immediate</c> waits its turn among processes.</summary>
    public DbConnection OpenWriter() =>
        Connect("pragma query_only = 0; pragma synchronous = full; pragma busy_timeout = 60000; pragma cache_size = -32000; pragma wal_autocheckpoint = 8000; pragma temp_store = memory;");

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

    /// <summary>Lets go of the file: connections that wait to be used again are closed, those of other stores are left alone.</summary>
    public void Close()
    {
        using var db = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(db);
    }

    private SqliteConnection Connect(string pragmas)
    {
        var db = new SqliteConnection(_connection);
        db.Open();
        db.Execute(pragmas);
        return db;
    }

    /// <summary>
    /// The key of this store and no other: under another one a record would be written that its own key never opens. It is made as long as
    /// the store holds nobody, so that a first start which broke off can be done again.
    /// </summary>
    private static InstallationKey KeyOf(SqliteConnection db, string folder, string file)
    {
        using var turn = File.Exists(file) ? null : WaitForTurn(Path.Combine(folder, ".migrating"));
        var holdsPeople = db.ExecuteScalar<bool>("select exists (select 1 from person_keys)");
        var key = InstallationKey.Open(file, mayMake: !holdsPeople);
        var mark = Convert.ToHexStringLower(key.Lookup("store", "key"));
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

    /// <summary>Brings the tables up to this program's version.</summary>
    private static void Migrate(string folder, string connection)
    {
        if (VersionOf(connection) == SchemaVersion)
        {
            return;
        }

        // Two processes may start on one new folder: the second waits for the first here.
        using var turn = WaitForTurn(Path.Combine(folder, ".migrating"));
        var found = VersionOf(connection);
        if (found == SchemaVersion)
        {
            return;
        }

        if (found > SchemaVersion)
        {
            throw new StoreException($"The store in {folder} was written by a newer program (tables of version {found}, this program knows {SchemaVersion}).");
        }

        using (var db = new SqliteConnection(connection))
        {
            db.Open();
            db.Execute("pragma journal_mode = wal;");
        }

        var result = DeployChanges.To.SqliteDatabase(connection)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(".Migrations.Sqlite.", StringComparison.Ordinal))
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new StoreException($"The tables of the store in {folder} could not be made: {result.Error.Message}", result.Error);
        }

        using (var db = new SqliteConnection(connection))
        {
            db.Open();
            var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            db.Execute(
                string.Create(CultureInfo.InvariantCulture, $"insert into store (name, value) values ('id', @id) on conflict (name) do nothing; pragma user_version = {SchemaVersion};"),
                new { id });
        }
    }

    private static long VersionOf(string connection)
    {
        using var db = new SqliteConnection(connection);
        db.Open();
        return db.ExecuteScalar<long>("pragma user_version");
    }

    private static FileStream WaitForTurn(string file)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (tries < 300)
            {
                Thread.Sleep(100);
            }
        }
    }
}
