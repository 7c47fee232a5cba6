using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Throughline.Storage.Engines;

namespace Throughline.Storage;

/// <summary>Prepared statements of one connection, kept by their text. Parameters are named @p0, @p1 ... and given in order.</summary>
internal sealed class Statements(DbConnection db) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);

    // Each engine's own short way; what neither takes goes through the driver's command.
    private readonly Dictionary<string, SqliteStatement> _direct = new(StringComparer.Ordinal);
    private readonly PostgresWrites? _writes = db is NpgsqlConnection postgres ? new PostgresWrites(postgres) : null;
    private DbTransaction? _transaction;

    /// <summary>The transaction in which all runs from now on, until <see cref="Commit"/>.</summary>
    public void Begin(DbTransaction transaction)
    {
        _transaction = transaction;
        _writes?.Forget();
    }

    public void Commit()
    {
        _writes?.Send();
        _transaction?.Commit();
        _transaction = null;
    }

    public void Execute(string sql, params ReadOnlySpan<object?> values)
    {
        if (_writes is not null && _transaction is not null)
        {
            _writes.Add(sql, values);
        }
        else if (Direct(sql, values.Length) is { } direct)
        {
            direct.Execute(values);
        }
        else
        {
            Bind(sql, values).ExecuteNonQuery();
        }
    }

    public object? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        if (_writes is { Waits: true })
        {
            using var row = _writes.Ask(sql, values);
            return row.Read() && !row.IsDBNull(0) ? row.GetValue(0) : null;
        }

        return Direct(sql, values.Length) is { } direct ? direct.Scalar(values) : Bind(sql, values).ExecuteScalar() is var found and not DBNull ? found : null;
    }

    public DbDataReader Query(string sql, params ReadOnlySpan<object?> values) =>
        _writes is { Waits: true } ? _writes.Ask(sql, values) : Bind(sql, values).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        foreach (var statement in _direct.Values)
        {
            statement.Dispose();
        }

        _prepared.Clear();
        _direct.Clear();
        _writes?.Dispose();
    }

    /// <summary>The short way of the embedded engine; null on another one.</summary>
    private SqliteStatement? Direct(string sql, int parameters)
    {
        if (db is not SqliteConnection sqlite)
        {
            return null;
        }

        if (!_direct.TryGetValue(sql, out var statement))
        {
            _direct.Add(sql, statement = new SqliteStatement(sqlite, sql, parameters));
        }

        return statement;
    }

    private DbCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = db.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = "@p" + i;
                command.Parameters.Add(parameter);
            }

            _prepared.Add(sql, command);
        }

        command.Transaction = _transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
