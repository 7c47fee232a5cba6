using System.Data.Common;
using System.Globalization;
using Dapper;
using DbUp;
using Microsoft.Data.Sqlite;

namespace Throughline.Storage.Engines;

/// <summary>The embedded store: one file in the data folder. WAL, full durability, one writer among all processes, many readers.</summary>
internal sealed class Sqlite(string folder) : Engine
{
    private readonly string _connection =
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "throughline.db"), Pooling = true, DefaultTimeout = 30 }.ToString();

    public override string Place => $"The store in {folder}";

    public override string TablesQuery =>
        "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and lower(name) <> 'schemaversions' order by rowid";

    // There is one writer: nobody else holds a row.
    public override string SkipLocked => "";

    public override DbConnection OpenReader() => Open("pragma busy_timeout = 30000; pragma query_only = 1; pragma cache_size = -16000;");

    public override DbConnection OpenWriter() =>
        Open("pragma query_only = 0; pragma synchronous = full; pragma busy_timeout = 60000; pragma cache_size = -32000; pragma wal_autocheckpoint = 8000; pragma temp_store = memory; pragma secure_delete = fast;");

    /// <summary>One turn for all: <c>begin immediate</c> waits for it among processes.</summary>
    public override DbTransaction Begin(DbConnection writer, Turn turn) => writer.BeginTransaction();

    public override DbTransaction Snapshot(DbConnection reader) => ((SqliteConnection)reader).BeginTransaction(deferred: true);

    /// <summary>The journal is written back into the file and cut; readers that still need it leave it to the next time.</summary>
    public override void LetGo(DbConnection writer) => writer.Execute("pragma wal_checkpoint(truncate)");

    public override void Close()
    {
        using var db = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(db);
    }

    public override IDisposable WaitToStart()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(Path.Combine(folder, ".migrating"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (tries < 300)
            {
                Thread.Sleep(100);
            }
        }
    }

    protected override long FindVersion()
    {
        using var db = Open("pragma busy_timeout = 30000;");
        return db.ExecuteScalar<long>("pragma user_version");
    }

    protected override void Upgrade()
    {
        using var db = Open("pragma journal_mode = wal;");
        Run(DeployChanges.To.SqliteDatabase(_connection));
        db.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {SchemaVersion}"));
    }

    private SqliteConnection Open(string pragmas)
    {
        var db = new SqliteConnection(_connection);
        db.Open();
        db.Execute(pragmas);
        return db;
    }
}
