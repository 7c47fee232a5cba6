using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using DbUp;
using DbUp.Postgresql;
using Npgsql;

namespace Throughline.Storage.Engines;

/// <summary>A database of PostgreSQL 15 or newer, for the day on which several machines must serve. No extension is needed.</summary>
internal sealed class Postgres : Engine
{
    private const int Oldest = 15;

    // The first half of our advisory locks; the second is the turn. They are the database's own: other databases have theirs.
    private const int Locks = 0x5468726F;

    private readonly NpgsqlDataSource _readers, _writers;

    /// <exception cref="StoreException">The text is no connection string.</exception>
    public Postgres(string connection)
    {
        try
        {
            // What a reader could write would pass by the one door, so the server refuses it.
            (_readers, _writers) = (Source(connection, "-c default_transaction_read_only=on"), Source(
                connection,
                // A server may have been set up to acknowledge what is not on the disk; a process that hangs must not keep its turn.
                "-c synchronous_commit=on -c idle_in_transaction_session_timeout=60000"));
        }
        catch (ArgumentException e)
        {
            throw new StoreException($"--store is no connection to PostgreSQL: {e.Message} Write it as \"Host=db.example;Database=throughline;Username=throughline\".", e);
        }

        var of = new NpgsqlConnectionStringBuilder(connection);
        Place = $"The store in the database {of.Database ?? of.Username} at {of.Host}";
    }

    public override string Place { get; }

    public override string TablesQuery =>
        "select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname <> 'schemaversions' order by oid";

    public override string SkipLocked => "for update skip locked";

    public override DbConnection OpenReader() => _readers.OpenConnection();

    public override DbConnection OpenWriter() => _writers.OpenConnection();

    /// <summary>
    /// Acts take turns across all processes, as they do on the embedded store. A rule reads many rows that it does not write (a calendar's
    /// bookings, a household, who holds a number); with one act at a time what it read holds when it writes, cases are numbered without
    /// gaps, and events stand in the log in the order of their commits, so that whoever follows the log by its position misses none.
    /// Waiting acts share a commit, so a turn is short. Sealing and indexing have turns of their own and hold up nobody.
    /// </summary>
    /// <remarks>
    /// An advisory lock, because a lock on a table would keep the server from tidying that table up. Read committed, because a snapshot
    /// would be taken by the statement that waits for the lock, and so before the turn comes.
    /// </remarks>
    public override DbTransaction Begin(DbConnection writer, Turn turn)
    {
        var transaction = writer.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            foreach (var one in Enum.GetValues<Turn>().Where(t => turn.HasFlag(t)))
            {
                using var wait = writer.CreateCommand();
                wait.CommandText = string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock({Locks}, {(int)one})");
                wait.ExecuteNonQuery();
            }
        }
        catch (DbException)
        {
            transaction.Dispose();
            throw;
        }

        return transaction;
    }

    public override DbTransaction Snapshot(DbConnection reader) => reader.BeginTransaction(IsolationLevel.RepeatableRead);

    public override void LetGo(DbConnection writer) => writer.Execute("vacuum person_keys");

    public override void NumberOn(Statements sql)
    {
        var counted = new List<(string Table, string Column)>();
        using (var rows = sql.Query("select table_name, column_name from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'"))
        {
            while (rows.Read())
            {
                counted.Add((rows.GetString(0), rows.GetString(1)));
            }
        }

        foreach (var (table, column) in counted)
        {
            sql.Scalar($"select setval(pg_get_serial_sequence('{table}', '{column}'), coalesce(max({column}), 1), max({column}) is not null) from {table}");
        }
    }

    public override void Close()
    {
        _readers.Clear();
        _writers.Clear();
    }

    public override IDisposable WaitToStart()
    {
        var db = OpenWriter();
        _ = Begin(db, Turn.Start);
        // Closing it rolls the empty transaction back, and with that ends the turn.
        return db;
    }

    protected override long FindVersion()
    {
        using var db = OpenReader();
        if (((NpgsqlConnection)db).PostgreSqlVersion.Major < Oldest)
        {
            throw new StoreException($"{Place} is on PostgreSQL {db.ServerVersion}. It must be {Oldest} or newer.");
        }

        if (db.ExecuteScalar<string>("show server_encoding") is not "UTF8" and var encoding)
        {
            throw new StoreException($"{Place} is encoded as {encoding}. Make the database with UTF8: names are written in many alphabets.");
        }

        return db.ExecuteScalar<bool>("select to_regclass('store') is null") ? 0
            : db.QuerySingleOrDefault<string>("select value from store where name = 'schema'") is { } version ? long.Parse(version, CultureInfo.InvariantCulture) : 0;
    }

    protected override void Upgrade()
    {
        // DbUp turns off for the whole process that parameters have names; Npgsql has asked by then, at our first command.
        Run(DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(_writers)));
        using var db = OpenWriter();
        db.Execute(
            "insert into store (name, value) values ('schema', @version) on conflict (name) do update set value = excluded.value",
            new { version = SchemaVersion.ToString(CultureInfo.InvariantCulture) });
    }

    private static NpgsqlDataSource Source(string connection, string options)
    {
        var of = new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 200 };
        of.Options = string.Join(' ', new[] { of.Options, options }.OfType<string>());
        if (!of.ContainsKey("Maximum Pool Size"))
        {
            // Two processes and their jobs fit into the hundred connections that a server gives by default.
            of.MaxPoolSize = 40;
        }

        if (!of.ContainsKey("Command Timeout"))
        {
            of.CommandTimeout = 600;
        }

        return NpgsqlDataSource.Create(of);
    }
}
