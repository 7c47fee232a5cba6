using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Throughline.Storage;

/// <summary>Prepared statements of one connection, kept by their text. Parameters are named @p0, @p1 ... and given in order.</summary>
internal sealed class Statements(DbConnection db) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement> _direct = new(StringComparer.Ordinal);

    public DbTransaction? Transaction { get; set; }

    public int Execute(string sql, params ReadOnlySpan<object?> values) =>
        Direct(sql, values.Length)?.Execute(values) ?? Bind(sql, values).ExecuteNonQuery();

    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Direct(sql, values.Length) is { } direct ? direct.Scalar(values) : Bind(sql, values).ExecuteScalar() is var v and not DBNull ? v : null;

    public DbDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

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

        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
