using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Throughline.Storage;

namespace Throughline.Tests;

/// <summary>
/// A store on the engine under these tests: SQLite, or PostgreSQL where <c>THROUGHLINE_POSTGRES</c> names a server. <c>./test</c> runs
/// every test on both. On PostgreSQL each store is a database of its own, cloned from one that was made by the program.
/// </summary>
internal sealed class TestStore
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("THROUGHLINE_POSTGRES");
    private static readonly Lazy<string> Template = new(MakeTemplate);
    private static int _made;

    private TestStore(string folder, string? connection) => (Folder, Connection) = (folder, connection);

    public static bool IsPostgres => Server is not null;

    public string Folder { get; }

    /// <summary>Null on SQLite, where the data folder is enough.</summary>
    public string? Connection { get; private set; }

    /// <summary>What a command line says to mean this store.</summary>
    public string[] Arguments => Connection is null ? ["--data", Folder] : ["--data", Folder, "--store", Connection];

    private string File => Path.Combine(Folder, "throughline.db");

    /// <summary>A new store, empty but for its tables on PostgreSQL, and nothing at all on SQLite.</summary>
    public static TestStore Make(string folder)
    {
        if (!IsPostgres)
        {
            return new TestStore(folder, null);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");
        Execute($"create database {name} template {Template.Value} strategy file_copy");
        return new TestStore(folder, $"{Server};Database={name}");
    }

    /// <summary>A connection past the program, which may be in the middle of making the store.</summary>
    public DbConnection Peek()
    {
        DbConnection db = Connection is not null
            ? new NpgsqlConnection(Connection + ";Pooling=false")
            : new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False;Default Timeout=1");
        db.Open();
        return db;
    }

    /// <summary>Whether somebody holds the writer's turn.</summary>
    public bool IsWriting()
    {
        try
        {
            if (Connection is not null)
            {
                using var server = Peek();
                return server.ExecuteScalar<bool>("select exists (select 1 from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database()))");
            }

            using var db = new SqliteConnection($"Data Source={File};Pooling=False;Default Timeout=1");
            db.Open();
            using var transaction = db.BeginTransaction();
            return false;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 5)
        {
            return true;
        }
    }

    /// <summary>A copy of the running store as it is at one moment, for the data folder named.</summary>
    public TestStore Copy(string folder)
    {
        var copy = Make(folder);
        Directory.CreateDirectory(folder);
        if (Connection is null)
        {
            using var db = Peek();
            db.Execute("vacuum into @file", new { file = copy.File });
            return copy;
        }

        using var from = (NpgsqlConnection)Peek();
        using var to = (NpgsqlConnection)copy.Peek();
        using var moment = from.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        foreach (var table in from.Query<string>("select tablename from pg_tables where schemaname = 'public'").ToList())
        {
            to.Execute($"delete from {table}");
            using var rows = from.BeginRawBinaryCopy($"copy {table} to stdout (format binary)");
            using var into = to.BeginRawBinaryCopy($"copy {table} from stdin (format binary)");
            rows.CopyTo(into);
        }

        // The numbers go on where those of the rows end.
        to.Execute("select setval(pg_get_serial_sequence('events', 'pos'), (select max(pos) from events)), setval(pg_get_serial_sequence('outbox', 'id'), (select max(id) from outbox))");
        return copy;
    }

    /// <summary>This store, closed by everybody, is from now on what a copy of it was.</summary>
    public void PutBack(TestStore copy)
    {
        if (Connection is not null)
        {
            Drop();
            Connection = copy.Connection;
            return;
        }

        System.IO.File.Move(copy.File, File, overwrite: true);
        System.IO.File.Delete(File + "-wal");
        System.IO.File.Delete(File + "-shm");
    }

    /// <summary>A server ends every connection, as when it is started anew. The embedded store has none.</summary>
    public void CutConnections()
    {
        if (Connection is not null)
        {
            Execute($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{new NpgsqlConnectionStringBuilder(Connection).Database}'");
        }
    }

    /// <summary>Takes a database away. Files go with their folder.</summary>
    public void Drop()
    {
        if (Connection is not null)
        {
            Execute($"drop database {new NpgsqlConnectionStringBuilder(Connection).Database} with (force)");
        }
    }

    /// <summary>Tampering says bytes in SQLite's words.</summary>
    public static string InItsWords(string sql) => IsPostgres
        ? sql.Replace("as blob", "as bytea", StringComparison.Ordinal)
            .Replace("x'00'", "'\\x00'::bytea", StringComparison.Ordinal)
            .Replace("zeroblob(32)", "decode(repeat('00', 32), 'hex')", StringComparison.Ordinal)
            .Replace("replace(clear, 'EPT', 'EPS')", "convert_to(replace(convert_from(clear, 'UTF8'), 'EPT', 'EPS'), 'UTF8')", StringComparison.Ordinal)
        : sql;

    private static string MakeTemplate()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"template_{Environment.ProcessId}");
        Execute("create database " + name);
        var folder = Directory.CreateTempSubdirectory("throughline-template-");
        Store.Open(Path.Combine(folder.FullName, "data"), null, $"{Server};Database={name}").Close();
        folder.Delete(recursive: true);
        return name;
    }

    private static void Execute(string sql)
    {
        using var db = new NpgsqlConnection($"{Server};Database=postgres;Pooling=false;Command Timeout=120");
        db.Execute(sql);
    }
}
